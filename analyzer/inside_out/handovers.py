"""Handovers: from whom to whom work passes between successive events of a case."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table, added, ibis
from analyzer.tables.log import Log

MAX_HANDOVERS = 500


def handovers(engine: Engine, log: Log) -> Any:
    """Successions of two different teams, or of two different resources where the log names no team.

    Grain: a pair (from, to), the most frequent first, at most 500. `count` are successions within a case; an event of
    nobody known neither gives nor takes. Empty where the log has neither column.
    Source: van der Aalst, Reijers, Song, "Discovering social networks from event logs", CSCW 14, 2005 (handover of
    work).
    """
    import pandas as pd

    column = _who(engine, log)
    if column is None:
        return pd.DataFrame(
            {"from": pd.Series(dtype=str), "to": pd.Series(dtype=str), "count": pd.Series(dtype="int64")}
        )

    def passed_on(events: Table) -> Table:
        events = events.select(giver=events[column], taker=events[f"next_{column}"])
        passed = events.filter(events.giver != events.taker)
        return passed.group_by("giver", "taker").aggregate(count=passed.count())

    pairs = added(engine, f"handovers of {column}", ("giver", "taker"), passed_on, log.events)
    pairs = pairs.rename({"from": "giver", "to": "taker"})
    found = engine.frame(pairs.order_by(ibis.desc("count"), "from", "to").limit(MAX_HANDOVERS)).astype(
        {"count": "int64"}
    )
    return found.sort_values(["count", "from", "to"], ascending=[False, True, True], ignore_index=True)


def _who(engine: Engine, log: Log) -> str | None:
    """The column that says who did it: team where it has any value, else resource."""
    present = [name for name in ("team", "resource") if name in log.events.columns]
    if not present:
        return None

    def known(events: Table) -> Table:
        return events.aggregate(**{name: events[name].count() for name in present})

    filled = engine.frame(added(engine, f"filled {present}", (), known, log.events)).iloc[0]
    return next((name for name in present if filled[name] > 0), None)
