"""What reading an event log gives: its tables, its attributes and its quality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from analyzer.tables.quality import Quality


@dataclass(frozen=True)
class Attribute:
    """A column of the log beyond the roles. `values` is its number of distinct values."""

    name: str  # as in the file
    column: str  # as in the table: case:<name> or event:<name>
    scope: Literal["case", "event"]
    type: Literal["number", "text", "time", "boolean"]
    values: int
    dates_only: bool = False  # a time column of which 99 % or more is midnight: a date counts as the end of its day


@dataclass(frozen=True)
class Log:
    """An event log in the engine. The tables are Ibis tables (declared in events.py, cases.py, transitions.py)."""

    events: Any
    cases: Any
    transitions: Any | None
    attributes: tuple[Attribute, ...]
    quality: Quality
    n_cases: int
    n_events: int
    activities: tuple[str, ...]  # sorted
    first_at: datetime  # naive UTC
    last_at: datetime  # naive UTC: "now"

    @property
    def roles(self) -> frozenset[str]:
        """The optional columns that this log has."""
        return frozenset(self.events.columns) | frozenset(c for c in self.cases.columns if c == "customer_id")
