"""Filters applied to a run's tables: the part of each that a slice holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.engine import Engine, Table, ibis
from analyzer.outside_in import customer_verdicts, verdicts_alone
from analyzer.slices.causes import read_cause
from analyzer.slices.conditions import where_they_hold, with_verdicts
from analyzer.slices.filters import Filters, check_filters
from analyzer.slices.handed_over import with_handover
from analyzer.slices.kept import Kept
from analyzer.slices.present import with_causes
from analyzer.slices.rule_cases import rule_of, states
from analyzer.slices.timed_pairs import with_timed_pair
from analyzer.slices.within import lies_within
from analyzer.tables.log import Log
from analyzer.tables.signals import BEHAVIOUR, COMMENT, SURVEYS
from analyzer.tables.visits import JUDGED, RATED, VISIT


@dataclass(frozen=True)
class Cut:
    """The part of a run that filters leave. `stage_no` is the stage that was asked for: the tables hold all stages, for
    a stage is looked at beside the others.

    `rated` has the visits of the period and the segments; `placed` the signals that count there. `members` are the
    cases of the slice (case_id): those of the segments that have such a visit (of the stage, where one was asked for);
    None means all cases of the log.
    """

    kept: Kept
    filters: Filters
    rated: Table
    placed: Table
    members: Table | None
    stage_no: int | None

    @property
    def holds_everything(self) -> bool:
        """Whether no visit and no signal of the run is left out; which stage is asked for leaves none out."""
        return self.rated is self.kept.rated and self.placed is self.kept.placed


def cut(engine: Engine, kept: Kept, filters: Filters, columns: tuple[str, ...] | None = None) -> Cut:
    """Apply filters to a run's tables; of the visits only some columns, where they are named.

    Time: a visit belongs to the day of its last event, in the project's time zone; one that has no event yet to the day
    on which it opened. So the visits of a month are those of the month's row in the trend, but for the hours between
    the zone's midnight and UTC's. A signal goes with the visit that it speaks about; one that has none belongs to the
    day on which it was said. Segments and conditions choose cases, with all their visits and signals; a verdict those
    with such a visit in the period, in the stage where one was asked for, in any else.
    Kinds: the customer's verdict is taken anew from the placed signals of these kinds alone. That silence means no
    complaint holds only where a kind that comes unasked (complaint, contact, praise) is among them: who was not asked
    has not answered. Of behaviour (again, gave_up) silence says what it says where its kind is among
    them.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    journey = kept.journey
    numbers = [a.name for a in kept.log.attributes if a.type == "number"]
    names = [a.name for a in kept.log.attributes]
    check_filters(filters, [s.name for s in journey.stages], names, kept.log.activities, numbers)
    chosen = _of_conditions(engine, kept, filters, _of_segments(kept, filters))
    if filters.outside is not None:
        chosen = _without(engine, kept, filters.outside, chosen)
    chosen = engine.keep(chosen, "slice_cases") if chosen is not None else None
    rated, placed = kept.rated, kept.placed
    if chosen is not None:
        rated, placed = rated.semi_join(chosen, "case_id"), placed.semi_join(chosen, "case_id")
    if filters.kinds:
        placed = placed.filter(placed.kind.isin(list(filters.kinds)))
        placed = engine.keep(placed, "slice_signals")
        unasked = any(kind not in (*SURVEYS, *BEHAVIOUR, COMMENT) for kind in filters.kinds)
        watched = tuple(one for one in kept.quiet.watched if one.kind in filters.kinds)
        quiet = replace(kept.quiet, good=kept.quiet.good and unasked, watched=watched)
        if kept.is_numbered:
            said = ("customer", "rated", "answered", "signals")
            rated = engine.keep(verdicts_alone(rated.drop(*said), placed, quiet), "rated", RATED.holds)
        else:
            judged = rated.select(*JUDGED.held_by(rated))
            rated = customer_verdicts(engine, judged, placed, journey, kept.ruler.lags, quiet)
    if filters.first or filters.last:
        placed = _signals_of_period(kept, placed, filters)
        rated = rated.filter(_within(ibis.coalesce(rated.last_at, rated.opened_at), filters, kept.timezone))
    stage_no = next((s.no for s in journey.stages if s.name == filters.stage), None)
    judged = with_verdicts(rated if stage_no is None else rated.filter(rated.stage_no == stage_no), filters.conditions)
    if judged is not None:
        chosen = engine.keep(judged, "slice_judged")
        rated, placed = rated.semi_join(chosen, "case_id"), placed.semi_join(chosen, "case_id")
    if filters.first or filters.last or chosen is not None:
        rated = engine.keep(rated.select(*columns) if columns else rated, "slice_visits", RATED.holds)
        placed = engine.keep(placed, "slice_signals")
    return Cut(kept, filters, rated, placed, _members(engine, rated, chosen, filters, stage_no), stage_no)


def log_of(engine: Engine, part: Cut) -> Log:
    """The log of the slice's cases: whole cases, whatever the period that chose them; the counts are theirs."""
    log = part.kept.log
    if part.members is None:
        return log
    cases = log.cases.semi_join(part.members, "case_id")
    counted = cases.aggregate(
        n=cases.count(), events=cases.events.sum(), first=cases.first_at.min(), last=cases.last_at.max()
    )
    counts = engine.frame(counted).iloc[0]
    if not counts["n"]:
        return replace(log, events=log.events.limit(0), cases=cases, n_cases=0, n_events=0)
    return replace(
        log,
        events=log.events.semi_join(part.members, "case_id"),
        cases=cases,
        n_cases=int(counts["n"]),
        n_events=int(counts["events"]),
        first_at=counts["first"].to_pydatetime(),
        last_at=counts["last"].to_pydatetime(),
    )


