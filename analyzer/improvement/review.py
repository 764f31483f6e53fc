"""The management review of a month: what was promised, what changed, what was proved, what is stuck, what to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analyzer.improvement.board import DECIDED, Card
from analyzer.tables.action import OVER

STUCK_DAYS = 30  # without a change, while it is under way
MOST = 8  # lines of a part; what is more is counted
CHANGES = ("new", "worse", "regressed", "better", "resolved")


@dataclass(frozen=True)
class NightLine:
    """What a night of the month said: its day, and the ids by what changed."""

    day: date
    changed: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Review:
    """One month. Grain: one month of a project. `changed`: word → ids of mismatches, each once, over the month's
    nights; `undecided`: actions whose review passed without a verdict, or that made things worse."""

    month: str  # YYYY-MM
    promised: tuple[Card, ...]  # due or to be reviewed in the month
    changed: Mapping[str, tuple[str, ...]]
    nights: int
    proved: tuple[Card, ...]  # decided in the month
    proved_so_far: int  # decided by its end, of all months
    stuck: tuple[Card, ...]  # overdue, or under way without a change for 30 days
    to_accept: tuple[Card, ...]
    undecided: tuple[Card, ...]
    untouched: tuple[Mapping[str, Any], ...]  # mismatches that no action names, by priority


def review(
    month: str, cards: Sequence[Card], mismatches: Sequence[Mapping[str, Any]], nights: Sequence[NightLine], today: date
) -> Review:
    """The review of a month (YYYY-MM). `mismatches`: rows of the newest document, `owner` whom to ask; `today`: a day
    of the project's zone. No action is asked about twice: one to be decided is not one to be accepted.

    Verdicts and what is stuck are those of `today`, whatever the month: how it stood then is not kept. Raises
    ValueError for a month that is none.
    """
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    still = [card for card in cards if card.action.status not in OVER]
    named = {card.action.mismatch_id for card in cards if card.action.status != "dropped"}
    changed: dict[str, dict[str, None]] = {word: {} for word in CHANGES}
    of_month = [night for night in nights if first <= night.day <= last]
    for night in of_month:
        for word in CHANGES:
            changed[word].update(dict.fromkeys(night.changed.get(word) or ()))
    decided = [card for card in cards if _decided(card)]
    return Review(
        month=month,
        promised=tuple(card for card in cards if _promised(card, first, last)),
        changed={word: tuple(ids) for word, ids in changed.items() if ids},
        nights=len(of_month),
        proved=tuple(card for card in decided if first <= _decided_on(card) <= last),
        proved_so_far=sum(_decided_on(card) <= last for card in decided),
        stuck=tuple(card for card in still if card.overdue_days or _idle(card, today)),
        to_accept=tuple(card for card in still if card.action.status == "new" and not _to_decide(card, today)),
        undecided=tuple(card for card in cards if _to_decide(card, today)),
        untouched=tuple(one for one in mismatches if one["id"] not in named),
    )


def _promised(card: Card, first: date, last: date) -> bool:
    if card.action.status == "dropped":
        return False
    return any(at is not None and first <= at <= last for at in (card.action.due_on, card.action.review_on))


def _decided(card: Card) -> bool:
    return card.verdict is not None and card.verdict.word in DECIDED and card.action.status != "dropped"


def _decided_on(card: Card) -> date:
    known = card.verdict.decided_on if card.verdict is not None else None
    return known or card.action.starts_on or date.max


def _idle(card: Card, today: date) -> bool:
    return card.action.status == "under way" and (today - card.action.updated_at.date()).days >= STUCK_DAYS


def _to_decide(card: Card, today: date) -> bool:
    if card.verdict is None or card.action.status in OVER:
        return False
    passed = card.action.review_on is not None and card.action.review_on <= today
    return card.verdict.word == "worse" or (passed and card.verdict.word not in DECIDED)
