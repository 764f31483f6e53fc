"""Ibis's SQL of engines that are reached by Ibis alone, where it says something else than the embedded engine does or
says nothing: quantiles from the ordered values of a group, times of parts of a second."""

from __future__ import annotations

from typing import Any, ClassVar

import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.bigquery import BigQueryCompiler
from ibis.backends.sql.compilers.clickhouse import ClickHouseCompiler
from ibis.backends.sql.compilers.databricks import DatabricksCompiler
from ibis.backends.sql.compilers.snowflake import SnowflakeCompiler
from ibis.backends.sql.compilers.trino import TrinoCompiler

from analyzer.engine.spark_dialect import SparkCompiler, groups_of_java

_FINE = {"ms": "toIntervalMillisecond", "us": "toIntervalMicrosecond", "ns": "toIntervalNanosecond"}


class _Listed:
    """A quantile p of n values: of the sorted list the one at (n − 1) × p, counted from 0; between two of them
    low × (1 − d) + high × d, where d is the part of the place behind the point. `VALUE_AT` reads `{place}` from the
    list of the values `x`, which is null where there are none."""

    __slots__ = ()
    VALUE_AT: ClassVar[str]

    def visit_Quantile(self: Any, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        return self._quantile(arg, op.quantile.value, where)

    def visit_MultiQuantile(self: Any, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        return self.f.array(*(self._quantile(arg, share, where) for share in op.quantile.value))

    def visit_Median(self: Any, op: Any, *, arg: Any, where: Any) -> Any:
        return self._quantile(arg, 0.5, where)

    def _quantile(self: Any, arg: Any, share: float, where: Any) -> Any:
        given = arg if where is None else self.if_(where, arg, NULL)
        place = f"((COUNT(x) - 1) * {float(share)!r})"
        low, high = (self.VALUE_AT.format(place=f"{ends}({place})") for ends in ("FLOOR", "CEIL"))
        above = f"({place} - FLOOR({place}))"
        text = f"CASE WHEN {above} = 0 THEN {low} ELSE {low} * (1 - {above}) + {high} * {above} END"
        return sg.parse_one(text, read=self.dialect).transform(
            lambda node: given.copy() if isinstance(node, sge.Column) and node.name == "x" else node
        )


class BigQueryDialect(_Listed, BigQueryCompiler):
    """BigQuery has exact quantiles over windows only."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}
    UNSUPPORTED_OPS: ClassVar[tuple[Any, ...]] = ()
    VALUE_AT = "ARRAY_AGG(x IGNORE NULLS ORDER BY x)[SAFE_OFFSET(CAST({place} AS INT64))]"


class TrinoDialect(_Listed, TrinoCompiler):
    """Trino has approximate quantiles only, and names the groups of a regular expression as Java does."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}
    UNSUPPORTED_OPS: ClassVar[tuple[Any, ...]] = ()
    VALUE_AT = "ELEMENT_AT(ARRAY_AGG(x ORDER BY x) FILTER (WHERE x IS NOT NULL), CAST({place} AS BIGINT) + 1)"

    def visit_RegexReplace(self, op: Any, *, arg: Any, pattern: Any, replacement: Any) -> Any:
        return self.f.regexp_replace(arg, pattern, sge.convert(groups_of_java(op.replacement.value)))


class SnowflakeDialect(SnowflakeCompiler):
    """Several quantiles as a list of single ones, which are exact there."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}
    UNSUPPORTED_OPS: ClassVar[tuple[Any, ...]] = ()

    def visit_MultiQuantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        shares = [sge.convert(float(share)) for share in op.quantile.value]
        return self.f.array(*(self.visit_Quantile(op, arg=arg.copy(), quantile=q, where=where) for q in shares))


class DatabricksDialect(SparkCompiler, DatabricksCompiler):
    """Quantiles as on Spark."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}


class ClickHouseDialect(ClickHouseCompiler):
    """Exact quantiles (its plain ones are estimated), and intervals of parts of a second, which it has."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        return self._visit_quantile("quantileExactInclusive", arg, quantile, where)

    def visit_MultiQuantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        return self._visit_quantile("quantilesExactInclusive", arg, quantile, where)

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self._visit_quantile("quantileExactInclusive", arg, sge.convert(0.5), where)

    def visit_IntervalFromInteger(self, op: Any, *, arg: Any, unit: Any) -> Any:
        fine = _FINE.get(op.dtype.unit.short)
        return self.f[fine](arg) if fine else super().visit_IntervalFromInteger(op, arg=arg, unit=unit)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        if dtype.is_interval() and dtype.unit.short in _FINE:
            return self.f[_FINE[dtype.unit.short]](value)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)
