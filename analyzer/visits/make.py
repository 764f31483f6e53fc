"""Events × journey → visits: one stage as one customer lived it, the unit of everything."""

from __future__ import annotations

import itertools
from datetime import datetime

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.ruler import Pause
from analyzer.tables.visits import VISITS
from analyzer.visits.ended import case_ends

LONG_AGO = ibis.literal(datetime(1, 1, 1), "timestamp(6)")  # stands for no event before


def staged_events(engine: Engine, log: Log, journey: Journey, reactions: tuple[str, ...] = ()) -> Table:
    """Events without reactions, each with the number of its stage (null where no stage claims its activity).

    Grain: an event. The table is not kept but joined anew where it is used: the map is tiny, the events are many.
    """
    import pandas as pd

    stages = pd.DataFrame(sorted(journey.stage_of.items()), columns=["activity", "stage_no"])
    mapping = engine.take(stages, "stage_of", {"activity": "string", "stage_no": "int64"})
    events = log.events
    if reactions:
        events = events.filter(events.activity.notin(list(reactions)))
    return events.left_join(mapping, "activity").drop("activity_right")


def make_visits(engine: Engine, log: Log, journey: Journey, staged: Table, pause: Pause, now: datetime) -> Table:
    """One row a case × stage that it lived, and one for the stage that it is on its way to.

    Of the ruler only `pause` counts, and of other cases nothing; `now` is the moment of looking (naive UTC).

    A visit opens with the last event of another stage before its first event, else with the case's start: the wait
    for a stage is part of living it. A case that has not ended is on its way to the next planned stage after its last
    one: an open visit.

    Returns the table `visits` (tables/visits.py), kept in the engine.
    """
    ends = engine.keep(case_ends(journey, staged, pause, now), "case_ends")
    lived = _lived(staged, ends)
    if "customer_id" in log.cases.columns:
        owner = log.cases.select("case_id", customer_id=ibis.coalesce(log.cases.customer_id, log.cases.case_id))
    else:
        owner = log.cases.select("case_id", customer_id=log.cases.case_id)
    visits = lived.union(_on_the_way(journey, lived, ends)).join(owner, "case_id")
    return VISITS.check(engine.keep(visits.select(*VISITS.schema), "visits"))


def _lived(staged: Table, ends: Table) -> Table:
    """Visits that have events, without the customer."""
    events = staged.filter(staged.stage_no.notnull())
    window = ibis.window(group_by="case_id", order_by="position")
    in_stage = ibis.window(group_by=["case_id", "stage_no"], order_by="position")
    who = next((c for c in ("resource", "team") if c in events.columns), None)
    events = events.mutate(
        before_stage_no=events.stage_no.lag().over(window),
        before_at=events["at"].lag().over(window),
        **({"before_who": events[who].lag().over(in_stage)} if who else {}),
    )
    same = (events.before_stage_no == events.stage_no).fill_null(False)
    changed = (events[who] != events.before_who).fill_null(False) if who else same & ibis.literal(False)
    active = seconds(events["at"], events.start_at).sum() if "start_at" in events.columns else ibis.null("float64")
    first = ibis.coalesce(events.before_at, LONG_AGO)
    visits = (
        events.group_by("case_id", "stage_no")
        .aggregate(
            entries=(~same).sum(),
            events=events.count(),
            handovers=changed.cast("int64").sum(),
            before_at=first.argmin(events.position),
            first_at=events["at"].min(),
            last_at=events["at"].max(),
            active_s=active,
        )
        .join(ends.select("case_id", "started_at", "case_ended_at", "last_stage_no"), "case_id")
    )
    visits = visits.mutate(opened_at=ibis.ifelse(visits.before_at == LONG_AGO, visits.started_at, visits.before_at))
    return visits.mutate(
        returns=visits.entries - 1,
        wait_s=seconds(visits.first_at, visits.opened_at),
        duration_s=seconds(visits.last_at, visits.first_at),
        open=ibis.literal(False),
        left=visits.case_ended_at.notnull() | (visits.last_stage_no != visits.stage_no),
        active_s=visits.active_s.cast("float64"),
    ).select(*[c for c in VISITS.schema if c != "customer_id"])


def _on_the_way(journey: Journey, lived: Table, ends: Table) -> Table:
    """For each case that has not ended, the next planned stage after its last one that it has not lived yet."""
    planned = [stage.no for stage in journey.stages if stage.activities]
    waiting = ends.filter(ends.case_ended_at.isnull())
    following = dict(itertools.pairwise(planned))
    step = (
        ibis.cases(
            *(
                (waiting.last_stage_no.fill_null(-1) == no, ibis.literal(nxt, "int64"))
                for no, nxt in [(-1, planned[0]), *following.items()]
            ),
            else_=ibis.null("int64"),
        )
        if planned
        else ibis.null("int64")
    )
    upcoming = waiting.mutate(stage_no=step)
    upcoming = upcoming.filter(upcoming.stage_no.notnull()).anti_join(lived, ["case_id", "stage_no"])
    nothing = ibis.literal(0, "int64")
    return upcoming.select(
        "case_id",
        "stage_no",
        entries=nothing,
        returns=nothing,
        events=nothing,
        handovers=nothing,
        opened_at=upcoming.last_staged_at,
        first_at=ibis.null("timestamp(6)"),
        last_at=ibis.null("timestamp(6)"),
        wait_s=ibis.null("float64"),
        duration_s=ibis.null("float64"),
        active_s=ibis.null("float64"),
        open=ibis.literal(True),
        left=ibis.literal(False),
        case_ended_at=ibis.null("timestamp(6)"),
    )
