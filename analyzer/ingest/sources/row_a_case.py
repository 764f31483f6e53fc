"""A table with one row a case and a column of times an activity → one row an event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import TEXT, RawTable
from analyzer.settings import nearest
from analyzer.tables.quality import fact

# A time that was set in advance: no work that was done. `closed_at` is when something happened.
AHEAD = re.compile("due|deadline|promis|estimat|limit|expect|target|until|plan|schedul|commit|agreed", re.IGNORECASE)
_FEWEST = 3  # columns of times that make a table look like one row a case
_ENDING = re.compile(r"[ _-]*(at|on|time|date|timestamp|datetime)$", re.IGNORECASE)
_LONELY = frozenset(("", "event", "activity", "complete", "start", "end", "time"))


def unfolded(raw: RawTable, reader: Reader, stamps: Mapping[str, str]) -> tuple[RawTable, dict[str, str]]:
    """The rows with an activity and a time each, and the names of these two columns as roles.

    `stamps`: activity → the column that holds when it happened. An empty one did not happen; a row without any is kept
    as one without a time. Events of equal time stand in the order of the stamps. Raises the file's error for a column
    that it lacks.
    """
    for activity, column in stamps.items():
        if column not in raw.names:
            near = nearest(column, raw.names)
            raise raw.files[0].refuse(
                expected=f"a column {column} with the times of {activity}",
                found=f"the columns {', '.join(raw.names)}",
                do=f"write {activity}: {near}" if near else "name one of the columns there are, or take the stamp out",
            )
    kinds = {raw.type_of(column) for column in stamps.values()}
    kind = kinds.pop() if len(kinds) == 1 else TEXT
    rest = [name for name in raw.names if name not in stamps.values()]
    names = (*rest, _free("activity", rest), _free("timestamp", rest))
    kept = "".join(f"{raw.column(name)} AS c{place}, " for place, name in enumerate(rest))
    any_time = ", ".join(raw.column(column) for column in stamps.values())
    parts = []
    for place, (activity, column) in enumerate(stamps.items()):
        time = raw.column(column) if kind != TEXT else text_sql(raw.column(column), raw.type_of(column))
        wanted = f"{raw.column(column)} IS NOT NULL" + ("" if place else f" OR coalesce({any_time}) IS NULL")
        parts.append(
            f"SELECT row * {len(stamps)} + {place} AS row, {kept}{literal(activity)} AS c{len(rest)},"
            f" {time} AS c{len(rest) + 1} FROM {raw.numbered} WHERE {wanted}"
        )
    table = reader.keep(" UNION ALL ".join(parts), raw.bytes, len(names))
    columns = ", ".join(f"c{i}" for i in range(len(names)))
    long = replace(
        raw,
        names=names,
        types=(*(raw.type_of(name) for name in rest), TEXT, kind),
        relation=f"(SELECT {columns} FROM {table})",
        numbered=table,
        checked=table,
        place_of=lambda row: raw.place_of(row // len(stamps)),
        notes=(*raw.notes, fact("row_a_case", n=len(stamps))),
        in_columns=True,
    )
    return long, {"activity": names[-2], "timestamp": names[-1]}


def proposed_stamps(
    names: Sequence[str], times: Sequence[str], case: str | None, rows: int, cases: int
) -> dict[str, str]:
    """Activity → column, where a table looks like one row a case; empty where it does not.

    `times`: the columns that hold times; `case`: the column that names the case, if any; of `rows` looked at, `cases`
    are different in it. It takes three columns of times, and every row a case of its own. A column of times that
    were set in advance, such as a due date, is no activity.
    """
    if case is None or rows == 0 or cases < rows or len(times) < _FEWEST:
        return {}
    found: dict[str, str] = {}
    for column in (name for name in names if name in times and not AHEAD.search(name)):
        plain = _ENDING.sub("", column).replace("_", " ").strip()
        activity = plain if plain.casefold() not in _LONELY else column
        activity = activity[:1].upper() + activity[1:]
        found[activity if activity not in found else column] = column
    return found


def named_as_stamps(names: Sequence[str]) -> bool:
    """Whether by their names alone three columns or more are times of activities, such as `closed_at`."""
    return sum(1 for name in names if _ENDING.search(name) and not AHEAD.search(name)) >= _FEWEST


def _free(name: str, taken: Sequence[str]) -> str:
    """The name, with a number where another column has it."""
    known, number, found = {other.casefold() for other in taken}, 1, name
    while found.casefold() in known:
        number += 1
        found = f"{name} ({number})"
    return found
