"""What a table declares: its grain and its columns with type, unit and meaning; and a check that a table keeps to
it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column: its Ibis type, what it means, its unit, and whether it may be absent.

    `holds`: what is known of its values, so that the engine can keep them in less room: a smaller whole number that
    they fit in, or all the texts that they may be.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    optional: bool = False  # the column may be absent from the table
    holds: str | tuple[str, ...] = ""


@dataclass(frozen=True)
class Declaration:
    """A table that one room hands to another."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    prefixes: tuple[str, ...] = ()  # further columns are allowed under these prefixes

    @property
    def schema(self) -> dict[str, str]:
        """Column → Ibis type, of the columns that must be there."""
        return {c.name: c.type for c in self.columns if not c.optional}

    def held_by(self, table: Any) -> tuple[str, ...]:
        """Of the declared columns those that a table has, in the order of the declaration."""
        return tuple(c.name for c in self.columns if c.name in table.columns)

    @property
    def holds(self) -> dict[str, str | tuple[str, ...]]:
        """Column → what is known of its values, of the columns of which something is."""
        return {c.name: c.holds for c in self.columns if c.holds}

    def check(self, table: Any) -> Any:
        """The table itself, if its columns and types are as declared; else a TypeError that names the first that is
        not."""
        have = {name: _spoken(str(kind)) for name, kind in table.schema().items()}
        for column in self.columns:
            if column.name not in have:
                if column.optional:
                    continue
                raise TypeError(f"table {self.name}: no column {column.name} ({column.meaning})")
            if have[column.name] != column.type:
                raise TypeError(f"table {self.name}: {column.name} is {have[column.name]}, declared {column.type}")
        known = {c.name for c in self.columns}
        for name in have:
            if name not in known and not name.startswith(self.prefixes or ("\0",)):
                raise TypeError(f"table {self.name}: column {name} is not declared")
        return table


def _spoken(kind: str) -> str:
    """A type as it is declared: without the mark of never being null; an engine that names no unit has microseconds."""
    plain = kind.removeprefix("!")
    return "timestamp(6)" if plain == "timestamp" else plain
