"""The journey against the log: a name that the log nearly has is a slip, any other one a warning."""

from __future__ import annotations

import pytest

from analyzer.errors import JourneyError
from analyzer.ingest import check_journey
from analyzer.ingest.check import is_near
from analyzer.journey import Activity, Journey, Stage, Target
from analyzer.settings import Place
from analyzer.words.quality_words import note_lines

LOG = """\
case_id,activity,timestamp,promised,region
1,Order,2026-03-02 09:00:00,2026-03-05,north
1,Deliver,2026-03-03 10:00:00,2026-03-05,north
"""
LINE = Place("journey.yaml", 7)


def journey(*activities: str, **target: object) -> Journey:
    named = tuple(Activity(name, place=LINE) for name in activities)
    return Journey("J", (Stage(0, "Delivery", activities=named, target=Target(place=LINE, **target)),))  # type: ignore[arg-type]


def test_all_names_fit(log):
    assert check_journey(journey("Order", "Deliver", start="Order", by="promised", must=("Deliver",)), log(LOG)) == ()


def test_a_slip_is_an_error_that_names_line_and_nearest(log):
    with pytest.raises(JourneyError) as caught:
        check_journey(journey("Order", "Delivr"), log(LOG))
    assert caught.value.where == "journey.yaml, line 7"
    assert caught.value.found == "Delivr, which the log does not have; it has Deliver"
    assert caught.value.do.startswith("write Deliver")


def test_a_near_name_that_a_stage_claims_is_only_a_warning(log):
    notes = check_journey(journey("Order", "Deliver", "Delivr"), log(LOG))
    assert note_lines(notes) == ["stage Delivery: the log has no activity Delivr"]


def test_an_activity_that_has_not_happened_yet_is_a_warning(log):
    assert tuple(note_lines(check_journey(journey("Order", "Deliver", "Refund"), log(LOG)))) == (
        "stage Delivery: the log has no activity Refund",
    )


def test_in_never_absence_is_what_is_wanted(log):
    assert check_journey(journey("Order", "Deliver", never=("Demand prepayment", "Delivr")), log(LOG)) == ()


def test_a_target_that_cannot_fail_is_a_warning(log):
    """Delivery is one event: it begins and ends at once, whatever the target allows."""
    assert note_lines(check_journey(journey("Deliver", within_s=3600.0), log(LOG))) == [
        "the target of Delivery cannot fail: it counts from the stage's first to its last event, and Deliver is its "
        "only activity; add from: with the activity at which its time starts"
    ]


def test_the_logs_own_verdict_is_one_of_its_columns(log):
    assert check_journey(journey("Order", "Deliver", column="region", good=("north",)), log(LOG)) == ()
    with pytest.raises(JourneyError) as caught:
        check_journey(journey("Order", "Deliver", column="regoin", good=("north",)), log(LOG))
    assert caught.value.do == "write region"
    assert caught.value.where == "journey.yaml, line 7"


@pytest.mark.parametrize("target", [{"start": "Ordr"}, {"end": "Delivr"}, {"must": ("deliver",)}])
def test_slips_in_targets(log, target):
    with pytest.raises(JourneyError):
        check_journey(journey("Order", "Deliver", **target), log(LOG))


def test_activities_of_a_target_that_nobody_knows(log):
    assert tuple(note_lines(check_journey(journey("Order", "Deliver", end="Refund"), log(LOG)))) == (
        "target of stage Delivery: the log has no activity Refund",
    )


def test_a_deadline_column_that_does_not_exist(log):
    with pytest.raises(JourneyError) as caught:
        check_journey(journey("Order", "Deliver", by="promissed"), log(LOG))
    assert caught.value.do == "write promised"
    assert "columns with a time are promised" in caught.value.found


def test_a_deadline_column_without_times(log):
    with pytest.raises(JourneyError) as caught:
        check_journey(journey("Order", "Deliver", by="region"), log(LOG))
    assert caught.value.found == "region, which holds text (columns with a time are promised)"


@pytest.mark.parametrize(
    ("name", "other", "near"),
    [
        ("Delivr", "Deliver", True),
        ("deliver ", "Deliver", True),
        ("Confirm_order", "Confirm order", True),
        ("Order confirm", "Confirm order", True),
        ("Confrim order", "Confirm order", True),
        ("Hand over good", "Hand over goods", True),
        ("Check A", "Check B", False),
        ("T02 Check", "T03 Check", False),
        ("Open case", "Reopen case", False),
        ("Activate", "Deactivate", False),
        ("Pay", "Pack", False),
        ("Approve", "Refuse", False),
    ],
)
def test_near_names(name, other, near):
    assert is_near(name, other) is near
    assert is_near(other, name) is near
