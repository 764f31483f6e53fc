"""An object-centric log with one type chosen as the case → one row an event of a case.

A case is an object of the type; its events are its own and those of the objects of further types that are related to
it. Objects are reached step by step over relations, first the direct ones; a type that was reached in an earlier step
is not reached again from a later one. So an order has its items and their packages, but not the other items that lie
in the same packages (the rule of a leading type: Adams, Schuster, Schmitz, Schuh, van der Aalst 2022, "Defining Cases
and Variants for Object-Centric Event Data").
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.objects.object_attributes import attributes_of
from analyzer.ingest.sources.objects.object_log import ObjectLog
from analyzer.ingest.sources.objects.object_types import is_customer, near_type, object_types, proposed_case, spoken
from analyzer.ingest.sources.raw import TEXT, RawTable, nothing_ragged
from analyzer.tables.objects import ObjectType
from analyzer.tables.quality import ReadingNote, fact, noted

ACTIVITY, TIME = "activity", "timestamp"


@dataclass(frozen=True)
class ObjectChoice:
    """Which type is the case, which further ones lend it their events, and which one is the customer, if said."""

    case: str | None = None
    others: tuple[str, ...] = ()
    customer: str | None = None


def flattened(log: ObjectLog, reader: Reader, choice: ObjectChoice) -> RawTable:
    """The rows, in the order of the file's events; an event of several cases stands once for each of them.

    Raises the file's error where the case is not chosen, or a type is not there.
    """
    types = object_types(log, reader)
    case, others = _checked(log.given, types, choice)
    edges, by_events = _edges(log, reader)
    members, told = _members(log, reader, edges, case, others)
    if by_events and others:
        told.append(noted("objects_unrelated"))
    flat = f"flat_{reader.number()}"
    reader.run(
        f"CREATE TEMP TABLE {flat} AS SELECT DISTINCT h.event, m.case_id FROM {log.held} AS h"
        f" LEFT JOIN {members} AS m ON m.object = h.object WHERE m.case_id IS NOT NULL"
    )
    attributes = ", ".join(f"e.a{number}" for number in range(len(log.attributes)))
    rows = f"rows_{reader.number()}"
    reader.run(
        f"CREATE TEMP TABLE {rows} AS SELECT row_number() OVER (ORDER BY e.no, f.case_id) - 1 AS row, f.case_id,"
        f" e.type, e.at, e.line, e.no{', ' if attributes else ''}{attributes} FROM {log.events} AS e"
        f" LEFT JOIN {flat} AS f ON f.event = e.id WHERE f.case_id IS NOT NULL"
    )
    told += _counted(log, reader, rows, members, case)
    given, names = attributes_of(log, reader, rows, case)
    customer = _customer_type(types, choice, case)
    joined, which = "", ""
    if customer is not None:
        table, several = _customers(log, reader, edges, rows, case, customer)
        told += several
        joined, which = f" LEFT JOIN {table} AS p ON p.case_id = r.case_id", ", p.customer"
    listed = "".join(f", r.a{number}" for number in range(len(log.attributes)))
    own = "".join(f", g.o{number}" for number in range(len(names)))
    whole = f"SELECT r.row, r.case_id, r.type, r.at{listed}{own}{which}, r.no FROM {rows} AS r{given}{joined}"
    all_names = unique_names(
        (case, ACTIVITY, TIME, *log.attributes, *names, *((customer,) if customer else ()), "@@no")
    )
    raw = _raw(log, reader, whole, rows, all_names, _roles(all_names, customer), tuple(told))
    concerned = (
        f"(SELECT DISTINCT r.row, r.case_id, r.no AS event, m.type, m.object, FALSE AS named FROM {rows} AS r"
        f" LEFT JOIN {log.events} AS e ON e.no = r.no LEFT JOIN {log.held} AS h ON h.event = e.id"
        f" LEFT JOIN {members} AS m ON m.case_id = r.case_id AND m.object = h.object WHERE m.object IS NOT NULL)"
    )
    return replace(raw, object_types=(case, *others), objects=concerned, changes=log.changes)


def _raw(
    log: ObjectLog,
    reader: Reader,
    whole: str,
    rows: str,
    names: tuple[str, ...],
    roles: dict[str, str],
    told: tuple[ReadingNote, ...],
) -> RawTable:
    size = log.given.path.stat().st_size
    columns = ", ".join(f"c{place}" for place in range(len(names)))
    table = reader.keep(f"SELECT * FROM ({whole}) AS t(row, {columns}) ORDER BY row", size, len(names))

    def place_of(row: int) -> tuple[GivenFile, int | None]:
        found = reader.rows(f"SELECT line FROM {rows} WHERE row = {row}")
        return log.given, int(found[0][0]) if found and found[0][0] is not None else None

    return RawTable(
        names=names,
        types=(*(TEXT for _ in names[:-1]), "BIGINT"),
        relation=f"(SELECT {columns} FROM {table})",
        numbered=table,
        checked=table,
        files=(log.given,),
        ragged=nothing_ragged,
        place_of=place_of,
        notes=(fact("format", name=log.format),),
        told=told,
        in_columns=True,
        roles=roles,
        event_column=names[-1],
    )


def _roles(names: tuple[str, ...], customer: str | None) -> dict[str, str]:
    roles = {"case_id": names[0], "activity": names[1], "timestamp": names[2]}
    return roles | ({"customer_id": names[-2]} if customer else {})


def _checked(given: GivenFile, types: tuple[ObjectType, ...], choice: ObjectChoice) -> tuple[str, tuple[str, ...]]:
    """The types as the file spells them."""
    known = {one.name: one.name for one in types}
    for one in types:
        known.setdefault(one.name.casefold(), one.name)
    if choice.case is None:
        best = proposed_case(types)
        raise given.refuse(
            "the object type that is the case",
            f"an object-centric log with the types {spoken(types)}",
            f"choose one: log: {{path: …, case: {best}}} in the project file, or --case",
        )
    found = []
    for name in (choice.case, *choice.others):
        if name not in known and name.casefold() not in known:
            near = near_type(name, types)
            raise given.refuse(
                f"an object type {name}",
                f"the types {spoken(types)}",
                f"write {near}" if near else "write one of these types",
            )
        found.append(known.get(name) or known[name.casefold()])
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise given.refuse(
            "every object type once, in case or in with",
            f"{twice} twice",
            f"take {twice} out of with, or write another",
        )
    return found[0], tuple(found[1:])


def _edges(log: ObjectLog, reader: Reader) -> tuple[str, bool]:
    """A table of a, b, both ways: related objects; where the file relates none, those that share an event.

    The second value says whether it is so.
    """
    name = f"edges_{reader.number()}"
    none = not reader.rows(f"SELECT 1 FROM {log.related} LIMIT 1")
    if none:
        pairs = (
            f"SELECT a.object AS a, b.object AS b FROM {log.held} AS a LEFT JOIN {log.held} AS b ON b.event = a.event"
        )
    else:
        pairs = f"SELECT source AS a, target AS b FROM {log.related} UNION SELECT target, source FROM {log.related}"
    reader.run(
        f"CREATE TEMP TABLE {name} AS SELECT DISTINCT p.a, p.b, o.type FROM ({pairs}) AS p"
        f" LEFT JOIN {log.objects} AS o ON o.id = p.b WHERE p.a <> p.b AND o.type IS NOT NULL"
    )
    return name, none


def _members(
    log: ObjectLog, reader: Reader, edges: str, case: str, others: tuple[str, ...]
) -> tuple[str, list[ReadingNote]]:
    """A table of case_id, object, type, step: what each case is made of; and what is to be said of it."""
    name = f"members_{reader.number()}"
    reader.run(
        f"CREATE TEMP TABLE {name} AS SELECT DISTINCT id AS case_id, id AS object, type, 0 AS step FROM {log.objects}"
        f" WHERE type = {literal(case)}"
    )
    wanted = ", ".join(literal(other) for other in others)
    for step in range(1, len(others) + 1):
        reader.run(
            f"INSERT INTO {name} SELECT f.case_id, f.object, f.type, {step} FROM (SELECT DISTINCT m.case_id, n.b AS"
            f" object, n.type FROM {edges} AS n LEFT JOIN {name} AS m ON m.object = n.a AND m.step = {step - 1} WHERE"
            f" m.step IS NOT NULL AND n.type IN ({wanted})) AS f ANTI JOIN {name} AS p ON p.case_id = f.case_id"
            " AND p.type = f.type"
        )
    reached = {str(kind) for (kind,) in reader.rows(f"SELECT DISTINCT type FROM {name}")}
    return name, [noted("type_unrelated", type=case, other=o) for o in others if o not in reached]


def _counted(log: ObjectLog, reader: Reader, rows: str, members: str, case: str) -> list[ReadingNote]:
    """What a reader of the results should know: events of several cases and of none, cases without events, names
    that the file does not explain."""
    one = f"SELECT no, count(*) AS cases FROM {rows} GROUP BY no"
    events, shared, most = reader.row(f"SELECT count(*), count_if(cases > 1), max(cases) FROM ({one})")
    total, names = reader.row(f"SELECT count(*), count(DISTINCT id) FROM {log.events}")
    cases = reader.row(f"SELECT count(DISTINCT case_id) FROM {members}")[0]
    alive = reader.row(f"SELECT count(DISTINCT case_id) FROM {rows}")[0]
    lost = reader.row(
        f"SELECT count(DISTINCT h.object) FROM {log.held} AS h LEFT JOIN {log.objects} AS o ON o.id = h.object"
        " WHERE o.id IS NULL"
    )[0]
    told = []
    if shared:
        told.append(noted("events_of_several_cases", shared=shared, events=events, type=case, most=most))
    if total > events:
        told.append(noted("events_of_no_case", left=total - events, events=total, type=case))
    if cases > alive:
        told.append(noted("cases_without_events", left=cases - alive, cases=cases, type=case))
    if total > names:
        told.append(noted("event_ids_again", n=total - names))
    if lost:
        told.append(noted("objects_not_listed", n=lost))
    return told


def _customer_type(types: tuple[ObjectType, ...], choice: ObjectChoice, case: str) -> str | None:
    """The type whose objects are the customers: what was said, else one that is called so."""
    names = [one.name for one in types if one.name != case]
    if choice.customer is not None:
        return next((name for name in names if name.casefold() == choice.customer.casefold()), None)
    return next((name for name in names if is_customer(name)), None)


def _customers(
    log: ObjectLog, reader: Reader, edges: str, rows: str, case: str, customer: str
) -> tuple[str, list[ReadingNote]]:
    """A table of case_id, customer: the related object of that type, else the one of the case's events."""
    table, kind = f"customers_{reader.number()}", literal(customer)
    related = f"SELECT n.a AS case_id, n.b AS object, 0 AS way FROM {edges} AS n WHERE n.type = {kind}"
    of = f"SELECT id FROM {log.objects} WHERE type = {kind}"
    numbered = f"SELECT no, id FROM {log.events}"
    with_event = (
        f"SELECT DISTINCT r.case_id, h.object, 1 AS way FROM {log.held} AS h SEMI JOIN ({of}) AS o ON o.id = h.object"
        f" LEFT JOIN ({numbered}) AS e ON e.id = h.event LEFT JOIN {rows} AS r ON r.no = e.no WHERE r.no IS NOT NULL"
    )
    reader.run(
        f"CREATE TEMP TABLE {table} AS SELECT case_id, arg_min(object, (way, object)) AS customer,"
        f" count(DISTINCT object) FILTER (way = first) AS several FROM (SELECT *, min(way) OVER (PARTITION BY case_id)"
        f" AS first FROM ({related} UNION ALL {with_event})) GROUP BY case_id"
    )
    asked = f"SELECT count(*) FROM {table} AS t SEMI JOIN {rows} AS r ON r.case_id = t.case_id WHERE several > 1"
    several = int(reader.row(asked)[0])
    if not several:
        return table, []
    return table, [noted("several_customer_objects", n=several, type=case, customer=customer)]
