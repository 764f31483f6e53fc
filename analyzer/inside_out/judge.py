"""The company's verdict on every visit: good if every check of its target holds, bad if one fails, unknown while it
is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.inside_out.checks import Check, Sight, checks_of
from analyzer.inside_out.marks import with_marks
from analyzer.journey import Journey
from analyzer.settings import Calendar
from analyzer.tables.log import Log
from analyzer.tables.visits import JUDGED

TUKEY = 1.5  # the upper fence lies this many interquartile ranges above the third quartile


@dataclass(frozen=True)
class Derived:
    """A target that was derived from the data because the journey gives none."""

    stage_no: int
    within_s: float | None  # None where no visit is finished, or nearly all end as they open

    @property
    def text(self) -> str:
        from analyzer.settings.spoken import spoken

        return (
            "nothing repeated"
            if self.within_s is None
            else f"within {spoken(self.within_s)} of opening, nothing repeated"
        )


def judge(
    engine: Engine, visits: Table, staged: Table, log: Log, journey: Journey, calendar: Calendar | None, timezone: str
) -> tuple[Table, tuple[Derived, ...]]:
    """Visits with the company's verdict by target, and whether the promise was kept.

    `within` counts from the first `from` event to the last `to` event of the case (default: the visit's first and
    last event); `by` is met by that last event at or before the case's own deadline. While the `to` event is missing,
    or the visit is still under way, a check is unknown until its deadline passes; "now" is the log's last event. A
    stage without a target gets a derived one: from opening to last event at or below the upper Tukey fence of log(1 +
    seconds), and no activity repeated.

    Returns the table `judged visits` (tables/visits.py) and the derived targets.
    """
    marked, marks = with_marks(engine, visits, staged, log, journey)
    sight = Sight(engine, marked, marks, log, calendar, timezone)
    derived = _derive(
        engine, marked, [stage.no for stage in journey.stages if stage.target is None and stage.activities]
    )
    fences = {d.stage_no: d for d in derived}
    company, promise, deadlines = [], [], []
    for stage in journey.stages:
        here = marked.stage_no == stage.no
        if stage.target is not None:
            checks = checks_of(sight, stage.target)
            company.append((here, _verdict(checks)))
            due = [check.deadline_at for check in checks if check.deadline_at is not None]
            deadlines += [(here, ibis.least(*due) if due[1:] else due[0])] if due else []
        elif stage.no in fences:
            company.append((here, _verdict([_within_fence(sight, fences[stage.no])])))
        if stage.promise is not None:
            promise.append((here, _verdict(checks_of(sight, stage.promise))))
    judged = marked.mutate(
        company=_by_stage(company, ibis.literal("unknown")),
        promise=_by_stage(promise, ibis.literal("unknown")),
        deadline_at=_by_stage(deadlines, ibis.null("timestamp(6)")).cast("timestamp(6)"),
    ).select(*JUDGED.schema)
    return JUDGED.check(judged), derived


def _by_stage(cases: list[tuple[Any, Any]], otherwise: Any) -> Any:
    return ibis.cases(*cases, else_=otherwise) if cases else otherwise


def _verdict(checks: list[Check]) -> Any:
    """bad if any check fails, good if all hold, else unknown."""
    fails, holds = ibis.literal(False), ibis.literal(True)
    for check in checks:
        fails, holds = fails | check.fails.fill_null(False), holds & check.holds.fill_null(False)
    return ibis.cases((fails, "bad"), (holds, "good"), else_="unknown")


def _derive(engine: Engine, marked: Table, stages: list[int]) -> tuple[Derived, ...]:
    """The upper Tukey fence Q3 + 1.5·(Q3 − Q1) of log(1 + seconds from opening to last event), over each stage's
    finished visits."""
    import math

    if not stages:
        return ()
    visits = marked.filter(marked.stage_no.isin(stages) & marked.left & marked.last_at.notnull())
    logs = (ibis.greatest(seconds(visits.last_at, visits.opened_at), 0.0) + 1.0).ln()
    spread = engine.frame(visits.group_by("stage_no").aggregate(q1=logs.quantile(0.25), q3=logs.quantile(0.75)))
    quartiles = {int(row.stage_no): (float(row.q1), float(row.q3)) for row in spread.itertuples()}
    derived = []
    for no in stages:
        low, high = quartiles.get(no, (0.0, 0.0))
        fence = math.expm1(high + TUKEY * (high - low))
        derived.append(Derived(no, fence if fence > 0 else None))
    return tuple(derived)


def _within_fence(sight: Sight, fence: Derived) -> Check:
    """Within the fence of opening, and nothing repeated; an open visit fails when the fence has passed without it."""
    visits = sight.visits
    once = visits.repeats == 0
    if fence.within_s is None:
        return Check(once & visits.left, ~once)
    so_far_s = seconds(ibis.ifelse(visits.open, sight.now, visits.last_at), visits.opened_at)
    quick = so_far_s <= fence.within_s + 1e-6  # the fence went through log and exp
    return Check(quick & once & visits.left, (~quick | ~once).fill_null(False))
