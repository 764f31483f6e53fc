"""A file as a relation of texts: columns c0, c1, … in the order of `names`, and the place of each row."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace

from analyzer.engine.reader import literal
from analyzer.errors import InputError
from analyzer.ingest.sources.files import GivenFile
from analyzer.tables.quality import ReadingNote, noted

TEXT = "VARCHAR"
MOST_COLUMNS = 1_000
MISSING = frozenset(
    ("", "?", "NULL", "null", "NaN", "nan", "N/A", "n/a", "#N/A", "UNDEFINED", "undefined", "(null)", "<NA>")
)  # in every column
IDS_MISSING = frozenset(("\\N", "None", "none"))  # beside these, in columns of identifiers
Refused = tuple[int, GivenFile, int, str]  # rows, and of the first: file, line, text


@dataclass(frozen=True)
class RawTable:
    """Rows as the file has them, not yet typed.

    `relation` is SQL that gives c0, c1, …; `numbered` gives `row` (from 0, in the order of the files) beside them.
    `checked` is `numbered` for the first whole reading: after it `ragged` tells how many rows could not be split into
    the columns. `types` are the DuckDB types of the columns: text, but for Parquet.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    relation: str
    numbered: str
    checked: str
    files: tuple[GivenFile, ...]
    ragged: Callable[[], Refused | None]
    place_of: Callable[[int], tuple[GivenFile, int | None]]  # row → its file and, where that has lines, its line
    notes: tuple[ReadingNote, ...] = ()  # how the files are written
    told: tuple[ReadingNote, ...] = ()  # what a reader of the results should know
    separator: str = ","
    in_columns: bool = False  # it is stored by column: reading one again costs little
    in_order: bool = False  # a table of the rows of `relation` keeps their order: places are known without counting
    repeated_between: int = 0  # rows left out because an earlier file of the glob has them too
    every: str = ""  # SQL: file (from 0), row and columns as written of all rows of several files, repeated ones too
    roles: dict[str, str] = field(default_factory=dict)  # role → column, where the format itself says it
    event_column: str | None = None  # the number of the event, where several rows may tell of one; else each row is one
    source_column: str | None = None  # the number of the source, where there are several
    sources: tuple[str, ...] = ()  # their names
    object_types: tuple[str, ...] = ()  # of an object-centric log: that of the cases, and those that lend them events
    nested: frozenset[str] = frozenset()  # columns of structs, lists or maps: read as texts
    objects: str = ""  # SQL: case_id as written, event, type, object of these types that it concerns; whether a column
    # named it (`named`), and of a source that is read by itself the row
    changes: str = ""  # SQL: no, object, name, at as written, value: what attributes of these objects are from then on

    def column(self, name: str) -> str:
        """SQL: the column of that name."""
        return f"c{self.names.index(name)}"

    def type_of(self, name: str) -> str:
        return self.types[self.names.index(name)]

    def cleaned(
        self, missing: Iterable[str] = (), ids: Iterable[str] = (), only: Container[str] | None = None
    ) -> RawTable:
        """The same rows: outer spaces off, and nothing where no text is left or one that says that a value is missing.

        `missing`: further words that say so, in every column; `ids`: columns that name something, in which more do.
        `only`: the columns of which some value is not clean; the others stay as they are written.
        """
        named, words = {*ids}, tuple(missing)
        listed = ", ".join(
            self.cleaned_column(name, words, name in named) if only is None or name in only else self.column(name)
            for name in self.names
        )
        return replace(
            self,
            relation=f"(SELECT {listed} FROM {self.relation})",
            numbered=f"(SELECT row, {listed} FROM {self.numbered})",
            checked=f"(SELECT row, {listed} FROM {self.checked})",
        )

    def cleaned_column(self, name: str, missing: Iterable[str], identifies: bool) -> str:
        """SQL: a column as `cleaned` gives it, under its own name."""
        words = missing_words(missing, identifies)
        column = self.column(name)
        return f"{clean_text(column, words)} AS {column}" if self.type_of(name) == TEXT else column

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that the file has for people: all but the numbers of events and sources."""
        return tuple(name for name in self.names if name not in (self.event_column, self.source_column))

    @property
    def bytes(self) -> int:
        """The size of its files on disk."""
        return sum(given.path.stat().st_size for given in self.files if given.path.exists())

    @property
    def warnings(self) -> tuple[ReadingNote, ...]:
        """What a reader of the results should know about how the files were read."""
        between = (noted("rows_in_several_files", n=self.repeated_between),) if self.repeated_between else ()
        return (*self.told, *between)

    @property
    def every_row(self) -> str:
        """SQL: `file` (from 0), row and columns of all rows, also of those that several files have."""
        return self.every or f"(SELECT 0 AS file, row, {self.all_columns} FROM {self.numbered})"

    @property
    def all_columns(self) -> str:
        return ", ".join(f"c{i}" for i in range(len(self.names)))


def missing_words(missing: Iterable[str], identifies: bool) -> frozenset[str]:
    """The words that say that a value is missing, in a column that names something or in another."""
    return MISSING | frozenset(missing) | (IDS_MISSING if identifies else frozenset())


def clean_text(column: str, missing: frozenset[str]) -> str:
    """SQL: a text without its outer spaces, null where it says that there is no value. Few values are short enough."""
    plain, longest = f"nfc_normalize(trim({column}))", max(len(word.encode()) for word in missing)
    listed = ", ".join(literal(word) for word in sorted(missing))
    return f"CASE WHEN strlen({plain}) > {longest} OR {plain} NOT IN ({listed}) THEN {plain} END"


def perhaps_unclean(column: str, missing: Iterable[str]) -> str:
    """SQL: whether cleaning might change a text. Where it does not hold, cleaning changes nothing; it costs a third.

    What begins with a space or a control character, ends with a space, is not all ASCII, or is a missing word.
    """
    listed = ", ".join(literal(word) for word in sorted(missing))
    outer = f"{column} < '!' OR ends_with({column}, ' ') OR strlen({column}) <> length({column})"
    return f"({outer} OR {column} IN ({listed}))"


def too_many_columns(given: GivenFile, columns: int) -> InputError:
    """The error that a table is wider than any log."""
    return given.refuse(
        f"a table of at most {MOST_COLUMNS:,} columns", f"{columns:,}", "leave out the columns that are not needed"
    )


def nothing_ragged() -> Refused | None:
    """For files whose rows cannot be ragged."""
    return None
