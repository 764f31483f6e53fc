"""What an engine has to be able to do with tables, so that the analysis runs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from ibis.expr.types import Table

Holds = Mapping[str, str | tuple[str, ...]]  # column → what is known of its values (tables/schema.py)

ROW = "@row"  # the place of a row in its table


class Store(Protocol):
    """Tables of one run in one engine; `backend` is Ibis's connection. Expressions are compiled by Ibis, statements
    that make tables are written by the store. `gone`: what its driver raises where the engine has gone away or has no
    room left."""

    backend: Any
    gone: tuple[type[BaseException], ...]

    def expect(self, events: int, columns: int) -> None:
        """Be ready for a log of so many events and attribute columns."""

    def source(self, name: str, table: str | None, query: str | None) -> Table:
        """A table, or the rows of a query, where they lie; ROW beside them where rows have places. Raises
        WarehouseError."""

    def create(self, name: str, expression: Table, holds: Holds) -> Table:
        """The rows of an expression, computed once, as a table of that name with the types that Ibis gives them."""

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table as if it had these columns alone."""

    def append(self, kept: Table, more: Table, name: str) -> Table:
        """A kept table with the rows of an expression of the same columns; `name` is free for it."""

    def take(self, name: str, data: Any, schema: Any) -> Table:
        """A pyarrow table as a table of that name, with the types of an Ibis schema."""

    def read_parquet(self, name: str, path: Path) -> Table:
        """The rows of a Parquet file on this machine, in its order where the engine knows one."""

    def fetch(self, expression: Table, most: int) -> Any:
        """The rows of an expression as a pyarrow table; of more than `most` rows no more than one further is needed."""

    def write(self, expression: Table, path: Path) -> None:
        """The rows of an expression as one Parquet file on this machine, in their order."""

    def close(self) -> None:
        """Give back what the run has taken."""


def in_microseconds(table: Table) -> Table:
    """The table with its timestamps declared as they are: some engines have microseconds, and do not say so."""
    vague = [name for name, type_ in table.schema().items() if type_.is_timestamp() and type_.scale is None]
    return table.mutate(**{name: table[name].cast("timestamp(6)") for name in vague}) if vague else table
