"""A night's analysis: only what has changed is read and judged; sums are made over all that is kept.

The outcome is that of one run over everything with the same ruler. Where that cannot be had from what is kept,
everything is read again, and the night says why.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analyzer.engine import Engine, KeptSums, open_engine
from analyzer.errors import LogError
from analyzer.ingest import LogReading
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.growth import parts_of, understood, write_rows
from analyzer.ingest.signals.fetched import fetch_signals
from analyzer.ingest.sources.files import KINDS, GivenFile, find_files
from analyzer.ingest.sources.keeping import keep as stored
from analyzer.ingest.sources.reading import read_source
from analyzer.inside_out import paths_of
from analyzer.pipeline import Analysis, Judging, Measured, align, conclude, read
from analyzer.ruler import calibrate
from analyzer.settings import Settings
from analyzer.slices import keep_tables, link_tables
from analyzer.state.grow import grow
from analyzer.state.in_place import align_in_place, keeps_in_place
from analyzer.state.layers import written
from analyzer.state.manifest import (
    FORMAT,
    NightState,
    judged_otherwise,
    read_state,
    settings_digest,
    state_folder,
    sweep,
    switch_state,
)
from analyzer.state.open_cases import cases_in_motion
from analyzer.state.signals import kept_answers, kept_signals, signal_prints
from analyzer.state.source_files import Fingerprint, ReadFile, fingerprint_of, read_file
from analyzer.state.tables import (
    SEQUENCE,
    RoomyJudged,
    files_of,
    follow,
    layers_of,
    tables_of,
    with_sequences,
    write_beside,
)
from analyzer.tables.ruler import Ruler
from analyzer.tables.steps import Progress

Look = Callable[[Measured], None]


@dataclass(frozen=True)
class NightReading:
    """What a night has read. `whole`: why it read everything; None where it read only what had changed. Then `files`
    are new or have grown, by `rows`, and `cases` were judged anew."""

    whole: str | None
    files: int = 0
    rows: int = 0
    cases: int = 0


def align_night(
    settings: Settings,
    ruler: Ruler | None,
    progress: Progress = lambda step: None,
    keep: Path | None = None,
    look: Look = lambda measured: None,
) -> tuple[Analysis, NightReading]:
    """What `pipeline.align` gives with this ruler, read and judged from what has changed since the last night where
    that can be done. What was read and judged is kept for the next night.

    To be called under the project's lock. Raises InputError as `align` does.
    """
    if keeps_in_place(settings):
        found = align_in_place(settings, ruler, progress, _keeping(settings, keep), look)
        return found.analysis, NightReading(found.whole, found.files, found.rows, found.cases)
    why_not = _unkept(settings)
    if why_not is not None:
        return align(settings, progress, keep, ruler, look), NightReading(why_not)
    folder = state_folder(settings)
    state = read_state(folder)
    sweep(folder, state if isinstance(state, NightState) else None)
    if isinstance(state, NightState):
        state = judged_otherwise(settings, ruler, state.ruler, state.settings) or state
    if isinstance(state, NightState):
        assert ruler is not None
        try:
            return _changed(settings, ruler, state, folder, progress, keep, look)
        except NotAsBeforeError as reason:
            state = str(reason)
    return _everything(settings, ruler, folder, progress, keep, look), NightReading(state)


def _keeping(settings: Settings, keep: Path | None) -> Callable[[Engine, Judging], None]:
    """What takes the tables of a run, into a folder or where its log lies."""

    def take(engine: Engine, judging: Judging) -> None:
        if keep is not None:
            keep_tables(engine, keep, judging.kept, settings)

    return take


def _unkept(settings: Settings) -> str | None:
    """Why nothing is kept of a project between its nights."""
    if settings.log.is_joined:
        return "several logs, or one with a zone or a case of its own, are read whole"
    if settings.log.path is None and settings.log.since is None:
        return "the log lies in a warehouse, without a column that says since when"
    if settings.engine != "duckdb":
        return f"the engine {settings.engine.partition(':')[0]} keeps nothing between nights"
    if settings.log.case is not None:
        return "an object-centric log is read whole"
    return "a table with one row a case is read whole" if settings.log.stamps else None


def _changed(
    settings: Settings,
    ruler: Ruler,
    state: NightState,
    folder: Path,
    progress: Progress,
    keep: Path | None,
    look: Look,
) -> tuple[Analysis, NightReading]:
    with open_engine() as engine:
        progress("reading")
        grown = grow(engine, settings, ruler, state, folder, progress)
        judging = Judging(grown.given, grown.warnings, ruler, grown.judged, grown.paths)
        analysis = conclude(engine, settings, judging, progress, None, look)
        if keep is not None:
            link_tables(keep, judging.kept, files_of(folder, grown.state), grown.state.signs)
        switch_state(folder, grown.state)
        return analysis, NightReading(None, grown.files, grown.rows, grown.cases)


class _Rows:
    """Takes the rows of a log while it is read whole."""

    def __init__(self, settings: Settings, path: Path) -> None:
        self._settings, self._path = settings, path
        self.files: tuple[GivenFile, ...] = ()

    def take(self, reading: LogReading) -> None:
        """Write the rows as they are written in the files."""
        self._path.unlink(missing_ok=True)
        raw, reader = reading.plan.raw, reading.reader
        path = self._settings.log.path
        if path is None or (not raw.every and not self._settings.resolve(path).exists()):
            # one file of a pattern: another that comes may have rows of it, just as they are written; and a warehouse
            # is asked for a case as it is written there
            raw = stored(read_source(list(reading.files), reader, self._settings.log.sheet), reader)
        write_rows(reader, raw, understood(reading), self._settings.missing, self._path, "file")
        self.log, self.parts, self.events = understood(reading), parts_of(reading), reading.assembled.events
        self.as_written, self.files = raw is not reading.plan.raw or bool(raw.every), reading.files

    @property
    def is_datable(self) -> bool:
        """Whether a later night can tell what is new."""
        return self._settings.log.path is not None or all(file.newest for file in self.files)

    def files_read(self, found: list[tuple[GivenFile, Fingerprint]]) -> tuple[ReadFile, ...]:
        """What is kept of the log's files; a warehouse stands as one of them."""
        if self._settings.log.path is None:
            (given,) = self.files
            return (ReadFile(0, "", given.name, 0, "", False, self.parts[0]),)
        both = zip(found, self.parts, strict=True)
        home = self._settings.folder
        return tuple(read_file(no, file, seen, part, home) for no, ((file, seen), part) in enumerate(both))


