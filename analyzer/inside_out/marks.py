"""What targets need to know of a visit beyond the visit itself: when named activities happened, deadlines, repeats."""

from __future__ import annotations

from analyzer.engine import Engine, Table, ibis
from analyzer.errors import JourneyError
from analyzer.journey import Journey, Target
from analyzer.tables.log import Attribute, Log


def targets_of(journey: Journey) -> list[Target]:
    """All targets and promises of a journey."""
    return [t for stage in journey.stages for t in (stage.target, stage.promise) if t is not None]


def deadline_attribute(log: Log, name: str) -> Attribute:
    """The attribute that holds a deadline: its last value in the case counts. Raises JourneyError without one."""
    found = next((a for a in log.attributes if a.name == name), None)
    if found is None:
        raise JourneyError(
            expected="a column of the log with the case's own deadline",
            found=f"{name}, which the log does not have",
            where="`by` in the journey",
            do="name a column that holds times, or take by: out",
        )
    return found


def with_marks(
    engine: Engine, visits: Table, staged: Table, log: Log, journey: Journey
) -> tuple[Table, dict[str, int]]:
    """Visits with further columns, and the number of each marked activity.

    mark_<i>_first, mark_<i>_last: when the i-th activity that a target names first and last happened in the case
    (null: it did not); repeats: events of the visit beyond the first of each activity, counted where a target needs
    it, else 0; the columns `case:<name>` of deadlines.
    """
    targets = targets_of(journey)
    marks = {
        name: i for i, name in enumerate(sorted({n for t in targets for n in (t.start, t.end, *t.never, *t.must) if n}))
    }
    counted = [
        s.no
        for s in journey.stages
        if s.target is None or any(t and t.max_repeats is not None for t in (s.target, s.promise))
    ]
    marked = visits.left_join(_repeats(staged, counted), ["case_id", "stage_no"]).drop(
        "case_id_right", "stage_no_right"
    )
    if marks:
        events = staged.filter(staged.activity.isin(list(marks)))
        times = {f"mark_{i}_first": events["at"].min(where=events.activity == name) for name, i in marks.items()}
        times |= {f"mark_{i}_last": events["at"].max(where=events.activity == name) for name, i in marks.items()}
        marked = marked.left_join(events.group_by("case_id").aggregate(**times), "case_id").drop("case_id_right")
    due = sorted({deadline_attribute(log, t.by).column for t in targets if t.by})
    if due:
        marked = marked.left_join(log.cases.select("case_id", *due), "case_id").drop("case_id_right")
    return engine.keep(marked.mutate(repeats=marked.repeats.fill_null(0)), "marked"), marks


def _repeats(staged: Table, stages: list[int]) -> Table:
    """Events beyond the first of each activity, per case and stage, for the stages in which they matter."""
    events = staged.filter(staged.stage_no.isin(stages) if stages else ibis.literal(False))
    often = events.group_by("case_id", "stage_no", "activity").aggregate(n=events.count())
    return often.group_by("case_id", "stage_no").aggregate(repeats=(often.n - 1).sum())
