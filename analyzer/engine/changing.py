"""Tables that stay in a PostgreSQL database and of which rows are replaced, all at once or not at all: what nights keep
where a log lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ibis.expr.types import Table

from analyzer.engine.lasting import LastingTables
from analyzer.engine.reader import identifier, literal

if TYPE_CHECKING:
    from analyzer.engine.postgresql import Postgresql


class ChangingTables(LastingTables):
    """Tables in the schema of a PostgreSQL store, by names of the caller."""

    def __init__(self, store: Postgresql) -> None:
        super().__init__(store)
        self._postgresql = store

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All that is done meanwhile is done at once at the end, or not at all."""
        with self._postgresql.backend.con.transaction():
            yield

    def replace(self, name: str, cases: Table, rows: Table) -> None:
        """Put rows in the place of those of some cases (case_id; null for rows of no case)."""
        store, place = self._postgresql, self._place(name)
        gone = f"(SELECT case_id FROM ({store.typed(cases)}) AS gone)"
        store.run(f"DELETE FROM {place} WHERE case_id IN {gone}")
        store.run(
            f"DELETE FROM {place} WHERE case_id IS NULL AND EXISTS (SELECT FROM {gone} AS g WHERE g.case_id IS NULL)"
        )
        columns = ", ".join(map(identifier, rows.columns))
        store.run(f"INSERT INTO {place} ({columns}) {store.typed(rows)}")
        store.run(f"ANALYZE {place}")

    def put_text(self, name: str, text: str) -> None:
        """A table of one row that holds a text."""
        self._postgresql.run(f"CREATE TABLE {self._place(name)} AS SELECT CAST({literal(text)} AS text) AS content")

    def text(self, name: str, hold: bool = False) -> str | None:
        """The text of such a table; None where it is not there. `hold`: nobody else changes it until what is being
        changed is done."""
        if name not in self.names(name):
            return None
        found = self._postgresql.row(f"SELECT content FROM {self._place(name)}{' FOR UPDATE' if hold else ''}")
        return str(found[0])

    def change_text(self, name: str, text: str) -> None:
        """Another text in such a table."""
        self._postgresql.run(f"UPDATE {self._place(name)} SET content = {literal(text)}")

    def _place(self, name: str) -> str:
        return f"{identifier(self.schema)}.{identifier(name)}"
