"""The order of a result, asked for in the outermost query: SQL promises none for what a sub-query has sorted."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.operations as ops
from ibis.expr.types import Table

_KEY = "@key_"


@dataclass(frozen=True)
class OrderKey:
    """A column by which rows are sorted."""

    column: str
    ascending: bool
    nulls_first: bool
    is_text: bool

    @property
    def direction(self) -> str:
        """As SQL says it after the column."""
        return f"{'ASC' if self.ascending else 'DESC'} NULLS {'FIRST' if self.nulls_first else 'LAST'}"


def with_keys(expression: Table) -> tuple[Table, tuple[OrderKey, ...]]:
    """An expression with the values by which it is sorted as further columns, and these columns; the expression as it
    is, and none, where its rows have no order."""
    limits: list[ops.Limit] = []
    inner = expression.op()
    while isinstance(inner, ops.Limit):
        limits.append(inner)
        inner = inner.parent
    if not isinstance(inner, ops.Sort):
        return expression, ()
    keys = tuple(
        OrderKey(f"{_KEY}{no}", key.ascending, key.nulls_first, key.arg.dtype.is_string())
        for no, key in enumerate(inner.keys)
    )
    rows = inner.parent.to_expr()
    rows = rows.mutate(**{key.column: given.arg.to_expr() for key, given in zip(keys, inner.keys, strict=True)})
    if limits:
        order = [ops.SortKey(rows[key.column].op(), key.ascending, key.nulls_first).to_expr() for key in keys]
        rows = rows.order_by(order)
    for limit in reversed(limits):
        rows = rows.limit(limit.n, offset=limit.offset)
    return rows, keys
