"""The current condition of what an action is about, in numbers of the newest run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.tables.interval import IntervalRow


@dataclass(frozen=True)
class CurrentCondition:
    """How a mismatch stands in the newest run. Grain: one an action.

    Shares 0 to 1 of the rated visits of the mismatch's stage, with 95 % limits; `rated`: how many there are;
    `avoidable`: unhappy visits a month, of those who answered. None where the run has no such number.
    """

    title: str | None
    stage: str | None
    unhappy: IntervalRow | None
    rated: int
    avoidable: IntervalRow | None
    driver: str | None
    driver_share: IntervalRow | None


def current_condition(
    mismatch_id: str | None, mismatches: Sequence[Mapping[str, Any]], stages: Sequence[Mapping[str, Any]]
) -> CurrentCondition | None:
    """The condition of a mismatch (rows of the document); None where the run does not have it. Raises nothing."""
    mismatch = next((one for one in mismatches if one["id"] == mismatch_id), None)
    if mismatch is None:
        return None
    stage = next((one for one in stages if one["name"] == mismatch.get("stage")), None)
    drivers = mismatch.get("drivers") or []
    return CurrentCondition(
        title=mismatch["title"],
        stage=mismatch.get("stage"),
        unhappy=_known(stage.get("felt_bad")) if stage else None,
        rated=stage["coverage"]["rated"] if stage else 0,
        avoidable=_known(mismatch.get("avoidable_bad_per_month")),
        driver=drivers[0]["label"] if drivers else None,
        driver_share=_known(drivers[0].get("share")) if drivers else None,
    )


def _known(interval: IntervalRow | None) -> IntervalRow | None:
    return interval if interval and interval["value"] is not None else None
