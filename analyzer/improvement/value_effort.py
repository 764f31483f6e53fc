"""Value against effort: what an action or an untouched mismatch would bring a month, and what it would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.improvement.board import Card
from analyzer.tables.action import OVER
from analyzer.tables.interval import IntervalRow

SMALL_DAYS, MEDIUM_DAYS = 5, 20  # a week of work, a month of it


@dataclass(frozen=True)
class Point:
    """One mark of the matrix.

    `value` is avoidable unhappy visits a month (value, low, high) of those who answered; None: not counted in
    customers. `band` is small, medium, large, or None where nobody has estimated the effort.
    """

    name: str
    mismatch_id: str | None
    action_id: str | None  # None: a mismatch that no action names
    value: IntervalRow | None
    band: str | None
    effort: str | None  # as entered
    status: str | None
    owner: str | None
    visits: int | None = None  # that the mismatch affects: what `value` is made from


def band_of(effort: str | None) -> str | None:
    """small, medium or large; days up to 5 count as small, up to 20 as medium. None where it is not estimated."""
    if effort is None or not effort.isdigit():
        return effort
    days = int(effort)
    return "small" if days <= SMALL_DAYS else "medium" if days <= MEDIUM_DAYS else "large"


def points(cards: Sequence[Card], mismatches: Sequence[Mapping[str, Any]]) -> list[Point]:
    """The open actions and the mismatches that no action names; the greatest value first, then by name.

    Grain: one an open action or untouched mismatch. Raises nothing. Two actions about one mismatch both show its
    whole value: together they bring no more than that. Source: docs/method.md, section 7.
    """
    marks = [_of_action(card) for card in cards if card.action.status not in OVER]
    named = {card.action.mismatch_id for card in cards}
    for mismatch in mismatches:
        if mismatch["id"] not in named:
            value = mismatch.get("avoidable_bad_per_month")
            counted = value if value and value.get("value") is not None else None
            owner, n = mismatch.get("owner"), mismatch.get("affected_visits")
            marks.append(Point(mismatch["title"], mismatch["id"], None, counted, None, None, None, owner, n))
    return sorted(marks, key=lambda mark: (-_height(mark), mark.name, mark.action_id or ""))


def _of_action(card: Card) -> Point:
    one = card.action
    band = band_of(one.effort)
    return Point(one.title, one.mismatch_id, one.id, card.value, band, one.effort, one.status, one.owner, card.visits)


def _height(mark: Point) -> float:
    return (mark.value["value"] if mark.value else None) or -1.0
