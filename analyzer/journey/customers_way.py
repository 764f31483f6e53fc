"""Activities whose names say that the customer gives up: they may be the customer's verdict rather than work."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.journey.words import stem, words_of

# What customers do when they have had enough, in the languages in which logs are most often kept.
_WORDS = """
    abandon abandoned annulled annulering annuleren cancel canceled cancelled cancellation complain complaint dispute
    hangup klacht reclamation reklamation reopen reopened revoke revoked stornierung storno terugtrekken unsubscribe
    widerruf withdraw withdrawn withdrawal
"""
_STEMS = frozenset(stem(word) for word in _WORDS.split())
_OTHERS = ("agent", "check", "clerk", "desk", "employee", "handle", "operator", "staff", "supplier", "system")
_COMPANY = frozenset(stem(word) for word in _OTHERS)
_PAIRS = (("hang", "up"), ("give", "up"), ("gave", "up"))


def gives_up(activity: str) -> bool:
    """Whether an activity's name says that the customer gave up, and names nobody else. A guess from words:
    to be asked, not asserted."""
    words = words_of(activity)
    said = {stem(word) for word in words}
    if said & _COMPANY:
        return False
    return bool(said & _STEMS) or any({stem(a), stem(b)} <= said for a, b in _PAIRS)


def given_up(activities: Iterable[str]) -> tuple[str, ...]:
    """Those that say so, in the order given."""
    return tuple(activity for activity in activities if gives_up(activity))
