"""What every object-centric file holds, as five tables in Parquet, written piece by piece: memory has a limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.engine.reader import literal
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.raw import MOST_COLUMNS, too_many_columns
from analyzer.ingest.sources.unpack import free_name

_PIECE = 20_000  # rows
_WHOLE = frozenset(("no", "line"))


@dataclass(frozen=True)
class ObjectLog:
    """An object-centric log. Each table is SQL; all values are texts, but for `no` and `line`.

    `events`: no (place in the file), line, id, type, at, and a0, a1, … in the order of `attributes`. `objects`: id,
    type. `held`: event, object. `related`: source, target, both objects. `changes`: no, object, name, at, value: what
    an attribute of an object is from a time on; `at` is null for what holds from the beginning.
    """

    given: GivenFile
    format: str
    events: str
    attributes: tuple[str, ...]
    objects: str
    held: str
    related: str
    changes: str


class PieceWriter:
    """Rows on their way to Parquet files; a column that a row lacks is empty there."""

    def __init__(self, folder: Path, columns: tuple[str, ...]) -> None:
        folder.mkdir()
        self._folder, self._fixed = folder, columns
        self._rows, self._files = 0, 0
        self._columns: dict[str, list[Any]] = {name: [] for name in columns}

    def add(self, row: Mapping[str, Any]) -> None:
        """One row."""
        for name, value in row.items():
            column = self._columns.setdefault(name, [])
            column.extend([None] * (self._rows - len(column)))
            column.append(value)
        self._rows += 1
        if self._rows >= _PIECE:
            self._write()

    def table(self) -> str:
        """What was added, as SQL. Nothing is added afterwards."""
        if self._rows or not self._files:
            self._write()
        return f"read_parquet({literal(str(self._folder / '*.parquet'))}, union_by_name = true)"

    def _write(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        data: dict[str, Any] = {}
        for name, column in self._columns.items():
            column.extend([None] * (self._rows - len(column)))
            data[name] = pa.array(column, pa.int64() if name in _WHOLE else pa.string())
        pq.write_table(pa.table(data), self._folder / f"{self._files:08d}.parquet", compression="snappy")
        self._files += 1
        self._rows = 0
        self._columns = {name: [] for name in self._fixed}


class ObjectTables:
    """The five tables of a file while it is read."""

    def __init__(self, given: GivenFile, folder: Path) -> None:
        self.given = given
        home = free_name(folder, "objects")
        home.mkdir()
        self._events = PieceWriter(home / "events", ("no", "line", "id", "type", "at"))
        self._objects = PieceWriter(home / "objects", ("id", "type"))
        self._held = PieceWriter(home / "held", ("event", "object"))
        self._related = PieceWriter(home / "related", ("source", "target"))
        self._changes = PieceWriter(home / "changes", ("no", "object", "name", "at", "value"))
        self._names: dict[str, str] = {}
        self._number, self._changed = 0, 0

    def event(
        self,
        name: str,
        kind: str | None,
        at: str | None,
        attributes: Mapping[str, str | None],
        line: int | None = None,
    ) -> None:
        """One event."""
        row: dict[str, Any] = {"no": self._number, "line": line, "id": name, "type": kind, "at": at}
        for key, value in attributes.items():
            row[self._names.setdefault(key, f"a{len(self._names)}")] = value
        if len(self._names) > MOST_COLUMNS:
            raise too_many_columns(self.given, len(self._names))
        self._events.add(row)
        self._number += 1

    def object(self, name: str, kind: str | None) -> None:
        """One object."""
        self._objects.add({"id": name, "type": kind})

    def hold(self, event: str, thing: str) -> None:
        """An event concerns an object."""
        self._held.add({"event": event, "object": thing})

    def relate(self, source: str, target: str) -> None:
        """An object is related to another."""
        self._related.add({"source": source, "target": target})

    def change(self, thing: str, name: str, at: str | None, value: str | None) -> None:
        """An object's attribute has a value from a time on; times of 1970 stand for the beginning."""
        if value is None:
            return
        since = None if at is None or at == "0" or at.startswith("1970-01-01") else at
        self._changes.add({"no": self._changed, "object": thing, "name": name, "at": since, "value": value})
        self._changed += 1

    def finished(self, form: str) -> ObjectLog:
        """The tables, once all is read. Raises the file's error where it holds no events or no objects."""
        if not self._number:
            raise self.given.refuse("a log with at least one event", "no event", "export it with its events")
        return ObjectLog(
            given=self.given,
            format=form,
            events=self._events.table(),
            attributes=tuple(self._names),
            objects=self._objects.table(),
            held=self._held.table(),
            related=self._related.table(),
            changes=self._changes.table(),
        )


def as_text(value: Any) -> str | None:
    """A value of JSON or SQLite as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
