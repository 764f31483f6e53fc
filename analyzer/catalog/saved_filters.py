"""Named filters of a project: what somebody looks at again and again, for everybody who may see the project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import improving_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.catalog.plain_text import plain_within
from analyzer.errors import InputError
from analyzer.tables.saved_filter import SavedFilter

MOST = 100
LONGEST = 8_000  # characters of all keys and values


def save_filter(catalog: Catalog, name: str, pairs: Sequence[tuple[str, str]], who: str | None) -> SavedFilter:
    """Keep filters under a name; the same name again takes the place of what it was.

    Raises InputError for a name of nothing or of more than 80 characters, for no filters or overlong ones, and beyond
    a hundred names.
    """
    name = plain_within(name, 80, "a name", shortest=1)
    if not pairs or sum(len(key) + len(value) for key, value in pairs) > LONGEST:
        found = "none" if not pairs else "more than fit"
        raise InputError(expected="filters", found=found, where="the address", do="pick a few, then save them")
    table = schema.saved_filter
    one = SavedFilter(audit.new_id(), name, tuple((k, v) for k, v in pairs), datetime.now(UTC), who or audit.NOBODY)
    with catalog.writing() as connection:
        mine = table.c.project == catalog.project
        before = connection.execute(sa.select(table).where(mine, table.c.name == name)).mappings().first()
        n = connection.execute(sa.select(sa.func.count()).select_from(table).where(mine)).scalar_one()
        if before is None and n >= MOST:
            do = "remove one that nobody uses"
            raise InputError(expected=f"at most {MOST} named filters", found=f"{n}", where="named filters", do=do)
        connection.execute(sa.delete(table).where(mine, table.c.name == name))
        row = {"id": one.id, "name": name, "pairs": [list(pair) for pair in one.pairs]}
        kept = {"project": catalog.project, **row, "saved_at": one.saved_at, "saved_by": one.saved_by}
        connection.execute(sa.insert(table), kept)
        old = {"name": name, "pairs": before["pairs"]} if before else None
        audit.note(connection, catalog, who, f"filter:{one.id}", old, {"name": name, "pairs": row["pairs"]})
    return one


def list_filters(catalog: Catalog) -> list[SavedFilter]:
    """The named filters of the project, by name."""
    table = schema.saved_filter
    with catalog.reading() as connection:
        rows = connection.execute(sa.select(table).where(table.c.project == catalog.project)).mappings().all()
    found = [
        SavedFilter(
            row["id"], row["name"], tuple((str(k), str(v)) for k, v in row["pairs"]), row["saved_at"], row["saved_by"]
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.name))


def remove_filter(catalog: Catalog, identity: str, who: str | None) -> bool:
    """Take a named filter away; whether there was one."""
    table = schema.saved_filter
    key = (table.c.project == catalog.project, table.c.id == identity)
    with catalog.writing() as connection:
        before = connection.execute(sa.select(table).where(*key)).mappings().first()
        if before is None:
            return False
        connection.execute(sa.delete(table).where(*key))
        audit.note(
            connection, catalog, who, f"filter:{identity}", {"name": before["name"], "pairs": before["pairs"]}, None
        )
    return True
