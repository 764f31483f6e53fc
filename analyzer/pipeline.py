"""READ FIRST: the whole analysis in order: calibrate, judge, measure, and one document. Tables stay in the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.blueprint import both_views
from analyzer.document import AlignmentDocument, DocumentInputs, document
from analyzer.engine import Beside, Engine, Table, open_engine
from analyzer.figures.bpmn import bpmn
from analyzer.ingest import LogReading, check_clocks, check_journey, place_notes, read_log, read_signals
from analyzer.inside_out import LogShape, discover, shape_of
from analyzer.journey import Journey, load_journey
from analyzer.judging import Given, Judged, judge, moment_notes, moment_of_looking
from analyzer.mining import open_door
from analyzer.mismatches import (
    Evidence,
    cases_of,
    find,
    find_drivers,
    find_without_drivers,
    months_of,
    outcome_notes,
    owner_notes,
    presence,
    voiced,
)
from analyzer.outside_in import Nearness, Subject, Voice, link, object_warnings, timing_warnings, voice, with_behaviour
from analyzer.ruler import calibrate
from analyzer.settings import Settings
from analyzer.settings.files import matching
from analyzer.slices import Kept, keep_tables
from analyzer.tables.blueprint import Blueprint
from analyzer.tables.log import Log
from analyzer.tables.mismatch import Driver, Mismatch, OutcomeColumn
from analyzer.tables.quality import ReadingNote
from analyzer.tables.ruler import Ruler
from analyzer.tables.signals import Signals
from analyzer.tables.steps import Progress
from analyzer.words import told

LARGE = 16_000_000  # bytes of a log from which it is worth while to do something beside reading it
TOGETHER = 3_000_000  # events up to which the engine has room for something else while visits are made


@dataclass(frozen=True)
class Analysis:
    """The outcome: `document` is what alignment.json holds, and all that the report and the pages are drawn from."""

    document: AlignmentDocument
    ruler: Ruler


@dataclass(frozen=True)
class Measured:
    """An analysis while its tables are open, for who wants to look further into them."""

    engine: Engine
    given: Given
    ruler: Ruler
    judged: Judged
    blueprint: Blueprint
    document: AlignmentDocument


def align(
    settings: Settings,
    progress: Progress = lambda step: None,
    keep: Path | None = None,
    ruler: Ruler | None = None,
    look: Callable[[Measured], None] = lambda measured: None,
) -> Analysis:
    """Both views of one process on one table: files in, supported and explained mismatches out.

    `keep`: a folder for the tables that filters and single cases are answered from; without it none are written.
    `ruler`: what to measure with; without it one is fitted to these data. `look`: sees the tables before they go.
    Raises InputError for anything given that cannot be used, before anything is written.
    """
    with open_engine(settings.engine, settings.state_schema) as engine:
        progress("reading")
        given, warnings = read(engine, settings, ruler)
        early = given.log.n_events <= TOGETHER
        shape = engine.beside(lambda: shape_of(engine, given.log, given.journey)) if early else None
        progress("calibrating")
        ruler = ruler or calibrate(engine, given, settings.thresholds)
        progress("judging")
        judged = judge(engine, given, ruler)
        judged.settle()
        judging = Judging(given, warnings, ruler, judged, shape=shape)
        return conclude(engine, settings, judging, progress, keep, look)


@dataclass(frozen=True)
class Judging:
    """What was read and judged, ready to be measured; `warnings` about what was read."""

    given: Given
    warnings: tuple[ReadingNote, ...]
    ruler: Ruler
    judged: Judged
    sequences: Table | None = None  # of all cases (inside_out/variants.py), where they are known already
    shape: Callable[[], LogShape] | None = None  # waits for what the log says of the process, where it is under way

    @property
    def kept(self) -> Kept:
        """The tables that filters and single cases are answered from."""
        given, rated, placed = self.given, self.judged.rated, self.judged.placed.table
        return Kept(given.log, given.journey, rated, placed, self.ruler, given.quiet, given.timezone)


def conclude(
    engine: Engine,
    settings: Settings,
    judging: Judging,
    progress: Progress,
    keep: Path | None,
    look: Callable[[Measured], None],
) -> Analysis:
    """Measure what was judged, discover the process, and put both into one document. The rest as of `align`."""
    given, ruler, judged = judging.given, judging.ruler, judging.judged
    progress("measuring")
    begun = begin_measuring(engine, given, ruler, judged, settings)
    shape = judging.shape or engine.beside(lambda: shape_of(engine, given.log, given.journey, judging.sequences))
    discovered = engine.beside(
        lambda: discover(
            engine,
            given.log,
            given.journey,
            settings.discovery_budget_s,
            reactions=given.apart(ruler),
            shape=shape(),
        )
    )
    blueprint, mismatches, outcomes = measure(engine, given, ruler, judged, settings, begun)
    progress("discovering")
    process = discovered()
    progress("writing")
    if keep is not None:
        keep_tables(engine, keep, judging.kept, settings)
    doubts = (
        *moment_notes(engine, given, ruler),
        *timing_warnings(engine, judged.placed.table, ruler.timing),
        *outcome_notes(outcomes),
    )
    said = (*judging.warnings, *doubts, *owner_notes(given.journey))
    inputs = DocumentInputs(settings, given.journey, given.log, given.signals, judged.placed, ruler, said)
    whole = told(document(inputs, blueprint, mismatches, process, draw=bpmn))
    look(Measured(engine, given, ruler, judged, blueprint, whole))
    return Analysis(whole, ruler)


def read(
    engine: Engine,
    settings: Settings,
    ruler: Ruler | None = None,
    see: Callable[[LogReading], None] = lambda reading: None,
) -> tuple[Given, tuple[ReadingNote, ...]]:
    """The files of a project as typed tables, and notes about what they hold; the types are the ruler's, where
    there is one. `see`: sees the rows of the log before they go."""
    journey = load_journey(settings.resolve(settings.journey))
    with _loading(settings):
        types = ruler.types if ruler else journey.types
        log = read_log(engine, settings, types=types, see=see, per=journey.object_types)
    engine.expect(log.n_events, len(log.attributes))
    given, notes = with_signals(engine, settings, journey, log)
    return given, (*place_notes(settings), *notes)


@contextmanager
def _loading(settings: Settings) -> Iterator[None]:
    """Import what discovery needs beside what is done meanwhile: a large log is read outside Python."""
    paths = [path for source in settings.log.all if source.path for path in matching(settings, source.path)]
    beside = Beside()
    if settings.discovery_budget_s > 0 and sum(Path(path).stat().st_size for path in paths) >= LARGE:
        beside.begin(open_door)
    try:
        yield
    finally:
        beside.stop()


def with_signals(
    engine: Engine, settings: Settings, journey: Journey, log: Log, signals: Signals | None = None
) -> tuple[Given, tuple[ReadingNote, ...]]:
    """A log that was read, with the signals that belong to its cases, and notes about what both hold. `signals`: where
    they were read already."""
    warnings = (*check_journey(journey, log), *check_clocks(engine, journey, log))
    signals = signals or read_signals(engine, settings, journey, log)
    signals = with_behaviour(engine, settings.behaviours, signals, log, journey)
    linked = link(engine, signals.table, log, journey)
    warnings = (*warnings, *object_warnings(engine, linked, log, journey))
    now = moment_of_looking(engine, log, linked)
    return Given(log, signals, linked, journey, settings.calendar, settings.timezone, now), warnings


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
    mismatches = voiced(mismatches, journey, lambda first: _said(engine, given, ruler, judged, first))
    return seen.blueprint, mismatches, found.outcomes


def _said(
    engine: Engine, given: Given, ruler: Ruler, judged: Judged, first: Mapping[tuple[str, int | None], Driver | None]
) -> Mapping[Subject, Voice]:
    """What customers say about each kind and stage; of one with a driver, where that is present."""
    near = {Subject(*place): _near(engine, given, ruler, judged, place[1], driver) for place, driver in first.items()}
    known = {subject: one for subject, one in near.items() if one is not None}
    return voice(engine, judged.placed.table, judged.rated, near, known)


def _near(
    engine: Engine, given: Given, ruler: Ruler, judged: Judged, stage_no: int | None, driver: Driver | None
) -> Nearness | None:
    """The cases of a stage's unhappy visits in which a driver is present, and the names by which it may be spoken
    of."""
    if driver is None or stage_no is None:
        return None
    heard, journey = judged.heard, given.journey
    unhappy = engine.keep(heard.filter((heard.stage_no == stage_no) & (heard.bad == 1)), f"unhappy_{stage_no}")
    keys = {**driver.keys, "type": driver.type, "stage": driver.stage}
    found = presence(engine, unhappy, judged.rated, judged.seen.staged, judged.seen.log, journey, ruler, keys)
    if found is None:
        return None
    cause = next((stage for stage in journey.stages if stage.name == driver.stage), None)
    around = (cause.name, *cause.touchpoints) if cause is not None and cause.no != stage_no else ()
    named = [str(value) for key, value in driver.keys.items() if key in ("activity", "from", "to", "value")]
    return Nearness(cases_of(found.visits(unhappy)), (*named, *around))
