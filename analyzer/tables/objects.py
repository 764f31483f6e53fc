"""The object types of an object-centric log, as they are shown to whoever chooses the case."""

from __future__ import annotations

from dataclasses import dataclass


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
