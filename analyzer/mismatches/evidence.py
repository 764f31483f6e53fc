"""What every kind of mismatch is judged from."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.engine import Engine, Table
from analyzer.journey import Journey, Stage
from analyzer.settings import Thresholds
from analyzer.tables.blueprint import Blueprint, StageBlueprint
from analyzer.tables.log import Log
from analyzer.tables.mismatch import Driver, OutcomeColumn

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Evidence:
    """The tables and numbers that the kinds look at; `derived` holds the numbers of the stages whose target was
    derived."""

    engine: Engine
    rated: Table
    placed: Table
    staged: Table
    log: Log
    journey: Journey
    blueprint: Blueprint
    derived: frozenset[int]
    reactions: tuple[str, ...]
    drivers: dict[int, tuple[Driver, ...]]
    thresholds: Thresholds
    outcomes: tuple[OutcomeColumn, ...] = ()  # columns of the log that name the outcome itself, or may
    as_seen: Table | None = None  # `staged` as visits see their cases, where that is something else

    @property
    def months(self) -> float:
        return months_of(self.log)

    @staticmethod
    def missed(numbers: StageBlueprint) -> float:
        """The share of judged visits that are off target; 0 where none is judged."""
        judged = numbers.company.good + numbers.company.bad
        return numbers.company.bad / judged if judged else 0.0

    def stages(self) -> list[tuple[Stage, StageBlueprint]]:
        return list(zip(self.journey.stages, self.blueprint.stages, strict=True))

    def judged_by_target(self, stage: Stage) -> bool:
        """Whether the stage has a target of the company's own."""
        return stage.target is not None and stage.no not in self.derived


def months_of(log: Log) -> float:
    """The months that the log spans, at least one."""
    return max((log.last_at - log.first_at).total_seconds() / 86_400 / DAYS_A_MONTH, 1.0)


def identifier(kind: str, *names: str | None) -> str:
    """An id that stays the same from night to night: kind and what names it, in letters, digits and hyphens; a hash
    keeps it unique."""
    import hashlib
    import re

    said = "-".join(n for n in names if n)
    plain = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{said}".casefold()).strip("-")[:60].strip("-")
    mark = hashlib.sha256("\0".join([kind, *(n or "" for n in names)]).encode()).hexdigest()[:6]
    return f"{plain}-{mark}"
