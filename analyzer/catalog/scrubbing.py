"""Take somebody out of all texts that a project's rows hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog.copying import TABLES
from analyzer.catalog.model import Catalog

Scrub = Callable[[str], str]


def scrub_texts(catalog: Catalog, scrub: Scrub, note: Mapping[str, Any] | None, who: str) -> int:
    """Let every text of the project's rows be what `scrub` makes of it, in one transaction; gives how many rows change.
    Names and keys of rows stay. `note`: what the audit says of it, as an entry `forget`; None only counts.

    A SQLite file is written anew without what it held before; PostgreSQL does so when it is next vacuumed.
    """
    changed = 0
    with catalog.writing() as connection:
        for table in TABLES:
            keys = [column for column in table.primary_key.columns if column.name != "project"]
            wanted = sa.select(table).where(table.c.project == catalog.project)
            for row in map(dict, connection.execute(wanted).mappings().all()):
                new = {name: value for name, value in _scrubbed(table, row, scrub).items() if value != row[name]}
                if not new:
                    continue
                changed += 1
                if note is not None:
                    mine = [table.c.project == catalog.project, *(column == row[column.name] for column in keys)]
                    connection.execute(sa.update(table).where(*mine).values(new))
        if note is not None:
            audit.note(connection, catalog, who, "forget", None, {**note, "entries": changed})
    if note is not None:
        _rewrite(catalog)
    return changed


def _scrubbed(table: sa.Table, row: Mapping[str, Any], scrub: Scrub) -> dict[str, Any]:
    """The texts of a row, and of what its JSON holds."""
    found: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        if column.primary_key or value is None or column.name == "password":
            continue
        if isinstance(value, str):
            found[column.name] = scrub(value)
        elif isinstance(value, dict | list):
            found[column.name] = json.loads(scrub(json.dumps(value, ensure_ascii=False)))
    return found


def _rewrite(catalog: Catalog) -> None:
    """A SQLite file without its free pages and its log, which still hold what was replaced."""
    if catalog.engine.dialect.name != "sqlite":
        return
    raw = catalog.engine.raw_connection()
    try:
        raw.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
        raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    finally:
        raw.close()
