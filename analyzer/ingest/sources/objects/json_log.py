"""OCEL 2.0 and 1.0 in JSON → the tables of an object-centric log, one event or object at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.objects.json_elements import elements
from analyzer.ingest.sources.objects.object_log import ObjectLog, ObjectTables, as_text

_EVENTS, _OBJECTS = ("events", "ocel:events"), ("objects", "ocel:objects")
_CHANGES = "ocel:objectChanges"


def read_json_log(given: GivenFile, folder: Path) -> ObjectLog:
    """An `.jsonocel` or `.json` file. Raises the file's error where it is damaged or holds no such log."""
    tables, old, seen = ObjectTables(given, folder), False, False
    try:
        for top, key, value in elements(given.path):
            if top in _EVENTS:
                _event(tables, key, value)
                old, seen = old or top == "ocel:events", True
            elif top in _OBJECTS:
                _object(tables, key, value)
            elif top == _CHANGES:
                _change(tables, value)
    except KeyError as error:
        raise given.refuse(
            "an object-centric log (OCEL) in JSON: events with id, type and time, objects with id and type",
            f"an entry without {error.args[0]}",
            "export it again as OCEL 2.0",
        ) from None
    except (ValueError, AttributeError, TypeError) as error:
        raise given.refuse(
            "a whole object-centric log (OCEL) in JSON",
            f"JSON that breaks off or is of another kind: {str(error)[:120]}",
            "copy or export it again, or export the events as CSV",
        ) from None
    if not seen:
        raise given.refuse(
            "an object-centric log (OCEL) in JSON, with events and objects",
            "JSON without them",
            "export it as OCEL 2.0, or export the events as CSV",
        )
    return tables.finished("OCEL 1.0, JSON" if old else "OCEL 2.0, JSON")


def _event(tables: ObjectTables, key: str | None, value: Mapping[str, Any]) -> None:
    if key is not None:  # OCEL 1.0
        attributes = {name: as_text(one) for name, one in (value.get("ocel:vmap") or {}).items()}
        tables.event(key, as_text(value["ocel:activity"]), as_text(value["ocel:timestamp"]), attributes)
        held: Iterable[Any] = value.get("ocel:omap") or ()
    else:
        key = str(value["id"])
        attributes = {str(one["name"]): as_text(one.get("value")) for one in value.get("attributes") or ()}
        tables.event(key, as_text(value["type"]), as_text(value["time"]), attributes)
        held = (one["objectId"] for one in value.get("relationships") or ())
    for thing in dict.fromkeys(held):
        tables.hold(key, str(thing))


def _object(tables: ObjectTables, key: str | None, value: Mapping[str, Any]) -> None:
    if key is not None:  # OCEL 1.0
        tables.object(key, as_text(value["ocel:type"]))
        for name, one in (value.get("ocel:ovmap") or {}).items():
            tables.change(key, name, None, as_text(one))
        for relation in value.get("ocel:o2o") or ():
            tables.relate(key, str(relation["ocel:oid"]))
        return
    key = str(value["id"])
    tables.object(key, as_text(value["type"]))
    for one in value.get("attributes") or ():
        tables.change(key, str(one["name"]), as_text(one.get("time")), as_text(one.get("value")))
    for relation in value.get("relationships") or ():
        tables.relate(key, str(relation["objectId"]))


def _change(tables: ObjectTables, value: Mapping[str, Any]) -> None:
    """How pm4py writes the changing attributes of objects into OCEL 1.0."""
    name = str(value["ocel:field"])
    tables.change(str(value["ocel:oid"]), name, as_text(value.get("ocel:timestamp")), as_text(value.get(name)))
