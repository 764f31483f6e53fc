"""Ibis's SQL of Spark, where it says something else than the embedded engine does."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

_VALUES = "ordered_values"  # of a group, inside the expression of its quantile


def groups_of_java(replacement: str) -> str:
    r"""What stands for the groups of a regular expression, as Java writes it: `$1` for `\1`."""
    return re.sub(r"\\(\d)|[$]", lambda found: f"${found[1]}" if found[1] else r"\$", replacement)


class SparkCompiler(PySparkCompiler):
    """Compiles expressions so that Spark gives what DuckDB gives: a quantile that lies between two values is weighted
    as there, low × (1 − d) + high × d. The last digit of some differs from DuckDB's. Groups of a regular expression
    are named as Java names them."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}  # those of the class above stay, but for what is said below

    def visit_RegexReplace(self, op: Any, *, arg: Any, pattern: Any, replacement: Any) -> Any:
        return self.f.regexp_replace(arg, pattern, sge.convert(groups_of_java(op.replacement.value)))

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        if not op.arg.dtype.is_numeric() or not isinstance(op.quantile, ops.Literal):
            return super().visit_Quantile(op, arg=arg, quantile=quantile, where=where)
        shares = op.quantile.value
        if isinstance(shares, tuple | list):
            several = self.f.array(*map(self._between, shares))
            empty = self.f.size(sg.column(_VALUES)).eq(0)
            return self._of_group(arg, where, sge.Case(ifs=[self.if_(empty, NULL)], default=several))
        return self._of_group(arg, where, self._between(shares))

    visit_MultiQuantile = visit_Quantile

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self._of_group(arg, where, self._between(0.5))

    def _of_group(self, arg: Any, where: Any, result: Any) -> Any:
        """A result from the sorted values of a group. They are collected once: Spark does not see that two lists of
        the same values are the same."""
        there = self.cast(arg if where is None else self.if_(where, arg, NULL), dt.float64)
        values = self.f.sort_array(self.f.collect_list(there))
        given = sge.Lambda(this=result, expressions=[sg.to_identifier(_VALUES)])
        return self.f.element_at(self.f.transform(self.f.array(values), given), 1)

    def _between(self, share: float) -> Any:
        values = sg.column(_VALUES)
        size = self.f.size(values)
        place = sge.paren((size - 1) * self.cast(sge.convert(float(share)), dt.float64))
        low = self.f.element_at(values, self.cast(self.f.floor(place) + 1, dt.int32))
        high = self.f.element_at(values, self.cast(self.f.ceil(place) + 1, dt.int32))
        above = sge.paren(place - self.f.floor(place))
        weighted = low * sge.paren(1 - above) + high * above
        return sge.Case(ifs=[self.if_(size.eq(0), NULL), self.if_(above.eq(0), low)], default=weighted)
