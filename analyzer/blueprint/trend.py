"""How both views develop: the 2×2 by month and stage."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table, added, ibis


def trend(engine: Engine, rated: Table) -> Any:
    """Frame: month (YYYY-MM of the visit's last event, else of its opening; UTC), stage_no, visits, rated, good_good,
    good_bad, bad_good, bad_bad."""
    found = added(engine, "trend", ("month", "stage_no"), _by_month, rated)
    return engine.frame(found.order_by("month", "stage_no"))


def _by_month(rated: Table) -> Table:
    at = ibis.coalesce(rated.last_at, rated.opened_at)
    visits = rated.mutate(begins=at.truncate("M"))
    cells = {
        f"{a}_{b}": visits.count(where=(visits.company == a) & (visits.customer == b))
        for a in ("good", "bad")
        for b in ("good", "bad")
    }
    months = visits.group_by("begins", "stage_no").aggregate(
        visits=visits.count(), rated=visits.count(where=visits.rated), **cells
    )
    return months.mutate(month=months.begins.strftime("%Y-%m")).drop("begins").relocate("month")
