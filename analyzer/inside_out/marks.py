"""What targets need to know of a visit beyond the visit itself: when named activities happened, deadlines, the log's
own verdict, repeats."""

from __future__ import annotations

from analyzer.engine import Engine, Table, Value, ibis
from analyzer.engine.as_of import known_by
from analyzer.errors import JourneyError
from analyzer.journey import Journey, Target
from analyzer.tables.log import Attribute, Log

SAME = 0.99  # a deadline that equals the event it is held against in this share of visits is none


def targets_of(journey: Journey) -> list[Target]:
    """All targets and promises of a journey."""
    return [t for stage in journey.stages for t in (stage.target, stage.promise) if t is not None]


def deadline_attribute(log: Log, name: str) -> Attribute:
    """The attribute that holds a deadline; where it changes within a case its last value counts. Raises JourneyError
    where the log has no such column, or it holds no times."""
    return _attribute(log, name, "by", "a column of the log that holds a time", ("time",))


def own_verdict_column(name: str) -> str:
    """The column of marked visits that holds the log's own verdict, in lower case."""
    return f"verdict:{name}"


def _attribute(log: Log, name: str, key: str, expected: str, types: tuple[str, ...]) -> Attribute:
    found = next((a for a in log.attributes if a.name == name), None)
    if found is None or (types and found.type not in types):
        raise JourneyError(
            expected=expected,
            found=f"no column {name}" if found is None else f"{name}, which holds {found.type}",
            where=f"`{key}` in the journey",
            do="take one of: " + (", ".join(a.name for a in log.attributes if not types or a.type in types) or "none"),
        )
    return found


def with_marks(
    engine: Engine, visits: Table, staged: Table, log: Log, journey: Journey
) -> tuple[Table, dict[str, int]]:
    """Visits with further columns, and the number of each marked activity.

    mark_<i>_first, mark_<i>_last: when the i-th activity that a target names first and last happened in the case
    (null: it did not); repeats: events of the visit beyond the first of each activity, counted where a target needs
    it, else 0; the columns `case:<name>` of deadlines; `verdict:<name>`: the log's own verdict by the end of the visit.
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
    marked = visits.left_join(repeats(staged, counted), ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    if marks:
        events = staged.filter(staged.activity.isin(list(marks)))
        times = {f"mark_{i}_first": events["at"].min(where=events.activity == name) for name, i in marks.items()}
        times |= {f"mark_{i}_last": events["at"].max(where=events.activity == name) for name, i in marks.items()}
        marked = marked.left_join(events.group_by("case_id").aggregate(**times), "case_id").drop("case_id_right")
    due = sorted({deadline_attribute(log, t.by).column for t in targets if t.by})
    if due:
        marked = marked.left_join(log.cases.select("case_id", *due), "case_id").drop("case_id_right")
    for name in sorted({t.column for t in targets if t.column}):
        marked = _with_own_verdict(engine, marked, log, name)
    return marked.mutate(repeats=marked.repeats.fill_null(0)), marks


def _with_own_verdict(engine: Engine, visits: Table, log: Log, name: str) -> Table:
    attribute = _attribute(log, name, "column", "a column of the log that holds its own verdict", ())
    column = own_verdict_column(name)
    if attribute.varies:
        ended = visits.filter(visits.last_at.notnull())
        moments = ended.select("case_id", "stage_no", until_at=ended.last_at)
        wanted = {column: (str(attribute.event_column), "last")}
        known = known_by(engine, moments, log.events, ("stage_no",), wanted)
        joined = visits.left_join(known, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    else:
        known = log.cases.select("case_id", **{column: log.cases[attribute.column]})
        joined = visits.left_join(known, "case_id").drop("case_id_right")
    return joined.mutate(**{column: _as_written(joined[column])})


def _as_written(value: Value) -> Value:
    """A value as text in lower case, a whole number without its decimals."""
    text = value.cast("string").lower().strip()
    return text.re_replace(r"\.0$", "") if value.type().is_floating() else text


def check_deadlines(engine: Engine, visits: Table, staged: Table, log: Log, journey: Journey) -> None:
    """Raises JourneyError where a `by` column equals the event that it is held against in 99 % or more of the visits:
    it was filled in when the event happened, and every visit would meet it."""
    wanted = [(s, t) for s in journey.stages for t in (s.target, s.promise) if t is not None and t.by is not None]
    if not wanted:
        return
    marked, marks = with_marks(engine, visits, staged, log, journey)
    for stage, target in wanted:
        here = marked.filter(marked.stage_no == stage.no)
        end = here[f"mark_{marks[target.end]}_last"] if target.end else here.last_at
        due = here[deadline_attribute(log, str(target.by)).column]
        both = here.filter(end.notnull() & due.notnull())
        same = (end.truncate("s") == due.truncate("s")).cast("int64").sum()
        row = engine.frame(both.aggregate(n=both.count(), same=same)).iloc[0]
        n, equal = int(row["n"]), int(row["same"] or 0) if int(row["n"]) else 0
        if n and equal >= SAME * n:
            raise JourneyError(
                expected="a column with the deadline of each case",
                found=f"{target.by} equals the event it is held against in {equal:,} of {n:,} visits of {stage.name}: "
                "it was filled in when the event happened, and all would meet it",
                where=f"{target.place}, `by` of {stage.name}",
                do="take the column that held the deadline before the event, or a target with within:",
            )


def repeats(staged: Table, stages: list[int]) -> Table:
    """Events beyond the first of each activity, per case and stage that has any, for the stages in which they
    matter."""
    events = staged.filter(staged.stage_no.isin(stages) if stages else ibis.literal(False))
    often = events.group_by("case_id", "stage_no", "activity").aggregate(n=events.count())
    again = often.filter(often.n > 1)  # few: what is joined with visits stays small
    return again.group_by("case_id", "stage_no").aggregate(repeats=(again.n - 1).sum())
