"""The visits of which something was said: few of all, and each rests on its own case."""

from __future__ import annotations

from analyzer.engine import Engine, Table, by_case
from analyzer.tables.visits import VISIT


def spoken_visits(engine: Engine, rated: Table) -> Table:
    """The rated visits that have a signal; words without a score are none. Columns: what names a visit, and as far as
    `rated` has them customer_id, stage_no, open, last_at, said_at, company, promise."""
    return by_case(engine, "visits that were spoken of", _spoken, rated)


def _spoken(rated: Table) -> Table:
    columns = ("customer_id", "stage_no", "open", "last_at", "said_at", "company", "promise")
    return rated.filter(rated.signals > 0).select(*VISIT, *(name for name in columns if name in rated.columns))
