"""Which files belong to a backup: the project's, what it reads from its own folder, and all that is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.settings import Settings
from analyzer.settings.files import matching

PASSING = ("lock", "uploads", "faults", "state")  # of .alignment: what belongs to the moment, or is made again
TABLES = "tables"


@dataclass(frozen=True)
class BackupContents:
    """`files`: absolute paths inside the project's folder, in order; `outside`: what the project reads elsewhere."""

    files: tuple[Path, ...]
    outside: tuple[str, ...]


def contents_of(settings: Settings, runs: Iterable[str], database: Path | None) -> BackupContents:
    """The files of a project. `runs`: the ids of runs that the catalog's rows name: others are not whole. `database`:
    the catalog's own file, whose rows are kept apart."""
    assert settings.project is not None
    folder = settings.folder
    found: list[Path] = [settings.project]
    outside: list[str] = []
    read = [settings.log.path, settings.journey, *(source.path for source in settings.signals)]
    signals = (one for one in settings.signals if one.url is not None)
    outside += [settings.masked(f"the signals' {one.called.split()[0]} behind {one.url}") for one in signals]
    for path in read:
        if path is None:
            outside.append(settings.masked(f"the log's table behind {settings.log.url}"))
            continue
        if not path:
            continue
        for name in matching(settings, path):
            file = Path(name)
            if file.resolve().is_relative_to(folder.resolve()) and not file.is_symlink():
                found.append(file)
            else:
                outside.append(settings.masked(str(file)))
    found += _kept(settings.home, set(runs))
    reports = settings.resolve(settings.report.folder)
    if reports.resolve().is_relative_to(folder.resolve()):
        found += _all(reports)
    elif reports.exists():
        outside.append(settings.masked(str(reports)))
    own = set() if database is None else {Path(f"{database}{ending}") for ending in ("", "-wal", "-shm", "-journal")}
    files = {file: None for file in found if file.is_file() and file not in own}
    return BackupContents(tuple(sorted(files)), tuple(sorted(set(outside))))


def _kept(home: Path, runs: set[str]) -> Iterator[Path]:
    """What lies in `.alignment` for good."""
    for entry in sorted(home.iterdir()) if home.is_dir() else ():
        if entry.name in PASSING or entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.name == "runs":
            for run in sorted(entry.iterdir()):
                if run.name in runs:
                    yield from _all(run)
        else:
            yield from _all(entry) if entry.is_dir() else iter((entry,))


def _all(folder: Path) -> Iterator[Path]:
    """The files of a folder at any depth; links and what is being written (names with a dot in front) are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path
