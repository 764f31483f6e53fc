"""The attributes of a log as they are handed on: number of values, and in how many cases they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, blocks, identifier, literal
from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.columns.plan import PREFIX, AttributeColumn
from analyzer.tables.log import Attribute as LogAttribute
from analyzer.tables.quality import ReadingNote, noted

_EXACT = 5_000  # values; above it their number is an estimate, within a few percent
_MANY = 0.1  # of the cases; an attribute that changes in more of them is warned about


def said_types(names: tuple[str, ...], roles: Mapping[str, str], types: Mapping[str, str]) -> dict[str, Type]:
    """Column → the type that is said beforehand; `types` goes by the attributes' names. Roles have their own."""
    known: dict[str, Type] = {"number": "number", "code": "code", "text": "text", "boolean": "boolean", "time": "time"}
    said = {name: types.get(name, types.get(name.removeprefix(PREFIX))) for name in names}
    return {name: known[kind] for name, kind in said.items() if kind in known and name not in roles.values()}


def described(
    reader: Reader, attributes: tuple[AttributeColumn, ...], table: Path, scope: str, changed: Mapping[str, int]
) -> dict[str, LogAttribute]:
    """Typed column → attribute. `table` has them under the prefix `scope`; `changed`: column → cases that do."""
    values = _values(reader, {a.column: identifier(f"{scope}:{a.name}") for a in attributes}, table)
    return {a.column: _attribute(a, values[a.column], changed.get(a.column, 0)) for a in attributes}


def _attribute(of: AttributeColumn, values: int, changed: int) -> LogAttribute:
    """An attribute of the log, with how many values it has and in how many cases it changes."""
    return LogAttribute(
        name=of.name,
        column=f"case:{of.name}",
        type=of.kind.type,
        values=values,
        dates_only=of.kind.dates_only,
        changed_cases=changed,
    )


def counted_attributes(
    engine: Engine,
    attributes: Sequence[AttributeColumn],
    held: Sequence[str],
    events: Any,
    cases: Any,
    changed: Mapping[str, int],
) -> tuple[LogAttribute, ...]:
    """What `described` gives, of tables in the engine. `held`: the attributes that the events hold, by name."""
    values: dict[str, int] = {}
    for table, scope in ((cases, "case"), (events, "event")):
        names = [a.name for a in attributes if (a.name in held) == (scope == "event")]
        if not names:
            continue
        columns = {f"n{i}": table[f"{scope}:{name}"] for i, name in enumerate(names)}
        about = engine.rows(table.aggregate(**{key: column.approx_nunique() for key, column in columns.items()}))[0]
        few = {key: column for key, column in columns.items() if about[key] <= _EXACT}
        if few:
            about |= engine.rows(table.aggregate(**{key: column.nunique() for key, column in few.items()}))[0]
        values |= {name: int(about[f"n{i}"]) for i, name in enumerate(names)}
    return tuple(_attribute(a, values[a.name], changed.get(a.name, 0)) for a in attributes)


def known_by_then(events: Any, attributes: tuple[LogAttribute, ...]) -> Any:
    """The event table: without attributes that never change, and without times that lie after their event.

    `closed_at` may be filled in backwards, in all rows of its case: at the earlier events nobody knew it yet.
    """
    varying = {f"event:{a.name}": a for a in attributes if a.varies}
    held = events.drop(*(c for c in events.columns if c.startswith("event:") and c not in varying))
    times = {c: (held[c] <= held["at"]).ifelse(held[c], None) for c, a in varying.items() if a.type == "time"}
    return held.mutate(**times) if times else held


def warned(attributes: tuple[LogAttribute, ...], cases: int) -> tuple[ReadingNote, ...]:
    """A note for each attribute that changes in many of the cases."""
    return tuple(
        noted("attribute_changes", attribute=a.name, changed=a.changed_cases, cases=cases)
        for a in attributes
        if a.changed_cases > _MANY * cases
    )


def _values(reader: Reader, columns: dict[str, str], path: Path) -> dict[str, int]:
    """Typed column → number of distinct values: estimated first, in little memory, then counted where there are few."""
    if not columns:
        return {}
    table = f"read_parquet({literal(str(path))})"
    found: dict[str, int] = {}
    for block in blocks(tuple(columns)):
        about = reader.row(f"SELECT {', '.join(f'approx_count_distinct({columns[c]})' for c in block)} FROM {table}")
        found |= {column: int(count) for column, count in zip(block, about, strict=True)}
    for block in blocks([column for column, count in found.items() if count <= _EXACT]):
        exact = reader.row(f"SELECT {', '.join(f'count(DISTINCT {columns[c]})' for c in block)} FROM {table}")
        found |= {column: int(count) for column, count in zip(block, exact, strict=True)}
    return found
