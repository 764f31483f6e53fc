"""The cases whose verdicts may change only because time goes by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from analyzer.engine import Table, after, ibis
from analyzer.journey import Journey, Target
from analyzer.tables.signals import Behaviour


def cases_in_motion(rated: Table, journey: Journey, watched: Sequence[Behaviour], before: datetime) -> Table:
    """The cases (case_id) that may be judged otherwise at a later moment of looking than `before`, though nothing new
    is known of them. `rated`: their visits as they were judged then; `watched`: what customers may do, of whose absence
    a verdict rests.

    A case that has not ended, for silence may end it; one with a verdict that is open until a deadline which had not
    passed, or until so much working time has; and where a customer who does not come back is content, one whose time to
    come back had not passed.
    """
    then = ibis.literal(before, "timestamp(6)")
    working = [s.no for s in journey.stages if _in_working_time(s.target) or _in_working_time(s.promise)]
    moving = rated.case_ended_at.isnull()
    for verdict, due in ((rated.company, rated.deadline_at), (rated.promise, rated.promised_at)):
        still = (due >= then).fill_null(False) | rated.stage_no.isin(working)
        moving = moving | ((verdict == "unknown") & still)
    for one in watched:
        if one.within_s is not None:
            moving = moving | (after(rated.case_ended_at, one.within_s) >= then).fill_null(False)
    return rated.filter(moving).select("case_id").distinct()


def _in_working_time(target: Target | None) -> bool:
    return target is not None and target.working
