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


def staged_events(engine: Engine, log: Log, journey: Journey, reactions: tuple[str, ...] = ()) -> Table:
    """Events without reactions, each with the number of its stage (null where no stage claims its activity).

    Grain: an event. The table is not kept but joined anew where it is used: the map is tiny, the events are many.
    Where reactions are left out, the columns `next_…` are too: they would name events that are no longer there.
    """
    events = log.events
    if reactions:
        following = [c for c in events.columns if c.startswith("next_")]
        events = events.filter(events.activity.notin(list(reactions))).drop(*following)
    return events.left_join(_stage_map(engine, journey), "activity").drop("activity_right")


def _stage_map(engine: Engine, journey: Journey) -> Table:
    """Activity → stage_no."""
    import pandas as pd

    stages = pd.DataFrame(sorted(journey.stage_of.items()), columns=["activity", "stage_no"])
    return engine.take(stages, "stage_of", {"activity": "string", "stage_no": "int64"})


def make_visits(engine: Engine, log: Log, journey: Journey, staged: Table, pause: Pause, now: datetime) -> Table:
    """One row a case × stage that it lived, and one for the stage that it is on its way to.

    Of the ruler only `pause` counts, and of other cases nothing; `now` is the moment of looking (naive UTC).

    A visit opens with the last event of another stage before its first event, else with the case's start: the wait
    for a stage is part of living it. A case that has not ended is on its way to the next planned stage after its last
    one: an open visit.

    Returns the table `visits` (tables/visits.py), kept in the engine.
    """
    ends = case_ends(journey, staged, pause, now)
    if "customer_id" in log.cases.columns:
        owner = log.cases.select("case_id", customer_id=ibis.coalesce(log.cases.customer_id, log.cases.case_id))
    else:
        owner = log.cases.select("case_id", customer_id=log.cases.case_id)
    ends = engine.keep(ends.join(owner, "case_id"), "case_ends")
    who = next((c for c in ("resource", "team") if c in staged.columns), None)
    steps = _steps(engine, log, journey, staged, who)
    visits = engine.keep(_lived(steps, ends).union(_on_the_way(journey, staged, ends)), "visits", VISITS.holds)
    return VISITS.check(_with_far_handovers(engine, steps, visits) if who else visits)


def _lived(steps: Table, ends: Table) -> Table:
    """Visits that have events; of handovers those within an entry.

    Group-bys and no order: an event that another stage follows ends an entry of its own stage, and opens one of the
    next. The earliest such event before a visit's own first one opened the visit.
    """
    stays = (steps.next_stage_no == steps.stage_no).fill_null(False)
    with_who = "who" in steps.columns
    passes = (stays & (steps.next_who != steps.who)).fill_null(False) if with_who else stays & ibis.literal(False)
    active = seconds(steps["at"], steps.start_at).sum() if "start_at" in steps.columns else ibis.null("float64")
    visits = steps.group_by("case_id", "stage_no").aggregate(
        entries=(~stays).sum(),
        events=steps.count(),
        handovers=passes.cast("int64").sum(),
        first_at=steps["at"].min(),
        last_at=steps["at"].max(),
        active_s=active.cast("float64"),
        first_position=steps.position.min(),
    )
    onward = steps.filter(steps.next_stage_no != steps.stage_no)
    came = onward.group_by("case_id", stage_no=onward.next_stage_no).aggregate(
        came_at=onward["at"].min(), came_position=onward.position.min()
    )
    visits = visits.left_join(came, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    visits = visits.join(
        ends.select("case_id", "customer_id", "started_at", "case_ended_at", "last_stage_no"), "case_id"
    )
    after_another = (visits.came_position < visits.first_position).fill_null(False)
    visits = visits.mutate(opened_at=ibis.ifelse(after_another, visits.came_at, visits.started_at))
    return visits.mutate(
        returns=visits.entries - 1,
        wait_s=seconds(visits.first_at, visits.opened_at),
        duration_s=seconds(visits.last_at, visits.first_at),
        open=ibis.literal(False),
        left=visits.case_ended_at.notnull() | (visits.last_stage_no != visits.stage_no),
        visit_key=visits.stage_no,
    ).select(*VISITS.schema)


def _steps(engine: Engine, log: Log, journey: Journey, staged: Table, who: str | None) -> Table:
    """Events that belong to a stage, with the stage of the case's next such event, and who did both (`who`, next_who).

    Where every event belongs to a stage, the log's own next event is the one; else they are put in order.
    """
    names = ["case_id", "position", "stage_no", "at", *(["start_at"] if "start_at" in staged.columns else [])]
    if "next_activity" in staged.columns and all(name in journey.stage_of for name in log.activities):
        after = _stage_map(engine, journey).select(next_activity="activity", next_stage_no="stage_no")
        known = staged.left_join(after, "next_activity").drop("next_activity_right")
        return known.select(*names, "next_stage_no", **({"who": who, "next_who": f"next_{who}"} if who else {}))
    some = staged.filter(staged.stage_no.notnull()).select(*names, **({"who": who} if who else {}))
    window = ibis.window(group_by="case_id", order_by="position")
    following = {"stage_no": "next_stage_no", **({"who": "next_who"} if who else {})}
    some = some.mutate(**{name: some[column].lead().over(window) for column, name in following.items()})
    return engine.keep(some, "steps")


def _with_far_handovers(engine: Engine, steps: Table, visits: Table) -> Table:
    """The visits, of which some count handovers from each event with somebody to the next one with somebody: those with
    several entries, from one entry to the next too, and those with an event of nobody known, which neither gives nor
    takes.

    They are few, so their counts are kept beside the visits and joined where visits are used.
    """
    keys = ["case_id", "stage_no"]
    far = visits.filter(visits.entries > 1).select(*keys)
    unknown = steps.filter(steps.who.isnull()).select(*keys).distinct()
    again = steps.filter(steps.who.notnull()).semi_join(far.union(unknown), keys)
    before = again.who.lag().over(ibis.window(group_by=keys, order_by="position"))
    again = again.mutate(changed=(again.who != before).fill_null(False).cast("int64"))
    counted = engine.keep(again.group_by(keys).aggregate(all_handovers=again.changed.sum()), "entered_again")
    joined = visits.left_join(counted, keys).drop("case_id_right", "stage_no_right")
    return joined.mutate(handovers=ibis.coalesce(joined.all_handovers, joined.handovers)).drop("all_handovers")


def _on_the_way(journey: Journey, staged: Table, ends: Table) -> Table:
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
    lived = staged.filter(staged.stage_no.notnull()).semi_join(waiting, "case_id")
    upcoming = upcoming.filter(upcoming.stage_no.notnull()).anti_join(lived, ["case_id", "stage_no"])
    nothing = ibis.literal(0, "int64")
    return upcoming.select(
        "case_id",
        "customer_id",
        "stage_no",
        visit_key=upcoming.stage_no,
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
