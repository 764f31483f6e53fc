"""What targets need to know of a visit beyond the visit itself: when named activities happened, deadlines, repeats."""

from __future__ import annotations

from analyzer.engine import Engine, Table
from analyzer.journey import Journey, Target
from analyzer.tables.log import Attribute, Log


def targets_of(journey: Journey) -> list[Target]:
    """All targets and promises of a journey."""
    return [t for stage in journey.stages for t in (stage.target, stage.promise) if t is not None]


def deadline_attribute(log: Log, name: str) -> Attribute:
    """The case attribute that holds a deadline; ingest has checked that it exists."""
    return next(a for a in log.attributes if a.name == name and a.scope == "case")


def with_marks(engine: Engine, visits: Table, staged: Table, log: Log, journey: Journey) -> tuple[Table, dict[str, int]]:
    """Visits with further columns, and the number of each marked activity.

    mark_<i>_first, mark_<i>_last: when the i-th activity that a target names first and last happened in the case (null: it did
    not); repeats: events of the visit beyond the first of each activity; left: the visit is over, because the case has ended or
    went on to another stage; the columns `case:<name>` of deadlines.
    """
    targets = targets_of(journey)
    marks = {name: i for i, name in enumerate(sorted({n for t in targets for n in (t.start, t.end, *t.never, *t.must) if n}))}
    in_stage = staged.filter(staged.stage_no.notnull())
    often = in_stage.group_by("case_id", "stage_no", "activity").aggregate(n=in_stage.count())
    repeats = often.group_by("case_id", "stage_no").aggregate(repeats=(often.n - 1).sum())
    latest = in_stage.group_by("case_id").aggregate(latest_stage_no=in_stage.stage_no.argmax(in_stage.position))
    marked = visits.left_join(repeats, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    marked = marked.left_join(latest, "case_id").drop("case_id_right")
    if marks:
        events = staged.filter(staged.activity.isin(list(marks)))
        times = {f"mark_{i}_first": events["at"].min(where=events.activity == name) for name, i in marks.items()}
        times |= {f"mark_{i}_last": events["at"].max(where=events.activity == name) for name, i in marks.items()}
        marked = marked.left_join(events.group_by("case_id").aggregate(**times), "case_id").drop("case_id_right")
    due = sorted({deadline_attribute(log, t.by).column for t in targets if t.by})
    if due:
        marked = marked.left_join(log.cases.select("case_id", *due), "case_id").drop("case_id_right")
    left = (marked.case_ended_at.notnull() | (marked.latest_stage_no != marked.stage_no)) & ~marked.open
    return engine.keep(marked.mutate(repeats=marked.repeats.fill_null(0), left=left.fill_null(False)), "marked"), marks
