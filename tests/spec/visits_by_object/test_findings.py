"""Hidden friction of partial deliveries: a log in which only second deliveries are packed again, which takes days that
no target sees, and customers complain about just these.

Every delivery is handed over within a day of its loading: the company is content. Whether a customer is unhappy is
drawn: six in ten of those whose delivery was packed again, else one in twelve.
"""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from tests.spec.small import MONDAY
from tests.spec.visits_by_object.orders import Event, project, rooms

STAGES = """\
journey: Ordering
stages:
  - {{name: Order, activities: [Place order]}}
  - name: Delivery
    activities: [Pack again, Load, Check seal, Hand over]
    target: {{from: Load, to: Hand over, within: 24h}}
    {per}
  - {{name: Payment, activities: [Pay], target: {{within: 1d}}}}
"""
ORDERS = 700


def simulated(planted: bool, seed: int):
    """Orders and what is said of each of their deliveries: two in three orders have two, of the second ones half are
    packed again; where nothing is `planted` that says nothing of the answer."""
    chance = random.Random(seed)
    orders, said = {}, []
    for number in range(ORDERS):
        order, start = f"o{number:04d}", MONDAY + timedelta(hours=3 * number)
        events, ended = [(start, "Place order", ())], start
        for part in range(1 + (chance.random() < 2 / 3)):
            name = f"{order}-{part}"
            again = part == 1 and chance.random() < 0.5
            loaded = start + timedelta(hours=chance.uniform(20, 60) + 40 * part)
            events += [(loaded - timedelta(hours=2), "Pack again", (name,))] if again else []
            events += [(loaded, "Load", (name,))]
            events += [(loaded + timedelta(hours=1), "Check seal", (name,))] if chance.random() < 0.5 else []
            arrived = loaded + timedelta(hours=chance.uniform(3, 20))
            events += [(arrived, "Hand over", (name,))]
            unhappy = chance.random() < (0.6 if again and planted else 1 / 12)
            score = chance.choice("12" if unhappy else "45")
            at = (arrived + timedelta(hours=chance.uniform(1, 5))).isoformat(" ", "seconds")
            said.append({"case_id": order, "timestamp": at, "kind": "csat", "score": score, "Delivery": name})
            ended = max(ended, arrived)
        events.append((ended + timedelta(hours=8), "Pay", ()))
        orders[order] = [Event(name, at.isoformat(" ", "seconds"), of) for at, name, of in sorted(events)]
    return orders, said


def drivers_of_delivery(engine, folder, per: str, planted: bool, seed: int = 5):
    orders, said = simulated(planted, seed)
    if not per:
        said = [{**row, "stage": "Delivery"} for row in said]
    run = rooms(engine, project(folder, orders, STAGES.format(per=per), said))
    return run, run.drivers.get(1, ())


def named(driver):
    return driver.type, driver.keys.get("activity")


def test_what_second_deliveries_suffer_from_is_found_where_it_happens(engine, tmp_path):
    """Of 235 or so packed again 141 are unhappy, of the other 930 or so 78: ratio 7.2, and nothing else is named."""
    run, found = drivers_of_delivery(engine, tmp_path, "per: Delivery", planted=True)
    assert [named(driver) for driver in found] == [("activity", "Pack again")]
    ratio = found[0].risk_ratio
    assert ratio.low < 7.2 < ratio.high
    assert [(m.kind, m.stage) for m in run.mismatches if m.kind == "hidden_friction"] == [
        ("hidden_friction", "Delivery")
    ]


def test_one_visit_a_case_misses_it(engine, tmp_path):
    """An order of two deliveries takes more than a day from the first loading to the last handing over: off target, and
    hardly any that is packed again is left among those that the company is content with."""
    _, found = drivers_of_delivery(engine, tmp_path, "", planted=True)
    assert ("activity", "Pack again") not in [named(driver) for driver in found]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_log_without_anything_planted_stays_silent(engine, tmp_path, seed):
    run, found = drivers_of_delivery(engine, tmp_path, "per: Delivery", planted=False, seed=seed)
    assert found == ()
    assert [m.stage for m in run.mismatches if m.kind in ("hidden_friction", "silent_defect", "shared_failure")] == []
