"""The improvement kata of each action: written with a version, its cycles one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import improving_schema as schema
from analyzer.catalog import people_schema as people
from analyzer.catalog.actions import day_of
from analyzer.catalog.model import Catalog
from analyzer.catalog.plain_text import plain_within
from analyzer.errors import InputError
from analyzer.tables.kata import Kata, KataCycle

LONGEST = 2000
NAMES = {
    "challenge": "the challenge",
    "target": "the target condition",
    "obstacle": "the obstacle",
    "experiment": "the next experiment",
    "expected": "what is expected",
    "happened": "what happened",
    "learned": "what was learned",
}


def find_kata(catalog: Catalog, action_id: str) -> Kata:
    """The kata of an action; an empty one of version 0 where nobody has written anything."""
    with catalog.reading() as connection:
        return _kata(connection, catalog, action_id)


def save_kata(catalog: Catalog, action_id: str, version: int, values: Mapping[str, Any], who: str | None) -> Kata:
    """Keep challenge, target and target_on of an action's kata that was read at a version.

    Raises InputError where somebody has saved another version since, for a text that cannot be kept, and for an action
    that is gone.
    """
    kept = {
        **{name: plain_within(values.get(name), LONGEST, NAMES[name]) for name in ("challenge", "target")},
        "target_on": day_of(values.get("target_on"), "the day of the target"),
    }
    table = schema.kata
    with catalog.writing() as connection:
        _must_exist(connection, catalog, action_id)
        now = _kata(connection, catalog, action_id)
        if now.version != version:
            raise InputError(
                expected="a kata that nobody else has changed meanwhile",
                found=f"{now.updated_by} has saved: {now.target or now.challenge}",
                where="the kata",
                do="load the page again, and save yours where it should stand",
            )
        key = {"project": catalog.project, "action_id": action_id}
        stamp = {"version": version + 1, "updated_at": datetime.now(UTC), "updated_by": who or audit.NOBODY}
        connection.execute(sa.delete(table).where(*(table.c[name] == value for name, value in key.items())))
        connection.execute(sa.insert(table), {**key, **kept, **stamp})
        before = {name: getattr(now, name) for name in kept} if now.version else None
        audit.note(connection, catalog, who, f"kata:{action_id}", before, kept)
        return _kata(connection, catalog, action_id)


def begin_cycle(
    catalog: Catalog, action_id: str, condition: str, values: Mapping[str, Any], who: str | None
) -> KataCycle:
    """Begin an experiment: obstacle, experiment, expected, look_on; `condition`: how things stand now, in words.

    Raises InputError while another one is open, for an empty experiment or expectation, and for an action that is gone.
    """
    least = {"obstacle": 0, "experiment": 1, "expected": 1}
    kept = {name: plain_within(values.get(name), LONGEST, NAMES[name], shortest) for name, shortest in least.items()}
    look_on = day_of(values.get("look_on"), "the day of looking")
    with catalog.writing() as connection:
        _must_exist(connection, catalog, action_id)
        if _kata(connection, catalog, action_id).open_cycle is not None:
            raise InputError(
                expected="one experiment at a time",
                found="one that is still open",
                where="the kata",
                do="say first what happened in that one, and what was learned",
            )
        cycle = KataCycle(
            id=audit.new_id(), action_id=action_id, condition=condition, look_on=look_on, happened="", learned="",
            began_at=datetime.now(UTC), began_by=who or audit.NOBODY, ended_at=None, **kept,
        )  # fmt: skip
        row = {name: getattr(cycle, name) for name in KataCycle.__dataclass_fields__}
        connection.execute(sa.insert(schema.kata_cycle), {"project": catalog.project, **row})
        audit.note(connection, catalog, who, f"kata:{action_id}", None, kept)
    return cycle


def end_cycle(catalog: Catalog, identity: str, happened: str | None, learned: str | None, who: str | None) -> None:
    """End an experiment with what happened and what was learned. Raises InputError for an empty answer, and for one
    that is not open."""
    kept = {
        "happened": plain_within(happened, LONGEST, NAMES["happened"], 1),
        "learned": plain_within(learned, LONGEST, NAMES["learned"], 1),
    }
    table = schema.kata_cycle
    key = (table.c.project == catalog.project, table.c.id == identity, table.c.ended_at.is_(None))
    with catalog.writing() as connection:
        row = connection.execute(sa.select(table).where(*key)).mappings().first()
        if row is None:
            raise InputError(
                expected="an experiment that is open", found="none", where=identity, do="load the page again"
            )
        connection.execute(sa.update(table).where(*key).values(**kept, ended_at=datetime.now(UTC)))
        audit.note(connection, catalog, who, f"kata:{row['action_id']}", {"happened": "", "learned": ""}, kept)


def _must_exist(connection: sa.Connection, catalog: Catalog, action_id: str) -> None:
    table = people.action
    wanted = sa.select(table.c.id).where(table.c.project == catalog.project, table.c.id == action_id)
    if connection.execute(wanted.with_for_update()).first() is None:
        raise InputError(expected="an action of this project", found="none", where=action_id, do="load the page again")


def _kata(connection: sa.Connection, catalog: Catalog, action_id: str) -> Kata:
    table, cycles = schema.kata, schema.kata_cycle
    of = (cycles.c.project == catalog.project, cycles.c.action_id == action_id)
    rows = connection.execute(sa.select(cycles).where(*of).order_by(cycles.c.id.desc())).mappings()
    found = tuple(KataCycle(**{name: row[name] for name in KataCycle.__dataclass_fields__}) for row in rows)
    mine = (table.c.project == catalog.project, table.c.action_id == action_id)
    row = connection.execute(sa.select(table).where(*mine)).mappings().first()
    if row is None:
        return Kata(action_id, cycles=found)
    fields = ("challenge", "target", "target_on", "version", "updated_by")
    return Kata(action_id, **{name: row[name] for name in fields}, cycles=found)
