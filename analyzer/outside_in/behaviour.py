"""Behaviour as a signal: what customers do, taken from the log and put to what they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analyzer.engine import Engine, Table, after, ibis
from analyzer.errors import JourneyError, SignalError
from analyzer.journey import WHOLE_JOURNEY, WHOLE_JOURNEY_NO, Journey, Target
from analyzer.settings import BehaviourSource, nearest
from analyzer.tables.log import Log
from analyzer.tables.signals import AGAIN, GAVE_UP, SIGNALS, Behaviour, Signals


def with_behaviour(
    engine: Engine, sources: Sequence[BehaviourSource], signals: Signals, log: Log, journey: Journey
) -> Signals:
    """The signals with those that customers' behaviour gives, always bad, each about the stage that its source names.

    again: one signal a case after which the same customer opened another one no later than `within` after its last
    event; said when that one began. Counted only where all of `within` has gone by at the log's last event, so that the
    last days are not all unhappy. A case that begins before or as another one ends does not count for it; one that
    follows two cases counts for both. gave_up: one signal an event of the activities that the source names.
    Without sources the signals as they are. Raises SignalError for an unknown stage or activity and for `again` in a
    log without customers; JourneyError where a target rests on an activity that is the customer's verdict.
    When not to trust it: `again` takes every new case for trouble with the last one; where customers buy often, choose
    `within` short.
    """
    if not sources:
        return signals
    _check_targets(sources, journey)
    parts, watched = [], []
    for number, source in enumerate(sources):
        stage_no = _stage_no(source, journey)
        found, cases = _again(source, log) if source.behaviour == "again" else _given_up(source, log)
        kind = AGAIN if source.behaviour == "again" else GAVE_UP
        counted = engine.keep(found.mutate(kind=ibis.literal(kind), about_no=ibis.literal(stage_no, "int64")), kind)
        counts = engine.frame(counted.aggregate(n=counted.count()).cross_join(cases.aggregate(cases=cases.count())))
        n, seen = int(counts["n"].iloc[0]), int(counts["cases"].iloc[0])
        parts.append(counted.mutate(source_no=ibis.literal(number, "int64")))
        watched.append(Behaviour(kind, stage_no, source.within_s, source.activities, n, seen))
    table = signals.table.union(_as_signals(parts, signals.total, signals.table))
    by_kind = dict(signals.by_kind)
    for one in watched:
        if one.signals:
            by_kind[one.kind] = by_kind.get(one.kind, 0) + one.signals
    return replace(
        signals,
        table=SIGNALS.check(engine.keep(table.order_by("signal"), "signals")),
        total=signals.total + sum(one.signals for one in watched),
        by_kind=dict(sorted(by_kind.items())),
        behaviour=tuple(watched),
    )


def _again(source: BehaviourSource, log: Log) -> tuple[Table, Table]:
    """The cases after which their customer came back (case_id, customer_id, at), and those of whom it could be seen."""
    if "customer_id" not in log.cases.columns:
        raise SignalError(
            expected="a log with customers, for the behaviour again: the same customer opens another case",
            found="no column for the customer",
            where=str(source.place),
            do="name it in the project file, log: {columns: {customer_id: …}}, or take this source out",
        )
    assert source.within_s is not None
    cases = log.cases.filter(log.cases.customer_id.notnull())
    none = ibis.null("timestamp(6)")
    ends = cases.select("customer_id", "case_id", moment=cases.last_at, begins_at=none, end=ibis.literal(1))
    starts = cases.select(
        "customer_id", "case_id", moment=cases.first_at, begins_at=cases.first_at, end=ibis.literal(0)
    )
    points = ends.union(starts)
    # of equal times the starts stand first: what begins as a case ends, its own start too, does not follow it
    later = ibis.window(group_by="customer_id", order_by=[points.moment, points.end], rows=(0, None))
    points = points.mutate(next_at=points.begins_at.min().over(later)).filter(lambda t: t.end == 1)
    until = after(points.moment, ibis.literal(source.within_s))
    seen = points.filter(until <= ibis.literal(log.last_at, "timestamp(6)")).mutate(until=until)
    back = seen.filter((seen.next_at <= seen.until).fill_null(False))
    return back.select("case_id", "customer_id", at=back.next_at), seen


def _given_up(source: BehaviourSource, log: Log) -> tuple[Table, Table]:
    """The events of the activities (case_id, customer_id, at), and the cases in which they could be seen: all."""
    for name in source.activities:
        if name not in log.activities:
            near = nearest(name, log.activities)
            raise SignalError(
                expected="activities: names of activities of the log",
                found=f"{name}, which the log does not have",
                where=str(source.place),
                do=f"write {near}" if near else f"name some of {', '.join(log.activities[:20])}",
            )
    events = log.events.filter(log.events.activity.isin(list(source.activities)))
    events = events.select("case_id", at=events["at"])
    if "customer_id" in log.cases.columns:
        events = events.join(log.cases.select("case_id", "customer_id"), "case_id")
    else:
        events = events.mutate(customer_id=ibis.null("string"))
    return events.select("case_id", "customer_id", "at"), log.cases


def _as_signals(parts: list[Table], before: int, said: Table) -> Table:
    """What was seen as rows of the signal table (`said`), numbered by what they are, behind the `before` that were
    said."""
    rows = parts[0] if len(parts) == 1 else ibis.union(*parts)
    order = [rows["at"], rows.case_id, rows.kind, rows.about_no, rows.source_no]
    known = {
        "signal": before + ibis.row_number().over(ibis.window(order_by=order)),
        "date_only": ibis.literal(False),
        "verdict": ibis.literal("bad"),
        "silence_good": ibis.literal(False),
    }
    rows = rows.mutate(**{name: value.cast(SIGNALS.schema[name]) for name, value in known.items()})
    lacking = {n: ibis.null(kind) for n, kind in said.schema().items() if n not in rows.columns}
    return rows.mutate(**lacking).select(*said.columns)


def _stage_no(source: BehaviourSource, journey: Journey) -> int:
    number = journey.number(source.stage)
    if number is not None:
        return number
    if source.stage.casefold() == WHOLE_JOURNEY:
        return WHOLE_JOURNEY_NO
    names = [*(stage.name for stage in journey.stages), WHOLE_JOURNEY]
    near = nearest(source.stage, names)
    raise SignalError(
        expected=f"a stage of the journey: {', '.join(names)}",
        found=f"stage: {source.stage}",
        where=str(source.place),
        do=f"did you mean {near}?" if near else f"write one of {', '.join(names)}",
    )


def _check_targets(sources: Iterable[BehaviourSource], journey: Journey) -> None:
    """Raise where a target or promise names an activity that is the customer's verdict."""
    verdicts = {name: source for source in sources for name in source.activities}
    for stage in journey.stages:
        for key, target in (("target", stage.target), ("promise", stage.promise)):
            named = next((name for name in _named(target) if name in verdicts), None)
            if target is not None and named is not None:
                raise JourneyError(
                    expected=f"a {key} of stage {stage.name} that rests on the company's work",
                    found=f"{named}, which is the customer's verdict in {verdicts[named].place}",
                    where=str(target.place),
                    do=f"take {named} out of the {key}, or out of the activities of the behaviour",
                )


def _named(target: Target | None) -> Iterator[str]:
    if target is not None:
        yield from (name for name in (target.start, target.end, *target.must, *target.never) if name is not None)