def sequences_of(part: Cut) -> Table:
    """The sequences of the slice's cases."""
    assert part.kept.sequences is not None
    every = part.kept.sequences
    return every if part.members is None else every.semi_join(part.members, "case_id")


def with_the_other_visits(engine: Engine, part: Cut) -> Table:
    """All visits of the slice's cases; those outside the slice, and of other stages where one was asked for, count as
    not rated: what a customer had lived before speaking is seen in all of them."""
    rated = part.rated if part.stage_no is None else part.rated.filter(part.rated.stage_no == part.stage_no)
    if part.members is None:
        return rated
    others = part.kept.rated.semi_join(part.members, "case_id").anti_join(rated, VISIT)
    silent = others.mutate(customer=ibis.literal("unknown"), rated=ibis.literal(False))
    return engine.keep(rated.union(silent.select(*rated.columns)), "slice_and_others")


def bounds(filters: Filters, zone: str) -> tuple[datetime | None, datetime | None]:
    """The first moment of the period and the first one after it, as naive UTC; None where it is open."""
    after = filters.last + timedelta(days=1) if filters.last else None
    return _midnight(filters.first, zone), _midnight(after, zone)


def _midnight(day: date | None, zone: str) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def _within(at: Any, filters: Filters, zone: str) -> Any:
    first, after = bounds(filters, zone)
    inside = ibis.literal(True)
    if first is not None:
        inside = inside & (at >= ibis.literal(first, "timestamp(6)"))
    if after is not None:
        inside = inside & (at < ibis.literal(after, "timestamp(6)"))
    return inside


def _of_segments(kept: Kept, filters: Filters) -> Table | None:
    """The cases (case_id) of the segments; None where none is asked for."""
    if not filters.segments:
        return None
    cases = kept.log.cases
    column = {a.name: a.column for a in kept.log.attributes}
    for attribute, values in filters.by_attribute.items():
        cases = cases.filter(written(cases, column[attribute]).isin(list(values)))
    return cases.select("case_id")


def _of_conditions(engine: Engine, kept: Kept, filters: Filters, chosen: Table | None) -> Table | None:
    """Of the chosen cases (case_id; None for all) those for which the conditions hold, but for verdicts."""
    if all(one.key == "verdict" for one in filters.conditions):
        return chosen
    assert kept.sequences is not None
    log = kept.log
    holding = where_they_hold(kept.sequences, filters.conditions, log.activities).select("case_id")
    if chosen is not None:
        holding = holding.semi_join(chosen, "case_id")
    column = {a.name: a.column for a in log.attributes}
    for one in filters.conditions:
        if one.of_events:
            holding = holding.semi_join(with_timed_pair(log.events, one), "case_id")
        if one.attribute is not None and one.span is not None:
            value = log.cases[column[one.attribute]]
            holding = holding.semi_join(log.cases.filter(lies_within(value, one.span)).select("case_id"), "case_id")
        if one.key == "handover":
            holding = holding.semi_join(with_handover(engine, log, one.text), "case_id")
        if one.key == "breaks":
            judged = states(engine, kept, rule_of(one.text))
            holding = holding.semi_join(judged.filter(judged.state == "broken"), "case_id")
    causes = [read_cause(one.text) for one in filters.conditions if one.key == "cause"]
    return with_causes(engine, kept, engine.keep(holding, "before_causes"), causes) if causes else holding


def _without(engine: Engine, kept: Kept, outside: Filters, chosen: Table | None) -> Table:
    """Of the chosen cases (case_id; None for all) those that other filters do not leave."""
    cases = kept.log.cases.select("case_id") if chosen is None else chosen
    left_out = cut(engine, kept, outside).members
    return cases.limit(0) if left_out is None else cases.anti_join(left_out, "case_id")


def written(cases: Table, column: str) -> Any:
    """A case attribute as it stands in addresses and lists: as text, a whole number without its decimals, the empty
    text where there is no value."""
    value = cases[column]
    text = value.cast("string")
    whole = text.re_replace(r"\.0$", "") if value.type().is_floating() else text
    return whole.fill_null("")


def _signals_of_period(kept: Kept, placed: Table, filters: Filters) -> Table:
    """Signals whose visit belongs to the period; of those without a visit the ones said in it."""
    visits = kept.rated.select(*VISIT, visit_at=ibis.coalesce(kept.rated.last_at, kept.rated.opened_at))
    joined = placed.left_join(visits, VISIT).drop("case_id_right", "visit_key_right")
    at = ibis.coalesce(joined.visit_at, joined["at"])
    return joined.filter(_within(at, filters, kept.timezone)).drop("visit_at")


def _members(
    engine: Engine, rated: Table, chosen: Table | None, filters: Filters, stage_no: int | None
) -> Table | None:
    if not (filters.first or filters.last) and stage_no is None:
        return chosen
    visits = rated if stage_no is None else rated.filter(rated.stage_no == stage_no)
    return engine.keep(visits.select("case_id").distinct(), "slice_members")
