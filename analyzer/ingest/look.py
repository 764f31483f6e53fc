"""The first rows of a file and the role of each column; what is wrong is gathered, nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analyzer.engine.reader import Reader
from analyzer.errors import AnalyzerError
from analyzer.ingest.columns.choosing import missing_role, no_such_column
from analyzer.ingest.columns.roles import detect
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable
from analyzer.tables.preview import Fault, Guessed, HowKnown

SHOWN = 20  # rows
LONGEST = 200  # letters of a value
_COLUMN = re.compile(r", column (.+)$")
_READINGS = re.compile(r": (.+) with the day first, (.+) with the month first$")


def first_rows(raw: RawTable, reader: Reader) -> tuple[tuple[str | None, ...], ...]:
    """The first rows as texts, in the order of the file."""
    texts = ", ".join(
        f"left({text_sql(raw.column(name), raw.type_of(name))}, {LONGEST + 1}) AS t{place}"
        for place, name in enumerate(raw.shown)
    )
    rows = reader.rows(f"SELECT {texts} FROM (SELECT * FROM {raw.numbered} WHERE row < {SHOWN} ORDER BY row)")
    return tuple(tuple(_short(value) for value in row) for row in rows)


def look_at_roles(
    raw: RawTable,
    aliases: Mapping[str, tuple[str, ...]],
    needed: Sequence[str],
    given: Mapping[str, str],
    chosen: Mapping[str, str] | None = None,
) -> tuple[dict[str, str], tuple[Guessed, ...], tuple[Fault, ...]]:
    """Role → column, the columns with their roles and why, and what is wrong with either.

    `given`: what is said of the roles; `chosen`: the part of it that a person said, where the file says some itself.
    """
    known = dict(aliases)
    said = {role: column for role, column in given.items() if role in known and column in raw.names}
    faults = [fault_of(no_such_column(raw, r, c), r) for r, c in given.items() if r in known and c not in raw.names]
    for role, column in list(said.items()):
        other = next((r for r, c in said.items() if c == column and r != role), None)
        if other is not None and role > other:
            error = raw.files[0].refuse(
                "every column in one role", f"{column} as {other} and {role}", "choose one of the two", column=column
            )
            faults.append(fault_of(error, role))
            del said[role]
    roles = detect(raw.names, known, said)
    faults += [
        fault_of(missing_role(raw, role, known), role)
        for role in needed
        if role not in {*roles, *(f.role for f in faults)}
    ]
    role_of = {column: role for role, column in roles.items()}
    guessed = tuple(
        Guessed(name, role_of.get(name), _why(role_of.get(name), name, said, given if chosen is None else chosen))
        for name in raw.shown
    )
    return roles, guessed, tuple(faults)


def fault_of(error: AnalyzerError, role: str | None = None, roles: Mapping[str, str] | None = None) -> Fault:
    """An error as one that knows its column, and where a choice settles it the choice with both readings."""
    found = _COLUMN.search(error.where)
    column = found[1] if found else None
    role = role or next((r for r, c in (roles or {}).items() if column in (r, c)), None)
    column = (roles or {}).get(role, column) if role and roles else column
    readings = _READINGS.search(error.found)
    choice = (("true", f"{readings[1]} (day first)"), ("false", f"{readings[2]} (month first)")) if readings else ()
    return Fault(column, role, error.expected, error.found, error.where, error.do, choice)


def _why(role: str | None, name: str, said: Mapping[str, str], chosen: Mapping[str, str]) -> HowKnown:
    if role is None:
        return "no_role"
    if said.get(role) != name:
        return "name"
    return "chosen" if chosen.get(role) == name else "values"


def _short(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
