"""The review of a month: what belongs into each part, on five actions and three nights."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analyzer.improvement import NightLine, cards, review
from analyzer.tables.action import Action
from analyzer.tables.effect import EffectVerdict
from analyzer.words.review_words import review_headline, review_parts

TODAY = date(2026, 3, 20)
MISMATCHES: list[dict[str, Any]] = [
    {"id": "m1", "title": "Delivery hurts", "owner": "Ann", "stage": "Delivery"},
    {"id": "m2", "title": "Payment hurts", "owner": None, "stage": "Payment"},
]


def action(identity: str, status: str, **changed: Any) -> Action:
    at = datetime(2026, 1, 10, tzinfo=UTC)
    base = dict.fromkeys(("owner", "starts_on", "due_on", "effort"))
    stamps = {"created_at": at, "created_by": "A", "updated_at": at, "updated_by": "A", "version": 1, "note": ""}
    named = {"id": identity, "mismatch_id": "m1", "title": f"Do {identity}", "status": status}
    return Action(**{**base, **stamps, **named, **changed})


ACTIONS = [
    action("due", "accepted", due_on=date(2026, 3, 31), owner="Ben"),
    action("late", "under way", due_on=date(2026, 3, 10), updated_at=datetime(2026, 3, 19, tzinfo=UTC)),
    action("idle", "under way", updated_at=datetime(2026, 2, 1, tzinfo=UTC)),
    action("fresh", "new"),
    action("helped", "done", starts_on=date(2026, 1, 5), review_on=date(2026, 3, 2)),
    action(
        "open", "under way", starts_on=date(2026, 1, 5), review_on=date(2026, 3, 1),
        updated_at=datetime(2026, 3, 15, tzinfo=UTC),
    ),
    action("gone", "dropped", due_on=date(2026, 3, 31)),
]  # fmt: skip
VERDICTS = {
    "helped": EffectVerdict("helped", "", "2026-03-20T00:00:00Z", decided_on=date(2026, 3, 9)),
    "open": EffectVerdict("too_early", "undecided", "2026-03-20T00:00:00Z"),
}
NIGHTS = [
    NightLine(date(2026, 3, 5), {"new": ["m2"], "regressed": ["m1"]}),
    NightLine(date(2026, 3, 6), {"new": ["m2"], "unchanged": ["m1"]}),
    NightLine(date(2026, 2, 28), {"worse": ["m1"]}),
]


@pytest.fixture
def march():
    return review("2026-03", cards(ACTIONS, MISMATCHES, TODAY, VERDICTS), MISMATCHES, NIGHTS, TODAY)


def ids(found: Any) -> set[str]:
    return {card.action.id for card in found}


def test_promised_is_what_is_due_or_judged_in_the_month(march):
    assert ids(march.promised) == {"due", "late", "helped", "open"}


def test_changed_is_what_its_nights_said_each_once(march):
    assert march.changed == {"new": ("m2",), "regressed": ("m1",)}
    assert march.nights == 2


def test_proved_stuck_and_to_decide(march):
    assert ids(march.proved) == {"helped"}
    assert ids(march.stuck) == {"late", "idle"}
    assert ids(march.to_accept) == {"fresh"}
    assert ids(march.undecided) == {"open"}
    assert [one["id"] for one in march.untouched] == ["m2"]


def test_the_words_name_who_is_asked(march):
    parts = dict(review_parts(march, {"m1": "Delivery hurts", "m2": "Payment hurts"}))
    assert parts["What changed"] == ["New: Payment hurts", "Back again: Delivery hurts"]
    assert "Do late (nobody): overdue by 10 days (due 10 Mar 2026)" in parts["What is stuck, and with whom"]
    assert "Accept or drop “Do fresh” (nobody)?" in parts["Decisions asked for"]
    assert "Who takes up “Payment hurts”? The cause lies with nobody." in parts["Decisions asked for"]
    assert review_headline(march) == "Mar 2026: 4 promised, 1 proved, 2 stuck, 3 decisions asked for."


def test_nobody_is_asked_twice():
    """A new action whose review has passed is to be decided, and not to be accepted as well."""
    late = action("both", "new", starts_on=date(2026, 1, 5), review_on=date(2026, 3, 1))
    verdicts = {"both": EffectVerdict("too_early", "undecided", "2026-03-20T00:00:00Z")}
    found = review("2026-03", cards([late], MISMATCHES, TODAY, verdicts), MISMATCHES, NIGHTS, TODAY)
    assert (ids(found.undecided), ids(found.to_accept)) == ({"both"}, set())


@pytest.mark.parametrize(
    ("month", "proved", "so_far"), [("2026-02", set(), 0), ("2026-03", {"slow"}, 1), ("2026-04", set(), 1)]
)
def test_proved_is_what_was_decided_in_the_month_and_how_much_since_the_start(month, proved, so_far):
    """Begun on 5 January, decided on 9 March."""
    slow = action("slow", "done", starts_on=date(2026, 1, 5), review_on=date(2026, 3, 15))
    verdicts = {"slow": EffectVerdict("helped", "", "2026-03-20T00:00:00Z", decided_on=date(2026, 3, 9))}
    found = review(month, cards([slow], MISMATCHES, TODAY, verdicts), MISMATCHES, NIGHTS, TODAY)
    assert (ids(found.proved), found.proved_so_far) == (proved, so_far)
    lines = dict(review_parts(found, {}))["What was proved"]
    assert lines[0].startswith("Do slow (nobody): Helped") if proved else lines[0] == "Nothing."
    assert lines[-1] == f"Proved since the start: {so_far}."


def test_a_quiet_month_says_so():
    quiet = review("2026-04", [], [], [], TODAY)
    assert [lines for _, lines in review_parts(quiet, {})] == [
        ["Nothing."],
        ["Nothing that the nights could prove (0 nights)."],
        ["Nothing.", "Proved since the start: 0."],
        ["Nothing."],
        ["Nothing."],
    ]


def test_a_month_that_is_none():
    with pytest.raises(ValueError, match="month"):
        review("2026-13", [], [], [], TODAY)
