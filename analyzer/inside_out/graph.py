"""The directly-follows graph: activities, what follows what and how long it takes, where cases start and end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.inside_out.variants import sign_table
from analyzer.tables.log import Log

MAX_FLOWS = 100_000  # arcs that leave the engine; the most frequent ones


@dataclass(frozen=True)
class Graph:
    """Frames as in tables/process.py: activities, flows, starts, ends."""

    activities: Any
    flows: Any
    starts: Any
    ends: Any


def graph(engine: Engine, log: Log, stage_of: Mapping[str, int], counted: Table) -> Graph:
    """The directly-follows graph of a log with frequencies and times; `counted` are the variants of the same cases, all
    of them (`count_variants`).

    Grain: an activity (stage_no None where no stage claims it); an arc from one activity to the next event's. `count`
    are events or successions, `cases` the cases in which they occur, `repeated_cases` those in which an activity occurs
    twice or more. `median_s`, `p90_s`: seconds from the completion of one event to that of the next, exact quantiles
    with linear interpolation between neighbours. Cases without events do not exist.
    Numbers of cases are counted once a variant and weighted; only times are taken from the events.
    When not to trust it: times between completions hold work and waiting both.
    """
    steps = _steps(engine, log, counted)
    activities, starts, ends = _activities(engine, steps, stage_of)
    return Graph(activities, _flows(engine, log, steps), starts, ends)


def _steps(engine: Engine, log: Log, counted: Table) -> Table:
    """Of each variant each pair of one activity and the next: `times` in a case, and whether it is the first; after the
    last activity comes none. `cases` take the variant."""
    taken = counted.mutate(parts=counted.signs.split(""))
    taken = taken.select("signs", "cases", "parts", step=ibis.range(0, taken.parts.length()).unnest())
    following = ibis.ifelse(taken.step + 1 < taken.parts.length(), taken.parts[taken.step + 1], None)
    taken = taken.select("signs", "cases", "step", sign=taken.parts[taken.step], next_sign=following)
    pairs = taken.group_by("signs", "cases", "sign", "next_sign").aggregate(
        times=taken.count(), first=(taken.step == 0).any()
    )
    names = sign_table(engine, log)
    named = pairs.join(names, "sign")
    after = names.select(next_activity="activity", next_sign="sign")
    named = named.left_join(after, "next_sign").select("signs", "cases", "activity", "next_activity", "times", "first")
    return engine.keep(named, "steps")


def _activities(engine: Engine, steps: Table, stage_of: Mapping[str, int]) -> tuple[Any, Any, Any]:
    import pandas as pd

    taken = steps.group_by("signs", "cases", "activity").aggregate(
        times=steps.times.sum(),
        first=steps["first"].any(),
        last=steps.next_activity.isnull().any(),
    )
    found = engine.frame(
        taken.group_by("activity").aggregate(
            events=(taken.times * taken.cases).sum(),
            cases=taken["cases"].sum(),
            repeated_cases=taken["cases"].sum(where=taken.times > 1),
            start_cases=taken["cases"].sum(where=taken["first"]),
            end_cases=taken["cases"].sum(where=taken["last"]),
        )
    ).fillna(0)
    found = found.sort_values(["events", "activity"], ascending=[False, True], ignore_index=True)
    found.insert(1, "stage_no", pd.Series([stage_of.get(a) for a in found["activity"]], dtype=object))
    found = found.astype(dict.fromkeys(("events", "cases", "repeated_cases"), "int64"))
    frame = found[["activity", "stage_no", "events", "cases", "repeated_cases"]]
    return frame, _ranked(found, "start_cases"), _ranked(found, "end_cases")


def _ranked(found: Any, column: str) -> Any:
    """Activity and cases where any, the most frequent first."""
    some = found[found[column] > 0][["activity", column]].rename(columns={column: "cases"}).astype({"cases": "int64"})
    return some.sort_values(["cases", "activity"], ascending=[False, True], ignore_index=True)


def _flows(engine: Engine, log: Log, steps: Table) -> Any:
    pairs = log.events.filter(log.events.next_activity.notnull())
    pairs = pairs.select("activity", "next_activity", took_s=seconds(pairs.next_at, pairs["at"]))
    timed = pairs.group_by("activity", "next_activity").aggregate(
        count=pairs.count(), quantiles=pairs.took_s.quantile([0.5, 0.9])
    )
    cases = steps.group_by("activity", "next_activity").aggregate(cases=steps["cases"].sum())
    arcs = timed.join(cases, ["activity", "next_activity"])
    arcs = arcs.select(
        "count",
        "cases",
        **{"from": "activity", "to": "next_activity"},
        median_s=arcs.quantiles[0],
        p90_s=arcs.quantiles[1],
    )
    arcs = arcs.order_by(ibis.desc("count"), "from", "to").limit(MAX_FLOWS)
    found = engine.frame(arcs)[["from", "to", "count", "cases", "median_s", "p90_s"]]
    found = found.astype({"count": "int64", "cases": "int64", "median_s": "float64", "p90_s": "float64"})
    return found.sort_values(["count", "from", "to"], ascending=[False, True, True], ignore_index=True)
