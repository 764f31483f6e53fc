"""NPS, CSAT, CES and stars by their formulas; who answered, and whether they differ from those who did not."""

from __future__ import annotations

import pytest

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order], target: {must: [Place order]}}
      - {name: Delivery, activities: [Hand over], target: {from: Place order, to: Hand over, within: 2h}}
"""
LOG = """
        case       activity     time
        20 x  c#   Place order  Mon 09:00
        20 x  c#   Hand over    Mon 10:00
"""


@pytest.fixture(scope="module")
def blueprint(run):
    signals = """
        case      time       kind       score  stage
        4 x  c#   Mon 11:00  nps        10     Delivery
        1 x  c#   Mon 11:01  nps        9      Delivery
        3 x  c#   Mon 11:02  nps        7      Delivery
        2 x  c#   Mon 11:03  nps        6      Delivery
        1 x  c#   Mon 11:00  nps        0      Order
        3 x  c#   Mon 12:00  csat       4      Delivery
        1 x  c#   Mon 12:00  csat       3      Delivery
        1 x  c#   Mon 12:01  csat       1      Delivery
        2 x  c#   Mon 13:00  ces        7      Delivery
        1 x  c#   Mon 13:01  ces        2      Delivery
        3 x  c#   Mon 14:00  review     5      Delivery
        1 x  c#   Mon 14:01  review     2      Delivery
        9 x  c#   Mon 15:00  complaint  -      Delivery
    """
    return run(LOG, JOURNEY, signals).blueprint


def test_nps_is_promoters_less_detractors_in_points(blueprint):
    """Delivery: 5 promoters, 3 passives, 2 detractors of ten: 50 − 20. All: one detractor more of eleven: 500/11 −
    300/11."""
    found = blueprint.stages[1].scores["nps"]
    assert (found["value"], found["n"]) == (30, 10)
    assert -100 <= found["low"] < 30 < found["high"] <= 100
    assert (blueprint.scores["nps"]["value"], blueprint.scores["nps"]["n"]) == (pytest.approx(200 / 11, abs=1e-4), 11)


def test_csat_is_the_share_of_the_content(blueprint):
    found = blueprint.stages[1].scores["csat"]
    assert (found["value"], found["n"]) == (pytest.approx(3 / 5), 5)


def test_effort_and_stars_are_means(blueprint):
    scores = blueprint.stages[1].scores
    assert (scores["ces"]["value"], scores["ces"]["n"]) == (pytest.approx(16 / 3, abs=1e-5), 3)
    assert (scores["review"]["value"], scores["review"]["n"]) == (pytest.approx(17 / 4), 4)


def test_complaints_have_no_score(blueprint):
    assert sorted(blueprint.stages[1].scores) == ["ces", "csat", "nps", "review"]
    assert sorted(blueprint.stages[0].scores) == ["nps"]


def answered(late_answered, late_silent, each=40, hours=("10:00", "13:00")):
    """So many cases on each side; of these so many late (13:00, four hours after the order)."""
    lines = ["case  activity  time"]
    for side, late in (("a", late_answered), ("s", late_silent)):
        for number in range(each):
            lines.append(f"{side}{number}  Place order  Mon 09:00")
            lines.append(f"{side}{number}  Hand over  Mon {hours[1] if number < late else hours[0]}")
    said = ["case  time  kind  score  stage", *(f"a{number}  Mon 15:00  review  5  Delivery" for number in range(each))]
    return "\n".join(lines), JOURNEY, "\n".join(said)


def test_a_warning_where_those_who_answered_were_less_often_on_target(run):
    """16 of 40 against 4 of 40: 30 points apart, the interval far from 0."""
    delivery = run(*answered(16, 4)).blueprint.stages[1]
    assert delivery.differs == "off_target"
    assert (delivery.early["answered_off_target"], delivery.early["unanswered_off_target"]) == (0.4, 0.1)
    assert (delivery.rated, delivery.coverage) == (40, 0.5)


@pytest.mark.parametrize(
    ("late_answered", "late_silent", "each"),
    [
        pytest.param(6, 5, 40, id="2.5 points apart"),
        pytest.param(12, 3, 29, id="fewer than thirty on a side"),
    ],
)
def test_no_warning_where_they_do_not_differ_or_are_too_few(run, late_answered, late_silent, each):
    assert run(*answered(late_answered, late_silent, each)).blueprint.stages[1].differs is None


def test_a_warning_where_their_visits_took_longer(run):
    """All on target; those who answered waited 90 minutes at the median, the others 60: 1.5 times."""
    log, journey, signals = answered(0, 0)
    slower = "\n".join(
        line.replace("Mon 10:00", "Mon 10:30") if line.startswith("a") else line for line in log.splitlines()
    )
    assert run(slower, journey, signals).blueprint.stages[1].differs == "duration"
    almost = "\n".join(
        line.replace("Mon 10:00", "Mon 10:29") if line.startswith("a") else line for line in log.splitlines()
    )
    assert run(almost, journey, signals).blueprint.stages[1].differs is None


def test_visits_of_one_customer_count_for_less(run):
    """Twenty rated visits, half of them bad: of twenty customers, or of two who are each of one mind."""
    lines = ["case  activity  time  customer"]
    for number in range(20):
        customer = ("one" if number < 10 else "two") if number < 20 else ""
        lines += [f"c{number}  Place order  Mon 09:00  {customer}", f"c{number}  Hand over  Mon 10:00  {customer}"]
    shared = "\n".join(lines)
    own = "\n".join([lines[0], *(line.rsplit("  ", 1)[0] + "  " + line.split("  ")[0] for line in lines[1:])])
    said = "\n".join(
        [
            "case  time  kind  score  stage",
            *(f"c{n}  Mon 15:00  review  {1 if n < 10 else 5}  Delivery" for n in range(20)),
        ]
    )
    few, many = (run(log, JOURNEY, said).blueprint.stages[1].customer.yielded for log in (shared, own))
    assert few.value == many.value == 0.5
    assert few.high - few.low > 2 * (many.high - many.low) * 0.9
    assert (many.low, many.high) == pytest.approx((0.29929, 0.70071), abs=5e-5)  # Wilson for 10 of 20
