"""Who changed what: every change that a person makes is kept beside what it changed, in the same transaction."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog

NOBODY = "this machine"  # who works where nobody signs in


@dataclass(frozen=True)
class AuditEntry:
    """One change: what stood before (None: nothing) and after (None: nothing any more)."""

    id: str
    at: datetime
    who: str
    what: str  # user:anna, action:…, comment:…, journey
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def new_id() -> str:
    """An id that nobody has; ids of later moments sort after earlier ones."""
    return f"{time.time_ns():016x}-{secrets.token_hex(6)}"


def note(
    connection: sa.Connection,
    catalog: Catalog,
    who: str | None,
    what: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Write a change down within the transaction that makes it."""
    row = {
        "project": catalog.project,
        "id": new_id(),
        "at": datetime.now(UTC),
        "who": who or NOBODY,
        "what": what,
        "before": _written(before),
        "after": _written(after),
    }
    connection.execute(sa.insert(schema.audit), row)


def record(
    catalog: Catalog, who: str | None, what: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> None:
    """Write down a change of something that the catalog does not hold, such as the journey file."""
    with catalog.writing() as connection:
        note(connection, catalog, who, what, before, after)


def changes(catalog: Catalog, what: str | None = None, limit: int = 200, older: str | None = None) -> list[AuditEntry]:
    """Changes of one thing or of all, the newest first; `older` is the id of the last one that is known already."""
    table = schema.audit
    wanted = sa.select(table).where(table.c.project == catalog.project).order_by(table.c.id.desc()).limit(limit)
    if what is not None:
        wanted = wanted.where(table.c.what == what)
    if older is not None:
        wanted = wanted.where(table.c.id < older)
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [
        AuditEntry(row["id"], row["at"], row["who"], row["what"], read(row["before"]), read(row["after"]))
        for row in rows
    ]


def _written(content: Mapping[str, Any] | None) -> str | None:
    return None if content is None else json.dumps(dict(content), ensure_ascii=False, sort_keys=True, default=str)


def read(text: str | None) -> dict[str, Any] | None:
    """What a side of a change says; None where there was nothing."""
    return None if text is None else json.loads(text)
