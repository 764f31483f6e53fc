"""Throughput: cases started and in progress week by week, beside the unhappy share of the same weeks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from analyzer.engine import Engine, Table, ibis
from analyzer.engine.zones import local_week, monday
from analyzer.slices.cut import cut
from analyzer.slices.filters import Filters
from analyzer.slices.kept import Kept, open_run
from analyzer.tables.flow_weeks import FlowWeek

WEEK = timedelta(weeks=1)


def throughput(run: Path, filters: Filters) -> tuple[FlowWeek, ...]:
    """Every week from a slice's first case to the end of its last one, without a gap.

    Grain: a week. In progress: started by the end of the week, less those whose last event lies before it; a case runs
    from its first to its last event, so that one that goes on after the log ends counts as ended with its last event,
    and one that began before the log counts from the log's beginning: do not trust the first and the last weeks.
    Visits are those of the slice, of its stage where one is asked for; whole cases are counted, whatever the period.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    with open_run(run) as (engine, kept):
        part = cut(engine, kept, filters)
        cases = kept.log.cases
        if part.members is not None:
            cases = cases.semi_join(part.members, "case_id")
        visits = part.rated if part.stage_no is None else part.rated.filter(part.rated.stage_no == part.stage_no)
        visits = visits.filter(visits.customer != "unknown")
        visits = visits.mutate(at=ibis.coalesce(visits.last_at, visits.opened_at))
        started, ended = (_by_week(engine, cases, name, kept) for name in ("first_at", "last_at"))
        rated = _by_week(engine, visits, "at", kept)
        unhappy = _by_week(engine, visits.filter(visits.customer == "bad"), "at", kept)
    if not started:
        return ()
    weeks, running, monday = [], 0, min(started)
    while monday <= max(ended):
        running += started[monday]
        weeks.append(FlowWeek(monday, started[monday], running, rated[monday], unhappy[monday]))
        running -= ended[monday]
        monday += WEEK
    return tuple(weeks)


def _by_week(engine: Engine, table: Table, column: str, kept: Kept) -> Counter[date]:
    """Monday → rows whose time lies in its week, on the project's clocks."""
    weeks = table.select(week=local_week(table[column], kept.timezone, kept.log.first_at, kept.log.last_at))
    rows = engine.rows(weeks.group_by("week").aggregate(n=weeks.count()))
    return Counter({monday(int(row["week"])): int(row["n"]) for row in rows})
