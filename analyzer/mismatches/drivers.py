"""What sets the bad visits of a stage apart, although the company's measure is content with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from analyzer.engine import Engine, Table
from analyzer.journey import Journey
from analyzer.mismatches.adjust import Effect
from analyzer.mismatches.amounts import Amounts
from analyzer.mismatches.candidates import PRESENT, Candidate, candidates
from analyzer.mismatches.choice import Side
from analyzer.mismatches.heard import focus
from analyzer.mismatches.outcomes import outcome_columns
from analyzer.mismatches.select import Found, screen_stage, select_drivers
from analyzer.mismatches.trait_words import Traits
from analyzer.settings import Thresholds
from analyzer.statistics.attributable import avoidable
from analyzer.statistics.false_discovery import families_found
from analyzer.tables.facts import DriverKeys
from analyzer.tables.interval import Interval
from analyzer.tables.mismatch import Cause, Driver, OutcomeColumn
from analyzer.tables.ruler import Ruler


@dataclass(frozen=True)
class SupportedDrivers:
    """Stage number → its supported drivers; and the columns of the log that name the outcome, or may."""

    of: dict[int, tuple[Driver, ...]]
    outcomes: tuple[OutcomeColumn, ...] = ()


MIN_BAD = 10  # fewer bad visits in a stage cannot show what sets them apart


def find_drivers(
    engine: Engine,
    heard: Table,
    traits: Traits,
    journey: Journey,
    ruler: Ruler,
    months: float,
    thresholds: Thresholds,
) -> SupportedDrivers:
    """The supported drivers of each stage among visits that the company calls good, by the lower limit of their share.

    Where a column among them names the outcome itself, all is looked for once more without it.
    """
    focused = focus(engine, heard, journey, ruler.bins)
    sizes = engine.frame(
        focused.group_by("stage_no").aggregate(n=focused.count(), bad=focused.bad.sum()).order_by("stage_no")
    )
    worth = [int(r.stage_no) for r in sizes.itertuples() if r.bad >= MIN_BAD and r.n - r.bad >= MIN_BAD]
    if not worth:
        return SupportedDrivers({})
    tried = candidates(engine, focused, traits, journey, ruler.numbers, heard)
    left_out: dict[str, OutcomeColumn] = {}
    while True:
        wanted = tuple(c for c in tried.all if c.keys.get("attribute") not in left_out)
        found = _found(engine, focused, tried.present, wanted, worth, traits.amounts, len(journey.stages), thresholds)
        columns = outcome_columns(engine, focused, tried, found, journey)
        certain = {one.attribute: one for one in columns if one.certain}
        if not certain:
            break
        left_out |= certain
    drivers = {no: tuple(_driver(f, journey, months) for f in here) for no, here in found.items() if here}
    return SupportedDrivers(drivers, (*left_out.values(), *columns))


def _found(
    engine: Engine,
    focused: Table,
    present: Table,
    wanted: tuple[Candidate, ...],
    worth: list[int],
    amounts: Amounts,
    stages: int,
    thresholds: Thresholds,
) -> dict[int, tuple[Found, ...]]:
    """Stage number → what is found in it. First whether a stage shows anything at all, then what: so the stages that
    show nothing cost those that do only their share of the level (statistics/false_discovery.py)."""
    visits = {no: engine.keep(focused.filter(focused.stage_no == no), "focus_stage") for no in worth}
    here = {no: engine.keep(present.filter(present.stage_no == no), "present_here", PRESENT) for no in worth}
    screened = {no: screen_stage(engine, visits[no], here[no], wanted, thresholds) for no in worth}
    showing = families_found([s.of_stage for s in screened.values()], thresholds.driver_q, stages)
    if not showing:
        return {}
    return {
        no: select_drivers(engine, visits[no], here[no], screened[no], amounts, stages / showing, thresholds)
        for no in worth
    }


def _driver(found: Found, journey: Journey, months: float) -> Driver:
    choice, seen = found.choice, found.effect
    others = tuple(_cause((other.candidate, other.absent), journey) for other in found.others)
    plain = None if found.plain == seen.risk_ratio else found.plain
    measured = _Measured(seen, choice.q, months, others, plain)
    also = tuple(_named(side, journey, measured) for side in choice.twins)
    return replace(_named((choice.candidate, choice.absent), journey, measured), also=also)


@dataclass(frozen=True)
class _Measured:
    """What was measured of a choice; its twins are present in nearly the same visits and have the same numbers."""

    seen: Effect
    q: float
    months: float
    others: tuple[Cause, ...]  # what it was adjusted for
    plain: Interval | None  # the ratio as measured, where it was corrected


def _named(side: Side, journey: Journey, measured: _Measured) -> Driver:
    """A candidate as the contract names it, with the numbers of the choice that it is or is a twin of."""
    cause, seen = _cause(side, journey), measured.seen
    return Driver(
        type=cause.type,
        keys=cause.keys,
        stage=cause.stage,
        visits=seen.visits,
        unhappy=seen.unhappy,
        risk_ratio=seen.risk_ratio,
        share=seen.share,
        q_value=measured.q,
        adjusted=True,
        controllable=_controllable(side[0], journey),
        avoidable=avoidable(seen.share, seen.bad, measured.months),
        adjusted_for=measured.others,
        risk_ratio_uncorrected=measured.plain,
    )


def _cause(side: Side, journey: Journey) -> Cause:
    """A candidate, or its complement, as the contract names it."""
    candidate, absent = side
    kind, keys = candidate.opposite if absent and candidate.opposite else (candidate.type, candidate.keys)
    stage = None if candidate.stage_no is None else journey.stages[candidate.stage_no].name
    return Cause(kind, cast(DriverKeys, keys), stage)


def _controllable(candidate: Candidate, journey: Journey) -> bool | None:
    """Whether the company can change it: work is, attributes as the journey says, None where it does not say."""
    if candidate.type == "attribute":
        said = journey.attributes.get(str(candidate.keys["attribute"]))
        return None if said is None or said.rule is None else said.rule == "controllable"
    return True
