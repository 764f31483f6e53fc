"""What sets the bad visits of a stage apart, although the company's measure is content with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from analyzer.engine import SMALL, Engine, Table
from analyzer.journey import Journey
from analyzer.mismatches.adjust import Effect
from analyzer.mismatches.amounts import Amounts
from analyzer.mismatches.candidates import Candidate, candidates
from analyzer.mismatches.choice import Choice, Side
from analyzer.mismatches.heard import focus
from analyzer.mismatches.outcomes import outcome_columns
from analyzer.mismatches.screen import Screening, screen_stages
from analyzer.mismatches.select import Found, select_drivers
from analyzer.mismatches.settled import columns_of, is_settled
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
    """Stage number → its supported drivers, and of each of these the unhappy visits in which it is known to be present
    (`unhappy`: case_id, stage_no); and the columns of the log that name the outcome, or may."""

    of: dict[int, tuple[Driver, ...]]
    outcomes: tuple[OutcomeColumn, ...] = ()
    unhappy: Mapping[int, tuple[Table, ...]] = field(default_factory=dict)


MIN_BAD = 10  # fewer bad visits in a stage cannot show what sets them apart
TOGETHER = 200_000  # visits whose candidates are counted in the same questions


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
    sizes = _sizes(engine, focused, journey)
    worth = [one for one in sizes if one.bad >= MIN_BAD and one.visits - one.bad >= MIN_BAD]
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
    unhappy = {no: tuple(_unhappy(focused, tried.present, no, f.choice) for f in found[no]) for no in drivers}
    return SupportedDrivers(drivers, (*left_out.values(), *columns), unhappy)


def _unhappy(focused: Table, present: Table, stage_no: int, choice: Choice) -> Table:
    visits = focused.filter((focused.stage_no == stage_no) & (focused.bad == 1))
    visits = visits.filter(is_settled(visits, choice.candidate.needs))
    holding = present.filter(present.candidate == choice.candidate.no)
    chosen = visits.anti_join(holding, "visit") if choice.absent else visits.semi_join(holding, "visit")
    return chosen.select("case_id", "stage_no")


@dataclass(frozen=True)
class _Size:
    """A stage's focused visits: how many, how many of them bad, in how many strata, and how many groups that differ in
    stratum or in what was settled."""

    stage_no: int
    visits: int
    bad: int
    strata: int
    groups: int


def _sizes(engine: Engine, focused: Table, journey: Journey) -> list[_Size]:
    groups = focused.group_by("stage_no", "stratum", *columns_of(journey)).aggregate(
        n=focused.count(), bad=focused.bad.sum()
    )
    sizes = groups.group_by("stage_no").aggregate(
        n=groups.n.sum(), bad=groups.bad.sum(), strata=groups.stratum.nunique(), groups=groups.count()
    )
    rows = engine.frame(sizes.order_by("stage_no")).itertuples()
    return [_Size(int(r.stage_no), int(r.n), int(r.bad), int(r.strata), int(r.groups)) for r in rows]


def _together(worth: list[_Size], tried: int) -> list[list[int]]:
    """Stages that are screened in the same questions: as many as leave the engine in one result, and as are small
    enough to be held in memory beside each other."""
    found: list[list[int]] = []
    visits = rows = 0
    for one in worth:
        its = max(one.groups, one.strata**2, tried)
        if not found or rows + its > SMALL or visits + one.visits > TOGETHER:
            found.append([])
            visits = rows = 0
        found[-1].append(one.stage_no)
        visits, rows = visits + one.visits, rows + its
    return found


def _found(
    engine: Engine,
    focused: Table,
    present: Table,
    wanted: tuple[Candidate, ...],
    worth: list[_Size],
    amounts: Amounts,
    stages: int,
    thresholds: Thresholds,
) -> dict[int, tuple[Found, ...]]:
    """Stage number → what is found in it. First whether a stage shows anything at all, then what: so the stages that
    show nothing cost those that do only their share of the level (statistics/false_discovery.py)."""
    screened: dict[int, Screening] = {}
    for some in _together(worth, len(wanted)):
        visits, here = (table.filter(table.stage_no.isin(some)) for table in (focused, present))
        screened |= screen_stages(engine, visits, here, wanted, thresholds)
    showing = families_found([s.of_stage for s in screened.values()], thresholds.driver_q, stages)
    if not showing:
        return {}
    found = {}
    for no, one in screened.items():
        visits, here = (table.filter(table.stage_no == no) for table in (focused, present))
        found[no] = select_drivers(engine, visits, here, one, amounts, stages / showing, thresholds)
    return found


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
