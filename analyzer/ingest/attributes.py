"""The attributes of a log as they are handed on, with their number of values."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from analyzer.engine.reader import Reader, identifier, literal
from analyzer.ingest.plan import Attribute
from analyzer.tables.log import Attribute as LogAttribute

_EXACT = 5_000  # values; above it their number is an estimate, within a few percent


def described(
    reader: Reader, attributes: tuple[Attribute, ...], path: Path, scope: Literal["case", "event"]
) -> dict[str, LogAttribute]:
    """Typed column → attribute; `path` is the table in which they stand."""
    values = _values(reader, attributes, path, scope)
    return {
        a.column: LogAttribute(
            name=a.name,
            column=f"{scope}:{a.name}",
            scope=scope,
            type=a.kind.type,
            values=values[a.column],
            dates_only=a.kind.dates_only,
        )
        for a in attributes
    }


def _values(reader: Reader, attributes: tuple[Attribute, ...], path: Path, scope: str) -> dict[str, int]:
    """Typed column → number of distinct values: estimated first, in little memory, then counted where there are few."""
    if not attributes:
        return {}
    table = f"read_parquet({literal(str(path))})"
    columns = {a.column: identifier(f"{scope}:{a.name}") for a in attributes}
    about = reader.row(f"SELECT {', '.join(f'approx_count_distinct({c})' for c in columns.values())} FROM {table}")
    found = {column: int(count) for column, count in zip(columns, about, strict=True)}
    few = [column for column, count in found.items() if count <= _EXACT]
    if few:
        exact = reader.row(f"SELECT {', '.join(f'count(DISTINCT {columns[c]})' for c in few)} FROM {table}")
        found |= {column: int(count) for column, count in zip(few, exact, strict=True)}
    return found
