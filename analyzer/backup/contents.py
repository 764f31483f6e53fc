"""Which files belong to a backup: the project's, what it reads from its own folder, and all that is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.settings import Settings
from analyzer.settings.files import matching

PASSING = ("lock", "uploads", "faults", "state")  # of .alignment: what belongs to the moment, or is made again
TABLES = "tables"
ON_THIS_MACHINE, STATE_SCHEMA = ("duckdb", "spark"), "alignment"  # engines; where tables lie in the others


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
    read = [*_of_log(settings), settings.journey, *(source.path for source in settings.signals)]
    signals = (one for one in settings.signals if one.url is not None)
    outside += [settings.masked(f"the signals' {one.called.split()[0]} behind {one.url}") for one in signals]
    outside += [settings.masked(f"the log's table behind {one.url}") for one in settings.log.all if one.url is not None]
    outside += _in_database(settings)
    for path in read:
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


def _of_log(settings: Settings) -> Iterator[str]:
    """The files of all sources of the log, and of the tables through which their cases meet."""
    for source in settings.log.all:
        yield source.path or ""
        if source.via is not None:
            yield source.via.path


def _in_database(settings: Settings) -> Iterator[str]:
    """What is kept of a log that stays in its database, beside it: it can be made again."""
    if settings.is_in_place and settings.engine.partition("://")[0] not in ON_THIS_MACHINE:
        schema = settings.state_schema or STATE_SCHEMA
        yield settings.masked(
            f"the tables of schema {schema} in {settings.engine}: what nights keep there (the next night reads "
            "everything again and keeps it anew), and what filters of earlier runs are answered from"
        )


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
