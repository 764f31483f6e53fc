"""Tables that stay in a database when a run has ended: what filters are answered from where a log lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ibis.expr.operations as ops
from ibis.expr.types import Table

from analyzer.engine.store import in_microseconds

if TYPE_CHECKING:
    from analyzer.engine.postgresql import Postgresql
    from analyzer.engine.remote import Remote


class LastingTables:
    """Tables of ended runs in the schema of a database, by names of the caller: letters, digits and underlines."""

    def __init__(self, store: Postgresql | Remote) -> None:
        self._store = store

    @property
    def schema(self) -> str:
        """Where they lie."""
        return self._store.schema

    def put(self, name: str, expression: Table) -> None:
        """The rows of an expression as a table that stays; where the database has indexes, found by case_id."""
        self._store.lay(name, expression)

    def open(self, name: str) -> Table:
        """A table that was put there, with the types that it has."""
        schema = self._store.backend.table(name, database=self.schema).schema()
        place = ops.Namespace(catalog=None, database=self.schema)
        table = ops.DatabaseTable(name=name, schema=schema, source=self._store.backend, namespace=place).to_expr()
        return in_microseconds(table)

    def names(self, prefix: str) -> list[str]:
        """The tables whose names begin so."""
        return [name for name in self._store.tables() if name.startswith(prefix)]

    def drop(self, names: Iterable[str]) -> None:
        """Take tables away; what is not there is passed over."""
        for name in names:
            self._store.drop_table(name)
