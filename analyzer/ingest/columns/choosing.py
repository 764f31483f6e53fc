"""Which column plays which role: what the user said, then what the names say; and the errors where either fails."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from analyzer.errors import InputError
from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.columns.roles import detect, plain
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.row_a_case import named_as_stamps
from analyzer.settings import nearest

_WORDS = {"case_id": "the case", "activity": "the activity", "timestamp": "the time", "kind": "the kind of signal"}

MUST: dict[str, Type] = {"timestamp": "time", "start_timestamp": "time", "cost": "number"}  # the other roles are texts


def must_be(given: Mapping[str, Type], roles: Mapping[str, str]) -> dict[str, Type]:
    """Column → what it must hold: as it is said, or as its role says."""
    return {**given, **{column: MUST.get(role, "text") for role, column in roles.items()}}


def roles_of(
    raw: RawTable,
    aliases: dict[str, tuple[str, ...]],
    needed: tuple[str, ...],
    given: dict[str, str],
    elsewhere: Callable[[str], bool] | None = None,
) -> dict[str, str]:
    """Role → column of the file. `given` is what the user said.

    Raises the file's error for a column that it lacks and that is not `elsewhere`, for a needed role without one, and
    for one whose values have several parts. What nobody said and is not needed has plain values, or plays no role.
    """
    said: dict[str, str] = {}
    for role, column in given.items():
        if role not in aliases:
            continue
        found = same_column(column, raw.names)
        if found is not None:
            said[role] = found
        elif elsewhere is None or not elsewhere(column):
            raise no_such_column(raw, role, column)
    doubled = next((c for c in said.values() if list(said.values()).count(c) > 1), None)
    if doubled is not None:
        both = " and ".join(sorted(role for role, column in said.items() if column == doubled))
        raise raw.files[0].refuse(
            "every column in one role", f"{doubled} as {both}", "name a column of its own for each role", column=doubled
        )
    roles = detect(raw.names, aliases, said)
    for role in needed:
        if role not in roles:
            raise missing_role(raw, role, aliases)
    nested = [role for role, column in roles.items() if column in raw.nested]
    for role in nested:
        if role in needed or role in said:
            raise _of_several_parts(raw, role, roles[role])
        del roles[role]
    return roles


def identifying(roles: dict[str, str]) -> tuple[str, ...]:
    """The columns that name a case or a customer."""
    return tuple(roles[role] for role in ("case_id", "customer_id") if role in roles)


def same_column(wanted: str, names: tuple[str, ...]) -> str | None:
    """The column of that name; letter case, spaces and underscores aside where none is written just so."""
    wanted = unicodedata.normalize("NFC", wanted)
    if wanted in names:
        return wanted
    alike = [name for name in names if plain(name) == plain(wanted)]
    return alike[0] if len(alike) == 1 else None


def no_such_column(raw: RawTable, role: str, column: str) -> InputError:
    """The error that the file has no column of that name."""
    near = nearest(column, raw.names)
    return raw.files[0].refuse(
        expected=f"a column {column}, to be read as {role}",
        found=f"the columns {', '.join(raw.names)}",
        do=f"write {role}={near}" if near else f"name one of the columns there are: {role}=…",
    )


def _of_several_parts(raw: RawTable, role: str, column: str) -> InputError:
    """The error that a column which plays a role has no single values."""
    return raw.files[0].refuse(
        expected=f"a column of single values for {_WORDS.get(role, role)}",
        found="values of several parts: a struct, a list or a map",
        do=f"write the part that is meant in a column of its own, and name that: {role}=…",
        column=column,
    )


def missing_role(raw: RawTable, role: str, aliases: dict[str, tuple[str, ...]]) -> InputError:
    """The error that no column is known to play a role that is needed."""
    usual = ", ".join(aliases[role][:6])
    do = f"say which column it is: --columns {role}=… (in the project file: columns: {{{role}: …}})"
    if role == "activity" and named_as_stamps(raw.names):
        do += "; has the table one row a case, analyzer init proposes its columns of times as activities (stamps)"
    return raw.files[0].refuse(
        expected=f"a column for {_WORDS.get(role, role)}, found under names such as {usual}",
        found=f"the columns {', '.join(raw.names)}" if len(raw.names) > 1 else f"one column only: {raw.names[0]}",
        do=do,
    )
