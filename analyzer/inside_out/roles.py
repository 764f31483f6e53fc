"""Roles: groups of activities that the same people do."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table, added, ibis
from analyzer.mining import roles as mined_roles
from analyzer.tables.log import Log

MAX_ACTIVITIES = 40  # the cost of merging grows with their third power
MAX_RESOURCES = 300
MAX_PAIRS = 100_000


def roles(engine: Engine, log: Log) -> tuple[Any, tuple[str, ...]]:
    """The roles of a log, the one with the most events first, and notes on what was left out.

    Grain: a role: name, its activities (tuple, sorted) and how many resources do them. Only events with a resource
    count. At most the 40 most frequent activities and the 300 busiest resources are looked at. Empty without resources.
    """
    import pandas as pd

    nothing = pd.DataFrame(
        {"role": pd.Series(dtype=str), "activities": pd.Series(dtype=object), "resources": pd.Series(dtype="int64")}
    )
    if "resource" not in log.events.columns:
        return nothing, ()
    counts = added(engine, "work by resource", ("resource", "activity"), _work, log.events)
    pairs = engine.frame(counts.order_by(ibis.desc("n"), "resource", "activity").limit(MAX_PAIRS))
    if pairs.empty:
        return nothing, ()
    notes = []
    for column, most, many in (("activity", MAX_ACTIVITIES, "activities"), ("resource", MAX_RESOURCES, "resources")):
        totals = pairs.groupby(column)["n"].sum().reset_index().sort_values(["n", column], ascending=[False, True])
        if len(totals) > most:
            notes.append(f"Roles rest on the {most} most frequent of {len(totals):,} {many}.")
            pairs = pairs[pairs[column].isin(set(totals[column].head(most)))]
    found = mined_roles({(r, a): int(n) for r, a, n in pairs[["resource", "activity", "n"]].itertuples(index=False)})
    rows = [(f"Role {i}", activities, len(people)) for i, (activities, people) in enumerate(found, 1)]
    frame = pd.DataFrame(rows, columns=["role", "activities", "resources"]).astype({"resources": "int64"})
    return frame, tuple(notes)


def _work(events: Table) -> Table:
    done = events.filter(events.resource.notnull())
    return done.group_by("resource", "activity").aggregate(n=done.count())
