"""What has changed since a night, put to what it kept: new rows are read, the cases that they touch judged anew."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.engine import Engine
from analyzer.errors import LogError
from analyzer.ingest.assembly.assemble import Assembled, NotAsBeforeError
from analyzer.ingest.assembly.counts import RowCounts
from analyzer.ingest.growth import SourcePart, UnderstoodLog, read_changed, read_more
from analyzer.ingest.kept_rows import check_all_there, check_one_spelling, log_of, plan_of, rows_of, some_cases
from analyzer.ingest.sources.files import KINDS, GivenFile, find_files
from analyzer.inside_out import Paths, paths_of
from analyzer.inside_out.variants import signed_anew
from analyzer.judging import Given, Judged
from analyzer.pipeline import journey_of, loading, with_signals
from analyzer.settings import Settings
from analyzer.state.judge_anew import TouchedCases, judged_anew
from analyzer.state.layers import LayeredTables
from analyzer.state.manifest import NightState
from analyzer.state.signals import fetched_again, kept_answers, kept_signals, signal_prints, signals_now
from analyzer.state.source_files import ReadFile, changes_of, fingerprint_of, read_file, tail_of
from analyzer.state.tables import LOG, SEQUENCE, layered, layers_of, with_sequences
from analyzer.tables.quality import ReadingNote
from analyzer.tables.ruler import Ruler
from analyzer.tables.steps import Progress

LESS = 2  # of the memory that one reading of the whole log is given: most of it stays in its files
ALIKE = 2  # two files of rows are put together where the older one is at most so many times as large


@dataclass(frozen=True)
class Grown:
    """What a night has to measure, what it kept (not yet switched to), what waits for the graph and the variants, and
    what it has read: files that are new or have grown, their rows, and the cases that were judged anew."""

    given: Given
    warnings: tuple[ReadingNote, ...]
    judged: Judged
    state: NightState
    paths: Callable[[], Paths]
    files: int
    rows: int
    cases: int


@dataclass(frozen=True)
class _More:
    """The rows of new and grown files, in files of their own, and the source files as they are now."""

    log: UnderstoodLog
    read: tuple[tuple[GivenFile, ReadFile], ...]
    paths: tuple[Path, ...]
    files: int
    signs: tuple[str, ...]
    newest: str | None = None
    total: int | None = None  # of a warehouse: its rows, changed or not


def grow(
    engine: Engine, settings: Settings, ruler: Ruler, state: NightState, folder: Path, progress: Progress
) -> Grown:
    """Read and judge what has changed, and write it beside what was kept.

    Raises NotAsBeforeError where everything has to be read again, and InputError as a reading of everything may.
    """
    token = f"{state.number + 1}-{secrets.token_hex(4)}"
    with loading(settings):
        read = _read_warehouse if settings.log.path is None else _read_files
        more = read(engine, settings, state, folder, token)
    events = before = layered(folder, LOG, state.events)
    engine.expect(state.log.counts.used // LESS)
    touched = None
    if more.paths:
        touched, events, more = _assembled_anew(engine, settings, state, more, folder, before, token)
    journey = journey_of(settings)
    parts = [one.part for _, one in more.read]
    plan = plan_of(more.log, settings, [given for given, _ in more.read], parts)
    ragged = sum(part.ragged for part in parts)
    every, cases_now = (events.table(engine, name) for name in LOG)
    activities = None if settings.log.path is None else more.signs  # a warehouse may have replaced the last of one
    log = log_of(engine, settings, more.log, plan, ragged, every, cases_now.drop(*SEQUENCE), activities)
    fetched = fetched_again(engine, settings, state, folder, more.log.roles)
    prints = signal_prints(fetched.settings)
    signals, known = signals_now(engine, fetched.settings, state, folder, journey, log, prints)
    given, warnings = with_signals(engine, fetched.settings, journey, log, signals)
    progress("judging")
    taken = signed_anew(cases_now.select("case_id", *SEQUENCE), more.signs, log.activities)
    paths = engine.beside(lambda: paths_of(engine, log, journey, taken))  # they rest on the log alone
    judging = judged_anew(engine, ruler, state, given, folder, before, touched, token, known)
    judged = judging.judged
    kept = NightState(
        format=state.format,
        number=state.number + 1,
        ruler=state.ruler,
        settings=state.settings,
        now=given.now,
        quiet=state.quiet,
        as_written=state.as_written,
        log=more.log,
        signs=more.signs,
        read=tuple(one for _, one in more.read),
        rows=_few(engine, settings, [folder / name for name, _ in state.rows], more.paths),
        events=layers_of(events),
        judged=layers_of(judging.layers),
        words=(judged.traits.words.size, judged.traits.words.stages),
        thresholds=dict(judged.traits.numbers),
        newest=more.newest,
        signals=kept_signals(fetched, folder, token),
        answers=kept_answers(fetched.settings, given.signals, prints),
        beside=judging.beside,
        sums=f"sums-{token}",
    )
    rows = more.log.counts.rows - state.log.counts.rows
    return Grown(given, warnings, judged, kept, paths, more.files, rows, judging.cases)


def _read_warehouse(engine: Engine, settings: Settings, state: NightState, folder: Path, token: str) -> _More:
    (one,) = state.read
    given = GivenFile(Path(), one.name, LogError)
    path = folder / f"rows-{token}-0.parquet"
    found, total = read_changed(engine, settings, state.log, str(state.newest), path, one.part.rows)
    if found is None:
        check_all_there(total, state.log.counts.rows)
        return _More(state.log, ((given, one),), (), 0, state.signs, state.newest)
    log, part, newest = found
    return _More(log, ((given, replace(one, part=part)),), (path,), 1, state.signs, newest, total)


def _read_files(engine: Engine, settings: Settings, state: NightState, folder: Path, token: str) -> _More:
    files = find_files(settings, settings.log.path or "", settings.log.place, LogError, KINDS)
    changes = changes_of(files, state.read, settings.folder)
    if changes.lost is not None:
        raise NotAsBeforeError(changes.lost)
    if changes.new and not state.as_written:
        raise NotAsBeforeError("a second file came")
    log = state.log
    now = {str(given.path): one for given, one in changes.same}
    paths: list[Path] = []
    number = max((one.no for one in state.read), default=-1)
    for given, one, found in changes.grown:
        path = folder / f"rows-{token}-{len(paths)}.parquet"
        tail = tail_of(given, one.size, found.size, engine.folder)
        log, part = read_more(engine, settings, tail, log, path, one.no, one.part.rows)
        if part.notes != one.part.notes:
            raise NotAsBeforeError(f"{one.name} is written in another way")
        told = tuple(dict.fromkeys((*one.part.told, *part.told)))
        whole = SourcePart(part.notes, told, one.part.ragged + part.ragged, part.rows)
        now[str(given.path)] = read_file(one.no, given, found, whole, settings.folder)
        paths.append(path)
    for given, found in changes.new:
        number += 1
        path = folder / f"rows-{token}-{len(paths)}.parquet"
        log, part = read_more(engine, settings, given, log, path, number, 0)
        if fingerprint_of(given.path) != found:
            raise NotAsBeforeError(f"{given.name} was written while it was read")
        now[str(given.path)] = read_file(number, given, found, part, settings.folder)
        paths.append(path)
    read = tuple((given, now[str(given.path)]) for given in files)
    return _More(log, read, tuple(paths), len(paths), state.signs)


def _assembled_anew(
    engine: Engine,
    settings: Settings,
    state: NightState,
    more: _More,
    folder: Path,
    events: LayeredTables,
    token: str,
) -> tuple[TouchedCases, LayeredTables, _More]:
    """The cases of new rows, their events and cases in place of the old ones, and the counts of all rows."""
    new = [engine.read_parquet(path).select("case_id") for path in more.paths]
    named = new[0]
    for table in new[1:]:
        named = named.union(table)
    path = engine.folder / f"touched-{token}.parquet"
    engine.write(named.distinct(), path)
    kept = [folder / name for name, _ in state.rows]
    before = [one.no for one in state.read]
    order = [one.no for _, one in more.read]
    replacing = settings.log.path is None
    theirs = engine.folder / f"rows-{token}.parquet"
    rows_of(engine, kept, path, theirs, replacing)
    if replacing:
        check_one_spelling(engine, more.log, theirs, more.paths[0])
    old = engine.beside(lambda: some_cases(engine, settings, more.log, [theirs], before, path))
    now = some_cases(engine, settings, more.log, [theirs, *more.paths], order, path, replacing)
    counts = state.log.counts.minus(_counts(old())).plus(_counts(now))
    _check(settings, more, counts)
    touched = engine.read_parquet(path)
    touched = touched.filter(touched.case_id.notnull())
    signs = state.signs
    if now is not None:
        signs = (*signs, *(name for name in now.log.activities if name not in signs))
        tables = {"events": now.events, "cases": with_sequences(engine, now.log, now.log.cases, signs)}
    else:  # rows without a case, all of them refused
        nothing = {name: events.table(engine, name) for name in LOG}
        tables = {name: table.limit(0) for name, table in nothing.items()}
    names = {name: events.table(engine, name).columns for name in LOG}
    tables = {name: table.select(*names[name]) for name, table in tables.items()}
    events = events.replaced(engine, f"events-{token}", touched, tables)
    return TouchedCases(touched, tables), events, replace(more, log=replace(more.log, counts=counts), signs=signs)


def _few(engine: Engine, settings: Settings, kept: Sequence[Path], more: Sequence[Path]) -> tuple[tuple[str, int], ...]:
    """The files with rows: of two neighbours of about one size one is made, so that they stay few."""
    files = list(kept)
    for path in more:
        files.append(path)
        while len(files) > 1 and files[-2].stat().st_size <= ALIKE * files[-1].stat().st_size:
            older, newer = (engine.read_parquet(one) for one in files[-2:])
            if settings.log.path is None:  # the newer one has all rows of its cases
                named = newer.select("case_id").distinct()
                older = older.anti_join(named, older.case_id.identical_to(named.case_id))
            files[-2:] = [path.with_name(f"rows-{secrets.token_hex(4)}.parquet")]
            engine.write(older.union(newer), files[-1])
    return tuple((path.name, path.stat().st_size) for path in files)


def _counts(found: Assembled | None) -> RowCounts:
    return RowCounts() if found is None else found.counts


def _check(settings: Settings, more: _More, counts: RowCounts) -> None:
    """Raise NotAsBeforeError where a reading of everything would refuse the log, find other rows, or read its local
    times otherwise."""
    if more.total is not None:
        check_all_there(more.total, counts.rows)
    ragged = sum(one.part.ragged for _, one in more.read)
    refused, rows = sum(counts.reasons.values()) + ragged, counts.rows + ragged
    if refused and not (refused <= settings.log.max_refused * rows + 1e-9 and refused < rows):
        raise NotAsBeforeError("too many rows cannot be read")
    if more.log.whole.repeats and (counts.forward < 0) != more.log.whole.backwards:
        raise NotAsBeforeError("the rows of a case stand in another order")
