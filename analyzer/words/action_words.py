"""What is said of actions, the same everywhere: dates, what is overdue, how a mismatch stands, how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analyzer.improvement import Card, Point, Standing
from analyzer.words import wording

STATUS_NAMES = {"new": "New", "accepted": "Accepted", "under way": "Under way", "done": "Done"}


def day(at: date | None) -> str:
    """A day, as in 24 Dec 2026."""
    return wording.NO_VALUE if at is None else f"{at.day} {at:%b %Y}"


def due_words(card: Card) -> str:
    """When an action is due, and by how many days it is late; empty without a due date."""
    if card.action.due_on is None:
        return ""
    if card.overdue_days:
        late = f"{card.overdue_days} {wording.plural('day', card.overdue_days)}"
        return f"overdue by {late} (due {day(card.action.due_on)})"
    return f"due {day(card.action.due_on)}"


def value_words(card: Card) -> str:
    """What the newest run says that there is to gain; empty without a count."""
    if card.value is None:
        return ""
    limits = wording.limits(card.value)
    return f"{wording.number(card.value['value'])} avoidable a month" + (f" ({limits})" if limits else "")


def board_sentence(cards: Sequence[Card], points: Sequence[Point]) -> str:
    """How far the work is, in one sentence."""
    still = [card for card in cards if card.action.status != "done"]
    late = sum(card.overdue_days > 0 for card in still)
    waiting = sum(point.action_id is None for point in points)
    untouched = f"{waiting} {wording.plural('mismatch', waiting)} without"
    if not cards:
        return f"Nothing is decided yet: {untouched} an action." if waiting else "Nothing is decided yet."
    open_words = f"{len(still)} open {wording.plural('action', len(still))}"
    overdue = f", {late} of them overdue" if late else ""
    return f"{open_words}{overdue}" + (f"; {untouched} one." if waiting else ".")


def standing_words(standing: Standing | None) -> tuple[str, str]:
    """(since when a mismatch is known, what is done about it)."""
    if standing is None:
        return "", ""
    since = f"known since {day(standing.since)}" if standing.since else ""
    if not standing.actions:
        return since, "no action yet"
    status = STATUS_NAMES.get(standing.status or "", "").lower()
    more = f"{standing.actions} actions, " if standing.actions > 1 else "action "
    return since, f"{more}{status}"
