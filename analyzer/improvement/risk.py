"""The risk register: each mismatch with how often it happens, what it does, its controls, and what is left of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analyzer.tables.action import OVER, Action
from analyzer.tables.effect import EffectVerdict

OFTEN = (0.01, 0.05, 0.10, 0.20)  # share of the stage's visits: from each on one more; 1 to 5
GRAVE = (0.01, 0.02, 0.05, 0.10)  # part of all unhappy visits a month that it accounts for
HELPED = "helped"


@dataclass(frozen=True)
class Risk:
    """One mismatch as a risk. Grain: one a mismatch of a run.

    `likelihood`, `impact`: 1 to 5; impact None where its unhappy customers are not counted. `share`: of the visits of
    its stage (of all cases where it has none) that it affects; `part`: of all unhappy visits a month that it accounts
    for, times the stage's weight. `residual`: likelihood × impact once actions have done what is `proved` or `planned`.
    """

    id: str
    title: str
    kind: str
    stage: str | None
    owner: str | None
    share: float
    part: float | None
    likelihood: int
    impact: int | None
    controls: tuple[str, ...]
    residual_impact: int | None
    basis: Literal["none", "planned", "proved"]

    @property
    def score(self) -> int | None:
        """Likelihood × impact, 1 to 25."""
        return None if self.impact is None else self.likelihood * self.impact

    @property
    def residual(self) -> int | None:
        """The same after the actions."""
        return None if self.residual_impact is None else self.likelihood * self.residual_impact


def risks(
    document: Mapping[str, Any],
    controls: Mapping[str, Sequence[str]],
    actions: Sequence[Action],
    verdicts: Mapping[str, EffectVerdict],
    months: float,
) -> list[Risk]:
    """The register of a run (its document), the greatest score first; what is not counted last, then by title.

    `controls`: stage → what is in place (targets, never, must, promises). `months`: of the log. Likelihood and impact
    by the limits OFTEN and GRAVE; impact from avoidable unhappy visits a month ÷ unhappy visits a month over all
    stages × weight of the stage. Residual: an action that helped leaves after ÷ before of its unhappy share; else an
    open action with an expected effect leaves 1 − expected; the best one counts, proved before planned. Raises nothing.
    Not to be trusted as a forecast: both are the past of one log, and associations. Source: docs/improving.md.
    """
    unhappy = sum(stage["outside_in"]["bad"] for stage in document["stages"]) / months if months else 0.0
    visits = {stage["name"]: stage["visits"] for stage in document["stages"]}
    found = []
    for mismatch in document["mismatches"]:
        stage = mismatch["stage"]
        of = visits.get(stage or "") or document["log"]["cases"]
        share = min(mismatch["affected_visits"] / of, 1.0) if of else 0.0
        avoidable = (mismatch.get("avoidable_bad_per_month") or {}).get("value")
        part = avoidable / unhappy * (mismatch.get("weight") or 1.0) if avoidable is not None and unhappy else None
        left, basis = _left(mismatch["id"], actions, verdicts)
        found.append(
            Risk(
                id=mismatch["id"],
                title=mismatch["title"],
                kind=mismatch["kind"],
                stage=stage,
                owner=mismatch.get("owner") or None,
                share=share,
                part=part,
                likelihood=_band(share, OFTEN),
                impact=None if part is None else _band(part, GRAVE),
                controls=tuple(controls.get(stage or "", ())),
                residual_impact=None if part is None else _band(part * left, GRAVE),
                basis=basis,
            )
        )
    return sorted(found, key=lambda risk: (-(risk.score or 0), -risk.likelihood, risk.title, risk.id))


def _band(value: float, limits: Sequence[float]) -> int:
    """1 below the first limit, one more from each limit on."""
    return 1 + sum(value >= limit for limit in limits)


def _left(
    identity: str, actions: Sequence[Action], verdicts: Mapping[str, EffectVerdict]
) -> tuple[float, Literal["none", "planned", "proved"]]:
    mine = [action for action in actions if action.mismatch_id == identity]
    proved = [
        min(one.shares["after"] / one.shares["before"], 1.0)
        for action in mine
        if (one := verdicts.get(action.id)) is not None and one.word == HELPED and one.shares.get("before")
    ]
    if proved:
        return min(proved), "proved"
    planned = [1 - action.expected for action in mine if action.expected and action.status not in OVER]
    return (min(planned), "planned") if planned else (1.0, "none")
