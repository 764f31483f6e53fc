"""Object-centric logs of orders and their deliveries, small enough to read or made by a seed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analyzer.engine import Engine
from analyzer.settings import Settings, load_project
from tests.spec.small import Run, at


class Event(NamedTuple):
    """An event of an order: `objects` are the deliveries that it concerns."""

    activity: str
    time: str
    objects: tuple[str, ...] = ()


class Known(NamedTuple):
    """What an attribute of a delivery is from a time on; without one from the beginning."""

    name: str
    value: str | float
    time: str = ""


def write_log(
    path: Path,
    orders: Mapping[str, Sequence[Event]],
    customers: Mapping[str, str] | None = None,
    known: Mapping[str, Sequence[Known]] | None = None,
) -> Path:
    """The orders as OCEL 2.0 JSON: each event concerns its order and its deliveries; an order is related to these, and
    to its customer where it has one. `known`: what is known of deliveries."""
    deliveries = {o: sorted({d for e in events for d in e.objects}) for o, events in orders.items()}
    people = customers or {}
    events = [(order, event) for order, events in orders.items() for event in events]
    others = {"Delivery": {d for some in deliveries.values() for d in some}, "Customer": set(people.values())}
    content = {
        "eventTypes": [{"name": n, "attributes": []} for n in sorted({e.activity for _, e in events})],
        "objectTypes": [{"name": n, "attributes": []} for n in ("Order", "Delivery", "Customer")],
        "events": [
            {
                "id": f"e{number}",
                "type": event.activity,
                "time": f"{at(event.time).isoformat()}Z",
                "attributes": [],
                "relationships": [{"objectId": one, "qualifier": ""} for one in (order, *event.objects)],
            }
            for number, (order, event) in enumerate(events)
        ],
        "objects": [
            {
                "id": order,
                "type": "Order",
                "attributes": [],
                "relationships": [
                    {"objectId": one, "qualifier": ""}
                    for one in (*deliveries[order], *([people[order]] if order in people else []))
                ],
            }
            for order in orders
        ]
        + [
            {
                "id": name,
                "type": kind,
                "attributes": [
                    {
                        "name": one.name,
                        "time": f"{at(one.time).isoformat()}Z" if one.time else "1970-01-01T00:00:00Z",
                        "value": one.value,
                    }
                    for one in (known or {}).get(name, ())
                ],
                "relationships": [],
            }
            for kind, names in others.items()
            for name in sorted(names)
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def project(
    folder: Path,
    orders: Mapping[str, Sequence[Event]],
    journey: str,
    signals: Iterable[Mapping[str, str]] = (),
    customers: Mapping[str, str] | None = None,
    known: Mapping[str, Sequence[Known]] | None = None,
    **source: str,
) -> Settings:
    """A project over such a log. `source`: further keys of the source of signals."""
    folder.mkdir(parents=True, exist_ok=True)
    write_log(folder / "orders.jsonocel", orders, customers, known)
    (folder / "journey.yaml").write_text(journey, encoding="utf-8")
    said = [{**row, "timestamp": at(row["timestamp"]).isoformat(" ")} for row in signals]
    lines = ["name: Orders", "log: {path: orders.jsonocel, case: Order, with: [Delivery]}", "journey: journey.yaml"]
    if said:
        with (folder / "signals.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(said[0]))
            writer.writeheader()
            writer.writerows(said)
        further = "".join(f", {key}: {value}" for key, value in source.items())
        lines.append(f"signals: [{{path: signals.csv{further}}}]")
    (folder / "project.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_project(folder / "project.yaml")


def rooms(engine: Engine, settings: Settings) -> Run:
    """The rooms over such a project."""
    return Run.of(engine, settings)
