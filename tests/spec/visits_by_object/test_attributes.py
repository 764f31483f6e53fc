"""What objects have (the carrier of a delivery, its weight) sets their visits apart: as of the visit, under the name of
the type. The orders are those of test_five_orders.py."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from analyzer.engine import open_engine
from analyzer.erasure.kept_tables import forget_in_tables
from analyzer.erasure.subject import DataSubject, ErasureOutcome
from analyzer.mismatches.attributes import read_attributes, readings_of
from analyzer.pipeline import align
from analyzer.slices import FOLDER, open_run
from analyzer.slices.present import with_causes
from analyzer.visits import seen_cases
from tests.spec.small import MONDAY
from tests.spec.visits_by_object.orders import Event, Known, project, rooms
from tests.spec.visits_by_object.test_five_orders import JOURNEY, ORDERS, SIGNALS

KNOWN = {
    "a1": [Known("carrier", "North"), Known("carrier", "South", "Wed 09:00")],  # handed over on Tuesday
    "b1": [Known("carrier", "North"), Known("carrier", "South", "Wed 12:00")],
    "b2": [Known("carrier", "South"), Known("weight", 12.5)],
    "a3": [Known("carrier", "East"), Known("carrier", "West", "Wed 07:00")],  # said of it on Tuesday, before its end
    "a4": [Known("carrier", "East"), Known("weight", 7)],
    "a5": [Known("carrier", "North", "Tue 09:00")],  # loaded without one
    "b5": [Known("weight", 30), Known("weight", 31.5, "Fri 08:10")],  # after its last event so far
}


@pytest.fixture(scope="module")
def five(engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attributes")
    return rooms(engine, project(folder, ORDERS, JOURNEY, SIGNALS, known=KNOWN))


def test_what_is_known_of_deliveries_is_named_by_their_type(five):
    assert {a.name: (a.type, a.values) for a in five.log.object_attributes} == {
        "Delivery carrier": ("text", 4),
        "Delivery weight": ("number", 4),
    }
    assert five.log.attributes == ()  # the log itself has none


def test_a_visit_has_what_was_known_of_its_delivery_when_it_ended(engine, five):
    """Changes after its last event, or after its customer spoke, are not known in it."""
    seen = seen_cases(engine, five.log, five.journey, five.staged)
    readings = readings_of(seen.log, [c for c in five.ruler.columns if c.attribute.startswith("Delivery")])
    heard = five.under.heard
    objects = {row["case_id"]: (row["object"], row["stage_no"]) for row in engine.rows(heard)}
    found: dict[str, dict[str, object]] = {}
    for table in read_attributes(engine, seen.log, heard, readings):
        for row in engine.rows(table):
            thing, stage = objects[row["case_id"]]
            values = {key: row[f"read:last:Delivery {key}"] for key in ("carrier", "weight")}
            found.setdefault(thing or f"stage {stage}", {}).update({k: v for k, v in values.items() if v is not None})
    assert found == {
        "a1": {"carrier": "North"},
        "b2": {"carrier": "South", "weight": 12.5},
        "a3": {"carrier": "East"},
        "a4": {"carrier": "East", "weight": 7.0},
        "a5": {},
        "b5": {"weight": 30.0},
        "c4": {},
    }


def test_a_kept_run_finds_the_cases_with_a_value(tmp_path):
    """South: b1 of o1 and b2 of o2. Nobody knew West in a visit: of a3 the customer had spoken before. Who is forgotten
    takes along what is known of the deliveries."""
    align(project(tmp_path / "project", ORDERS, JOURNEY, SIGNALS, known=KNOWN), keep=tmp_path / "run" / FOLDER)
    with open_run(tmp_path / "run") as (engine, kept):
        assert [a.name for a in kept.log.object_attributes] == ["Delivery carrier", "Delivery weight"]
        of = {"type": "attribute", "attribute": "Delivery carrier", "op": "=", "stage": None}
        for value, expected in (("South", ["o1", "o2"]), ("East", ["o3", "o4"]), ("West", [])):
            cases = with_causes(engine, kept, kept.log.cases.select("case_id"), [{**of, "value": value}])
            assert sorted(row["case_id"] for row in engine.rows(cases)) == expected
    with open_engine() as engine:
        forget_in_tables(
            engine, tmp_path / "run" / FOLDER, DataSubject("o1", frozenset({"o1"})), ErasureOutcome(), True
        )
    with open_run(tmp_path / "run") as (engine, kept):
        left = {row["object"] for row in engine.rows(kept.log.object_states)}
        assert left == {"b2", "a3", "a4", "a5", "b5"}


STAGES = """\
journey: Ordering
stages:
  - {name: Order, activities: [Place order]}
  - {name: Delivery, activities: [Load, Hand over], per: Delivery, target: {from: Load, to: Hand over, within: 24h}}
