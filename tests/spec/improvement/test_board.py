"""Actions beside their mismatches: what is overdue, what is gone, what it would bring, how a mismatch stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from analyzer.figures.value_effort import effort_words, value_effort, value_effort_rows
from analyzer.improvement import Standing, cards, only, points, standings
from analyzer.improvement.value_effort import band_of
from analyzer.tables.action import Action
from analyzer.tables.effect import EffectVerdict
from analyzer.words.action_words import board_sentence, due_words, reopened_words, standing_words, value_words

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DELIVERY = {"value": 38.0, "low": 31.0, "high": 45.0}
INVOICING = {"value": 12.0, "low": None, "high": None}
MISMATCHES: list[dict[str, Any]] = [
    {
        "id": "m1",
        "title": "Delivery hurts",
        "owner": "Logistics",
        "avoidable_bad_per_month": DELIVERY,
        "affected_visits": 304,
    },
    {"id": "m2", "title": "Invoicing hurts", "owner": "Billing", "avoidable_bad_per_month": INVOICING},
    {"id": "m3", "title": "Nobody owns Discover", "owner": None, "avoidable_bad_per_month": None},
]


def action(identity: str = "a", **changed: Any) -> Action:
    base: dict[str, Any] = {
        "id": identity,
        "mismatch_id": "m1",
        "title": f"Do {identity}",
        "owner": "Finance",
        "starts_on": None,
        "due_on": None,
        "effort": None,
        "status": "new",
        "note": "",
        "version": 1,
        "created_at": AT,
        "created_by": "Anna",
        "updated_at": AT,
        "updated_by": "Anna",
    }
    return Action(**{**base, **changed})


@pytest.mark.parametrize(
    ("due", "status", "days", "words"),
    [
        (date(2026, 11, 19), "under way", 3, "overdue by 3 days (due 19 Nov 2026)"),
        (date(2026, 11, 21), "new", 1, "overdue by 1 day (due 21 Nov 2026)"),
        (date(2026, 11, 22), "new", 0, "due 22 Nov 2026"),
        (date(2026, 11, 19), "done", 0, "due 19 Nov 2026"),
        (None, "new", 0, ""),
    ],
)
def test_it_is_overdue_from_the_day_after_and_never_once_it_is_done(due, status, days, words):
    (card,) = cards([action(due_on=due, status=status)], MISMATCHES, TODAY)
    assert (card.overdue_days, due_words(card)) == (days, words)


def test_the_mismatch_gives_title_and_value():
    (card,) = cards([action()], MISMATCHES, TODAY)
    assert (card.title, card.gone) == ("Delivery hurts", False)
    assert value_words(card) == "38 avoidable a month (31–45)"


def test_a_mismatch_that_the_newest_run_does_not_have_is_gone():
    gone, free = cards([action("a", mismatch_id="old"), action("b", mismatch_id=None)], MISMATCHES, TODAY)
    assert (gone.gone, gone.value) == (True, None)
    assert not free.gone


def test_filters_leave_the_cards_of_an_owner_a_stage_an_age():
    mismatches = [{**MISMATCHES[0], "stage": "Delivery"}, {**MISMATCHES[1], "stage": "Invoicing"}]
    old = datetime(2026, 10, 3, 9, tzinfo=UTC)  # 50 days before
    board = cards(
        [action("a"), action("b", mismatch_id="m2", created_at=old), action("c", owner="Anna", mismatch_id="old")],
        mismatches,
        TODAY,
    )

    def left(**by: Any) -> list[str]:
        return [card.action.id for card in only(board, **by)]

    assert [(card.stage, card.age_days) for card in board] == [("Delivery", 21), ("Invoicing", 50), (None, 21)]
    assert left() == ["a", "b", "c"]
    assert left(owner="Finance") == ["a", "b"]
    assert left(stage="Delivery") == ["a"]
    assert left(least_age=50) == ["b"]
    assert left(owner="Anna", stage="Delivery") == []


def test_the_age_counts_days_of_the_projects_zone():
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # in Tokyo it is the 22nd already
    (there,) = cards([action(created_at=late)], MISMATCHES, TODAY, zone=ZoneInfo("Asia/Tokyo"))
    (here,) = cards([action(created_at=late)], MISMATCHES, TODAY)
    assert (there.age_days, here.age_days) == (0, 1)


@pytest.mark.parametrize(
    ("status", "word", "stands"),
    [
        ("done", "helped", "verified"),
        ("done", "no_effect", "verified"),
        ("done", "worse", "verified"),
        ("done", "too_early", "done"),
        ("done", None, "done"),
        ("under way", "helped", "under way"),
    ],
)
def test_what_is_done_counts_as_verified_once_its_verdict_is_decided(status, word, stands):
    verdicts = {"a": EffectVerdict(word, "", "2026-11-01T00:00:00Z")} if word else {}
    (card,) = cards([action(status=status)], MISMATCHES, TODAY, verdicts)
    assert card.stands == stands


def test_what_was_reopened_says_so_until_it_is_over_again():
    again = datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert (
        reopened_words(action(status="under way", reopened_at=again)) == "Reopened 20 Nov 2026: its mismatch came back."
    )
    assert reopened_words(action(status="done", reopened_at=again)) == ""
    assert reopened_words(action(status="under way")) == ""


def test_what_is_due_first_stands_first():
    found = cards([action("a"), action("b", due_on=date(2027, 1, 1)), action("c", due_on=TODAY)], [], TODAY)
    assert [card.action.id for card in found] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("effort", "band"),
    [
        ("small", "small"),
        ("1", "small"),
        ("5", "small"),
        ("6", "medium"),
        ("20", "medium"),
        ("21", "large"),
        (None, None),
    ],
)
def test_days_of_work_have_a_size(effort, band):
    assert band_of(effort) == band
    assert band_of(None) is None


def test_open_actions_and_untouched_mismatches_stand_in_the_matrix_by_their_value():
    held = cards([action("a", effort="12"), action("b", status="done", mismatch_id="m2")], MISMATCHES, TODAY)
    marks = points(held, MISMATCHES)
    assert [(m.name, m.action_id, m.band, (m.value or {}).get("value")) for m in marks] == [
        ("Do a", "a", "medium", 38.0),
        ("Nobody owns Discover", None, None, None),
    ], "what is done is no choice any more, and its mismatch is not untouched"


def test_the_figure_says_all_that_it_shows():
    marks = points(cards([action("a", title='<b>"x"</b>', effort="small")], MISMATCHES, TODAY), MISMATCHES)
    drawn = value_effort(marks)
    assert "avoidable unhappy: 38 a month (31–45), of those who answered, n 304 visits" in drawn
    assert "Not counted in customers" in drawn
    assert "<b>" not in drawn
    assert value_effort_rows(marks)[0]["effort"] == "small"
    assert value_effort([]) == ""


def test_many_marks_stay_within_the_figure():
    many = [{**MISMATCHES[0], "id": str(n), "title": f"Mismatch {n}"} for n in range(40)]
    drawn = value_effort(points([], many))
    assert drawn.count("<circle") == 40
    assert ' y="-' not in drawn


@pytest.mark.parametrize(
    ("effort", "words"), [(None, "not estimated"), ("1", "1 day"), ("12", "12 days"), ("large", "large")]
)
def test_an_effort_in_words(effort, words):
    assert effort_words(effort) == words


def test_how_a_mismatch_stands():
    held = [
        action("a", status="under way"),
        action("b", status="done"),
        action("c", mismatch_id="m2", status="done"),
        action("d", mismatch_id=None),
    ]
    found = standings(["m1", "m2", "m3"], {"m1": ("r1", AT)}, held)
    assert found == {
        "m1": Standing("r1", AT, "under way", 2),
        "m2": Standing(None, None, "done", 1),
        "m3": Standing(None, None, None, 0),
    }
    assert standing_words(found["m1"]) == ("known since 1 Nov 2026", "2 actions, under way")
    assert standing_words(found["m2"]) == ("", "action done")
    assert standing_words(found["m3"]) == ("", "no action yet")


def test_the_board_in_a_sentence():
    held = cards([action("a", due_on=date(2026, 11, 1)), action("b", status="done")], MISMATCHES, TODAY)
    assert (
        board_sentence(held, points(held, MISMATCHES)) == "1 open action, 1 of them overdue; 2 mismatches without one."
    )
    assert board_sentence([], points([], MISMATCHES)) == "Nothing is decided yet: 3 mismatches without an action."
    assert board_sentence([], []) == "Nothing is decided yet."
