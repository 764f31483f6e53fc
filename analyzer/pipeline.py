"""READ FIRST: the whole analysis in order. Tables stay in the engine; what comes out is one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analyzer.blueprint import measure
from analyzer.document import AlignmentDocument, Inputs, document
from analyzer.engine import open_engine
from analyzer.figures.bpmn import bpmn
from analyzer.ingest import check_journey, read_log, read_signals
from analyzer.inside_out import discover, judge
from analyzer.journey import load_journey
from analyzer.mismatches import Evidence, find, find_drivers, months_of, voiced
from analyzer.outside_in import Subject, customer_verdicts, link, place, reactions, voice
from analyzer.settings import Settings
from analyzer.slices import Kept, keep_tables
from analyzer.visits import make_visits, staged_events

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Analysis:
    """The outcome: `document` is what alignment.json holds, and all that the report and the pages are drawn from."""

    document: AlignmentDocument


def align(settings: Settings, progress: Progress = lambda step: None, keep: Path | None = None) -> Analysis:
    """Both views of one process on one table: files in, supported and explained mismatches out.

    `keep`: a folder for the tables that filters and single cases are answered from; without it none are written.
    Raises InputError for anything given that cannot be used, before anything is written.
    """
    with open_engine(settings.engine) as engine:
        progress("Reading the journey, the log and the signals")
        journey = load_journey(settings.resolve(settings.journey))
        log = read_log(engine, settings, types=journey.types)
        engine.expect(log.n_events)
        warnings = check_journey(journey, log)
        signals = read_signals(engine, settings, journey, log)

        progress("Making visits")
        linked = link(engine, signals.table, log, journey)
        reacting = reactions(engine, linked, log, settings.thresholds.reaction_share)
        staged = staged_events(engine, log, journey, reacting)
        visits = make_visits(engine, log, journey, staged)

        progress("Judging visits from inside and outside")
        judged, derived = judge(engine, visits, staged, log, journey, settings.calendar, settings.timezone)
        placed = place(engine, linked, visits, journey)
        silence_good = signals.silence_good and signals.total > 0
        rated = customer_verdicts(engine, judged, placed.table, silence_good)
        blueprint = measure(engine, rated, placed.table, journey, log)

        progress("Looking for what sets unhappy visits apart")
        drivers = find_drivers(engine, rated, staged, log, journey, months_of(log), settings.thresholds)
        seen = Evidence(
            engine=engine,
            rated=rated,
            placed=placed.table,
            staged=staged,
            log=log,
            journey=journey,
            blueprint=blueprint,
            derived=frozenset(d.stage_no for d in derived),
            reactions=reacting,
            drivers=drivers,
            thresholds=settings.thresholds,
            case_noun=settings.case_noun,
        )
        found = find(seen)
        mismatches = voiced(
            found, journey, lambda places: voice(engine, placed.table, rated, [Subject(*p) for p in places])
        )

        progress("Discovering the process")
        process = discover(engine, log, journey, settings.discovery_budget_s, reactions=reacting)

        progress("Writing it up")
        if keep is not None:
            tables = Kept(log, journey, rated, placed.table, reacting, derived, silence_good, settings.timezone)
            keep_tables(engine, keep, tables)
        inputs = Inputs(settings, journey, log, signals, placed, reacting, derived, warnings)
        return Analysis(document(inputs, blueprint, mismatches, process, draw=bpmn))
