"""OCEL 2.0 in SQLite → the tables of an object-centric log. The file is opened for reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from analyzer.engine.reader import identifier
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.objects.object_log import ObjectLog, ObjectTables, PieceWriter, as_text
from analyzer.ingest.sources.unpack import free_name

_NEEDED = ("event", "object", "event_object", "event_map_type", "object_map_type")
_OWN = frozenset(("ocel_id", "ocel_time", "ocel_changed_field"))


def read_sqlite_log(given: GivenFile, folder: Path) -> ObjectLog:
    """An `.sqlite` file. Raises the file's error where it is damaged or lacks a table of OCEL 2.0.

    Events without a row in the table of their type have no time. Relations of objects may be missing.
    """
    tables = ObjectTables(given, folder)
    try:
        with closing(sqlite3.connect(f"{given.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.text_factory = lambda raw: raw.decode("utf-8", "replace")
            _check(given, base)
            _read_events(tables, base)
            listed = _listed(base, PieceWriter(free_name(folder, "listed"), ("no", "id", "type")))
            _read_objects(tables, base)
            for event, thing in base.execute("SELECT DISTINCT ocel_event_id, ocel_object_id FROM event_object"):
                tables.hold(str(event), str(thing))
            if "object_object" in _tables(base):
                for source, target in base.execute("SELECT ocel_source_id, ocel_target_id FROM object_object"):
                    tables.relate(str(source), str(target))
    except sqlite3.DatabaseError as error:
        raise given.refuse(
            "a whole object-centric log (OCEL 2.0) in SQLite",
            f"a database that cannot be read: {error}",
            "copy or export it again",
        ) from None
    log = tables.finished("OCEL 2.0, SQLite")
    attributes = "".join(f", t.a{number}" for number in range(len(log.attributes)))
    told = f"SELECT l.no, t.line, l.id, l.type, t.at{attributes} FROM {listed} AS l LEFT JOIN {log.events} AS t"
    return replace(log, events=f"({told} ON t.id = l.id AND t.type = l.type)")


def _tables(base: sqlite3.Connection) -> set[str]:
    return {str(name) for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}


def _check(given: GivenFile, base: sqlite3.Connection) -> None:
    there = _tables(base)
    lacking = [name for name in _NEEDED if name not in there]
    if lacking:
        listed = ", ".join(sorted(there)[:8]) or "none"
        raise given.refuse(
            f"an object-centric log (OCEL 2.0) in SQLite, with the tables {', '.join(_NEEDED)}",
            f"a database without {', '.join(lacking)}; its tables: {listed}",
            "export the log as OCEL 2.0, or export the table of events as CSV",
        )


def _typed(base: sqlite3.Connection, of: str) -> Iterator[tuple[str, str]]:
    """Each type of events or of objects, and the table that holds its rows, where there is one."""
    there = {name.casefold(): name for name in _tables(base)}
    for kind, mapped in base.execute(f"SELECT ocel_type, ocel_type_map FROM {of}_map_type").fetchall():
        table = there.get(f"{of}_{mapped}".casefold())
        if table is not None:
            yield str(kind), table


def _rows(base: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    read = base.execute(f"SELECT * FROM {identifier(table)}")
    names = [str(column[0]) for column in read.description]
    for row in read:
        yield dict(zip(names, row, strict=True))


def _read_events(tables: ObjectTables, base: sqlite3.Connection) -> None:
    """The rows of every type's table: time and attributes of its events."""
    for kind, table in _typed(base, "event"):
        for row in _rows(base, table):
            values = {name: as_text(value) for name, value in row.items() if name not in _OWN}
            tables.event(str(row["ocel_id"]), kind, as_text(row.get("ocel_time")), values)


def _listed(base: sqlite3.Connection, writer: PieceWriter) -> str:
    """The events in the order of the table that lists them all, as SQL: no, id, type."""
    for no, (name, kind) in enumerate(base.execute("SELECT ocel_id, ocel_type FROM event")):
        writer.add({"no": no, "id": str(name), "type": as_text(kind)})
    return writer.table()


def _read_objects(tables: ObjectTables, base: sqlite3.Connection) -> None:
    for name, kind in base.execute("SELECT ocel_id, ocel_type FROM object"):
        tables.object(str(name), as_text(kind))
    for _, table in _typed(base, "object"):
        for row in _rows(base, table):
            changed = as_text(row.get("ocel_changed_field"))
            for name, value in row.items():
                if name not in _OWN and changed in (None, name):
                    tables.change(str(row["ocel_id"]), name, as_text(row.get("ocel_time")), as_text(value))
