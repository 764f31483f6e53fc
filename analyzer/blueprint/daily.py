"""Rated visits by day: the few counts from which a night sees what has changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analyzer.blueprint.spoken import spoken_visits
from analyzer.engine import DAY_S, SMALL, Engine, Table, added, ibis, iso_day, local_day, seconds

RECENT_DAYS = 400  # of a long history the newest days stay days; what lies before is added up by week
LAG_QUANTILE = 0.9
COUNTED = ("stage_no", "company", "customer", "promise")


def daily_rows(engine: Engine, rated: Table, timezone: str, first_at: datetime, last_at: datetime) -> Any:
    """Visits that are not open, by the day on which they happened and by their verdicts.

    Frame: day (ISO date in the project's zone, of the visit's last event), stage_no, company, customer, promise,
    visits. Rows in that order. Of a history whose days would be more than 100,000 rows all but the newest 400 days
    stand under the Monday of their week.
    `first_at`, `last_at`: naive UTC limits of the log. Raises MemoryError where even weeks are too many.
    """

    def by_day(rated: Table) -> Table:
        visits = rated.filter(~rated.open & rated.last_at.notnull())
        visits = visits.mutate(day_no=local_day(visits.last_at, timezone, first_at, last_at))
        return visits.group_by("day_no", *COUNTED).aggregate(visits=visits.count())

    counted = engine.keep(added(engine, "daily", ("day_no", *COUNTED), by_day, rated), "daily")
    rows = int(engine.frame(counted.aggregate(rows=counted.count()))["rows"].iloc[0])
    if rows > SMALL:
        counted = _by_week(counted)
    frame = engine.frame(counted.order_by("day_no", *COUNTED))
    frame.insert(0, "day", [iso_day(int(no)) for no in frame["day_no"]])
    return frame.drop(columns="day_no")


def answer_lags(engine: Engine, rated: Table) -> dict[int, int]:
    """Stage number → the days within which nine of ten customers of those who spoke after their visit had spoken.

    A day counts for a comparison only when that long has passed: until then the quick ones are too many of it.
    Silent visits, which borrow their time, do not count.
    """
    visits = spoken_visits(engine, rated)
    said = visits.filter(~visits.open & visits.last_at.notnull() & visits.said_at.notnull())
    lag_s = ibis.greatest(seconds(said.said_at, said.last_at), 0.0)
    found = engine.frame(said.group_by("stage_no").aggregate(lag_s=lag_s.quantile(LAG_QUANTILE)))
    return {int(r.stage_no): int(-(-float(r.lag_s) // DAY_S)) for r in found.itertuples()}


def _by_week(counted: Table) -> Table:
    recent = counted.day_no.max().as_scalar() - RECENT_DAYS
    monday = counted.day_no - (counted.day_no + 3) % 7  # 1970-01-01 was a Thursday
    wider = counted.mutate(day_no=ibis.ifelse(counted.day_no > recent, counted.day_no, monday))
    return wider.group_by("day_no", *COUNTED).aggregate(visits=wider.visits.sum())
