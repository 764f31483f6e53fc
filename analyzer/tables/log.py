"""What reading an event log gives: its tables, its attributes and its quality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from analyzer.tables.quality import Quality

AttributeType = Literal["number", "code", "text", "time", "boolean"]


@dataclass(frozen=True)
class Attribute:
    """A column of the log beyond the roles. `values` is its number of distinct values, over all events.

    `cases` holds it under `column`: the last value that the case's events give, in their order; missing ones give none.
    Where some case has more than one state of it (two values, or none at first and one later), `varies` is True, and
    `events` holds it under `event_column`: what the event's own row says, missing where it says nothing. Of times, one
    that lies after its event is not known yet at that event, and missing there. Until an event of a case, the last
    value at or before it is the known one.

    A `code` is a whole number, or other text, that names something: values are texts, equal or not, never in order.
    """

    name: str  # as in the file
    column: str  # of the case table: case:<name>
    type: AttributeType
    values: int
    dates_only: bool = False  # a time column of which 99 % or more is midnight: a date counts as the end of its day
    changed_cases: int = 0  # cases with more than one state of it

    @property
    def varies(self) -> bool:
        """Whether any case has more than one state of it."""
        return self.changed_cases > 0

    @property
    def event_column(self) -> str | None:
        """Its column of the event table; None where no case changes it."""
        return f"event:{self.name}" if self.varies else None


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
    in_place: bool = False  # it lies in a database of the engine, and no file of it is on this machine
    sources: tuple[str, ...] = ()  # names, as messages write them; events count through them
    object_types: tuple[str, ...] = ()  # of an object-centric log: that of the cases, and those that lend them events
    objects: Any | None = None  # which objects each event concerns (objects.py), where stages are visited by object
    object_states: Any | None = None  # what is known of these objects over time (objects.py), where anything is
    object_attributes: tuple[
        Attribute, ...
    ] = ()  # under `object:` and their name there; as visits see cases: as others

    @property
    def roles(self) -> frozenset[str]:
        """The optional columns that this log has."""
        return frozenset(self.events.columns) | frozenset(c for c in self.cases.columns if c == "customer_id")
