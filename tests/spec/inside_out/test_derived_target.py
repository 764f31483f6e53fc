"""A stage without a target gets one from the data: the upper Tukey fence of log(1 + seconds) from opening to last
event, no repeats."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analyzer.inside_out import derived_targets
from analyzer.words.findings import derived_target
from tests.spec.small import MONDAY

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order], target: {must: [Place order]}}
      - {name: Payment, activities: [Pay]}
      - {name: Delivery, activities: [Hand over]}
"""
# Seconds from opening to last event, by the clock: 0, 99, 199, 399 and one more. 1 + seconds at the quartiles: 100 and
# 400, so the fence lies at ln 400 + 1.5 · (ln 400 − ln 100) = ln (400 · 4^1.5) = ln 3200: 3199 seconds, 53 minutes and
# 19 seconds.
LOG = """
        case     activity     time
        a        Place order  Mon 09:00:00
        a        Pay          Mon 09:00:00
        a        Hand over    Mon 09:00:00
        b        Place order  Mon 09:00:00
        b        Pay          Mon 09:01:39
        b        Hand over    Mon 09:03:18
        c        Place order  Mon 09:00:00
        c        Pay          Mon 09:01:00
        c        Pay          Mon 09:03:19
        c        Hand over    Mon 09:06:38
        d        Place order  Mon 09:00:00
        d        Pay          Mon 09:06:39
        d        Hand over    Mon 09:13:18
        e        Place order  Mon 09:00:00
        e        Pay          Mon 09:53:19
        e        Hand over    Mon 10:46:39
"""


@pytest.fixture(scope="module")
def small(run):
    return run(LOG, JOURNEY)


def test_only_a_stage_without_a_target_gets_one_and_it_is_flagged(small):
    assert [(d.stage, d.limit, d.visits) for d in small.derived] == [("Payment", "fence", 5), ("Delivery", "fence", 5)]
    assert [round(d.within_s, 6) for d in small.derived] == [3199.0, 3199.0]
    assert derived_targets(small.journey, small.ruler)[1].within_s == pytest.approx(3199)


def test_at_the_fence_is_good_and_above_it_bad(small):
    assert small.company["e", "Payment"] == "good"  # 3199 seconds
    assert small.company["e", "Delivery"] == "bad"  # 3200 seconds
    assert [small.company[case, "Delivery"] for case in "abcd"] == ["good"] * 4


def test_a_repeat_is_bad_however_quick(small):
    assert small.company["c", "Payment"] == "bad"  # 199 seconds, paid twice


def test_a_visit_under_way_has_no_place_in_the_fence_and_no_verdict_while_it_may_hold(run):
    log = (
        LOG
        + """
        slow one  Place order  Mon 00:00:00
        slow one  Hand over    Mon 10:00:00
        slow two  Place order  Mon 00:00:00
        slow two  Hand over    Mon 10:00:00
        open      Place order  Mon 10:40:00
    """
    )
    small = run(log, JOURNEY)
    assert small.derived[0].within_s == pytest.approx(3199)
    assert small.visit["open", "Payment"]["open"] is True
    assert small.company["open", "Payment"] == "unknown"


def test_an_open_visit_is_bad_once_the_fence_has_passed(run):
    """Opened at 09:30; now is 10:46:39, 4599 seconds later, and the fence lies at 3199: whatever comes, it is over
    it."""
    log = (
        LOG
        + """
        slow one  Place order  Mon 00:00:00
        slow one  Hand over    Mon 10:00:00
        slow two  Place order  Mon 00:00:00
        slow two  Hand over    Mon 10:00:00
        open      Place order  Mon 09:30:00
    """
    )
    small = run(log, JOURNEY)
    assert small.visit["open", "Payment"]["open"] is True
    assert small.company["open", "Payment"] == "bad"


ONE_STAGE = """
    stages:
      - {name: Order, activities: [Place order], target: {must: [Place order]}}
      - {name: Payment, activities: [Pay]}
"""


def paid_after(*seconds: int) -> str:
    """Cases that pay so many seconds after Monday at nine."""
    lines = ["case  activity  time"]
    for number, later in enumerate(seconds):
        begun = MONDAY + timedelta(hours=9)
        lines += [f"c{number}  Place order  {begun}", f"c{number}  Pay  {begun + timedelta(seconds=later)}"]
    return "\n".join(lines)


def test_quartiles_between_two_visits_are_those_of_the_logarithms(run):
    """1 + seconds in powers of 2: 0, 4, 4, 4, 5, 20. Q1 = 4, Q3 = 4 + ¾·1 = 4.75; fence 4.75 + 1.5·0.75 = 5.875."""
    (target,) = run(paid_after(0, 15, 15, 15, 31, 2**20 - 1), ONE_STAGE).derived
    assert target.limit == "fence"
    assert target.within_s == pytest.approx(2**5.875 - 1)


def test_it_is_never_longer_than_nearly_all_visits_took(run):
    """1 + seconds in powers of 2: 0, 4, 8, 8, 12, 13. Q1 = 5, Q3 = 11: the fence lies at 2^20, twelve days; the
    longest visit took 2^13 − 1 seconds."""
    (target,) = run(paid_after(0, 15, 255, 255, 4095, 8191), ONE_STAGE).derived
    assert (target.limit, target.within_s) == ("p99", 8191)


def test_without_a_finished_visit_only_repeats_count(run):
    log = """
        case  activity     time
        a     Place order  Mon 09:00
        b     Place order  Mon 09:00
        b     Place order  Mon 10:00
    """
    small = run(log, JOURNEY)
    assert [(d.stage, d.within_s, d.visits) for d in small.derived] == [("Payment", None, 0), ("Delivery", None, 0)]
    found = derived_targets(small.journey, small.ruler)
    assert {no: (d.within_s, d.once) for no, d in found.items()} == {1: (None, True), 2: (None, True)}


def test_without_a_finished_visit_no_duration_is_too_long(run):
    """Two cases under way in Payment; nothing repeated."""
    log = """
        case      activity     time
        slow one  Place order  Mon 00:00
        slow one  Hand over    Mon 10:00
        slow two  Place order  Mon 00:00
        slow two  Hand over    Mon 10:00
        a         Place order  Mon 09:00
        a         Pay          Mon 09:20
    """
    small = run(log, JOURNEY)
    assert small.derived[0].within_s is None
    assert small.company["a", "Payment"] == "unknown"


@pytest.mark.parametrize(("repeating", "once"), [(2, True), (3, False)])
def test_where_repeating_is_ordinary_it_fails_nothing(run, repeating, once):
    """Of eight visits two, a quarter, or three repeat the payment; all take as long."""
    log = []
    for number in range(8):
        times = (5, 10) if number < repeating else (10,)
        steps = [("Place order", 0), *(("Pay", minutes) for minutes in times), ("Hand over", 20)]
        rows = [(name, MONDAY + timedelta(minutes=minutes)) for name, minutes in steps]
        log += [{"case_id": f"c{number}", "activity": name, "timestamp": at} for name, at in rows]
    small = run(log, JOURNEY)
    assert small.derived[0].once is once
    bad = [n for n in range(8) if small.company[f"c{n}", "Payment"] == "bad"]
    assert bad == ([0, 1] if once else [])
    assert derived_target(3600.0, not once) == ("within 60 minutes of opening" + (", nothing repeated" if once else ""))
