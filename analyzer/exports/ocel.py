"""An object-centric log (OCEL 2.0): events with the case, the customer and the resource that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

from analyzer.engine import Table
from analyzer.exports.chosen import Chosen
from analyzer.exports.columns import ISO, free_names
from analyzer.exports.destination import Destination
from analyzer.exports.log import EnrichedLog, enriched
from analyzer.exports.streaming import rows
from analyzer.ingest.columns.plan import EXPORTED

FORMS = {
    ".sqlite": "sqlite",
    ".jsonocel": "json",
    ".jsonocel.gz": "json",
    ".json": "json",
    ".json.gz": "json",
    ".xmlocel": "xml",
    ".xmlocel.gz": "xml",
    ".xml": "xml",
    ".xml.gz": "xml",
}
CUSTOMER, RESOURCE = "customer", "resource"
OF_EVENT = ("stage", "company", "customer", "promise")  # of its visit, as in the enriched log
TYPES = {"number": "float", "boolean": "boolean", "time": "time"}  # of attributes; all others are strings


class Related(NamedTuple):
    """The object that an event or object is related to, and as what."""

    object: str
    qualifier: str


@dataclass(frozen=True)
class OcelObject:
    """An object. `attributes` hold from `at` on."""

    id: str
    type: str
    at: str
    attributes: dict[str, Any]
    related: tuple[Related, ...]


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


def export_ocel(chosen: Chosen, to: Destination) -> int:
    """Write the chosen cases as OCEL 2.0; gives how many events.

    Objects: the cases (their type is what the project calls a case) with their attributes, each related to its
    customer; customers; resources. Events: type activity, with the stage and the verdicts on the visit as attributes,
    related to their case, its customer, and the resource that did it. Ids of customers and resources begin with their
    type, so that no two objects share one; of cases too where a case's name begins so.
    """
    log, table = _object_log(chosen)
    if to.form == "sqlite":
        from analyzer.exports.ocel_sqlite import put_sqlite

        put_sqlite(log, to)
    elif to.form == "xml":
        from analyzer.exports.ocel_xml import put_xml

        put_xml(log, to)
    else:
        from analyzer.exports.ocel_json import put_json

        put_json(log, to)
    return int(chosen.engine.rows(table.aggregate(n=table.count()))[0]["n"])


def _object_log(chosen: Chosen) -> tuple[OcelLog, Table]:
    events = enriched(chosen)
    noun = _noun(chosen)
    prefix = _prefix(chosen, noun)
    shared = {name: a for name, a in events.attributes.items() if name in events.of_case}
    types = {noun: {name: TYPES.get(a.type, "string") for name, a in shared.items()}}
    has_customers = "customer_id" in events.table.columns
    if has_customers:
        types[CUSTOMER] = {}
    if "resource" in events.table.columns:
        types[RESOURCE] = {}
    activities = chosen.engine.rows(events.table.select("activity").distinct().order_by("activity"))
    of_event = dict.fromkeys(OF_EVENT, "string")
    objects = chain(
        _cases(chosen, events, noun, prefix, shared),
        _named(chosen, events.table, "customer_id", CUSTOMER) if has_customers else (),
        _named(chosen, events.table, "resource", RESOURCE) if RESOURCE in types else (),
    )
    return (
        OcelLog(
            types, {row["activity"]: of_event for row in activities}, objects, _events(chosen, events, prefix, noun)
        ),
        events.table,
    )


def _noun(chosen: Chosen) -> str:
    """The type of a case's object."""
    noun = chosen.document.get("case_noun") or "case"
    return free_names([noun], [CUSTOMER, RESOURCE])[noun]


def _prefix(chosen: Chosen, noun: str) -> str:
    """What ids of cases begin with: nothing, unless a case's name could be taken for another object's."""
    cases = chosen.of_cases(chosen.kept.log.cases)
    names = cases.case_id
    odd = cases.filter(names.startswith(f"{CUSTOMER}:") | names.startswith(f"{RESOURCE}:"))
    return f"{noun}:" if chosen.engine.rows(odd.limit(1)) else ""


def _cases(chosen: Chosen, log: EnrichedLog, noun: str, prefix: str, shared: dict[str, Any]) -> Iterator[OcelObject]:
    cases = chosen.of_cases(chosen.kept.log.cases).order_by("case_id")
    for row in rows(chosen.engine, cases):
        owner = row.get("customer_id")
        related = () if owner is None else (Related(f"{CUSTOMER}:{owner}", "belongs to"),)
        attributes = {name: row[a.column] for name, a in shared.items() if row[a.column] is not None}
        yield OcelObject(prefix + row["case_id"], noun, written(row["first_at"]), attributes, related)


def _named(chosen: Chosen, table: Table, column: str, kind: str) -> Iterator[OcelObject]:
    """The objects that a column of the events names, from their first event on."""
    named = table.filter(table[column].notnull()).group_by(column)
    for row in rows(chosen.engine, named.aggregate(first_at=table.timestamp.min()).order_by(column)):
        yield OcelObject(f"{kind}:{row[column]}", kind, written(row["first_at"]), {}, ())


def _events(chosen: Chosen, log: EnrichedLog, prefix: str, noun: str) -> Iterator[OcelEvent]:
    for number, row in enumerate(rows(chosen.engine, log.table)):
        related = [Related(prefix + row["case_id"], noun)]
        related += [
            Related(f"{kind}:{row[column]}", kind)
            for kind, column in ((CUSTOMER, "customer_id"), (RESOURCE, "resource"))
            if row.get(column) is not None
        ]
        attributes = {name: row[f"{EXPORTED}{name}"] for name in OF_EVENT if row[f"{EXPORTED}{name}"] is not None}
        yield OcelEvent(f"e{number}", row["activity"], written(row["timestamp"]), attributes, tuple(related))


def written(value: Any) -> str:
    """A value as OCEL writes it: times in ISO-8601 UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(ISO) if value.tzinfo else value.strftime(ISO)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
