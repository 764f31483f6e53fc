"""A night over a log that stays in a PostgreSQL database: what is kept between nights lies there too.

The cases that have changed are asked for, put together and judged where they lie, and replaced in the tables that were
kept; the rest is measured from these tables. All that a night changes there it changes in one transaction, with the row
that says what the tables hold: a night that is killed has changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from analyzer.engine import Engine, Table, open_engine
from analyzer.engine.engine import POSTGRESQL
from analyzer.ingest import place_notes
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.in_place.case_counts import MOST_COLUMNS, counts_by_case
from analyzer.ingest.in_place.log import PlacedReading, read_in_place
from analyzer.ingest.kept_rows import check_all_there
from analyzer.ingest.placed_nights import PlacedChanges, changed_in_place, log_in_place, newest_written, placed_log
from analyzer.judging import Given, judge
from analyzer.mismatches.trait_words import Words
from analyzer.pipeline import Analysis, Judging, Measured, conclude, journey_of, with_signals
from analyzer.ruler import calibrate
from analyzer.settings import Settings
from analyzer.state.judge_anew import check_still_so, other_signals
from analyzer.state.manifest import judged_otherwise, settings_digest
from analyzer.state.open_cases import cases_in_motion
from analyzer.state.placed_tables import FORMAT, PlacedState, StateTables
from analyzer.state.tables import JUDGED, KeptJudged, in_words, placed_now, tables_of, with_room
from analyzer.tables.ruler import Ruler
from analyzer.tables.steps import Progress

COUNTED = ("events", "cases", "counts")  # tables of what was read


@dataclass(frozen=True)
class PlacedNight:
    """A night's analysis, and what it has read: why everything, or None; whether anything, the rows that came, and the
    cases that were judged anew."""

    analysis: Analysis
    whole: str | None
    files: int = 0
    rows: int = 0
    cases: int = 0


@dataclass(frozen=True)
class _Work:
    """What a night is given to do."""

    settings: Settings
    progress: Progress
    keep: Callable[[Engine, Judging], None]
    look: Callable[[Measured], None]


def keeps_in_place(settings: Settings) -> bool:
    """Whether nights of a project keep their state in the database in which its log lies."""
    kind, source = settings.engine.partition("://")[0], settings.log
    return settings.is_in_place and kind in POSTGRESQL and source.since is not None and not source.is_joined


def align_in_place(
    settings: Settings,
    ruler: Ruler | None,
    progress: Progress,
    keep: Callable[[Engine, Judging], None],
    look: Callable[[Measured], None],
) -> PlacedNight:
    """What `pipeline.align` gives with this ruler, read and judged from what has changed since the last night where
    that can be done. `keep`: takes the tables of the run, once the state is changed.

    To be called under the project's lock. Raises InputError as `align` does.
    """
    work = _Work(settings, progress, keep, look)
    with open_engine(settings.engine, settings.state_schema) as engine:
        tables = StateTables(engine, settings)
        state = tables.read()
        if isinstance(state, PlacedState):
            state = judged_otherwise(settings, ruler, state.ruler, state.settings) or state
        if isinstance(state, PlacedState):
            assert ruler is not None
            try:
                return _changed(engine, tables, work, ruler, state)
            except NotAsBeforeError as reason:
                state = str(reason)
    with open_engine(settings.engine, settings.state_schema) as engine:
        return PlacedNight(_everything(engine, StateTables(engine, settings), work, ruler), state)


def _everything(engine: Engine, tables: StateTables, work: _Work, ruler: Ruler | None) -> Analysis:
    """Read and judge everything, and keep it."""
    settings, progress = work.settings, work.progress
    progress("reading")
    newest = newest_written(engine, settings)  # before the rows: what comes meanwhile is looked at the next night
    journey = journey_of(settings)
    readings: list[PlacedReading] = []
    log = read_in_place(engine, settings, ruler.types if ruler else journey.types, readings.append)
    engine.expect(log.n_events, len(log.attributes))
    given, notes = with_signals(engine, settings, journey, log)
    progress("calibrating")
    ruler = ruler or calibrate(engine, given, settings.thresholds)
    progress("judging")
    judging = Judging(given, (*place_notes(settings), *notes), ruler, judge(engine, given, ruler))
    analysis = conclude(engine, settings, judging, progress, None, work.look)
    (reading,) = readings
    if newest is None or len(reading.rows.plan.kinds) > MOST_COLUMNS:
        tables.clear()
    else:
        traits = with_room(judging.judged.traits)
        kept = {
            "events": reading.cases.every,
            "cases": reading.cases.cases,
            "counts": counts_by_case(reading.rows, reading.cases),
            **tables_of(judging.judged, traits),
            **_beside(given, judging.judged.placed.table, traits.words),
        }
        state = PlacedState(
            format=FORMAT,
            ruler=ruler.id,
            settings=settings_digest(settings),
            now=given.now,
            quiet=_quiet(given),
            kept=placed_log(engine, settings, reading, newest),
            words=(traits.words.size, traits.words.stages),
            thresholds=dict(traits.numbers),
        )
        tables.put(kept, state)
    work.keep(engine, judging)
    return analysis


def _changed(engine: Engine, tables: StateTables, work: _Work, ruler: Ruler, state: PlacedState) -> PlacedNight:
    """Read and judge what has changed, put it to what was kept, and measure over all."""
    settings = work.settings
    work.progress("reading")
    changes = changed_in_place(engine, settings, state.kept)
    with tables.changing(state):
        if changes is not None:
            _replace(engine, tables, changes)
        before = state.kept if changes is None else changes.kept
        log, kept = log_in_place(engine, settings, before, *(tables.open(name) for name in COUNTED))
        if changes is not None:
            check_all_there(changes.total, kept.log.counts.rows)
        journey = journey_of(settings)
        given, notes = with_signals(engine, settings, journey, log)
        check_still_so(state.quiet, state.now, given)
        work.progress("judging")
        cases = engine.keep(_moved(tables, state, given, changes), "cases_judged_anew")
        number = int(engine.rows(cases.aggregate(n=cases.count()))[0]["n"])
        judged, now = _judged(engine, tables, ruler, given, cases, replace(state, kept=kept, now=given.now), number)
        judging = Judging(given, (*place_notes(settings), *notes), ruler, judged)
        analysis = conclude(engine, settings, judging, work.progress, None, work.look)
        tables.change(_beside(given, judged.placed.table, judged.traits.words), now)
    work.keep(engine, judging)
    rows = kept.log.counts.rows - state.kept.log.counts.rows
    return PlacedNight(analysis, None, int(changes is not None), rows, number)


def _replace(engine: Engine, tables: StateTables, changes: PlacedChanges) -> None:
    """What was read anew in the place of what was kept of its cases."""
    events = changes.events
    if not changes.has_places:  # their numbers count through the changed cases alone
        kept = tables.open("events")
        last = engine.rows(kept.aggregate(last=kept.event.max()))[0]["last"]
        events = events.mutate(event=events.event + (int(last or 0) + 1))
    for name, rows in zip(COUNTED, (events, changes.cases, changes.counts), strict=True):
        tables.replace(name, changes.named, rows)


def _moved(tables: StateTables, state: PlacedState, given: Given, changes: PlacedChanges | None) -> Table:
    """The cases (case_id) to be judged anew: those of new rows or signals, and those that time moves on."""
    moved = other_signals(tables.open("linked"), given.linked)
    if changes is not None:
        moved = moved.union(changes.named.filter(changes.named.case_id.notnull()))
    if given.now > state.now:
        moved = moved.union(cases_in_motion(tables.open("rated"), given.journey, given.quiet.watched, state.now))
    return moved.distinct()


def _judged(
    engine: Engine,
    tables: StateTables,
    ruler: Ruler,
    given: Given,
    cases: Table,
    state: PlacedState,
    number: int,
) -> tuple[KeptJudged, PlacedState]:
    """All cases as they are judged now, and the state that says so; `cases` are judged anew, `number` of them."""
    texts = engine.keep(tables.open("words"), "words_before")  # the table itself is put anew in the end
    words, thresholds, anew = Words({}, texts, *state.words), state.thresholds, None
    if number:
        judged = judge(engine, _some(engine, given, cases), ruler)
        anew = judged.placed.table
        traits = in_words(engine, judged.traits, words)
        words, thresholds = traits.words, dict(traits.numbers)
        for name, rows in tables_of(judged, traits).items():
            tables.replace(name, cases, rows)
    placed = placed_now(engine, tables.open("placed"), given.linked, cases, anew, False)
    found = {name: tables.open(name) for name in JUDGED}
    now = KeptJudged(engine, given, ruler, found, words, thresholds, placed)
    return now, replace(state, thresholds=thresholds)


def _some(engine: Engine, given: Given, cases: Table) -> Given:
    """What is known of some cases."""
    log = given.log
    events = engine.keep(log.events.semi_join(cases, "case_id"), "events_now")
    of_them = engine.keep(log.cases.semi_join(cases, "case_id"), "cases_now")
    linked = engine.keep(given.linked.semi_join(cases, "case_id"), "linked_to_them")
    return replace(given, log=replace(log, events=events, cases=of_them), linked=linked)


def _beside(given: Given, placed: Table, words: Words) -> dict[str, Table]:
    """What is replaced whole: the signals that belong to a case, also with their stage; the words of traits."""
    return {"linked": given.linked, "placed": placed, "words": words.table}


def _quiet(given: Given) -> bool:
    return given.signals.silence_good and given.signals.total > 0
