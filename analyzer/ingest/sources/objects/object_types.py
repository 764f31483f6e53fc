"""What each object type of a log would give as the case: how many cases, how many events, and how many are shared."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.engine.reader import Reader
from analyzer.ingest.sources.objects.object_log import ObjectLog
from analyzer.settings import nearest
from analyzer.tables.objects import ObjectType

_AGAIN = 5.0  # times that an object lives one activity, on average; above it is a resource or a customer, no case
CUSTOMERS = frozenset(("customer", "client", "consumer", "buyer", "guest", "citizen", "member", "patient"))


def object_types(log: ObjectLog, reader: Reader) -> tuple[ObjectType, ...]:
    """One entry a type, the type with the most objects first."""
    held = (
        f"SELECT o.type, h.object, h.event, e.type AS activity FROM {log.held} AS h LEFT JOIN {log.events} AS e"
        f" ON e.id = h.event LEFT JOIN {log.objects} AS o ON o.id = h.object WHERE e.no IS NOT NULL AND o.type"
        " IS NOT NULL"
    )
    table = f"held_{reader.number()}"
    reader.run(f"CREATE TEMP TABLE {table} AS SELECT DISTINCT * FROM ({held})")
    lived = f"SELECT type, activity, count(*) / count(DISTINCT object) AS times FROM {table} GROUP BY type, activity"
    again = f"SELECT type, count(*) AS activities, avg(times) AS times FROM ({lived}) GROUP BY type"
    shared = f"SELECT type, event, count(*) AS objects FROM {table} GROUP BY type, event"
    events = f"SELECT type, count(*) AS events, count_if(objects > 1) AS shared FROM ({shared}) GROUP BY type"
    objects = f"SELECT type, count(DISTINCT id) AS objects FROM {log.objects} WHERE type IS NOT NULL GROUP BY type"
    asked = (
        "SELECT o.type, o.objects, coalesce(e.events, 0), coalesce(e.shared, 0), coalesce(a.activities, 0),"
        f" coalesce(a.times, 0) FROM ({objects}) AS o LEFT JOIN ({events}) AS e ON e.type = o.type"
        f" LEFT JOIN ({again}) AS a ON a.type = o.type ORDER BY o.objects DESC, o.type"
    )
    rows = reader.rows(asked)
    reader.run(f"DROP TABLE {table}")
    return tuple(ObjectType(str(t), int(o), int(e), int(s), int(a), float(n)) for t, o, e, s, a, n in rows)


def proposed_case(types: Sequence[ObjectType]) -> str | None:
    """The type in whose life most activities occur; of several the one with more objects.

    A type whose objects live the same activity over and over, such as employees and customers, is no case. None where
    no type has an event.
    """
    lived = [one for one in types if one.events]
    cases = [one for one in lived if one.times <= _AGAIN and not is_customer(one.name)] or lived
    return min(cases, key=lambda one: (-one.activities, -one.objects, one.name)).name if cases else None


def is_customer(kind: str) -> bool:
    """Whether a type is called as customers are."""
    plain = kind.strip().casefold().rstrip("s")
    return plain in CUSTOMERS


def spoken(types: Sequence[ObjectType]) -> str:
    """The types with their numbers: Order (2,000 objects, 6,484 events), …"""
    return ", ".join(f"{one.name} ({one.objects:,} objects, {one.events:,} events)" for one in types) or "none"


def near_type(name: str, types: Sequence[ObjectType]) -> str | None:
    """The type of nearly that name."""
    return nearest(name, [one.name for one in types])
