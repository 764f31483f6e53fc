"""Measure: what was judged is added up, causes are looked for, and mismatches are made of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from analyzer.blueprint import both_views, spoken_visits
from analyzer.engine import Engine, Table
from analyzer.journey import Journey
from analyzer.judging import Given, Judged
from analyzer.mismatches import (
    Evidence,
    SupportedDrivers,
    cases_of,
    find,
    find_drivers,
    find_without_drivers,
    months_of,
    voiced,
)
from analyzer.outside_in import Nearness, Subject, Voice, voice
from analyzer.settings import Settings
from analyzer.tables.blueprint import Blueprint
from analyzer.tables.mismatch import Driver, Mismatch, OutcomeColumn
from analyzer.tables.ruler import Ruler


@dataclass(frozen=True)
class Begun:
    """Parts of measuring that are under way: what waits for the evidence, in which drivers are missing yet, and for the
    mismatches that need none."""

    evidence: Callable[[], Evidence]
    without_drivers: Callable[[], list[Mismatch]]


def begin_measuring(engine: Engine, given: Given, ruler: Ruler, judged: Judged, settings: Settings) -> Begun:
    """Begin to add up both views of every stage, and what needs no more than these."""
    log, journey, placed = given.log, given.journey, judged.placed.table
    rated, staged, as_seen = judged.rated, judged.staged, judged.seen.staged

    def evidence() -> Evidence:
        return Evidence(
            engine=engine,
            rated=rated,
            placed=placed,
            staged=staged,
            log=log,
            journey=journey,
            blueprint=both_views(engine, rated, placed, journey, log),
            derived=frozenset(no for t in ruler.targets if (no := journey.number(t.stage)) is not None),
            reactions=given.apart(ruler),
            drivers={},
            thresholds=settings.thresholds,
            as_seen=as_seen,
        )

    seen = engine.beside(evidence)
    return Begun(seen, engine.beside(lambda: find_without_drivers(seen())))


def measure(
    engine: Engine, given: Given, ruler: Ruler, judged: Judged, settings: Settings, begun: Begun | None = None
) -> tuple[Blueprint, list[Mismatch], tuple[OutcomeColumn, ...]]:
    """Add up what was judged: both views of every stage, the mismatches that they support, and the columns of the log
    that name the outcome itself. `begun`: as of `begin_measuring`, where that was called."""
    begun = begun or begin_measuring(engine, given, ruler, judged, settings)
    journey, months = given.journey, months_of(given.log)
    found = find_drivers(engine, judged.heard, judged.traits, journey, ruler, months, settings.thresholds)
    seen = replace(begun.evidence(), drivers=found.of, outcomes=found.outcomes)
    mismatches = find(seen, begun.without_drivers())
    mismatches = voiced(mismatches, journey, lambda first: _said(engine, journey, judged, found, first))
    return seen.blueprint, mismatches, found.outcomes


def _said(
    engine: Engine,
    journey: Journey,
    judged: Judged,
    found: SupportedDrivers,
    first: Mapping[tuple[str, int | None], Driver | None],
) -> Mapping[Subject, Voice]:
    """What customers say about each kind and stage; of one with a driver, where that is present."""
    near = {Subject(*place): _near(judged.heard, journey, found, place[1], driver) for place, driver in first.items()}
    known = {subject: one for subject, one in near.items() if one is not None}
    return voice(engine, judged.placed.table, spoken_visits(engine, judged.rated), near, known)


def _near(
    heard: Table, journey: Journey, found: SupportedDrivers, stage_no: int | None, driver: Driver | None
) -> Nearness | None:
    """The cases of a stage's unhappy visits in which a driver is present, and the names by which it may be spoken
    of."""
    if driver is None or stage_no is None:
        return None
    unhappy = found.unhappy[stage_no][found.of[stage_no].index(driver)]
    cause = next((stage for stage in journey.stages if stage.name == driver.stage), None)
    around = (cause.name, *cause.touchpoints) if cause is not None and cause.no != stage_no else ()
    named = [str(value) for key, value in driver.keys.items() if key in ("activity", "from", "to", "value")]
    return Nearness(cases_of(heard.semi_join(unhappy, ["case_id", "stage_no"])), (*named, *around))
