"""The embedded engine spoken to directly: one statement for a table that is kept, and its columns known beforehand.

Ibis compiles every expression. Its own way to a kept table asks DuckDB five times a table what is there; with a hundred
small tables a run that costs more than the answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.expr.types import Table

from analyzer.engine.reader import identifier, literal

Holds = Mapping[str, str | tuple[str, ...]]  # column → what is known of its values (tables/schema.py)


def create(backend: Any, name: str, expression: Table, holds: Holds) -> Table:
    """The rows of an expression as a table of that name, with the types that Ibis gives them; columns of which more is
    known are held in less room, and are asked as if they were not."""
    return _created(backend, name, expression.schema(), f"({backend.compile(expression)})", holds)


def only(kept: Table, columns: Sequence[str]) -> Table:
    """A kept table of which only some columns are known."""
    table, schema = kept.op(), kept.schema()
    known = ibis.schema({column: schema[column] for column in columns})
    return ops.DatabaseTable(name=table.name, schema=known, source=table.source).to_expr()


def append(backend: Any, name: str, expression: Table) -> None:
    """Add the rows of an expression to a table of the same columns."""
    backend.con.execute(f"INSERT INTO {identifier(name)} BY NAME {backend.compile(expression)}")


def take(backend: Any, name: str, data: Any, schema: Any) -> Table:
    """A pyarrow table as a table of that name, with the types given."""
    view = f"{name}_given"
    backend.con.register(view, data)
    try:
        return _created(backend, name, schema, identifier(view), {})
    finally:
        backend.con.unregister(view)


def typed(backend: Any, expression: Table) -> str:
    """The query of an expression with the types that Ibis gives its columns, however they are held."""
    return _cast(backend, expression.schema(), f"({backend.compile(expression)})", {})


def _created(backend: Any, name: str, schema: Any, source: str, holds: Holds) -> Table:
    backend.con.execute(f"CREATE TABLE {identifier(name)} AS {_cast(backend, schema, source, holds)}")
    known = ibis.schema({c: type_.copy(nullable=True) for c, type_ in schema.items()})
    return ops.DatabaseTable(name=name, schema=known, source=backend).to_expr()


def _cast(backend: Any, schema: Any, source: str, holds: Holds) -> str:
    spoken = backend.compiler.type_mapper.to_string
    columns = []
    for column, type_ in schema.items():
        held = holds.get(column, "")
        kind = (
            f"ENUM({', '.join(map(literal, held))})" if isinstance(held, tuple) else spoken(ibis.dtype(held or type_))
        )
        columns.append(f"CAST({identifier(column)} AS {kind}) AS {identifier(column)}")
    return f"SELECT {', '.join(columns)} FROM {source}"
