"""Handovers: from whom to whom work passes between successive events of a case."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table, added, ibis
from analyzer.tables.log import Log

MAX_HANDOVERS = 500


def handovers(engine: Engine, log: Log) -> Any:
    """Successions of two different teams, or of two different resources where the log names no team.

    Grain: a pair (from, to), the most frequent first, at most 500. `count` are successions within a case, from an event
    to the next one of which it is known who did it: an event of nobody known neither gives nor takes, and work passes
    over it. Empty where the log has neither column.
    Source: van der Aalst, Reijers, Song, "Discovering social networks from event logs", CSCW 14, 2005 (handover of
    work, over events that have a performer).
    """
    import pandas as pd

    column, gaps = _who(engine, log)
    if column is None:
        return pd.DataFrame(
            {"from": pd.Series(dtype=str), "to": pd.Series(dtype=str), "count": pd.Series(dtype="int64")}
        )

    def passed_on(events: Table) -> Table:
        steps = successions(events, column, gaps)
        passed = steps.filter(steps.giver != steps.taker)
        return passed.group_by("giver", "taker").aggregate(count=passed.count())

    pairs = added(engine, f"handovers by {column}", ("giver", "taker"), passed_on, log.events)
    pairs = pairs.rename({"from": "giver", "to": "taker"})
    found = engine.frame(pairs.order_by(ibis.desc("count"), "from", "to").limit(MAX_HANDOVERS)).astype(
        {"count": "int64"}
    )
    return found.sort_values(["count", "from", "to"], ascending=[False, True, True], ignore_index=True)


def successions(events: Table, column: str, gaps: bool = True) -> Table:
    """The events of which it is known who did them, with who did the case's next such event (null at the last) and
    when: the columns of `events`, giver, taker, taken_at. `gaps`: whether there are events of nobody known; without
    them the log's own next event is the one."""
    if not gaps and f"next_{column}" in events.columns:
        return events.mutate(giver=events[column], taker=events[f"next_{column}"], taken_at=events.next_at)
    known = events.mutate(giver=events[column].cast("string"))
    known = known.filter(known.giver.notnull())
    window = ibis.window(group_by="case_id", order_by="position")
    return known.mutate(taker=known.giver.lead().over(window), taken_at=known["at"].lead().over(window))


def _who(engine: Engine, log: Log) -> tuple[str | None, bool]:
    """The column that says who did it, team where it has any value, else resource; and whether it has gaps. Events
    without their place in the case have no gaps over which work could pass."""
    present = [name for name in ("team", "resource") if name in log.events.columns]
    if not present:
        return None, False
    if "position" not in log.events.columns:
        return present[0], False

    def known(events: Table) -> Table:
        return events.aggregate(events=events.count(), **{name: events[name].count() for name in present})

    filled = engine.frame(added(engine, f"filled {present} of all", (), known, log.events)).iloc[0]
    column = next((name for name in present if filled[name] > 0), None)
    return column, column is not None and int(filled[column]) < int(filled["events"])
