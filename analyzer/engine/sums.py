"""Sums that are kept: numbers of rows by groups, which add up over cases. Where a few cases have changed since they
were added up, only these are counted again: the sum before, less what these cases gave then, and what they give now.
Likewise rows that each rest on one case: only those of cases that have changed are made again.
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
    """The sums of a night, each made once. `before`: the folder with those of the last one, None where there is none;
    `now`: an empty folder for tonight's. All of them are of the same ruler, journey and settings."""

    def __init__(self, engine: Engine, before: Path | None, now: Path) -> None:
        self._engine, self._before, self._now = engine, before, now
        self.cases: Table | None = None  # those that have changed (case_id), where they are known
        self._changed: dict[object, tuple[Table, Table] | None] = {}

    def follow(self, whole: Table, changed: tuple[Table, Table] | None = None) -> None:
        """Keep sums of a table of all cases. `changed`: the rows of the cases that have changed, as they
        were when the sums were kept, and as they are in `whole`; all other rows are the same. None where it is not
        known what has changed."""
        self._changed[whole.op()] = changed

    def added(self, name: str, by: Sequence[str], count: Count, tables: Sequence[Table]) -> Table:
        """As `added`."""
        if not self._follows(tables):
            return count(*tables)
        file = _file(name, tuple(by))

        def made() -> Table:
            kept, pairs = self._last(file, tables)
            if kept is None:
                total = count(*tables)
            else:
                then, now = (count(*(pair[turn] for pair in pairs)) for turn in (0, 1))
                total = _balance(kept, then, now, by)
            return self._kept(total, "sums", file)

        return self._engine.once(str(self._now / file), made)

    def by_case(self, name: str, make: Count, tables: Sequence[Table]) -> Table:
        """As `by_case`."""
        if not self._follows(tables):
            return make(*tables)
        file = _file(name, "rows")

        def made() -> Table:
            kept, pairs = self._last(file, tables)
            if kept is None or self.cases is None:
                return self._kept(make(*tables), "rows_by_case", file)
            now = make(*(pair[1] for pair in pairs)).select(*kept.columns).cast(kept.schema())
            return self._kept(kept.anti_join(self.cases, "case_id").union(now), "rows_by_case", file)

        return self._engine.once(str(self._now / file), made)

    def _follows(self, tables: Sequence[Table]) -> bool:
        return all(table.op() in self._changed for table in tables)

    def _last(self, file: str, tables: Sequence[Table]) -> tuple[Table | None, list[tuple[Table, Table]]]:
        """What was kept under a name, and the rows of the changed cases then and now; None where everything has to be
        made."""
        pairs = [pair for table in tables if (pair := self._changed[table.op()]) is not None]
        path = None if self._before is None else self._before / file
        if path is None or not path.exists() or len(pairs) < len(tables):
            return None, []
        return self._engine.read_parquet(path), pairs

    def _kept(self, table: Table, stem: str, file: str) -> Table:
        table = self._engine.keep(table, stem)
        self._engine.write(table, self._now / file)
        return table


def added(engine: Engine, name: str, by: Sequence[str], count: Count, *tables: Table) -> Table:
    """`count(*tables)`; in a night that knows the sums of the last one it is made of these and of what has changed.

    `count` gives a row a group, with the columns `by` and whole numbers that add up over cases, the first of them above
    0 in every group that there is. What a group says must rest on its own cases alone. `name` says what is counted,
    with all that it depends on beside the tables and what decides how they are judged. Of tables that no night follows
    all is counted.
    """
    sums = engine.sums
    return count(*tables) if sums is None else sums.added(name, by, count, tables)


def by_case(engine: Engine, name: str, make: Count, *tables: Table) -> Table:
    """`make(*tables)`, kept; in a night that knows the rows of the last one those of unchanged cases are taken from it.

    `make` gives rows of cases (case_id) each of which rests on its own case alone. `name` as of `added`. Of tables that
    no night follows all is made.
    """
    sums = engine.sums
    return make(*tables) if sums is None else sums.by_case(name, make, tables)


def _file(*name: object) -> str:
    return hashlib.sha256(repr(name).encode()).hexdigest()[:20] + ".parquet"


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
