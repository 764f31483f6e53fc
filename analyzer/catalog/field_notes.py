"""Notes of the front line: kept all or none, each once, with the votes of those who agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import improving_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.catalog.plain_text import plain_within
from analyzer.errors import InputError
from analyzer.tables.field_note import FieldNote, NoteLine

LONGEST = {"author": 120, "text": 4000, "stage": 400, "activity": 400, "mismatch_id": 400}


def add_notes(catalog: Catalog, lines: Sequence[NoteLine], who: str | None) -> list[FieldNote]:
    """Keep notes in one transaction; those that the project has already (the same in all that they say) are left out.

    Gives the ones that were kept, in the given order. Raises InputError, before any is kept, for one that cannot be.
    """
    now, name = datetime.now(UTC), who or audit.NOBODY
    wanted = list(dict.fromkeys(_checked(line) for line in lines))
    with catalog.writing() as connection:
        known = {note.line for note in _all(connection, catalog)}
        added = [FieldNote(audit.new_id(), line, now, name) for line in wanted if line not in known]
        for note in added:
            connection.execute(sa.insert(schema.field_note), _row(catalog, note))
            audit.note(connection, catalog, who, f"note:{note.id}", None, _said(note.line))
    return added


def list_notes(catalog: Catalog) -> list[FieldNote]:
    """All notes of the project with their votes, the newest day first."""
    with catalog.reading() as connection:
        return _all(connection, catalog)


def vote(catalog: Catalog, identity: str, who: str | None) -> bool:
    """Agree with a note, or take that back; whether one agrees now. The audit says who did. Raises InputError for a
    note that is gone."""
    name, table = who or audit.NOBODY, schema.note_vote
    mine = (table.c.project == catalog.project, table.c.note_id == identity, table.c.voter == name)
    with catalog.writing() as connection:
        _must_be_there(connection, catalog, identity)
        if connection.execute(sa.delete(table).where(*mine)).rowcount:
            audit.note(connection, catalog, who, f"note:{identity}", {"agrees": name}, {"agrees": None})
            return False
        row = {"project": catalog.project, "note_id": identity, "voter": name, "at": datetime.now(UTC)}
        connection.execute(sa.insert(table), row)
        audit.note(connection, catalog, who, f"note:{identity}", {"agrees": None}, {"agrees": name})
    return True


def remove_note(catalog: Catalog, identity: str, who: str | None, any_author: bool) -> bool:
    """Take a note away: one that one has added oneself, or with `any_author` any; whether it was done."""
    table, votes = schema.field_note, schema.note_vote
    key = (table.c.project == catalog.project, table.c.id == identity)
    with catalog.writing() as connection:
        row = connection.execute(sa.select(table).where(*key)).mappings().first()
        if row is None or not (any_author or row["added_by"] == (who or audit.NOBODY)):
            return False
        of = (votes.c.project == catalog.project, votes.c.note_id == identity)
        connection.execute(sa.delete(votes).where(*of))
        connection.execute(sa.delete(table).where(*key))
        audit.note(connection, catalog, who, f"note:{identity}", _said(_line(row)), None)
    return True


def _checked(line: NoteLine) -> NoteLine:
    places = {name: plain_within(getattr(line, name), LONGEST[name], f"the {name}") or None for name in PLACES}
    author = plain_within(line.author, LONGEST["author"], "an author", shortest=1)
    text = plain_within(line.text, LONGEST["text"], "a note", shortest=1)
    return NoteLine(line.said_on, author, text, attention=line.attention, **places)


PLACES = ("stage", "activity", "mismatch_id")


def _must_be_there(connection: sa.Connection, catalog: Catalog, identity: str) -> None:
    table = schema.field_note
    found = connection.execute(sa.select(table.c.id).where(table.c.project == catalog.project, table.c.id == identity))
    if found.first() is None:
        raise InputError(expected="a note of this project", found="none", where=identity, do="load the page again")


def _all(connection: sa.Connection, catalog: Catalog) -> list[FieldNote]:
    table, votes = schema.field_note, schema.note_vote
    cast: dict[str, list[str]] = {}
    given = sa.select(votes.c.note_id, votes.c.voter).where(votes.c.project == catalog.project).order_by(votes.c.voter)
    for note_id, voter in connection.execute(given):
        cast.setdefault(note_id, []).append(voter)
    wanted = sa.select(table).where(table.c.project == catalog.project)
    rows = connection.execute(wanted.order_by(table.c.said_on.desc(), table.c.id.desc())).mappings().all()
    return [
        FieldNote(row["id"], _line(row), row["added_at"], row["added_by"], tuple(cast.get(row["id"], ())))
        for row in rows
    ]


def _row(catalog: Catalog, note: FieldNote) -> dict[str, Any]:
    fields = {name: getattr(note.line, name) for name in NoteLine.__dataclass_fields__}
    return {
        "project": catalog.project,
        "id": note.id,
        "added_at": note.added_at,
        "added_by": note.added_by,
        **fields,
    }


def _line(row: sa.RowMapping) -> NoteLine:
    return NoteLine(**{name: row[name] for name in NoteLine.__dataclass_fields__})


def _said(line: NoteLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("said_on", "author", "stage", "activity", "mismatch_id", "text")}
