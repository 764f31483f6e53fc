"""Sums that are kept: numbers of rows by groups, which add up over cases. Where a few cases have changed since they
were added up, only these are counted again: the sum before, less what these cases gave then, and what they give now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import ibis
from ibis.expr.types import Table

from analyzer.engine.engine import Engine

Count = Callable[..., Table]


class KeptSums:
    """The sums of a night. `before`: the folder with those of the last one, None where there is none; `now`: an empty
    folder for tonight's. All of them are of the same ruler, journey and settings."""

    def __init__(self, engine: Engine, before: Path | None, now: Path) -> None:
        self._engine, self._before, self._now = engine, before, now
        self._changed: dict[object, tuple[Table, Table] | None] = {}

    def follow(self, whole: Table, changed: tuple[Table, Table] | None = None) -> None:
        """Keep sums of a table of all cases. `changed`: the rows of the cases that have changed, as they
        were when the sums were kept, and as they are in `whole`; all other rows are the same. None where it is not
        known what has changed."""
        self._changed[whole.op()] = changed

    def added(self, name: str, by: Sequence[str], count: Count, tables: Sequence[Table]) -> Table:
        """As `added`."""
        places = [table.op() for table in tables]
        if not all(place in self._changed for place in places):
            return count(*tables)
        file = hashlib.sha256(repr((name, tuple(by))).encode()).hexdigest()[:20] + ".parquet"
        pairs = [pair for place in places if (pair := self._changed[place]) is not None]
        kept = None if self._before is None else self._before / file
        if kept is None or not kept.exists() or len(pairs) < len(tables):
            total = count(*tables)
        else:
            then, now = (count(*(pair[turn] for pair in pairs)) for turn in (0, 1))
            total = _balance(self._engine.read_parquet(kept), then, now, by)
        total = self._engine.keep(total, "sums")
        self._engine.write(total, self._now / file)
        return total


def added(engine: Engine, name: str, by: Sequence[str], count: Count, *tables: Table) -> Table:
    """`count(*tables)`; in a night that knows the sums of the last one it is made of these and of what has changed.

    `count` gives a row a group, with the columns `by` and whole numbers that add up over cases, the first of them above
    0 in every group that there is. What a group says must rest on its own cases alone. `name` says what is counted,
    with all that it depends on beside the tables and what decides how they are judged. Of tables that no night follows
    all is counted.
    """
    sums = engine.sums
    return count(*tables) if sums is None else sums.added(name, by, count, tables)


def _balance(before: Table, then: Table, now: Table, by: Sequence[str]) -> Table:
    """The sums before, less those of the changed cases as they were then, and those as they are now."""
    numbers = [column for column in before.columns if column not in by]
    parts = []
    for table, sign in ((before, 1), (then, -1), (now, 1)):
        counted = {name: (table[name].fill_null(0) * sign).cast("int64") for name in numbers}
        parts.append(table.select(*(table[name].cast(before[name].type()) for name in by), **counted))
    every = ibis.union(*parts)
    sums = {name: every[name].sum().cast("int64") for name in numbers}
    if not by:
        return every.aggregate(**sums)
    total = every.group_by(list(by)).aggregate(**sums)
    return total.filter(total[numbers[0]] != 0)
