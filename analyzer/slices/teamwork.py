"""Handovers of a slice as a network of teams, or of whatever column says who did an event."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.slices.cut import cut, log_of
from analyzer.slices.feelings import feelings, heard_of_all, heard_shares
from analyzer.slices.filters import Filters
from analyzer.slices.handed_over import ROLES, check_column, handover_steps, offered_columns
from analyzer.slices.kept import open_run
from analyzer.tables.heard_share import NOBODY, HeardShare
from analyzer.tables.teamwork import OTHERS, TeamArc, TeamNetwork, TeamNode

MOST_TEAMS = 12
BETWEEN = "\x1f"  # joins the two names of an arc
_TEAM = re.compile(r"team|group|department|dept|role|unit|squad|desk", re.IGNORECASE)
ROOM = 4  # times the memory that the engine takes by itself for a log of so many events


def team_network(run: Path, filters: Filters, column: str | None = None, most: int = MOST_TEAMS) -> TeamNetwork:
    """Who passes work on to whom in a slice.

    Grain: a name, and a pair of names. Without a column: the team, else an attribute of events whose name says team,
    group, department, role, unit, squad or desk, else the resource. The `most` busiest names stand alone, the rest
    together as `others`; what goes from one of these to another is no arc. An event of nobody known neither gives nor
    takes: work passes over it. Shares: `heard_shares`, a case once an arc. Whole cases, whatever the period.
    When not to trust it: the next event is not always work that was passed on; of equal times the order is the file's.
    Source: van der Aalst, Reijers, Song, "Discovering social networks from event logs", CSCW 14, 2005.
    Raises ArgumentError for a column that is not offered, or filters that cannot be used.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        offered = offered_columns(engine, kept.log)
        if column is not None:
            check_column(column, offered, "who=…")
        chosen = column or _proposed(offered)
        part = cut(engine, kept, filters)
        if chosen is None:
            return TeamNetwork(None, offered)
        told = feelings(engine, part).select("case_id", "customer_id", "heard", "unhappy")
        log = log_of(engine, part)
        every = int(engine.rows(log.events.aggregate(n=log.events.count()))[0]["n"])
        steps = engine.keep(handover_steps(engine, log, chosen), "who_did_it")
        return _network(engine, steps, told, chosen, offered, most, every)


def _proposed(offered: tuple[str, ...]) -> str | None:
    if "team" in offered:
        return "team"
    likely = [name for name in offered if name not in ROLES and _TEAM.search(name)]
    return likely[0] if likely else offered[0] if offered else None


def _network(
    engine: Engine, steps: Table, told: Table, column: str, offered: tuple[str, ...], most: int, every: int
) -> TeamNetwork:
    """The network of some steps; `every`: the events of the slice, of nobody known too."""
    busy = steps.group_by("giver").aggregate(n=lambda t: t.count())
    busy = engine.keep(busy, "busy")
    totals = engine.rows(busy.aggregate(named=busy.count(), events=busy.n.sum()))[0]
    top = [row["giver"] for row in engine.rows(busy.order_by(ibis.desc("n"), "giver"), most)]

    def folded(name: str) -> object:
        who = steps[name]
        return ibis.ifelse(who.isnull(), None, ibis.ifelse(who.isin(top), who, OTHERS)) if top else who

    named = engine.keep(steps.mutate(from_=folded("giver"), to=folded("taker")), "named_steps")
    passed = named.filter((named.giver != named.taker) & (named.from_ != named.to))
    passed = engine.keep(passed.mutate(arc=passed.from_ + BETWEEN + passed.to), "handed_over")
    counted = passed.group_by("arc").aggregate(n=passed.count(), median_s=passed.took_s.quantile(0.5))
    arcs = engine.rows(counted.order_by(ibis.desc("n"), "arc"))
    of_arcs = heard_shares(engine, passed.select("case_id", "arc").distinct().join(told, "case_id"), "arc")
    of_names = heard_shares(engine, named.select("case_id", "from_").distinct().join(told, "case_id"), "from_")
    events = engine.rows(named.group_by("from_").aggregate(n=named.count()))
    nodes = [TeamNode(row["from_"], int(row["n"]), of_names.get(row["from_"], NOBODY)) for row in events]
    return TeamNetwork(
        column=column,
        offered=offered,
        nodes=tuple(
            sorted(nodes, key=lambda node: (node.name == OTHERS and node.name not in top, -node.events, node.name))
        ),
        arcs=tuple(_arc(row, of_arcs.get(row["arc"], NOBODY)) for row in arcs),
        folded=max(int(totals["named"]) - len(top), 0),
        named=int(totals["named"]),
        unknown=every - int(totals["events"] or 0),
        all=heard_of_all(engine, told),
    )


def _arc(row: dict[str, Any], heard: HeardShare) -> TeamArc:
    giver, _, taker = str(row["arc"]).partition(BETWEEN)
    return TeamArc(giver, taker, int(row["n"]), float(row["median_s"]), heard)
