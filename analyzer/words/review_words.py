"""The management review in words: one line an action, a change, a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from analyzer.improvement import Card, Review
from analyzer.words import wording
from analyzer.words.action_words import day, due_words, status_name, value_words, verdict_words
from analyzer.words.language import say

MOST = 8  # lines of a part


def month_words(month: str) -> str:
    """Mar 2026."""
    return wording.month(month)


def review_parts(found: Review, titles: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """(heading, its lines) in the order of the page; `titles`: mismatch → its title."""
    changed = [say(f"review.{word}", title=titles.get(one, one)) for word, ids in found.changed.items() for one in ids]
    asked = [say("review.accept", title=c.action.title, owner=_owner(c)) for c in found.to_accept]
    asked += [say("review.undecided", title=c.action.title, words=verdict_words(c.verdict)) for c in found.undecided]
    for one in found.untouched:
        asked.append(say("review.untouched", title=one["title"], owner=one.get("owner") or say("nobody")))
    parts = (
        ("review.promised", [_promised(card) for card in found.promised]),
        ("review.changed", changed),
        ("review.proved", [_proved(card) for card in found.proved]),
        ("review.stuck", [_stuck(card) for card in found.stuck]),
        ("review.decide", asked),
    )
    said = {key: _cut(lines) or [_none(key, found)] for key, lines in parts}
    said["review.proved"].append(say("review.since_start", n=found.proved_so_far))
    return [(say(key), lines) for key, lines in said.items()]


def review_headline(found: Review) -> str:
    """The month in one sentence."""
    asked = len(found.to_accept) + len(found.undecided) + len(found.untouched)
    return say(
        "review.headline",
        month=month_words(found.month),
        promised=len(found.promised),
        proved=len(found.proved),
        stuck=len(found.stuck),
        decisions=wording.counted(asked, say("noun.decision")),
    )


def _none(key: str, found: Review) -> str:
    if key == "review.changed":
        return say("review.nights", nights=wording.counted(found.nights, say("unit.night")))
    return say("review.none")


def _cut(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST
    return [*lines[:MOST], *([say("review.more", n=more)] if more > 0 else [])]


def _owner(card: Card) -> str:
    return card.action.owner or say("nobody")


def _promised(card: Card) -> str:
    ends = [due_words(card), say("review.judged", day=_day(card.action.review_on)) if card.action.review_on else ""]
    status = status_name(card.stands).lower()
    return say(
        "review.line", title=card.action.title, owner=_owner(card), rest=", ".join(e for e in [*ends, status] if e)
    )


def _proved(card: Card) -> str:
    return say("review.line", title=card.action.title, owner=_owner(card), rest=verdict_words(card.verdict, card.worth))


def _stuck(card: Card) -> str:
    rest = due_words(card) if card.overdue_days else say("review.idle", day=_day(card.action.updated_at.date()))
    rest = ", ".join(part for part in (rest, value_words(card)) if part)
    return say("review.line", title=card.action.title, owner=_owner(card), rest=rest)


def _day(at: date | None) -> str:
    return day(at)