"""


def simulated(planted: bool, seed: int):
    """700 orders with one or two deliveries by one of three carriers; in one of four the carrier changes at loading.
    Who had South at the end is unhappy in six of ten; everybody else in one of twelve."""
    chance = random.Random(seed)
    orders, said, known = {}, [], {}
    for number in range(700):
        order, start = f"o{number:04d}", MONDAY + timedelta(hours=3 * number)
        events = [(start, "Place order", ())]
        for part in range(1 + (chance.random() < 2 / 3)):
            name = f"{order}-{part}"
            loaded = start + timedelta(hours=chance.uniform(20, 60) + 40 * part)
            arrived = loaded + timedelta(hours=chance.uniform(3, 20))
            events += [(loaded, "Load", (name,)), (arrived, "Hand over", (name,))]
            carriers = [chance.choice(("North", "South", "East"))]
            if chance.random() < 1 / 4:
                carriers.append(chance.choice(("North", "South", "East")))
            times = ("", loaded.isoformat(" ", "seconds"))
            known[name] = [Known("carrier", one, time) for one, time in zip(carriers, times, strict=False)]
            known[name].append(Known("weight", round(chance.uniform(1, 40), 1)))
            unhappy = chance.random() < (0.6 if planted and carriers[-1] == "South" else 1 / 12)
            at = (arrived + timedelta(hours=chance.uniform(1, 5))).isoformat(" ", "seconds")
            score = chance.choice("12" if unhappy else "45")
            said.append({"case_id": order, "timestamp": at, "kind": "csat", "score": score, "Delivery": name})
        orders[order] = [Event(name, at.isoformat(" ", "seconds"), of) for at, name, of in sorted(events)]
    return orders, said, known


def drivers_of_delivery(engine, folder, planted: bool, seed: int, told: bool = True):
    orders, said, known = simulated(planted, seed)
    run = rooms(engine, project(folder, orders, STAGES, said, known=known if told else None))
    return run.drivers.get(1, ())


def test_a_cause_in_an_attribute_of_the_object_is_found(engine, tmp_path):
    """The ratio is that of the shares, counted here from what was drawn."""
    _, said, known = simulated(planted=True, seed=5)
    south = [row["score"] in "12" for row in said if known[row["Delivery"]][-2].value == "South"]
    others = [row["score"] in "12" for row in said if known[row["Delivery"]][-2].value != "South"]
    (found,) = drivers_of_delivery(engine, tmp_path, planted=True, seed=5)
    assert (found.type, found.keys) == ("attribute", {"attribute": "Delivery carrier", "op": "=", "value": "South"})
    assert found.visits == len(south)
    ratio = (sum(south) / len(south)) / (sum(others) / len(others))
    assert found.risk_ratio.value == pytest.approx(ratio, rel=0.02)
    assert drivers_of_delivery(engine, tmp_path / "untold", planted=True, seed=5, told=False) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_planted_stays_silent(engine, tmp_path, seed):
    assert drivers_of_delivery(engine, tmp_path, planted=False, seed=seed) == ()
