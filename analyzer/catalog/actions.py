"""Actions about mismatches: kept with a version, so that two people who change the same one lose nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.catalog.plain_text import plain, plain_within
from analyzer.errors import AnalyzerError, InputError
from analyzer.tables.action import SIZES, STATUSES, Action, On

FIELDS = (
    "mismatch_id",
    "title",
    "owner",
    "starts_on",
    "due_on",
    "review_on",
    "tried_on",
    "expected",
    "effort",
    "status",
    "note",
)
LONGEST = {"title": 200, "owner": 120, "note": 4000, "mismatch_id": 400}
MOST_DAYS = 3650
MOST_VALUES = 100  # of an attribute, that an action may be tried on


class ActionChangedError(AnalyzerError):
    """Somebody else has changed the same fields since; `now` is the action as it stands, `fields` what differs."""

    def __init__(self, now: Action, fields: tuple[str, ...]) -> None:
        self.now, self.fields = now, fields
        super().__init__(
            expected="an action that nobody else has changed meanwhile",
            found=f"{now.updated_by} has changed {', '.join(fields)}",
            where=now.title,
            do="look at it and save again where yours should stand",
        )


def add_action(catalog: Catalog, values: Mapping[str, Any], who: str | None) -> Action:
    """Keep a new action; `values` holds some of FIELDS, at least the title. Raises InputError."""
    written = {**dict.fromkeys(FIELDS), "status": STATUSES[0], **values}
    kept = checked(written)
    now, name = datetime.now(UTC), who or audit.NOBODY
    action = Action(
        id=audit.new_id(), version=1, created_at=now, created_by=name, updated_at=now, updated_by=name, **kept
    )
    with catalog.writing() as connection:
        connection.execute(sa.insert(schema.action), {"project": catalog.project, **_fields(action)})
        audit.note(connection, catalog, who, f"action:{action.id}", None, _shown(kept))
    return action


def change_action(catalog: Catalog, identity: str, version: int, values: Mapping[str, Any], who: str | None) -> Action:
    """Change some fields of an action that was read at a version.

    Where somebody has changed other fields meanwhile, both changes stand. Raises ActionChangedError where it was
    one of the same fields and differs, and InputError for a value that cannot be kept or an action that does not exist.
    """
    key = (schema.action.c.project == catalog.project, schema.action.c.id == identity)
    with catalog.writing() as connection:
        row = connection.execute(sa.select(schema.action).where(*key).with_for_update()).mappings().first()
        if row is None:
            raise InputError(
                expected="an action of this project", found="none", where=identity, do="load the page again"
            )
        now = _action(row)
        kept = checked({**{name: getattr(now, name) for name in FIELDS}, **values})
        changed = {name: kept[name] for name in values if kept[name] != getattr(now, name)}
        if version != now.version:
            meanwhile = _since(connection, catalog, now, version)
            both = tuple(name for name in FIELDS if name in changed and name in meanwhile)
            if both:
                raise ActionChangedError(now, both)
        if not changed:
            return now
        before = {name: getattr(now, name) for name in changed}
        stamp = {"version": now.version + 1, "updated_at": datetime.now(UTC), "updated_by": who or audit.NOBODY}
        connection.execute(sa.update(schema.action).where(*key).values({**changed, **stamp}))
        audit.note(connection, catalog, who, f"action:{identity}", _shown(before), _shown(changed))
    return Action(**{**_fields(now), **changed, **stamp})


def remove_action(catalog: Catalog, identity: str, who: str | None) -> bool:
    """Take an action away; whether there was one. The audit keeps what it said."""
    key = (schema.action.c.project == catalog.project, schema.action.c.id == identity)
    with catalog.writing() as connection:
        row = connection.execute(sa.select(schema.action).where(*key)).mappings().first()
        if row is None:
            return False
        connection.execute(sa.delete(schema.action).where(*key))
        audit.note(connection, catalog, who, f"action:{identity}", _shown({name: row[name] for name in FIELDS}), None)
    return True


def list_actions(catalog: Catalog) -> list[Action]:
    """All actions of the project, the oldest first."""
    wanted = sa.select(schema.action).where(schema.action.c.project == catalog.project).order_by(schema.action.c.id)
    with catalog.reading() as connection:
        return [_action(row) for row in connection.execute(wanted).mappings()]


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept. Raises InputError for one that cannot be."""
    kept: dict[str, Any] = {
        "mismatch_id": plain_within(values["mismatch_id"], LONGEST["mismatch_id"], "the mismatch") or None,
        "title": plain_within(values["title"], LONGEST["title"], "a title", shortest=1),
        "owner": plain_within(values["owner"], LONGEST["owner"], "the owner") or None,
        "note": plain_within(values["note"], LONGEST["note"], "the note"),
        "effort": _effort(values["effort"]),
        "status": values["status"],
        "starts_on": day_of(values["starts_on"], "the start"),
        "due_on": day_of(values["due_on"], "the due date"),
        "review_on": day_of(values["review_on"], "the review date"),
        "tried_on": _tried_on(values["tried_on"]),
        "expected": _expected(values["expected"]),
    }
    if kept["status"] not in STATUSES:
        raise InputError(
            expected=f"a status: {', '.join(STATUSES)}", found=str(kept["status"]), where="the status", do="choose one"
        )
    _after(kept, "due_on", "due", kept["due_on"] and kept["starts_on"] and kept["due_on"] < kept["starts_on"])
    _after(
        kept, "review_on", "review", kept["review_on"] and kept["starts_on"] and kept["review_on"] <= kept["starts_on"]
    )
    return kept


