"""Sequences in the engine: the values of a group as one text in a given order, on engines with and without ordered
aggregates; and groups with the same sequence, found without writing each of them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ibis.expr.types import Table

from analyzer.engine.chance import md5
from analyzer.engine.engine import Engine

_OTHER = 0x5851F42D4C957F2D  # flips bits of what is hashed, so that a second hash is another one


@dataclass(frozen=True)
class Alike:
    """Groups by their sequence. `groups`: the group's column, `keys` and the measures, kept in the engine. `first`: of
    each sequence `keys` and the smallest group that has it, under the group's name.

    Two groups have equal keys where they have the same sequence. The keys are 128 bits of hashes: that two of
    a milliard different sequences share them has a probability below 1e-20.
    """

    groups: Table
    first: Table
    keys: tuple[str, ...]


def joined_in_order(engine: Engine, value: Any, by: Any) -> Any:
    """An aggregate: the texts of a group, one after another, in the order of an integer column without ties.

    Spark has no ordered aggregate: there pairs of (place, text) are collected and the array is sorted.
    """
    import ibis

    if engine.orders_aggregates:
        return value.group_concat("", order_by=by)
    return ibis.struct({"place": by, "value": value}).collect().sort().map(lambda pair: pair["value"]).join("")


def alike(engine: Engine, rows: Table, group: str, value: str, by: str, **measures: Any) -> Alike:
    """The groups of a table by their sequences: the values (texts or integers) of column `value`, each in its place
    `by` (an integer column without ties). `measures` are further aggregates of a group.

    Grain: `groups` a group, `first` a sequence. Places count: the same values in other places are another sequence.
    Cost: one pass over the rows; the hash of a set of (place, value) needs no order, so nothing is sorted and no text
    is carried along. Engines without such hashes take the digest (MD5) of the text for the key.
    """
    if engine.is_duckdb:
        placed = rows[value].hash() ^ rows[by].cast("int64")
        keys = {"key": placed.hash().bit_xor(), "other_key": (placed ^ _OTHER).hash().bit_xor()}
    else:
        placed = rows[by].cast("string") + " " + rows[value].cast("string") + "\n"
        keys = {"key": md5(joined_in_order(engine, placed, rows[by]))}
    groups = engine.keep(rows.group_by(group).aggregate(**keys, **measures), "alike")
    first = groups.group_by(*keys).aggregate(**{group: groups[group].min()})
    return Alike(groups, engine.keep(first, "alike_first"), tuple(keys))
