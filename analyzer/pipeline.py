"""READ FIRST: the whole analysis in order: calibrate, judge, measure, and one document. Tables stay in the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyzer.document import AlignmentDocument, DocumentInputs, document
from analyzer.engine import Beside, Engine, open_engine
from analyzer.figures.bpmn import bpmn
from analyzer.ingest import (
    LogReading,
    check_clocks,
    check_journey,
    check_object_types,
    place_notes,
    read_log,
    read_signals,
)
from analyzer.inside_out import Paths, discover, paths_of, shape_of
from analyzer.journey import Journey, load_journey
from analyzer.judging import Given, Judged, judge, moment_notes, moment_of_looking
from analyzer.measuring import begin_measuring, measure
from analyzer.mining import open_door
from analyzer.mismatches import outcome_notes, owner_notes
from analyzer.outside_in import link, object_warnings, timing_warnings, with_behaviour
from analyzer.ruler import calibrate
from analyzer.settings import Settings
from analyzer.settings.files import matching
from analyzer.slices import Kept, keep_tables
from analyzer.tables.blueprint import Blueprint
from analyzer.tables.log import Log
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
        paths = engine.beside(lambda: paths_of(engine, given.log, given.journey)) if early else None
        progress("calibrating")
        ruler = ruler or calibrate(engine, given, settings.thresholds)
        progress("judging")
        judged = judge(engine, given, ruler)
        judged.settle()
        judging = Judging(given, warnings, ruler, judged, paths)
        return conclude(engine, settings, judging, progress, keep, look)


@dataclass(frozen=True)
class Judging:
    """What was read and judged, ready to be measured; `warnings` about what was read."""

    given: Given
    warnings: tuple[ReadingNote, ...]
    ruler: Ruler
    judged: Judged
    paths: Callable[[], Paths] | None = None  # gives the ways of cases, where these are under way or need less

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
    paths = judging.paths or (lambda: paths_of(engine, given.log, given.journey))
    shape = engine.beside(lambda: shape_of(engine, given.log, paths()))
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
    journey = journey_of(settings)
    with loading(settings):
        types = ruler.types if ruler else journey.types
        log = read_log(engine, settings, types=types, see=see, per=journey.object_types)
    engine.expect(log.n_events, len(log.attributes))
    given, notes = with_signals(engine, settings, journey, log)
    return given, (*place_notes(settings), *notes)


def journey_of(settings: Settings) -> Journey:
    """The journey of a project. Raises JourneyError for what cannot be used of it, as far as that is known before the
    log is read."""
    journey = load_journey(settings.resolve(settings.journey))
    check_object_types(journey, settings.log)
    return journey


@contextmanager
def loading(settings: Settings) -> Iterator[None]:
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
