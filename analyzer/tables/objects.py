"""The objects of an object-centric log: its types, as they are shown to whoever chooses the case, which objects an
event concerns, and what is known of each over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.tables.schema import Column, Declaration

CONCERNED = Declaration(
    "objects",
    "one event of one case and an object of that case that it concerns, of the types that stages name (`per`)",
    (
        Column("case_id", "string", "the case"),
        Column("event", "int64", "as in events"),
        Column("type", "string", "the object's type, as the journey writes it"),
        Column("object", "string", "the object"),
    ),
)
BEGINNING = datetime(1900, 1, 1)  # before any event
OF_OBJECT = "object:"  # how columns begin that hold attributes of objects
STATES = Declaration(
    "object states",
    "one object of one case, and a moment from which on something else is known of it",
    (
        Column("case_id", "string", "the case"),
        Column("type", "string", "the object's type, as the journey writes it"),
        Column("object", "string", "the object"),
        Column("since", "timestamp(6)", f"from when on this holds; {BEGINNING:%Y-%m-%d} where it always did"),
        Column("until", "timestamp(6)", "when the next state begins; null where none does"),
    ),
    prefixes=(OF_OBJECT,),
)
_BEHIND = "\x1f"  # between the name of a case and that of one of its objects


@dataclass(frozen=True)
class ObjectType:
    """A type and what it would give as the case, without any related type.

    `objects` are the cases; `events` those that concern one of them; `shared` those that concern several and would
    count in each; `activities` the different ones of them; `times` how often an object that lives an activity lives
    it, on average over the activities.
    """

    name: str
    objects: int
    events: int
    shared: int
    activities: int
    times: float = 1.0


def seen_by(case_id: Any, thing: Any) -> Any:
    """The name of a case as one of its objects sees it (visits/by_object.py); its own where the object is empty. Both
    are texts of the engine."""
    return (thing == "").ifelse(case_id, case_id + _BEHIND + thing)