def _everything(
    settings: Settings, ruler: Ruler | None, folder: Path, progress: Progress, keep: Path | None, look: Look
) -> Analysis:
    """Read and judge everything, and keep it."""
    token = secrets.token_hex(4)
    folder.mkdir(parents=True, exist_ok=True)
    with open_engine(settings.engine, settings.state_schema) as engine:
        progress("reading")
        before = _fingerprints(settings)
        rows = _Rows(settings, folder / f"rows-{token}.parquet")
        fetched = fetch_signals(settings, engine.folder)
        prints = signal_prints(fetched.settings)
        given, warnings = read(engine, fetched.settings, ruler, rows.take)
        progress("calibrating")
        ruler = ruler or calibrate(engine, given, settings.thresholds)
        progress("judging")
        judged = RoomyJudged(engine, given, ruler)
        judged.settle()
        cases = engine.keep(with_sequences(engine, given.log, given.log.cases, given.log.activities), "kept_cases")
        taken = cases.select("case_id", *SEQUENCE)
        paths = functools.partial(paths_of, engine, given.log, given.journey, taken)
        judging = Judging(given, warnings, ruler, judged, paths)
        (folder / f"sums-{token}").mkdir()
        engine.sums = KeptSums(engine, None, folder / f"sums-{token}")
        follow(engine.sums, given, judged)
        analysis = conclude(engine, settings, judging, progress, None, look)
        if before != _fingerprints(settings) or not rows.files or not rows.is_datable:
            if keep is not None:
                keep_tables(engine, keep, judging.kept, settings)
            return analysis  # a file was written while it was read: the next night reads everything again
        events = written(engine, folder, f"events-{token}", {"events": rows.events, "cases": cases})
        traits, placed = judged.traits, judged.placed.table
        moving = cases_in_motion(judged.rated, given.journey, given.signals.behaviour, given.now)
        state = NightState(
            format=FORMAT,
            number=0,
            ruler=ruler.id,
            settings=settings_digest(settings),
            now=given.now,
            quiet=given.signals.silence_good and given.signals.total > 0,
            as_written=rows.as_written,
            log=rows.log,
            signs=given.log.activities,
            read=rows.files_read(before),
            rows=((f"rows-{token}.parquet", (folder / f"rows-{token}.parquet").stat().st_size),),
            events=layers_of(events),
            judged=layers_of(written(engine, folder, f"judged-{token}", tables_of(judged, traits))),
            words=(traits.words.size, traits.words.stages),
            thresholds=dict(traits.numbers),
            newest=rows.files[0].newest,
            signals=kept_signals(fetched, folder, token),
            answers=kept_answers(fetched.settings, given.signals, prints),
            beside=write_beside(engine, folder, f"beside-{token}", given, placed, traits.words.table, moving),
            sums=f"sums-{token}",
        )
        if keep is not None:
            link_tables(keep, judging.kept, files_of(folder, state), state.signs)
        switch_state(folder, state)
        return analysis


def _fingerprints(settings: Settings) -> list[tuple[GivenFile, Fingerprint]]:
    if settings.log.path is None:
        return []
    files = find_files(settings, settings.log.path or "", settings.log.place, LogError, KINDS)
    return [(file, fingerprint_of(file.path)) for file in files]
