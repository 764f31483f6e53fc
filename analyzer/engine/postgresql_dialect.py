"""Ibis's SQL of PostgreSQL, where it says something else than the embedded engine does or is not known there."""

from __future__ import annotations

from typing import Any, ClassVar

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.postgres import PostgresCompiler

_US = 1_000_000


class PostgresqlCompiler(PostgresCompiler):
    """Compiles expressions so that PostgreSQL gives what DuckDB gives: halves are rounded away from zero, a division by
    zero is infinite, the value at the highest key is looked for among values that are there."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[Any, str]] = {}  # those of the class above stay, but for what is said below

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        from_ = op.arg.dtype
        if from_.is_boolean() and to.is_numeric():
            return self.cast(self.cast(arg, dt.int32), to)
        if from_.is_timestamp() and to.is_integer():
            return self.cast(self.f.floor(self.f.extract("epoch", arg)), to)
        return super().visit_Cast(op, arg=arg, to=to)

    visit_TryCast = visit_Cast

    def visit_Round(self, op: Any, *, arg: Any, digits: Any) -> Any:
        if not op.dtype.is_integer() or not op.arg.dtype.is_floating():
            return super().visit_Round(op, arg=arg, digits=digits)
        return self.cast(self.f.sign(arg) * self.f.floor(self.f.abs(arg) + sge.convert(0.5)), op.dtype)

    def visit_Divide(self, op: Any, *, left: Any, right: Any) -> Any:
        left, right = self.cast(left, dt.float64), self.cast(right, dt.float64)
        by_zero = sge.Case(
            ifs=[self.if_(left > 0, self.POS_INF), self.if_(left < 0, self.NEG_INF), self.if_(left.eq(0), self.NAN)]
        )
        fraction = sge.Div(this=left, expression=self.f.nullif(right, sge.convert(0)))
        if isinstance(op.right, ops.Literal) and op.right.value:
            return sge.Div(this=left, expression=right)
        return self.if_(right.eq(0), by_zero, fraction)

    def visit_FloorDivide(self, op: Any, *, left: Any, right: Any) -> Any:
        if op.left.dtype.is_integer() and op.right.dtype.is_integer():  # a fraction has no room for long numbers
            left, right = self.cast(left, dt.int64), self.f.nullif(self.cast(right, dt.int64), sge.convert(0))
            rest = sge.Mod(this=sge.paren(sge.Mod(this=left, expression=right) + right), expression=right)
            return self.cast(sge.Div(this=sge.paren(left - sge.paren(rest)), expression=right, typed=True), op.dtype)
        fraction = sge.Div(
            this=self.cast(left, dt.float64), expression=self.f.nullif(self.cast(right, dt.float64), sge.convert(0))
        )
        return self.cast(self.f.floor(fraction), op.dtype)

    def visit_Modulus(self, op: Any, *, left: Any, right: Any) -> Any:
        right = self.f.nullif(right, sge.convert(0))
        return super().visit_Modulus(op, left=sge.paren(left), right=right)

    def visit_TimestampDelta(self, op: Any, *, left: Any, right: Any, part: Any) -> Any:
        """Whole microseconds: EXTRACT gives them exactly, as a decimal number."""
        if part.this != "microsecond":
            return super().visit_TimestampDelta(op, left=left, right=right, part=part)
        return self.cast(self.f.extract("epoch", sge.paren(left - right)) * _US, dt.int64)

    def visit_Max(self, op: Any, *, arg: Any, where: Any) -> Any:
        return (self.agg.bool_or if op.arg.dtype.is_boolean() else self.agg.max)(arg, where=where)

    def visit_Min(self, op: Any, *, arg: Any, where: Any) -> Any:
        return (self.agg.bool_and if op.arg.dtype.is_boolean() else self.agg.min)(arg, where=where)

    def visit_Arbitrary(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self.visit_Min(op, arg=arg, where=where)

    def visit_First(self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool) -> Any:
        there = arg.is_(sg.not_(NULL))
        where = there if where is None else sge.And(this=there, expression=where)
        return sge.paren(self.agg.array_agg(arg, where=where, order_by=order_by), copy=False)[0]

    def visit_StringSplit(self, op: Any, *, arg: Any, delimiter: Any) -> Any:
        """By an empty text into letters, which PostgreSQL writes as no separator at all."""
        letters = isinstance(delimiter, sge.Literal) and delimiter.this == ""
        return self.f.anon.string_to_array(arg, NULL if letters else delimiter)

    def visit_BitwiseLeftShift(self, op: Any, *, left: Any, right: Any) -> Any:
        return sge.BitwiseLeftShift(this=self.cast(left, dt.int64), expression=self.cast(right, dt.int32))

    def visit_BitwiseRightShift(self, op: Any, *, left: Any, right: Any) -> Any:
        return sge.BitwiseRightShift(this=self.cast(left, dt.int64), expression=self.cast(right, dt.int32))

    def _argminmax(self, op: Any, *, arg: Any, key: Any, where: Any, desc: bool) -> Any:
        there = arg.is_(sg.not_(NULL))
        where = there if where is None else sge.And(this=there, expression=where)
        return super()._argminmax(op, arg=arg, key=key, where=where, desc=desc)
