"""The board: each action beside the mismatch that it is about, as the newest run knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any

from analyzer.settings import Worth
from analyzer.tables.action import OVER, Action
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.interval import IntervalRow

VERIFIED = "verified"  # done, and known whether it helped; a status that nobody sets
DECIDED = ("helped", "no_effect", "worse")


@dataclass(frozen=True)
class Card:
    """An action with what the newest run says of its mismatch.

    Grain: one an action. `value` is the mismatch's avoidable unhappy visits a month (value, low, high), of those who
    answered; None where the mismatch has none or is gone.
    """

    action: Action
    title: str | None  # of the mismatch
    gone: bool  # the action names a mismatch that the newest run does not have
    value: IntervalRow | None
    overdue_days: int  # 0 where it is not overdue
    visits: int | None = None  # that the mismatch affects: what `value` is made from
    verdict: EffectVerdict | None = None  # whether it helped; None without a start or a review date
    stage: str | None = None  # of the mismatch
    age_days: int = 0  # since it was written down
    worth: Worth | None = None  # what an unhappy customer costs, where the project says it

    @property
    def stands(self) -> str:
        """Its status; `verified` once it is done and its verdict is decided."""
        decided = self.verdict is not None and self.verdict.word in DECIDED
        return VERIFIED if self.action.status == "done" and decided else self.action.status


def cards(
    actions: Sequence[Action],
    mismatches: Sequence[Mapping[str, Any]],
    today: date,
    verdicts: Mapping[str, EffectVerdict] | None = None,
    zone: tzinfo = UTC,
    worth: Worth | None = None,
) -> list[Card]:
    """All actions with their mismatches; those that are due first stand first, those without a due date last.

    `mismatches` are the document's; `today` is the day in the project's `zone`. An action is overdue on the day after
    its due date, and never once it is done or dropped. Raises nothing. The value is that of the newest run,
    not of the day on which the action was taken; it counts association, not proof. Source: docs/method.md, section 7.
    """
    known = {mismatch["id"]: mismatch for mismatch in mismatches}
    joined = [_card(action, known, today, (verdicts or {}).get(action.id), zone, worth) for action in actions]
    return sorted(joined, key=lambda card: (card.action.due_on or date.max, card.action.id))


def only(cards: Sequence[Card], owner: str | None = None, stage: str | None = None, least_age: int = 0) -> list[Card]:
    """The cards of one owner, of mismatches of one stage, and at least so many days old; None and 0 ask for all.

    In the order in which they are given. A card whose mismatch the newest run does not have is of no stage.
    """
    return [
        card
        for card in cards
        if (owner is None or card.action.owner == owner)
        and (stage is None or card.stage == stage)
        and card.age_days >= least_age
    ]


def _card(
    action: Action,
    known: Mapping[str, Mapping[str, Any]],
    today: date,
    verdict: EffectVerdict | None,
    zone: tzinfo,
    worth: Worth | None,
) -> Card:
    mismatch = known.get(action.mismatch_id or "")
    late = (today - action.due_on).days if action.due_on and action.status not in OVER else 0
    value = (mismatch or {}).get("avoidable_bad_per_month")
    return Card(
        action,
        mismatch["title"] if mismatch else None,
        action.mismatch_id is not None and mismatch is None,
        value if value and value.get("value") is not None else None,
        max(late, 0),
        (mismatch or {}).get("affected_visits"),
        verdict,
        (mismatch or {}).get("stage"),
        max((today - action.created_at.astimezone(zone).date()).days, 0),
        worth,
    )
