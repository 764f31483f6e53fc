"""Visits under the case as they see it: the search for what sets them apart looks at one visit a case and stage.

A visit by object looks at its case as its object does (visits/by_object.py), and the tables of this room call that a
case of its own. Where no stage is visited by object, cases are what they are.
"""

from __future__ import annotations

from analyzer.engine import Table, Value, ibis
from analyzer.journey import Journey
from analyzer.tables.objects import seen_by


def as_seen(visits: Table) -> Table:
    """Visits with `case_id` as they see it, and the case's own name in `of_case`."""
    if "object" not in visits.columns:
        return visits
    return visits.mutate(case_id=seen_by(visits.case_id, visits.object), of_case=visits.case_id)


def own_columns(visits: Table) -> tuple[str, ...]:
    """The columns that say whose a visit is: case_id, and of visits by object the case's own name and the object."""
    return ("case_id", *(name for name in ("of_case", "object") if name in visits.columns))


def cases_of(visits: Table) -> Table:
    """The cases of visits under their own names: case_id, each once."""
    name = "of_case" if "of_case" in visits.columns else "case_id"
    return visits.select(case_id=name).distinct()


def lived_beside(chosen: Table, rated: Table, journey: Journey) -> Table:
    """What each case had lived, as the chosen visits see it: a row a case and stage of `rated`, all visits.

    Of a stage that is visited by object a visit of one of these sees its own; any other visit all of them as one: from
    the first event to the last (null while one is under way), with the most returns and handovers of them. Columns:
    case_id, stage_no, first_at, last_at, returns, handovers.
    """
    names = ("stage_no", "first_at", "last_at", "returns", "handovers")
    if "object" not in rated.columns:
        return rated.semi_join(chosen, "case_id").select("case_id", *names)
    eyes = chosen.select("case_id", "of_case", "object", per=_type_of(journey, chosen.stage_no)).distinct()
    eyes = eyes.mutate(per=ibis.ifelse(eyes.object == "", "", eyes.per)).distinct()
    visits = rated.select(
        *names, of_case="case_id", its_object="object", its_type=_type_of(journey, rated.stage_no), under_way=rated.open
    )
    pairs = eyes.join(visits, "of_case")
    others = (pairs.its_object != "") & (pairs.object != "") & (pairs.its_type == pairs.per)
    pairs = pairs.filter(~others | (pairs.its_object == pairs.object))
    running = pairs.last_at.isnull() | pairs.under_way
    seen = pairs.group_by("case_id", "stage_no").aggregate(
        first_at=pairs.first_at.min(),
        ended_at=pairs.last_at.max(),
        running=running.any(),
        returns=pairs.returns.max(),
        handovers=pairs.handovers.max(),
    )
    last_at = ibis.ifelse(seen.running, ibis.null("timestamp(6)"), seen.ended_at)
    return seen.mutate(last_at=last_at).select("case_id", *names)


def _type_of(journey: Journey, stage_no: Value) -> Value:
    types = [(stage_no == stage.no, stage.per) for stage in journey.stages if stage.per is not None]
    return ibis.cases(*types, else_="") if types else ibis.literal("")