def _after(kept: Mapping[str, Any], name: str, what: str, wrong: Any) -> None:
    if wrong:
        raise InputError(
            expected=f"a {what} date {'on or ' if name == 'due_on' else ''}after the start",
            found=f"start {kept['starts_on']}, {what} {kept[name]}",
            where=f"the {what} date",
            do="correct one of them",
        )


def _tried_on(value: Mapping[str, Iterable[str]] | None) -> On | None:
    """The part as it is kept: attributes and values sorted, each once; None for everything."""
    if not value:
        return None
    kept = {
        plain_within(name, 200, "an attribute", shortest=1): sorted({plain(v) for v in value[name]}) for name in value
    }
    most = max(len(some) for some in kept.values())
    if not 0 < min(len(some) for some in kept.values()) <= most <= MOST_VALUES:
        raise InputError(
            expected=f"from 1 to {MOST_VALUES} values of each attribute",
            found=f"{most} values",
            where="the part that it is tried on",
            do="name fewer, or an attribute that has fewer",
        )
    return dict(sorted(kept.items()))


def _expected(value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        share = float(value)
    except (TypeError, ValueError):
        share = math.nan
    if 0 < share <= 1:
        return share
    raise InputError(
        expected="a share above 0 and at most 1, such as 0.3 for three unhappy visits in ten",
        found=str(value)[:40],
        where="the expected effect",
        do="write it as such a share",
    )


def _effort(value: Any) -> str | None:
    text = str(value if value is not None else "").strip().lower()
    if not text or text in SIZES:
        return text or None
    if re.fullmatch(r"\d{1,4}", text) and 0 < int(text) <= MOST_DAYS:
        return str(int(text))
    raise InputError(
        expected=f"small, medium, large, or a number of days from 1 to {MOST_DAYS:,}",
        found=text[:40],
        where="the effort",
        do="choose one of them",
    )


def day_of(value: Any, what: str) -> date | None:
    """A day as it is kept; None for nothing. Raises InputError for what is no day."""
    if value is None or value == "" or isinstance(value, date):
        return value or None
    try:
        if len(str(value)) > 10 and str(value)[10] != "T":
            raise ValueError
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise InputError(
            expected="a day such as 2026-12-24", found=str(value)[:40], where=what, do="choose a day"
        ) from None


def _since(connection: sa.Connection, catalog: Catalog, now: Action, version: int) -> set[str]:
    """Which fields were changed after a version: as many of the last changes as there are versions since."""
    table = schema.audit
    wanted = (
        sa.select(table.c.after)
        .where(table.c.project == catalog.project, table.c.what == f"action:{now.id}")
        .order_by(table.c.id.desc())
        .limit(max(now.version - version, 0))
    )
    return {name for (after,) in connection.execute(wanted) for name in (audit.read(after) or {})}


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields for the audit: days as text, what is empty left out of a new action."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _fields(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in Action.__dataclass_fields__}


def _action(row: sa.RowMapping) -> Action:
    return Action(**{name: row[name] for name in Action.__dataclass_fields__})
