"""A file as a relation of texts: columns c0, c1, … in the order of `names`, and the place of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from analyzer.ingest.sources.files import Given

TEXT = "VARCHAR"
Refused = tuple[int, Given, int, str]  # rows, and of the first: file, line, text


@dataclass(frozen=True)
class Raw:
    """Rows as the file has them, not yet typed.

    `relation` is SQL that gives c0, c1, …; `numbered` gives `row` (from 0, in the order of the files) beside them.
    `checked` is `relation` for the first whole reading: after it `ragged` tells how many rows could not be split into
    the columns. `types` are the DuckDB types of the columns: text, but for Parquet.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    relation: str
    numbered: str
    checked: str
    files: tuple[Given, ...]
    ragged: Callable[[], Refused | None]
    place_of: Callable[[int], tuple[Given, int | None]]  # row → its file and, where that has lines, its line
    notes: tuple[str, ...] = ()
    separator: str = ","
    repeated_between: int = 0  # rows left out because an earlier file of the glob has them too

    def column(self, name: str) -> str:
        """SQL: the column of that name."""
        return f"c{self.names.index(name)}"

    def type_of(self, name: str) -> str:
        return self.types[self.names.index(name)]

    def trimmed(self, names: Iterable[str], marked: bool = False) -> Raw:
        """The same rows, outer spaces off the texts of some columns, and nothing where no text is left.

        `marked`: with p0, p1, … beside, which tell where that changed anything.
        """
        wanted = {self.column(name) for name in names if self.type_of(name) == TEXT}
        columns = [f"nullif(trim({c}), '') AS {c}" if c in wanted else c for c in self.all_columns.split(", ")]
        if marked:
            columns += [f"{c} IS DISTINCT FROM nullif(trim({c}), '') AS p{c[1:]}" for c in sorted(wanted)]
        elif not wanted:
            return self
        listed = ", ".join(columns)
        return replace(
            self,
            relation=f"(SELECT {listed} FROM {self.relation})",
            numbered=f"(SELECT row, {listed} FROM {self.numbered})",
            checked=f"(SELECT {listed} FROM {self.checked})",
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the results should know about how the files were read."""
        said = [note for note in self.notes if note.endswith("left out")]
        if self.repeated_between:
            said.append(f"{self.repeated_between:,} rows stand in several files and count once")
        return tuple(said)

    @property
    def all_columns(self) -> str:
        return ", ".join(f"c{i}" for i in range(len(self.names)))


def nothing_ragged() -> Refused | None:
    """For files whose rows cannot be ragged."""
    return None
