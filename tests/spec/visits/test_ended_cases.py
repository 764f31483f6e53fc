"""When a case has ended, and which visit it is on its way to when it has not."""

from __future__ import annotations

import pytest

from tests.spec.small import at

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order]}
      - {name: Waiting, activities: []}
      - {name: Payment, activities: [Pay]}
      - {name: Delivery, activities: [Hand over]}
      - {name: Afterwards, activities: []}
"""
# 94 pauses of ten minutes, seven of an hour (one is that of `done`) and one of ten: the 99th percentile of these 102
# lies between the 100th and the 101st in order, an hour both.
PACE = """
        47 x  p#      Place order  Mon 10:40
        47 x  p#      Pay          Mon 10:50
        47 x  p#      Hand over    Mon 11:00
        3 x  q#       Place order  Mon 09:00
        3 x  q#       Pay          Mon 10:00
        3 x  q#       Hand over    Mon 11:00
        slow          Place order  Mon 01:00
        slow          Hand over    Mon 11:00
"""
LOG = f"""
        case          activity     time
        {PACE}
        done          Place order  Mon 10:00
        done          Hand over    Mon 11:00
        under way     Place order  Mon 11:00
        silent        Place order  Mon 10:59
        halfway       Pay          Mon 11:30
        ahead         Delivered?   Mon 11:30
"""


@pytest.fixture(scope="module")
def visit(run):
    log = (
        LOG
        + """
        now           Hand over    Mon 12:00
    """
    )
    return run(log, JOURNEY).visit


def test_a_case_has_ended_when_its_last_planned_stage_was_lived(visit):
    assert visit["done", "Order"]["case_ended_at"] == at("Mon 11:00")
    assert ("done", "Payment") not in visit


def test_stages_without_activities_are_not_waited_for(visit):
    """`Afterwards` comes after Delivery and has no work of ours: Delivery is the last that can be seen."""
    assert visit["p1", "Delivery"]["case_ended_at"] == at("Mon 11:00")
    assert not [stage for _, stage in visit if stage in ("Waiting", "Afterwards")]


def test_a_case_silent_for_as_long_as_99_of_100_pauses_is_still_under_way(visit):
    """Its last event lies an hour before the log's last: as long as the 99th percentile, no longer."""
    assert visit["under way", "Order"]["case_ended_at"] is None


def test_a_case_silent_for_longer_has_ended(visit):
    assert visit["silent", "Order"]["case_ended_at"] == at("Mon 10:59")
    assert [stage for case, stage in visit if case == "silent"] == ["Order"]


def test_a_case_under_way_has_an_open_visit_in_its_next_planned_stage(visit):
    upcoming = visit["under way", "Payment"]
    assert upcoming["open"] is True
    assert upcoming["opened_at"] == at("Mon 11:00")
    assert (
        upcoming["first_at"],
        upcoming["last_at"],
        upcoming["events"],
        upcoming["entries"],
        upcoming["returns"],
    ) == (None, None, 0, 0, 0)
    assert [stage for case, stage in visit if case == "under way"] == ["Order", "Payment"]
    assert visit["under way", "Order"]["open"] is False


def test_the_next_planned_stage_is_the_one_after_the_last_that_was_lived(visit):
    assert visit["halfway", "Delivery"]["open"] is True
    assert ("halfway", "Order") not in visit


def test_a_case_that_lived_no_stage_yet_is_on_its_way_to_the_first(visit):
    upcoming = visit["ahead", "Order"]
    assert (upcoming["open"], upcoming["opened_at"]) == (True, at("Mon 11:30"))


def test_a_stage_that_was_lived_already_is_not_opened_again(run):
    """After going back from Payment to Order the next planned stage is Payment, which this case has lived."""
    log = (
        LOG
        + """
        back          Place order  Mon 11:00
        back          Pay          Mon 11:10
        back          Place order  Mon 11:20
        now           Hand over    Mon 12:00
    """
    )
    visit = run(log, JOURNEY).visit
    assert visit["back", "Order"]["case_ended_at"] is None
    assert [(stage, visit["back", stage]["open"]) for case, stage in visit if case == "back"] == [
        ("Order", False),
        ("Payment", False),
    ]


def test_a_log_of_single_events_knows_no_pause_so_any_silence_ends_a_case(run):
    log = """
        case   activity     time
        old    Place order  Mon 09:00
        new    Place order  Mon 10:00
    """
    visit = run(log, JOURNEY).visit
    assert visit["old", "Order"]["case_ended_at"] == at("Mon 09:00")
    assert visit["new", "Payment"]["open"] is True
