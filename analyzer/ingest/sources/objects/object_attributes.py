"""The attributes of the objects that are the cases, at each of their events: the last value known by then."""

from __future__ import annotations

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.sources.objects.object_log import ObjectLog

_BEGINNING = "TIMESTAMPTZ '0001-01-01 00:00:00+00'"


def attributes_of(log: ObjectLog, reader: Reader, rows: str, case: str) -> tuple[str, tuple[str, ...]]:
    """SQL that joins the attributes to `rows` (called r there) as g.o0, g.o1, …; and their names.

    A value that holds from the beginning and never changes is joined by its object alone. Times that cannot be read
    count as the beginning.
    """
    held = f"held_by_{reader.number()}"
    since = f"coalesce(TRY_CAST(c.at AS TIMESTAMPTZ), {_BEGINNING})"
    reader.run(
        f"CREATE TEMP TABLE {held} AS SELECT c.object, c.name, c.value, max(c.no) AS no, {since} AS since FROM"
        f" {log.changes} AS c LEFT JOIN {log.objects} AS o ON o.id = c.object WHERE o.type = {literal(case)}"
        " GROUP BY c.object, c.name, c.value, since"
    )
    counted = f"SELECT object, name, count(*) AS values, max(since) AS latest FROM {held} GROUP BY object, name"
    asked = f"SELECT name, max(values) > 1 OR max(latest) > {_BEGINNING} FROM ({counted}) GROUP BY name ORDER BY name"
    found = reader.rows(asked)
    if not found:
        return "", ()
    fixed = [(place, str(name)) for place, (name, changes) in enumerate(found) if not changes]
    moving = [(place, str(name)) for place, (name, changes) in enumerate(found) if changes]
    table = f"given_{reader.number()}"
    values = "".join(f", max(value) FILTER (name = {literal(name)}) AS o{place}" for place, name in fixed)
    reader.run(f"CREATE TEMP TABLE {table} AS SELECT object{values} FROM {held} GROUP BY object")
    chosen = "".join(f", f.o{place}" for place, _ in fixed)
    joins = f" LEFT JOIN {table} AS f ON f.object = e.case_id"
    for place, name in moving:
        history = f"SELECT object, since, arg_max(value, no) AS value FROM {held} WHERE name = {literal(name)}"
        joins += (
            f" ASOF LEFT JOIN ({history} GROUP BY object, since) AS m{place} ON m{place}.object = e.case_id"
            f" AND e.moment >= m{place}.since"
        )
        chosen += f", m{place}.value AS o{place}"
    moment = f'SELECT row, case_id, coalesce(TRY_CAST("at" AS TIMESTAMPTZ), {_BEGINNING}) AS moment FROM {rows}'
    whole = f"given_at_{reader.number()}"
    reader.run(f"CREATE TEMP TABLE {whole} AS SELECT e.row{chosen} FROM ({moment}) AS e{joins}")
    return f" LEFT JOIN {whole} AS g ON g.row = r.row", tuple(f"case:{name}" for name, _ in found)
