"""OCEL 2.0 as a SQLite database: the tables of the standard, filled row by row in one transaction."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from analyzer.exports.columns import free_names
from analyzer.exports.destination import Destination
from analyzer.exports.ocel_model import OcelEvent, OcelLog, OcelObject, written

SQL_TYPES = {"float": "REAL", "boolean": "BOOLEAN", "time": "TIMESTAMP"}
RELATIONS = (
    "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)",
    "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)",
    "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,"
    " PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier))",
    "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT,"
    " PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier))",
)


def put_sqlite(log: OcelLog, to: Destination) -> None:
    """Write it as one file."""
    with to.whole() as part, closing(sqlite3.connect(part, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("BEGIN")
        for statement in RELATIONS:
            database.execute(statement)
        own = ("ocel_id TEXT", "ocel_time TIMESTAMP")
        objects = _make_tables(database, "object", log.object_types, (*own, "ocel_changed_field TEXT"))
        events = _make_tables(database, "event", log.event_types, own)
        for one in log.objects:
            _put_object(database, objects[one.type], one)
        for event in log.events:
            _put_event(database, events[event.type], event)
        database.execute("COMMIT")


def _make_tables(
    database: sqlite3.Connection, kind: str, types: Mapping[str, Mapping[str, str]], own: tuple[str, ...]
) -> dict[str, str]:
    """A table for each type; gives the statement that fills it. Attributes stand under their names."""
    plain = {name: re.sub(r"\W+", "", name.title(), flags=re.ASCII) or "Type" for name in types}
    made: dict[str, str] = {}
    taken: list[str] = []
    for name, attributes in types.items():
        word = free_names([plain[name]], taken)[plain[name]].replace(" (", "_").rstrip(")")
        taken.append(word)
        columns = [*own, *(f"{_quoted(key)} {SQL_TYPES.get(of, 'TEXT')}" for key, of in attributes.items())]
        database.execute(f"CREATE TABLE {_quoted(f'{kind}_{word}')} ({', '.join(columns)})")
        database.execute(f"INSERT INTO {kind}_map_type VALUES (?, ?)", (name, word))
        made[name] = f"INSERT INTO {_quoted(f'{kind}_{word}')} (ocel_id, ocel_time"
    return made


def _put_object(database: sqlite3.Connection, into: str, one: OcelObject) -> None:
    database.execute("INSERT INTO object VALUES (?, ?)", (one.id, one.type))
    _fill(database, into, one.id, one.at, one.attributes)
    for at, name, value in one.later:
        _fill(database, into, one.id, at, {"ocel_changed_field": name, name: value})
    for to in dict.fromkeys(one.related):
        database.execute("INSERT INTO object_object VALUES (?, ?, ?)", (one.id, to.object, to.qualifier))


def _put_event(database: sqlite3.Connection, into: str, one: OcelEvent) -> None:
    database.execute("INSERT INTO event VALUES (?, ?)", (one.id, one.type))
    _fill(database, into, one.id, one.at, one.attributes)
    for to in dict.fromkeys(one.related):
        database.execute("INSERT INTO event_object VALUES (?, ?, ?)", (one.id, to.object, to.qualifier))


def _fill(database: sqlite3.Connection, into: str, identity: str, at: str, attributes: Mapping[str, Any]) -> None:
    names = "".join(f", {_quoted(key)}" for key in attributes)
    values = [value if isinstance(value, int | float) else written(value) for value in attributes.values()]
    places = ", ".join("?" * (2 + len(values)))
    database.execute(f"{into}{names}) VALUES ({places})", (identity, at, *values))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
