"""DuckDB's own aggregates where what Ibis writes for them costs more."""

from __future__ import annotations

from typing import Any, ClassVar

from ibis.backends.sql.compilers.duckdb import DuckDBCompiler


class EmbeddedCompiler(DuckDBCompiler):
    """The value at the highest and at the lowest key: Ibis writes an order, for which DuckDB makes a text of every
    key."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}  # those of the class above stay, but for what is said below

    def visit_ArgMax(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
        return self.agg.arg_max_null(arg, key, where=where)

    def visit_ArgMin(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
        return self.agg.arg_min_null(arg, key, where=where)
