"""An object-centric log (OCEL 2.0): events with the case, the customer and the resource that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from analyzer.engine import Table
from analyzer.exports.chosen import Chosen
from analyzer.exports.columns import free_names
from analyzer.exports.destination import Destination
from analyzer.exports.log import EnrichedLog, enriched
from analyzer.exports.ocel_model import TYPES, OcelEvent, OcelLog, OcelObject, Related, written
from analyzer.exports.ocel_objects import VisitingObjects, related_of, visiting_objects
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
_EVENT = "@@event"


def export_ocel(chosen: Chosen, to: Destination) -> int:
    """Write the chosen cases as OCEL 2.0; gives how many events.

    Objects: the cases (their type is what the project calls a case) with their attributes, each related to its
    customer; customers; resources. Events: type activity, with the stage and the verdicts on the visit as attributes,
    related to their case, its customer, and the resource that did it. Ids of customers and resources begin with their
    type, so that no two objects share one; of cases too where a case's name begins so.

    Where stages are visited by object, these objects too, under their own names, with what is known of them over time;
    their cases and events are related to them, and an event of several cases is one event, related to all of these.
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
    number = {"event": _EVENT} if chosen.kept.log.objects is not None else {}
    events = enriched(chosen, number)
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
    of_event = dict.fromkeys(_said(), "string")
    things = visiting_objects(chosen, [noun, CUSTOMER, RESOURCE])
    types |= things.declared if things else {}
    objects = chain(
        _cases(chosen, noun, prefix, shared, things),
        things.objects() if things else (),
        _named(chosen, events.table, "customer_id", CUSTOMER) if has_customers else (),
        _named(chosen, events.table, "resource", RESOURCE) if RESOURCE in types else (),
    )
    return (
        OcelLog(
            types,
            {row["activity"]: of_event for row in activities},
            objects,
            _events(chosen, events, prefix, noun, things),
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


def _cases(
    chosen: Chosen, noun: str, prefix: str, shared: dict[str, Any], things: VisitingObjects | None
) -> Iterator[OcelObject]:
    cases = chosen.of_cases(chosen.kept.log.cases)
    if things is not None:
        cases = cases.left_join(things.by("case_id"), "case_id").drop("case_id_right")
    for row in rows(chosen.engine, cases.order_by("case_id")):
        owner = row.get("customer_id")
        related = () if owner is None else (Related(f"{CUSTOMER}:{owner}", "belongs to"),)
        related = (*related, *related_of(row.get("things")))
        attributes = {name: row[a.column] for name, a in shared.items() if row[a.column] is not None}
        yield OcelObject(prefix + row["case_id"], noun, written(row["first_at"]), attributes, related)


def _named(chosen: Chosen, table: Table, column: str, kind: str) -> Iterator[OcelObject]:
    """The objects that a column of the events names, from their first event on."""
    named = table.filter(table[column].notnull()).group_by(column)
    for row in rows(chosen.engine, named.aggregate(first_at=table.timestamp.min()).order_by(column)):
        yield OcelObject(f"{kind}:{row[column]}", kind, written(row["first_at"]), {}, ())


def _events(
    chosen: Chosen, log: EnrichedLog, prefix: str, noun: str, things: VisitingObjects | None
) -> Iterator[OcelEvent]:
    if things is None:
        groups = ([row] for row in rows(chosen.engine, log.table))
    else:
        of_events = things.by("event").rename({_EVENT: "event"})
        table = log.table.left_join(of_events, _EVENT).drop(f"{_EVENT}_right").order_by(_EVENT, "case_id")
        groups = (list(some) for _, some in groupby(rows(chosen.engine, table), key=itemgetter(_EVENT)))
    for number, some in enumerate(groups):
        related = [Related(prefix + row["case_id"], noun) for row in some]
        related += [
            Related(f"{kind}:{row[column]}", kind)
            for kind, column in ((CUSTOMER, "customer_id"), (RESOURCE, "resource"))
            for row in some
            if row.get(column) is not None
        ]
        related += related_of(some[0].get("things"))
        said = {name: [row[name] for row in some if row[name] is not None] for name in _said()}
        attributes = {name: min(values) for name, values in said.items() if values}  # bad < good < unknown
        first, only_once = some[0], tuple(dict.fromkeys(related))
        yield OcelEvent(f"e{number}", first["activity"], written(first["timestamp"]), attributes, only_once)


def _said() -> tuple[str, ...]:
    return tuple(f"{EXPORTED}{name}" for name in OF_EVENT)
