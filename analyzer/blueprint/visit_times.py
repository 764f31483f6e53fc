"""How long visits took, in so little room that quantiles of it are asked for several times."""

from __future__ import annotations

from analyzer.engine import Engine, Table, seconds
from analyzer.engine.store import Holds
from analyzer.tables.visits import VERDICTS

_HOLDS: Holds = {"stage_no": "int16", "company": VERDICTS}


def visit_times(engine: Engine, rated: Table) -> Table:
    """The rated visits that have events, kept: stage_no, company, open, rated, answered, silent (nothing was said), and
    `taken_s`, the seconds from opening to last event."""
    visits = rated.filter(rated.last_at.notnull())
    found = visits.select(
        "stage_no",
        "company",
        "open",
        "rated",
        "answered",
        silent=visits.signals == 0,
        taken_s=seconds(visits.last_at, visits.opened_at),
    )
    return engine.keep(found, "visit_times", _HOLDS)
