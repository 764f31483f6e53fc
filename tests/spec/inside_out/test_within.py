"""`within`: at most so long, from the first `from` to the last `to`, or from the visit's first to its last event."""

from __future__ import annotations

import pytest

from tests.spec.small import at

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order, Confirm order], target: {within: 2h}}
      - name: Delivery
        activities: [Pick, Hand over]
        target: {from: Confirm order, to: Hand over, within: 24h}
        promise: {from: Place order, to: Hand over, within: 48h}
      - {name: Archive, activities: [File], target: {never: [Complaint]}}
"""
# The two slow cases make the 99th percentile of pauses 96 hours, so what was silent for less is under way. Now is
# Friday noon.
LOG = """
        case         activity       time
        slow one     Place order    Mon 00:00
        slow one     File           Fri 00:00
        slow two     Place order    Mon 00:00
        slow two     File           Fri 00:00
        now          File           Fri 12:00

        in time      Place order    Mon 09:00
        in time      Confirm order  Mon 11:00
        in time      Pick           Tue 08:00
        in time      Hand over      Tue 11:00
        in time      File           Wed 09:00

        too late     Place order    Mon 09:00
        too late     Confirm order  Mon 11:01
        too late     Pick           Tue 08:00
        too late     Hand over      Tue 11:02
        too late     File           Wed 09:00

        repeated     Place order    Mon 09:00
        repeated     Confirm order  Mon 10:00
        repeated     Confirm order  Mon 10:30
        repeated     Hand over      Tue 09:00
        repeated     Hand over      Tue 10:15
        repeated     File           Wed 09:00

        unconfirmed  Place order    Mon 09:00
        unconfirmed  Hand over      Wed 09:00
        unconfirmed  File           Wed 10:00

        fresh        Place order    Fri 11:00
        stretched    Place order    Fri 09:00
        stretched    Confirm order  Fri 11:30

        waiting      Place order    Thu 18:00
        waiting      Confirm order  Thu 19:00
        at the line  Place order    Thu 11:00
        at the line  Confirm order  Thu 12:00
        over it      Place order    Thu 11:00
        over it      Confirm order  Thu 11:59
        picking      Place order    Thu 08:00
        picking      Confirm order  Thu 09:00
        picking      Pick           Thu 10:00

        given up     Place order    Mon 06:00
        given up     Confirm order  Mon 07:00
        given up     Pick           Mon 08:00
"""


@pytest.fixture(scope="module")
def small(run):
    return run(LOG, JOURNEY)


@pytest.fixture(scope="module")
def company(small):
    return small.company


def test_up_to_the_limit_is_good_and_above_it_bad(company):
    assert company["in time", "Order"] == "good"  # 09:00–11:00, two hours exactly
    assert company["too late", "Order"] == "bad"  # 09:00–11:01


def test_from_and_to_reach_across_stages(company):
    assert company["in time", "Delivery"] == "good"  # confirmed Monday 11:00, handed over Tuesday 11:00
    assert company["too late", "Delivery"] == "bad"  # confirmed Monday 11:01, handed over Tuesday 11:02


def test_it_counts_from_the_first_from_to_the_last_to(company):
    """From 10:00 on Monday to 10:15 on Tuesday; from the second confirmation, or to the first hand-over, it were a day
    or less."""
    assert company["repeated", "Delivery"] == "bad"


def test_without_its_start_nothing_is_known(company):
    assert company["unconfirmed", "Delivery"] == "unknown"


def test_a_visit_under_way_is_unknown_while_its_deadline_has_not_passed(company):
    assert company["fresh", "Order"] == "unknown"  # may still be confirmed in time
    assert company["waiting", "Delivery"] == "unknown"  # due Friday 19:00
    assert company["at the line", "Delivery"] == "unknown"  # due Friday 12:00, and it is Friday 12:00


def test_a_visit_under_way_is_bad_once_its_deadline_has_passed(small, company):
    assert small.visit["over it", "Delivery"]["open"] is True
    assert company["over it", "Delivery"] == "bad"  # due Friday 11:59
    assert company["picking", "Delivery"] == "bad"  # due Friday 09:00; picked, not handed over
    assert company["stretched", "Order"] == "bad"  # 09:00–11:30 already


def test_a_case_that_fell_silent_has_missed_what_it_never_reached(small, company):
    assert small.visit["given up", "Delivery"]["case_ended_at"] == at("Mon 08:00")  # silent for 100 hours
    assert company["given up", "Delivery"] == "bad"
    assert company["given up", "Order"] == "good"  # an hour, and it is over


def test_a_promise_is_judged_the_same_way_and_kept_apart(small):
    assert (
        small.promise["in time", "Delivery"] == "good"
    )  # 50 hours are 48 + 2: ordered Monday 09:00, there Tuesday 11:00 (26 h)
    assert small.promise["unconfirmed", "Delivery"] == "good"  # exactly 48 hours
    assert small.promise["over it", "Delivery"] == "unknown"  # due Saturday 11:00
    assert small.promise["given up", "Delivery"] == "bad"  # due Wednesday 06:00
    assert small.promise["in time", "Order"] == "unknown"  # none was made


def test_the_deadline_is_the_start_and_the_limit(small):
    deadline = {key: row["deadline_at"] for key, row in small.rows(small.judged).items()}
    assert deadline["waiting", "Delivery"] == at("Fri 19:00")
    assert deadline["unconfirmed", "Delivery"] is None
    assert deadline["in time", "Archive"] is None


def test_of_two_deadlines_the_earlier_one_counts(run):
    log = """
        case  activity     time       due
        a     Place order  Mon 09:00  2026-03-02 17:00:00
        a     Hand over    Mon 12:00  2026-03-02 17:00:00
    """
    journey = """
        stages:
          - name: Delivery
            activities: [Place order, Hand over]
            target: {from: Place order, to: Hand over, within: 24h, by: due}
    """
    small = run(log, journey)
    assert small.rows(small.judged)["a", "Delivery"]["deadline_at"] == at("Mon 17:00")
