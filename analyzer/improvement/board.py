"""The board: each action beside the mismatch that it is about, as the newest run knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analyzer.tables.action import OVER, Action
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.interval import IntervalRow


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


def cards(
    actions: Sequence[Action],
    mismatches: Sequence[Mapping[str, Any]],
    today: date,
    verdicts: Mapping[str, EffectVerdict] | None = None,
) -> list[Card]:
    """All actions with their mismatches; those that are due first stand first, those without a due date last.

    `mismatches` are the document's; `today` is the day in the project's zone. An action is overdue on the day after
    its due date, and never once it is done or dropped. Raises nothing. The value is that of the newest run,
    not of the day on which the action was taken; it counts association, not proof. Source: docs/method.md, section 7.
    """
    known = {mismatch["id"]: mismatch for mismatch in mismatches}
    joined = [_card(action, known, today, (verdicts or {}).get(action.id)) for action in actions]
    return sorted(joined, key=lambda card: (card.action.due_on or date.max, card.action.id))


def _card(action: Action, known: Mapping[str, Mapping[str, Any]], today: date, verdict: EffectVerdict | None) -> Card:
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
    )
