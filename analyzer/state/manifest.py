"""The list of what is kept between nights: which files are in use, what was read, and by what it was judged.

It is the one thing that is replaced, by a rename, when all files that it names are on the disk.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from analyzer import __version__
from analyzer.ingest.growth import UnderstoodLog
from analyzer.settings import Settings
from analyzer.state.source_files import ReadFile
from analyzer.tables.quality import Quality
from analyzer.tables.ruler import Ruler

FORMAT = "state/8"
FILE = "state.json"
PLACE = re.compile(r"place=Place\([^)]*\)")


@dataclass(frozen=True)
class Layers:
    """Folders of the two layers of some tables (state/layers.py), and the rows in each."""

    lower: str
    upper: str | None
    rows: tuple[int, int]


@dataclass(frozen=True)
class KeptSignals:
    """The file with the rows of a source of signals (`number`, from 0) that lies in a warehouse, and the newest value
    of its column `since`."""

    number: int
    file: str
    newest: str | None


@dataclass(frozen=True)
class KeptAnswers:
    """What a reading of all signals gave, and of what: number of the source, file, its SHA-256. The signals themselves
    lie beside."""

    files: tuple[tuple[int, str, str], ...]
    total: int
    by_kind: dict[str, int]
    silence_good: bool
    quality: Quality


@dataclass(frozen=True)
class NightState:
    """What a night kept. `number` counts the nights since everything was read; `now` is its moment of looking;
    `as_written`: rows stand as the files have them, so that those of several files can be compared.

    `rows`: the files with the rows of the log, oldest first, with their sizes; `read`: its source files, in order.
    """

    format: str
    number: int
    ruler: str
    settings: str
    now: datetime
    quiet: bool
    as_written: bool
    log: UnderstoodLog
    signs: tuple[str, ...]  # activities in the order of the signs that the cases' sequences are written with
    read: tuple[ReadFile, ...]
    rows: tuple[tuple[str, int], ...]
    events: Layers
    judged: Layers
    words: tuple[int, int]  # of the traits: `size` and `stages` of the words that their numbers are made with
    thresholds: dict[int, float]  # of traits, by their numbers
    newest: str | None  # of a warehouse: the newest value of its column `since`
    signals: tuple[KeptSignals, ...]  # of sources in a warehouse with `since`
    answers: KeptAnswers | None  # None where the signals have to be read again
    beside: str  # the folder with the signals, those that are linked and placed, and the words of traits
    sums: str  # the folder with the sums of all cases (engine/sums.py)


def state_folder(settings: Settings) -> Path:
    """Where a project keeps its state: `.alignment/state`; of a project file of another name with that name behind."""
    stem = settings.project.stem if settings.project is not None else "project"
    return settings.home / ("state" if stem == "project" else f"state-{stem}")


def settings_digest(settings: Settings) -> str:
    """A digest of all that decides how rows are read and judged beside the ruler: the sources, the journey, the
    calendar, the zone, and the version of the program."""
    journey = settings.resolve(settings.journey).read_bytes()
    parts = (
        __version__,
        settings.log,
        settings.signals,
        settings.behaviours,
        settings.timezone,
        settings.calendar,
        settings.missing,
        settings.engine,
    )
    said = PLACE.sub("", repr(parts))  # in which line of the file a setting stands decides nothing
    return hashlib.sha256(said.encode() + b"\0" + journey).hexdigest()


def judged_otherwise(settings: Settings, ruler: Ruler | None, kept_ruler: str, kept_settings: str) -> str | None:
    """Why a state cannot be gone on from, by the ruler's id and the digest of the settings that it was made with; None
    where it can. Without a ruler there is nothing that it could be the same as."""
    if ruler is None or kept_ruler != ruler.id:
        return "the ruler is another one"
    return None if kept_settings == settings_digest(settings) else "the journey or the settings have changed"


def read_state(folder: Path) -> NightState | str:
    """What was kept; or why there is nothing that could be used."""
    try:
        content = (folder / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return "nothing was kept yet"
    try:
        state = msgspec.json.decode(content, type=NightState)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return "what was kept is of another version"
    if state.format != FORMAT:
        return "what was kept is of another version"
    wanted = [folder / name for name in (*_files(state), *_folders(state))]
    return state if all(path.exists() for path in wanted) else "a part of what was kept is gone"


def switch_state(folder: Path, state: NightState) -> None:
    """Make a state the kept one: whole or not at all. Files that it does not name are taken away."""
    for path in sorted(folder.rglob("*.parquet")):
        _sync(path)
    half = folder / f".{FILE}.{os.getpid()}"
    half.write_bytes(msgspec.json.encode(state))
    _sync(half)
    half.replace(folder / FILE)
    sweep(folder, state)


def sweep(folder: Path, state: NightState | None) -> None:
    """Take away what a state does not name; without one everything."""
    named = {FILE, *_files(state), *_folders(state)} if state is not None else set()
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in named:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def clear_state(settings: Settings) -> None:
    """Take away what is kept between nights: the next night reads everything. Under the project's lock."""
    sweep(state_folder(settings), None)


def _files(state: NightState) -> tuple[str, ...]:
    return (*(name for name, _ in state.rows), *(one.file for one in state.signals))


def _folders(state: NightState) -> tuple[str, ...]:
    found = (state.events.lower, state.events.upper, state.judged.lower, state.judged.upper, state.beside, state.sums)
    return tuple(name for name in found if name is not None)


def _sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb") as written:
        os.fsync(written.fileno())
