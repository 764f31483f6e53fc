"""XES → a relation, read piece by piece: attributes of a trace become columns `case:…` of its events.

Nothing is loaded beside the file: no entities, no DTD, no network. Lists and nested attributes give their own value;
what is in them is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.raw import MOST_COLUMNS, TEXT, RawTable, nothing_ragged, too_many_columns
from analyzer.ingest.sources.safe_xml import SAFE, check_start
from analyzer.ingest.sources.unpack import free_name
from analyzer.tables.quality import ReadingNote, noted

_PIECE = 20_000  # events
_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))


def read_xes(given: GivenFile, reader: Reader) -> RawTable:
    """An XES log. Raises the file's error where it is cut off, is no XES, has no events or brings a document type."""
    from lxml import etree

    folder = free_name(reader.folder, "xes")
    folder.mkdir()
    names: dict[str, int] = {}
    cases = _Cases()
    try:
        check_start(given)
        rows = _write(given, folder, names, cases)
    except etree.XMLSyntaxError as error:
        line = int(error.lineno or 0) or None
        raise given.refuse(
            "a whole XES file", f"XML that breaks off or is damaged: {error.msg}", "copy or export it again", line
        ) from None
    if not rows:
        raise given.refuse("traces with at least one event", "a log without any event", "export it with its events")
    if len(names) > MOST_COLUMNS:
        raise too_many_columns(given, len(names))
    columns = ", ".join(f"c{i}" for i in range(len(names)))
    table = f"read_parquet({literal(str(folder / '*.parquet'))}, union_by_name = true)"
    return RawTable(
        names=unique_names(tuple(names)),
        types=(TEXT,) * len(names),
        relation=f"(SELECT {columns} FROM {table})",
        numbered=f"(SELECT row, {columns} FROM {table})",
        checked=f"(SELECT row, {columns} FROM {table})",
        files=(given,),
        ragged=nothing_ragged,
        place_of=lambda row: (given, int(reader.row(f"SELECT line FROM {table} WHERE row = {row}")[0])),
        notes=("XES",),
        told=cases.told,
        in_columns=True,
    )


class _Cases:
    """The names of the traces that were read, and how many stand in the file again."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.again = 0

    def add(self, trace: dict[str, str]) -> None:
        """Count a trace."""
        name = trace.get("case:concept:name")
        if name is not None:
            self.again += name in self.seen
            self.seen.add(name)

    @property
    def told(self) -> tuple[ReadingNote, ...]:
        """What is to be said of traces of one name."""
        return (noted("traces_of_one_name", n=self.again),) if self.again else ()


def _write(given: GivenFile, folder: Path, names: dict[str, int], cases: _Cases) -> int:
    """Write the events in pieces as Parquet, an attribute in column c0, c1, …; `names`: attribute → its number."""
    piece, written = _Piece(), 0
    for trace, events in _traces(given):
        cases.add(trace)
        for line, event in events:
            piece.add(line, trace, event)
            if len(piece.columns) > MOST_COLUMNS:
                raise too_many_columns(given, len(piece.columns))
            if piece.rows >= _PIECE:
                written = piece.write(folder, written, names)
                piece = _Piece()
    return piece.write(folder, written, names) if piece.rows else written


class _Piece:
    """Events on their way to a file: a list of values for each attribute, short of `rows` where the last have none."""

    def __init__(self) -> None:
        self.rows = 0
        self.lines: list[int] = []
        self.columns: dict[str, list[str | None]] = {}

    def add(self, line: int, *attributes: dict[str, str]) -> None:
        """One event with the attributes of its trace and its own; its own count where both have one."""
        for values in attributes:
            for key, value in values.items():
                column = self.columns.get(key)
                if column is None:
                    column = self.columns[key] = []
                missing = self.rows - len(column)
                if missing < 0:
                    column[-1] = value
                    continue
                if missing:
                    column.extend([None] * missing)
                column.append(value)
        self.lines.append(line)
        self.rows += 1

    def write(self, folder: Path, before: int, names: dict[str, int]) -> int:
        """Write the piece; the number of rows up to its end. New attributes are numbered as they come."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        data: dict[str, Any] = {
            "row": pa.array(range(before, before + self.rows), pa.int64()),
            "line": pa.array(self.lines, pa.int64()),
        }
        for key, column in self.columns.items():
            column.extend([None] * (self.rows - len(column)))
            data[f"c{names.setdefault(key, len(names))}"] = pa.array(column, pa.string())
        pq.write_table(pa.table(data), folder / f"{before:015d}.parquet", compression="snappy")
        return before + self.rows


def _traces(given: GivenFile) -> Iterator[tuple[dict[str, str], list[tuple[int, dict[str, str]]]]]:
    """Every trace: its attributes, and its events with their lines. Read elements are dropped at once."""
    from lxml import etree

    events: list[tuple[int, dict[str, str]]] = []
    with given.path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",), tag=("{*}event", "{*}trace"), **SAFE):
            parent = element.getparent()
            if element.tag.endswith("event"):
                events.append((element.sourceline, _attributes(element)))
                if parent is None or not parent.tag.endswith("trace"):
                    yield {}, events  # an event of no trace has no case
                    events = []
            else:
                yield {f"case:{key}": value for key, value in _attributes(element).items()}, events
                events = []
            element.clear()
            while parent is not None and element.getprevious() is not None and element.getprevious().tag == element.tag:
                del parent[parent.index(element) - 1]


@lru_cache(maxsize=64)
def _is_value(tag: Any) -> bool:
    """Whether an element is an attribute with a value; comments have no name."""
    return isinstance(tag, str) and tag.rpartition("}")[2] in _VALUES


def _attributes(element: Any) -> dict[str, str]:
    """Key → value of an element's own attributes; the last one of a key counts."""
    found = {}
    for child in element:
        if _is_value(child.tag):
            key, value = child.get("key"), child.get("value")
            if key is not None and value is not None:
                found[key] = value
    return found
