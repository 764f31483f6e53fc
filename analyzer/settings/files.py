"""Whether the files that the settings name are there, before any work starts."""

from __future__ import annotations

import glob
import os

from analyzer.errors import AnalyzerError, ArgumentError, InputError, SettingsError
from analyzer.settings.model import Place, Settings


def check_files(settings: Settings) -> None:
    """Raise for the first of log, journey and signals that does not exist, or whose path the engine cannot take; a glob
    must match a file at least."""
    for log in settings.log.all:
        if log.path is not None:
            _check(settings, log.path, "the event log", "--log", "log", log.place)
        if log.via is not None and log.via.table is None:
            _check(settings, log.via.path, "the table of via", "--log", "log", log.via.place)
    _check(settings, settings.journey, "the journey file", "--journey", "journey", settings.journey_place)
    for source in settings.signals:
        if source.url is not None:
            continue
        _check(settings, source.path, "the customer signals", "--signals", "signals", source.place)


def matching(settings: Settings, path: str) -> list[str]:
    """The files that a path or glob of the settings names, sorted; a file of just that name goes before the glob."""
    given = str(settings.resolve(path))
    if settings.resolve(path).exists():
        return [given]
    return sorted(glob.glob(given, recursive=True))  # noqa: PTH207  # Path.glob takes no absolute pattern


def _check(settings: Settings, path: str, what: str, option: str, key: str, place: Place) -> None:
    files = matching(settings, path)
    if files and settings.resolve(files[0]).is_dir():
        raise _error(
            settings,
            f"{what}: a file",
            f"{path} is a folder",
            option,
            key,
            place,
            "name a file; a glob such as logs/*.csv takes several",
        )
    if not files:
        raise _error(settings, what, f"no file {path}", option, key, place, "check the path")
    odd = next((file for file in files if not _is_utf_8(file)), None)
    if odd is not None:
        shown = os.fsencode(odd).decode("utf-8", "backslashreplace")
        do = "rename the file, or the folder it lies in"
        raise _error(settings, f"{what}: a path in UTF-8", shown, option, key, place, do)


def _is_utf_8(path: str) -> bool:
    """Whether a path is text. One that is not can be opened, but not be named in a query."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _error(
    settings: Settings, expected: str, found: str, option: str, key: str, place: Place, do: str
) -> AnalyzerError:
    kind: type[InputError] = ArgumentError if settings.project is None else SettingsError
    where = option if settings.project is None else f"{place}, key {key}"
    hint = do if settings.project is None else f"{do}; relative ones start from the folder of the project file"
    return kind(expected=expected, found=settings.masked(found), where=settings.masked(where), do=hint)
