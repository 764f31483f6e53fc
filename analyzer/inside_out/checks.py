"""The checks of a target, each as two boolean columns over visits: it holds, it fails; neither is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, after, ibis
from analyzer.inside_out.deadlines import end_of_day
from analyzer.inside_out.marks import deadline_attribute, own_verdict_column
from analyzer.inside_out.working_time import working_seconds
from analyzer.journey import Target
from analyzer.settings import Calendar
from analyzer.tables.log import Log


@dataclass(frozen=True)
class Check:
    """One check on every visit of a stage, and its deadline where it has one."""

    holds: Any
    fails: Any
    deadline_at: Any | None = None


@dataclass(frozen=True)
class Sight:
    """What a check looks at: visits with their marks, and the clock."""

    engine: Engine
    visits: Table
    marks: dict[str, int]
    log: Log
    now: datetime
    calendar: Calendar | None
    timezone: str

    @property
    def moment(self) -> Any:
        """The moment of looking as a value of the engine."""
        return ibis.literal(self.now, "timestamp(6)")

    def mark(self, activity: str, which: str) -> Any:
        """When an activity first or last happened in the visit's case."""
        return self.visits[f"mark_{self.marks[activity]}_{which}"]


def checks_of(sight: Sight, target: Target) -> list[Check]:
    """Every check that the target gives, over all visits; a caller uses the rows of its stage."""
    visits = sight.visits
    start = sight.mark(target.start, "first") if target.start else visits.first_at
    end = sight.mark(target.end, "last") if target.end else visits.last_at
    over = end.notnull() if target.end else visits.left & end.notnull()
    checks: list[Check] = []
    if target.within_s is not None:
        checks.append(_within(sight, target, start, end, over))
    if target.by is not None:
        attribute = deadline_attribute(sight.log, target.by)
        due = (
            end_of_day(visits, attribute, sight.log, sight.timezone)
            if attribute.dates_only
            else visits[attribute.column]
        )
        checks.append(_deadline(end, over, due, sight.moment))
    if target.column is not None:
        checks.append(_own_verdict(sight, target))
    if target.max_repeats is not None:
        few = visits.repeats <= target.max_repeats
        checks.append(Check(few & visits.left, ~few))
    for name in target.never:
        seen = sight.mark(name, "first")
        checks.append(Check(seen.isnull() & visits.left, seen.notnull()))
    for name in target.must:
        seen = sight.mark(name, "first")
        checks.append(Check(seen.notnull(), seen.isnull() & visits.left))
    return checks


def _deadline(end: Any, over: Any, due: Any, now: Any) -> Check:
    """Met by an end at or before the deadline; missed by a later one, or by none when the deadline has passed."""
    return Check(over & (end <= due), (end > due).fill_null(False) | (end.isnull() & (now > due)), due)


def _own_verdict(sight: Sight, target: Target) -> Check:
    """The log's own verdict by the end of the visit: one of `good`, or none of `bad`; missing is unknown."""
    visits = sight.visits
    said = visits[own_verdict_column(str(target.column))]
    hit = said.isin([value.casefold() for value in target.good or target.bad])
    kept, missed = (hit, ~hit) if target.good else (~hit, hit)
    return Check(kept & visits.left, missed & visits.left)


def _within(sight: Sight, target: Target, start: Any, end: Any, over: Any) -> Check:
    """At most `within_s` from start to end, in working time where the target says so."""
    limit_s = target.within_s or 0.0
    if not target.working:
        return _deadline(end, over, after(start, limit_s), sight.moment)
    taken_s = working_seconds(sight.calendar, sight.timezone, sight.log, start, end)
    so_far_s = working_seconds(sight.calendar, sight.timezone, sight.log, start, sight.moment)
    return Check(
        over & (taken_s <= limit_s), (taken_s > limit_s).fill_null(False) | (end.isnull() & (so_far_s > limit_s))
    )
