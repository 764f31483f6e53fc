"""What is written of an object-centric log (OCEL 2.0), whatever its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from analyzer.exports.columns import ISO

TYPES = {"number": "float", "boolean": "boolean", "time": "time"}  # of attributes; all others are strings


class Related(NamedTuple):
    """The object that an event or object is related to, and as what."""

    object: str
    qualifier: str


class Later(NamedTuple):
    """What an attribute of an object is from a time on."""

    at: str
    name: str
    value: Any


@dataclass(frozen=True)
class OcelObject:
    """An object. `attributes` hold from `at` on, those in `later` from their own times."""

    id: str
    type: str
    at: str
    attributes: dict[str, Any]
    related: tuple[Related, ...]
    later: tuple[Later, ...] = ()


@dataclass(frozen=True)
class OcelEvent:
    """An event; `at` is ISO-8601 UTC."""

    id: str
    type: str
    at: str
    attributes: dict[str, Any]
    related: tuple[Related, ...]


@dataclass(frozen=True)
class OcelLog:
    """What is to be written: the types with the types of their attributes, and objects and events one by one."""

    object_types: dict[str, dict[str, str]]
    event_types: dict[str, dict[str, str]]
    objects: Iterator[OcelObject]
    events: Iterator[OcelEvent]


def written(value: Any) -> str:
    """A value as OCEL writes it: times in ISO-8601 UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(ISO) if value.tzinfo else value.strftime(ISO)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
