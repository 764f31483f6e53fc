"""OCEL 2.0 as JSON, written object by object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from analyzer.exports.destination import Destination
from analyzer.exports.ocel_model import OcelEvent, OcelLog, OcelObject, Related, written


def put_json(log: OcelLog, to: Destination) -> None:
    """Write it; memory holds one object or event."""
    with to.opened() as stream:
        for text in _parts(log):
            stream.write(text.encode("utf-8"))


def _parts(log: OcelLog) -> Iterator[str]:
    yield '{"objectTypes":' + _types(log.object_types) + ',\n"eventTypes":' + _types(log.event_types)
    yield ',\n"objects":[\n'
    yield from _list(map(_object, log.objects))
    yield '],\n"events":[\n'
    yield from _list(map(_event, log.events))
    yield "]}\n"


def _list(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, entry in enumerate(entries):
        yield (",\n" if number else "") + json.dumps(entry, ensure_ascii=False)
    yield "\n"


def _types(types: Mapping[str, Mapping[str, str]]) -> str:
    listed = [
        {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in attributes.items()]}
        for name, attributes in types.items()
    ]
    return json.dumps(listed, ensure_ascii=False)


def _object(one: OcelObject) -> dict[str, Any]:
    attributes = [{"name": key, "time": one.at, "value": _value(value)} for key, value in one.attributes.items()]
    attributes += [{"name": key, "time": at, "value": _value(value)} for at, key, value in one.later]
    return {"id": one.id, "type": one.type, "attributes": attributes, "relationships": _related(one.related)}


def _event(one: OcelEvent) -> dict[str, Any]:
    attributes = [{"name": key, "value": _value(value)} for key, value in one.attributes.items()]
    return {
        "id": one.id,
        "type": one.type,
        "time": one.at,
        "attributes": attributes,
        "relationships": _related(one.related),
    }


def _related(related: Iterable[Related]) -> list[dict[str, str]]:
    return [{"objectId": one.object, "qualifier": one.qualifier} for one in related]


def _value(value: Any) -> Any:
    return written(value) if isinstance(value, datetime) else value
