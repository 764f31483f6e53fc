"""One small object-centric log, written in every format.

Order o1 has the items i1 and i2, order o2 the item i3. Delivery d1 carries i1 and i3, delivery d2 carries i2.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

OBJECTS = {
    "o1": "Order",
    "o2": "Order",
    "i1": "Item",
    "i2": "Item",
    "i3": "Item",
    "d1": "Delivery",
    "d2": "Delivery",
    "Anna": "Customer",
    "Ben": "Customer",
    "Eve": "Employee",
}
RELATIONS = [("Anna", "o1"), ("Ben", "o2"), ("o1", "i1"), ("o1", "i2"), ("o2", "i3")]
RELATIONS += [("d1", "i1"), ("d1", "i3"), ("d2", "i2")]
CHANGES = [  # object, attribute, since, value
    ("o1", "price", "1970-01-01T00:00:00Z", "100"),
    ("o1", "price", "2026-03-04T12:00:00Z", "120"),
    ("o2", "price", "1970-01-01T00:00:00Z", "50"),
    ("o1", "region", "1970-01-01T00:00:00Z", "north"),
    ("o2", "region", "1970-01-01T00:00:00Z", "south"),
]
EVENTS = [  # id, type, time, attributes, objects
    ("e1", "place order", "2026-03-02T09:00:00Z", {"channel": "web"}, ["o1", "i1", "i2", "Anna"]),
    ("e2", "place order", "2026-03-02T10:00:00Z", {"channel": "shop"}, ["o2", "i3", "Ben"]),
    ("e3", "pick item", "2026-03-03T09:00:00Z", {}, ["i1", "Eve"]),
    ("e4", "load", "2026-03-04T09:00:00Z", {}, ["d1", "i1", "i3", "Eve"]),
    ("e5", "deliver", "2026-03-05T09:00:00Z", {}, ["d1", "i1", "i3"]),
    ("e6", "deliver", "2026-03-06T09:00:00Z", {}, ["d2", "i2"]),
    ("e7", "pay", "2026-03-07T09:00:00Z", {}, ["o1"]),
    ("e8", "count stock", "2026-03-08T09:00:00Z", {}, ["Eve"]),
]


def json_2(path: Path) -> Path:
    """OCEL 2.0, JSON."""
    content = {
        "eventTypes": [{"name": name, "attributes": []} for name in dict.fromkeys(e[1] for e in EVENTS)],
        "objectTypes": [{"name": name, "attributes": []} for name in dict.fromkeys(OBJECTS.values())],
        "events": [
            {
                "id": name,
                "type": kind,
                "time": at,
                "attributes": [{"name": key, "value": value} for key, value in given.items()],
                "relationships": [{"objectId": one, "qualifier": ""} for one in held],
            }
            for name, kind, at, given, held in EVENTS
        ],
        "objects": [
            {
                "id": name,
                "type": kind,
                "attributes": [{"name": n, "time": t, "value": v} for o, n, t, v in CHANGES if o == name],
                "relationships": [{"objectId": b, "qualifier": ""} for a, b in RELATIONS if a == name],
            }
            for name, kind in OBJECTS.items()
        ],
    }
    path.write_text(json.dumps(content))
    return path


def json_1(path: Path) -> Path:
    """OCEL 1.0, JSON: it relates no objects and knows no changes."""
    content = {
        "ocel:global-log": {"ocel:version": "1.0", "ocel:object-types": sorted(set(OBJECTS.values()))},
        "ocel:global-event": {"ocel:activity": "__INVALID__"},
        "ocel:events": {
            name: {"ocel:activity": kind, "ocel:timestamp": at, "ocel:omap": held, "ocel:vmap": given}
            for name, kind, at, given, held in EVENTS
        },
        "ocel:objects": {
            name: {"ocel:type": kind, "ocel:ovmap": {n: v for o, n, t, v in CHANGES if o == name and t < "2000"}}
            for name, kind in OBJECTS.items()
        },
    }
    path.write_text(json.dumps(content, indent=1))
    return path


def xml_2(path: Path) -> Path:
    """OCEL 2.0, XML."""

    def relations(names: list[str]) -> str:
        return "".join(f"<relationship object-id={quoteattr(name)} qualifier=''/>" for name in names)

    objects = "".join(
        f"<object id={quoteattr(name)} type={quoteattr(kind)}><attributes>"
        + "".join(f"<attribute name='{n}' time='{t}'>{v}</attribute>" for o, n, t, v in CHANGES if o == name)
        + f"</attributes><objects>{relations([b for a, b in RELATIONS if a == name])}</objects></object>\n"
        for name, kind in OBJECTS.items()
    )
    events = "".join(
        f"<event id='{name}' type='{kind}' time='{at}'><attributes>"
        + "".join(f"<attribute name='{key}'>{value}</attribute>" for key, value in given.items())
        + f"</attributes><objects>{relations(held)}</objects></event>\n"
        for name, kind, at, given, held in EVENTS
    )
    head = "<?xml version='1.0' encoding='UTF-8'?>\n<log><object-types/><event-types/>"
    path.write_text(f"{head}<objects>{objects}</objects>\n<events>{events}</events></log>")
    return path


def sqlite_2(path: Path) -> Path:
    """OCEL 2.0, SQLite, with the tables and names of its specification."""
    base = sqlite3.connect(path)
    run = base.execute
    run("CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)")
    run("CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)")
    run("CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)")
    run("CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT)")
    for of, kinds in (("event", [e[1] for e in EVENTS]), ("object", list(OBJECTS.values()))):
        run(f"CREATE TABLE {of}_map_type (ocel_type TEXT, ocel_type_map TEXT)")
        for kind in dict.fromkeys(kinds):
            name = kind.title().replace(" ", "")
            run(f"INSERT INTO {of}_map_type VALUES (?, ?)", (kind, name))
            if of == "event":
                run(f"CREATE TABLE event_{name} (ocel_id TEXT, ocel_time TIMESTAMP, channel TEXT)")
            else:
                columns = "ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, price REAL, region TEXT"
                run(f"CREATE TABLE object_{name} ({columns})")
    for name, kind, at, given, held in EVENTS:
        run("INSERT INTO event VALUES (?, ?)", (name, kind))
        when = at.replace("T", " ").removesuffix("Z")
        run(f"INSERT INTO event_{kind.title().replace(' ', '')} VALUES (?, ?, ?)", (name, when, given.get("channel")))
        for one in held:
            run("INSERT INTO event_object VALUES (?, ?, '')", (name, one))
    for name, kind in OBJECTS.items():
        run("INSERT INTO object VALUES (?, ?)", (name, kind))
        first = {n: v for o, n, t, v in CHANGES if o == name and t < "2000"}
        values = (name, "1970-01-01 00:00:00", None, first.get("price"), first.get("region"))
        run(f"INSERT INTO object_{kind} VALUES (?, ?, ?, ?, ?)", values)
        for o, n, t, v in CHANGES:
            if o == name and t > "2000":
                run(
                    f"INSERT INTO object_{kind} (ocel_id, ocel_time, ocel_changed_field, {n}) VALUES (?, ?, ?, ?)",
                    (name, t.replace("T", " ").removesuffix("Z"), n, v),
                )
    for a, b in RELATIONS:
        run("INSERT INTO object_object VALUES (?, ?, '')", (a, b))
    base.commit()
    base.close()
    return path


FORMATS: dict[str, Callable[[Path], Path]] = {
    "log.sqlite": sqlite_2,
    "log.xmlocel": xml_2,
    "log.jsonocel": json_2,
    "old.jsonocel": json_1,
}
NEW = ("log.sqlite", "log.xmlocel", "log.jsonocel")
