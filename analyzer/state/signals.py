"""Signals between nights: those of a warehouse are kept, and only what has changed is asked for; what was read is read
again only where a file has changed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from analyzer.engine import Engine
from analyzer.errors import SignalError
from analyzer.ingest import read_again, read_signals
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.signals.fetched import FetchedRows, FetchedSignals, fetch_more_signals
from analyzer.ingest.sources.files import SIGNAL_KINDS, find_files
from analyzer.journey import Journey
from analyzer.settings import Settings
from analyzer.state.manifest import KeptAnswers, KeptSignals, NightState
from analyzer.state.source_files import fingerprint_of, path_within
from analyzer.state.tables import SIGNALS
from analyzer.tables.log import Log
from analyzer.tables.signals import Signals

Prints = tuple[tuple[int, str, str], ...]


def fetched_again(
    engine: Engine, settings: Settings, state: NightState, folder: Path, names: Mapping[str, str]
) -> FetchedSignals:
    """The signals of a warehouse as they are now. `names`: role → column of the log. Raises NotAsBeforeError where
    their columns are others than before."""
    before = [FetchedRows(one.number, folder / one.file, one.newest) for one in state.signals]
    found = fetch_more_signals(settings, engine.folder, before, names)
    if found is None:
        raise NotAsBeforeError("the signals in the warehouse have other columns")
    return found


def kept_signals(found: FetchedSignals, folder: Path, token: str) -> tuple[KeptSignals, ...]:
    """The rows in files of the state's folder; those that came from there stay where they are."""
    kept = []
    for rows in found.rows:
        name = rows.path.name
        if rows.path.parent != folder:
            name = f"signals-{token}-{rows.number}.parquet"
            shutil.copyfile(rows.path, folder / name)
        kept.append(KeptSignals(rows.number, name, rows.newest))
    return tuple(kept)


def signal_prints(settings: Settings) -> Prints:
    """What the files of all sources are, by their content; of a warehouse the rows that were fetched."""
    found = []
    for number, source in enumerate(settings.signals):
        for given in find_files(settings, source.path, source.place, SignalError, SIGNAL_KINDS):
            fetched = source.table is not None or source.query is not None
            name = "" if fetched else path_within(settings.folder, given.path)
            found.append((number, name, fingerprint_of(given.path).digest))
    return tuple(found)


def signals_now(
    engine: Engine, settings: Settings, state: NightState, folder: Path, journey: Journey, log: Log, prints: Prints
) -> tuple[Signals, bool]:
    """The signals of all files, which are `prints`, and whether they are those of the night before."""
    before = state.answers
    if before is None or before.files != prints:
        return read_signals(engine, settings, journey, log), False
    table = engine.read_parquet(folder / state.beside / SIGNALS)
    read = Signals(table, before.total, before.by_kind, before.silence_good, before.quality)
    return read_again(engine, settings, log, read), True


def kept_answers(settings: Settings, signals: Signals, prints: Prints) -> KeptAnswers | None:
    """What is kept of a reading of files that were `prints` before it; None where they were written meanwhile, or where
    some of the signals are made from the log."""
    if signals.behaviour or prints != signal_prints(settings):
        return None
    return KeptAnswers(prints, signals.total, signals.by_kind, signals.silence_good, signals.quality)
