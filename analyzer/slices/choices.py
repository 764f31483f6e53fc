"""What one can filter by: the values of the cases' attributes with how many cases have each, stages, kinds, months."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from analyzer.document.build import local
from analyzer.engine import Engine, Table, ibis
from analyzer.slices.cut import written
from analyzer.slices.kept import Kept, open_run
from analyzer.tables.log import Attribute

MOST_VALUES = 100  # of an attribute that are offered, the most frequent; any other can be written into the address
MOST_ATTRIBUTES = 30


def choices(run: Path) -> dict[str, Any]:
    """What the pickers of a run offer; the counts are of the whole run.

    Keys: `attributes` [{name, values: [{value, cases}], more}], by name, `value` empty for the cases without one and
    `more` how many further values there are; an attribute that tells every case apart is left out. `stages`: names.
    `activities`: names, sorted. `kinds` [{kind, signals}] by name. `months`: YYYY-MM of the log, in the project's time
    zone, the first one first.
    """
    with open_run(run) as (engine, kept):
        offered = sorted((a for a in kept.log.attributes if _tells(a, kept)), key=lambda a: a.name)[:MOST_ATTRIBUTES]
        counted = _values(engine, kept, offered)
        kinds = kept.placed.group_by("kind").aggregate(n=lambda t: t.count()).order_by("kind")
        return {
            "attributes": [
                {"name": a.name, "values": counted.get(i, []), "more": max(a.values - len(counted.get(i, [])), 0)}
                for i, a in enumerate(offered)
            ],
            "stages": [stage.name for stage in kept.journey.stages],
            "activities": sorted(kept.log.activities),
            "kinds": [{"kind": row["kind"], "signals": row["n"]} for row in engine.rows(kinds)],
            "months": _months(kept),
        }


def _tells(attribute: Attribute, kept: Kept) -> bool:
    """Whether its values part the cases into groups. A time or a number of very many values does not."""
    if attribute.type == "time":
        return False
    return 0 < attribute.values <= (MOST_VALUES if attribute.type == "number" else max(kept.log.n_cases // 2, 1))


def _values(engine: Engine, kept: Kept, offered: list[Attribute]) -> dict[int, list[dict[str, Any]]]:
    """Number of the attribute → its most frequent values, from one query."""
    cases = kept.log.cases
    parts: list[Table] = []
    for i, attribute in enumerate(offered):
        named = cases.select(value=written(cases, attribute.column))
        counts = named.group_by("value").aggregate(cases=named.count())
        most = counts.order_by(ibis.desc("cases"), "value").limit(MOST_VALUES)
        parts.append(most.mutate(attribute=ibis.literal(i)))
    if not parts:
        return {}
    rows = engine.rows(ibis.union(*parts) if len(parts) > 1 else parts[0])
    found: dict[int, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["attribute"], -row["cases"], row["value"])):
        found.setdefault(row["attribute"], []).append({"value": row["value"], "cases": row["cases"]})
    return found


def _months(kept: Kept) -> list[str]:
    first, last = (local(at, kept.timezone)[:7] for at in (kept.log.first_at, kept.log.last_at))
    found, at = [], kept.log.first_at
    while at < kept.log.last_at:
        found.append(local(at, kept.timezone)[:7])
        at += timedelta(days=27)
    return sorted({first, last, *found})
