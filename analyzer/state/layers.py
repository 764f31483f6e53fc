"""Tables of a project's cases on the disk, in two layers: most of them as they were once written, and beside them the
cases that nights have replaced since.

A night replaces its touched cases by writing the upper layer anew; when that holds more than a fifth of the rows, both
are put together. Files are never changed: a new list of them is switched at the end, by a rename.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analyzer.engine import Engine, Table

MOST = 0.2  # of the rows; above it the layers are put together
GONE = "gone"
BESIDE = ("late", "tied")  # columns that a file of events as it was assembled has beside those of the table


@dataclass(frozen=True)
class LayeredTables:
    """Some tables of the same cases: `lower` and `upper` are the folders in `home` that hold them, a file a table; with
    the upper one `gone.parquet`, the cases that it replaces. `rows`: of the first table, in each."""

    home: Path
    names: tuple[str, ...]
    lower: str
    upper: str | None
    rows: tuple[int, int]

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that are in use."""
        return (self.lower,) if self.upper is None else (self.lower, self.upper)

    def table(self, engine: Engine, name: str) -> Table:
        """All rows of a table, each case from the layer that holds it."""
        lower = engine.read_parquet(self.home / self.lower / f"{name}.parquet")
        lower = lower.drop(*(column for column in BESIDE if column in lower.columns))
        if self.upper is None:
            return lower
        upper = engine.read_parquet(self.home / self.upper / f"{name}.parquet")
        rest = lower.anti_join(self.gone(engine), "case_id")
        return rest.union(upper.select(*lower.columns).cast(lower.schema()))

    def gone(self, engine: Engine) -> Table:
        """The cases that the upper layer replaces; they need not have a row there."""
        return engine.read_parquet(self.home / str(self.upper) / f"{GONE}.parquet")

    def replaced(self, engine: Engine, folder: str, cases: Table, tables: Mapping[str, Table]) -> LayeredTables:
        """The same with the rows of some cases replaced by those of `tables`, in a new folder. `cases`: case_id."""
        target = self.home / folder
        target.mkdir(parents=True)
        before = None if self.upper is None else self.home / self.upper
        gone = cases if before is None else self.gone(engine).union(cases, distinct=True)
        engine.write(gone, target / f"{GONE}.parquet")
        for name in self.names:
            rows = tables[name]
            if before is not None:
                kept = engine.read_parquet(before / f"{name}.parquet")
                rows = kept.anti_join(cases, "case_id").union(rows.cast(kept.schema()))
            engine.write(rows, target / f"{name}.parquet")
        made = LayeredTables(self.home, self.names, self.lower, folder, (self.rows[0], self._count(engine, target)))
        return made if made.rows[1] <= MOST * made.rows[0] else made._together(engine, f"{folder}-whole")

    def _together(self, engine: Engine, folder: str) -> LayeredTables:
        """One layer of both."""
        whole = written(engine, self.home, folder, {name: self.table(engine, name) for name in self.names})
        shutil.rmtree(self.home / str(self.upper))
        return whole

    def _count(self, engine: Engine, folder: Path) -> int:
        rows = engine.read_parquet(folder / f"{self.names[0]}.parquet")
        return int(engine.rows(rows.aggregate(n=rows.count()))[0]["n"])


def written(engine: Engine, home: Path, folder: str, tables: Mapping[str, Table]) -> LayeredTables:
    """Tables of the same cases as one layer in a new folder."""
    (home / folder).mkdir(parents=True)
    for name, table in tables.items():
        engine.write(table, home / folder / f"{name}.parquet")
    made = LayeredTables(home, tuple(tables), folder, None, (0, 0))
    return LayeredTables(home, tuple(tables), folder, None, (made._count(engine, home / folder), 0))
