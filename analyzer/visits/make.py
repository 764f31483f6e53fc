"""Events × journey → visits: one stage as one customer lived it, the unit of everything."""

from __future__ import annotations

import itertools
from datetime import datetime

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.journey import Journey
from analyzer.tables.events import NEIGHBOURS
from analyzer.tables.log import Log
from analyzer.tables.ruler import Pause
from analyzer.tables.visits import VISITS, with_given
from analyzer.visits.ended import case_ends


def staged_events(engine: Engine, log: Log, journey: Journey, reactions: tuple[str, ...] = ()) -> Table:
    """Events without reactions, each with the number of its stage (null where no stage claims its activity).

    Grain: an event. The table is not kept but joined anew where it is used: the map is tiny, the events are many.
    Where reactions are left out, the columns of neighbours are too: they would name events that are no longer there.
    """
    events = log.events
    if reactions:
        following = [c for c in events.columns if c.startswith(NEIGHBOURS)]
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

    Returns the table `visits` (tables/visits.py), kept in the engine but for what its other columns give.
    """
    who = next((c for c in ("resource", "team") if c in staged.columns), None)
    steps = _steps(engine, log, journey, staged, who)
    stays = engine.keep(_stays(steps), "stays", VISITS.holds)
    parts = stays if _all_staged(log, journey) else stays.union(_stageless(staged, stays))
    ends = case_ends(journey, parts, pause, now)
    if "customer_id" in log.cases.columns:
        owner = log.cases.select("case_id", customer_id=ibis.coalesce(log.cases.customer_id, log.cases.case_id))
    else:
        owner = log.cases.select("case_id", customer_id=log.cases.case_id)
    ends = engine.keep(ends.join(owner, "case_id"), "case_ends", VISITS.holds)
    far = _far_handovers(engine, steps, stays) if who else None
    lived, upcoming = _lived(stays, ends, far), _on_the_way(journey, stays, ends)
    visits = engine.keep(lived.union(upcoming.select(*lived.columns)), "visits", VISITS.holds)
    for made in (stays, ends, *(() if far is None else (far,))):
        engine.give_back(made)
    if "active_s" not in visits.columns:
        visits = visits.mutate(active_s=ibis.null("float64"))
    return VISITS.check(with_given(visits).select(*VISITS.schema))


def _stays(steps: Table) -> Table:
    """Each stage that a case lived, with what its events say of it: one grouping and no order. An event that another
    stage follows ends an entry of its own stage. Of handovers those within an entry; before_at: the event before the
    first one, null where there is none."""
    stays = (steps.next_stage_no == steps.stage_no).fill_null(False)
    passes = stays & (steps.next_who != steps.who).fill_null(False) if "who" in steps.columns else ibis.literal(False)
    active = {"active_s": seconds(steps["at"], steps.start_at).sum()} if "start_at" in steps.columns else {}
    return steps.group_by("case_id", "stage_no").aggregate(
        entries=steps.count(where=~stays),
        events=steps.count(),
        handovers=steps.count(where=passes),
        first_at=steps["at"].min(),
        last_at=steps["at"].max(),
        before_at=steps.before_at.min(),
        first_position=steps.position.min(),
        last_position=steps.position.max(),
        **active,
    )


def _stageless(staged: Table, stays: Table) -> Table:
    """The events of no stage of each case, in the columns of `stays`."""
    events = staged.filter(staged.stage_no.isnull())
    found = events.group_by("case_id").aggregate(first_at=events["at"].min(), last_at=events["at"].max())
    none = {c: ibis.null(t) for c, t in stays.schema().items() if c not in found.columns}
    return found.select(**none, **{c: found[c] for c in found.columns}).select(*stays.columns)


def _lived(stays: Table, ends: Table, far: Table | None) -> Table:
    """Visits that have events."""
    visits = stays.join(ends.drop("last_staged_at"), "case_id")
    if far is not None:
        visits = visits.left_join(far, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
        visits = visits.mutate(handovers=ibis.coalesce(visits.all_handovers, visits.handovers))
    later = visits.first_position > visits.case_first_position
    return visits.select(
        "case_id",
        "customer_id",
        "stage_no",
        "entries",
        "events",
        "handovers",
        "first_at",
        "last_at",
        "case_ended_at",
        *(["active_s"] if "active_s" in visits.columns else []),
        opened_at=ibis.ifelse(later, visits.before_at, visits.started_at),
        open=ibis.literal(False),
        left=visits.case_ended_at.notnull() | (visits.last_stage_no != visits.stage_no),
    )


def _all_staged(log: Log, journey: Journey) -> bool:
    """Whether every activity of the log belongs to a stage."""
    return all(name in journey.stage_of for name in log.activities)


def _steps(engine: Engine, log: Log, journey: Journey, staged: Table, who: str | None) -> Table:
    """Events that belong to a stage, with the stage of the case's next such event, who did both (`who`, next_who), and
    when the one before was (`before_at`).

    Where every event belongs to a stage, the log's own neighbours are the ones; else they are put in order.
    """
    names = ["case_id", "position", "stage_no", "at", *(["start_at"] if "start_at" in staged.columns else [])]
    if {"next_activity", "before_at"} <= set(staged.columns) and _all_staged(log, journey):
        after = _stage_map(engine, journey).select(next_activity="activity", next_stage_no="stage_no")
        known = staged.left_join(after, "next_activity").drop("next_activity_right")
        next_who = {"who": who, "next_who": f"next_{who}"} if who else {}
        return known.select(*names, "next_stage_no", "before_at", **next_who)
    some = staged.filter(staged.stage_no.notnull()).select(*names, **({"who": who} if who else {}))
    window = ibis.window(group_by="case_id", order_by="position")
    following = {"stage_no": "next_stage_no", **({"who": "next_who"} if who else {})}
    neighbours = {name: some[column].lead().over(window) for column, name in following.items()}
    return engine.keep(some.mutate(**neighbours, before_at=some["at"].lag().over(window)), "steps")


def _far_handovers(engine: Engine, steps: Table, stays: Table) -> Table:
    """Visits that count handovers from each event with somebody to the next one with somebody: those with several
    entries, from one entry to the next too, and those with an event of nobody known, which neither gives nor takes.
    Columns: case_id, stage_no, all_handovers. They are few."""
    keys = ["case_id", "stage_no"]
    far = stays.filter(stays.entries > 1).select(*keys)
    unknown = steps.filter(steps.who.isnull()).select(*keys).distinct()
    again = steps.filter(steps.who.notnull()).semi_join(far.union(unknown), keys)
    before = again.who.lag().over(ibis.window(group_by=keys, order_by="position"))
    again = again.mutate(changed=(again.who != before).fill_null(False).cast("int64"))
    return engine.keep(again.group_by(keys).aggregate(all_handovers=again.changed.sum()), "entered_again")


def _on_the_way(journey: Journey, stays: Table, ends: Table) -> Table:
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
    upcoming = upcoming.filter(upcoming.stage_no.notnull()).anti_join(stays, ["case_id", "stage_no"])
    nothing = ibis.literal(0, "int64")
    return upcoming.select(
        "case_id",
        "customer_id",
        "stage_no",
        entries=nothing,
        events=nothing,
        handovers=nothing,
        opened_at=upcoming.last_staged_at,
        first_at=ibis.null("timestamp(6)"),
        last_at=ibis.null("timestamp(6)"),
        open=ibis.literal(True),
        left=ibis.literal(False),
        case_ended_at=ibis.null("timestamp(6)"),
        **({"active_s": ibis.null("float64")} if "active_s" in stays.columns else {}),
    )
