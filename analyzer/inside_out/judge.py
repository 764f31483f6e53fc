"""The company's verdict on every visit: good if every check of its target holds, bad if one fails, unknown while it
is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.inside_out.checks import Check, Sight, checks_of
from analyzer.inside_out.marks import with_marks
from analyzer.journey import Journey
from analyzer.settings import Calendar
from analyzer.tables.log import Log
from analyzer.tables.ruler import DerivedTarget
from analyzer.tables.visits import JUDGED


def company_verdicts(
    engine: Engine,
    visits: Table,
    staged: Table,
    log: Log,
    journey: Journey,
    derived: Sequence[DerivedTarget],
    now: datetime,
    calendar: Calendar | None,
    timezone: str,
) -> Table:
    """Visits with the company's verdict by target, and whether the promise was kept: the table `judged visits`.

    `within` counts from the first `from` event to the last `to` event of the case (default: the visit's first and
    last event); `by` is met by that last event at or before the case's own deadline; `column` is the log's own
    verdict, its last value by the end of the visit. While the `to` event is missing, or the visit is still under way,
    a check is unknown until its deadline passes; `now` is the moment of looking. A stage without a target is held
    against the ruler's derived one: from opening to last event within its limit, and no activity repeated.

    Of other cases nothing counts.
    """
    marked, marks = with_marks(engine, visits, staged, log, journey)
    sight = Sight(engine, marked, marks, log, now, calendar, timezone)
    fences = {d.stage: d for d in derived}
    company, promise, deadlines, promised = [], [], [], []
    for stage in journey.stages:
        here = marked.stage_no == stage.no
        if stage.target is not None:
            checks = checks_of(sight, stage.target)
            company.append((here, _verdict(checks)))
            deadlines += [(here, due)] if (due := _due(checks)) is not None else []
        elif stage.name in fences:
            company.append((here, _verdict([_within_fence(sight, fences[stage.name])])))
        if stage.promise is not None:
            checks = checks_of(sight, stage.promise)
            promise.append((here, _verdict(checks)))
            promised += [(here, due)] if (due := _due(checks)) is not None else []
    judged = marked.mutate(
        company=_by_stage(company, ibis.literal("unknown")),
        promise=_by_stage(promise, ibis.literal("unknown")),
        deadline_at=_by_stage(deadlines, ibis.null("timestamp(6)")).cast("timestamp(6)"),
        promised_at=_by_stage(promised, ibis.null("timestamp(6)")).cast("timestamp(6)"),
    )
    return JUDGED.check(judged.select(*JUDGED.held_by(judged)))


def _due(checks: list[Check]) -> Any | None:
    """The latest moment by which all checks can still hold; None where none of them has one."""
    due = [check.deadline_at for check in checks if check.deadline_at is not None]
    return None if not due else ibis.least(*due) if due[1:] else due[0]


def _by_stage(cases: list[tuple[Any, Any]], otherwise: Any) -> Any:
    return ibis.cases(*cases, else_=otherwise) if cases else otherwise


def _verdict(checks: list[Check]) -> Any:
    """bad if any check fails, good if all hold, else unknown."""
    fails, holds = ibis.literal(False), ibis.literal(True)
    for check in checks:
        fails, holds = fails | check.fails.fill_null(False), holds & check.holds.fill_null(False)
    return ibis.cases((fails, "bad"), (holds, "good"), else_="unknown")


def _within_fence(sight: Sight, fence: DerivedTarget) -> Check:
    """Within the fence of opening, and nothing repeated where that counts; an open visit fails when the fence has
    passed without it."""
    visits = sight.visits
    once = visits.repeats == 0 if fence.once else ibis.literal(True)
    if fence.within_s is None:
        return Check(once & visits.left, ~once)
    so_far_s = seconds(ibis.ifelse(visits.open, sight.moment, visits.last_at), visits.opened_at)
    quick = so_far_s <= fence.within_s + 1e-6  # the fence went through log and exp
    return Check(quick & once & visits.left, (~quick | ~once).fill_null(False))
