"""Hypotheses: what somebody thinks goes with unhappiness, and what the data answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict

from analyzer.tables.action import On
from analyzer.tables.interval import IntervalRow


class HypothesisAnswer(TypedDict):
    """What one run answered. `visits`: the rated visits of the stage in the part that the company calls good, `bad` of
    them unhappy. `driver`: the supported driver as the document holds it, None where none is supported. `whole`: the
    risk ratio of the same driver over the whole run, None where it is not supported there. `last`: the last event that
    the run had read."""

    word: Literal["supported", "not_supported", "no_visits"]
    run: str
    last: str
    ruler: str
    visits: int
    bad: int
    driver: dict[str, Any] | None
    whole: IntervalRow | None


@dataclass(frozen=True)
class Hypothesis:
    """Grain: one row a hypothesis of a project; times aware UTC. `suspect`: the keys of a driver that it names
    (activity; or attribute and value); `part`: attribute → values of the cases it speaks of, None for all."""

    id: str
    text: str
    stage: str
    suspect: dict[str, str]
    part: On | None
    asked_at: datetime
    asked_by: str
    answer: HypothesisAnswer | None = None
    answered_at: datetime | None = None
