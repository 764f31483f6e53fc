"""What is said of actions, the same everywhere: dates, what is overdue, how a mismatch stands, how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analyzer.improvement import Card, Point, Standing
from analyzer.tables.action import OVER
from analyzer.words import wording
from analyzer.words.language import knows, say


def day(at: date | None) -> str:
    """A day, as in 24 Dec 2026."""
    return wording.NO_VALUE if at is None else wording.day(at)


def due_words(card: Card) -> str:
    """When an action is due, and by how many days it is late; empty without a due date."""
    if card.action.due_on is None:
        return ""
    if card.overdue_days:
        return say("due.late", late=wording.counted(card.overdue_days, say("unit.day")), day=day(card.action.due_on))
    return say("due", day=day(card.action.due_on))


def value_words(card: Card) -> str:
    """What the newest run says that there is to gain; empty without a count."""
    if card.value is None:
        return ""
    value, limits = wording.number(card.value["value"]), wording.limits(card.value)
    return say("to_gain.limits", value=value, limits=limits) if limits else say("to_gain", value=value)


def board_sentence(cards: Sequence[Card], points: Sequence[Point]) -> str:
    """How far the work is, in one sentence."""
    still = [card for card in cards if card.action.status not in OVER]
    late = sum(card.overdue_days > 0 for card in still)
    n = sum(point.action_id is None for point in points)
    waiting = wording.counted(n, say("noun.mismatch"))
    if not cards:
        return say("board.nothing.waiting", waiting=waiting) if n else say("board.nothing")
    given = {
        "actions": say("board.actions", n=len(still), actions=wording.plural(say("noun.action"), len(still))),
        "overdue": say("board.overdue", n=late) if late else "",
    }
    return say("board.open.waiting", waiting=waiting, **given) if n else say("board.open", **given)


def status_name(status: str) -> str:
    """How far an action is."""
    return say(f"status.{status}") if knows(f"status.{status}") else ""


def standing_words(standing: Standing | None) -> tuple[str, str]:
    """(since when a mismatch is known, what is done about it)."""
    if standing is None:
        return "", ""
    since = say("known_since", day=day(standing.since)) if standing.since else ""
    if not standing.actions:
        return since, say("acted.none")
    status = status_name(standing.status or "").lower()
    key = "acted.more" if standing.actions > 1 else "acted.one"
    return since, say(key, n=standing.actions, status=status)
