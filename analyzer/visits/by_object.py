"""Visits by object: an order with three deliveries has three visits of Delivery, where the journey says
`per: Delivery`.

The visit of an object sees of its case all events but those that concern other objects of the type and not this one.
So a case is looked at as a whole, and once more as each of its objects sees it: a case of its own, with a name of its
own, in the same tables. The same functions judge both. Of each only the visits count that belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.journey import Journey
from analyzer.tables.events import NEIGHBOURS
from analyzer.tables.log import Log
from analyzer.tables.objects import OF_OBJECT, seen_by
from analyzer.tables.ruler import Pause
from analyzer.tables.visits import VISITS
from analyzer.visits.make import make_visits


@dataclass(frozen=True)
class SeenCases:
    """The log and its staged events as visits see them: each case, and beside it the same as each of its objects sees
    it. `parts`: which these are (case_id, type, object, no: from 1 in a case, seen: its name in log and events); None
    where no stage is visited by object: then log and events are the given ones."""

    log: Log
    staged: Table
    parts: Table | None = None


def seen_cases(engine: Engine, log: Log, journey: Journey, staged: Table) -> SeenCases:
    """The cases of a log as visits see them. `staged`: its events with their stage, or some of them.

    Objects are numbered in their case by their first event, then by type and name; an object that no event of the case
    concerns is none of it. What objects see has no columns of neighbours. What is known of objects over time are
    attributes of the cases that they see. Of other cases nothing counts.
    """
    if not journey.object_types:
        return SeenCases(log, staged)
    if log.objects is None:
        raise ValueError("the journey has visits by object, and the log was read without its objects")
    concerned = log.objects.filter(log.objects.type.isin(list(journey.object_types)))
    parts = engine.keep(_parts(concerned, log.events), "objects_of_cases")
    cases = log.cases.join(parts.select("case_id", "seen"), "case_id")
    whole = log.cases.union(cases.mutate(case_id=cases.seen).select(*log.cases.columns))
    seen = replace(log, events=_as_seen(log.events, parts, concerned), cases=whole)
    if log.object_states is not None:
        seen = _with_attributes(engine, seen, log.object_states, parts)
    return SeenCases(seen, engine.keep(_as_seen(staged, parts, concerned), "staged_as_seen"), parts)


def _parts(concerned: Table, events: Table) -> Table:
    found = concerned.join(events.select("case_id", "event", "position"), ["case_id", "event"])
    found = found.group_by("case_id", "type", "object").aggregate(first=found.position.min())
    order = ibis.window(group_by="case_id", order_by=["first", "type", "object"])
    found = found.mutate(no=(ibis.row_number().over(order) + 1).cast("int64"))
    return found.select("case_id", "type", "object", "no", seen=seen_by(found.case_id, found.object))


def _as_seen(events: Table, parts: Table, concerned: Table) -> Table:
    """Events of whole cases, and again those that each object sees."""
    plain = events.drop(*(column for column in events.columns if column.startswith(NEIGHBOURS)))
    pairs = plain.join(parts.select("case_id", "type", "object", "seen"), "case_id")
    own = pairs.semi_join(concerned, ["case_id", "event", "type", "object"])
    of_none = pairs.anti_join(concerned, ["case_id", "event", "type"])
    each = own.union(of_none)
    return plain.union(each.mutate(case_id=each.seen).select(*plain.columns))


def _with_attributes(engine: Engine, seen: Log, states: Table, parts: Table) -> Log:
    """The cases as objects see them with the attributes of these: at each event what was known of the object by then.
    A case as a whole has none of them."""
    varying = [a for a in seen.object_attributes if a.event_column is not None]
    constant = [a for a in seen.object_attributes if a.event_column is None]
    known = states.join(parts.select("case_id", "type", "object", "seen"), ["case_id", "type", "object"])
    cases, events = seen.cases, seen.events
    if constant:
        last = known.filter(known.until.isnull())
        fixed = last.select(case_id="seen", **{a.column: last[OF_OBJECT + a.name] for a in constant})
        cases = cases.left_join(fixed, "case_id").drop("case_id_right")
    if varying:
        moments = events.select("case_id", "position", "at").join(known.drop("case_id"), [("case_id", "seen")])
        held = moments.filter(
            (moments["at"] >= moments.since) & (moments.until.isnull() | (moments["at"] < moments.until))
        )
        held = held.select("case_id", "position", **{str(a.event_column): held[OF_OBJECT + a.name] for a in varying})
        events = events.left_join(held, ["case_id", "position"]).drop("case_id_right", "position_right")
        events = engine.keep(events, "events_as_seen")
        ends = {
            a.column: events[a.event_column].argmax(events.position, where=events[a.event_column].notnull())
            for a in varying
        }
        its = events.group_by("case_id").aggregate(**ends)
        cases = cases.left_join(its, "case_id").drop("case_id_right")
    attributes = (*seen.attributes, *seen.object_attributes)
    return replace(seen, events=events, cases=cases, attributes=attributes)


def visits_as_seen(engine: Engine, seen: SeenCases, journey: Journey, pause: Pause, now: datetime) -> Table:
    """The table `visits` (tables/visits.py), but that `case_id` is the case as the visit sees it (`seen`).

    A stage with `per` is visited once by each object of the type that the case has; a case that has none keeps its one
    visit, without an object. A case has ended when it has as a whole and as each of its objects sees it.
    """
    visits = make_visits(engine, seen.log, journey, seen.staged, pause, now)
    if seen.parts is None:
        return visits
    parts = seen.parts.select("type", "object", "no", "seen", of_case="case_id")
    known = visits.left_join(parts, visits.case_id == parts.seen)
    known = known.mutate(per=_type_of_stage(journey, known.stage_no))
    of_object = known.filter(known.of_case.notnull() & (known.type == known.per))
    whole = known.filter(known.of_case.isnull())
    having = seen.parts.select("case_id", per="type").distinct()
    counted = of_object.union(whole.anti_join(having, ["case_id", "per"]))
    counted = counted.mutate(own_case=ibis.coalesce(counted.of_case, counted.case_id))
    counted = counted.left_join(_ends(known), "own_case")
    stages = len(journey.stages)
    found = counted.mutate(
        customer_id=ibis.ifelse(counted.customer_id == counted.case_id, counted.own_case, counted.customer_id),
        visit_key=counted.stage_no + counted.no.fill_null(0) * stages,
        object=counted.object.fill_null(""),
        case_ended_at=counted.whole_ended_at,
    )
    return VISITS.check(engine.keep(found.select(*VISITS.held_by(found)), "visits_by_object", VISITS.holds))


def _ends(known: Table) -> Table:
    """When each case ended (own_case, whole_ended_at): null while it runs for any of its objects."""
    at = known.case_ended_at
    ends = known.group_by(own_case=ibis.coalesce(known.of_case, known.case_id)).aggregate(
        running=at.isnull().any(), ended_at=at.max(where=known.of_case.isnull())
    )
    return ends.select("own_case", whole_ended_at=ibis.ifelse(ends.running, ibis.null("timestamp(6)"), ends.ended_at))


def of_their_cases(seen: SeenCases, visits: Table) -> Table:
    """Visits under the names of their cases; before, `case_id` is the case as they see it."""
    if seen.parts is None:
        return visits
    parts = seen.parts.select("seen", of_case="case_id")
    known = visits.left_join(parts, visits.case_id == parts.seen)
    return known.mutate(case_id=ibis.coalesce(known.of_case, known.case_id)).select(*visits.columns)


def _type_of_stage(journey: Journey, stage_no: Any) -> Any:
    """The type of object by which a stage is visited; empty where it is visited once a case."""
    types = [(stage_no == stage.no, stage.per) for stage in journey.stages if stage.per is not None]
    return ibis.cases(*types, else_="")
