"""Sequences in the engine: the values of a group as one text in a given order, on engines with and without ordered
aggregates.
"""

from __future__ import annotations

from typing import Any

from analyzer.engine.engine import Engine


def joined_in_order(engine: Engine, value: Any, by: Any) -> Any:
    """An aggregate: the texts of a group, one after another, in the order of an integer column without ties.

    Spark has no ordered aggregate: there pairs of (place, text) are collected and the array is sorted.
    """
    import ibis

    if engine.is_duckdb:
        return value.group_concat("", order_by=by)
    return ibis.struct({"place": by, "value": value}).collect().sort().map(lambda pair: pair["value"]).join("")
