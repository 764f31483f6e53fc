"""What `analyzer.align` is given → settings, checked by the readers of the project file, so that what a project refuses
is refused here in the same words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from analyzer.errors import AnalyzerError, ArgumentError
from analyzer.frames.table_files import is_path, write_table
from analyzer.settings import ROLES, SIGNAL_ROLES, Settings, load_project
from analyzer.settings.arguments import parse_columns

ARGUMENTS = "the arguments of analyzer.align"
JOURNEY = "the journey that was given"


def settings_of(
    log: Any,
    journey: Any,
    signals: Any,
    folder: Path,
    columns: str | Iterable[str] | Mapping[str, str],
    day_first: bool | None,
    options: Mapping[str, Any],
) -> Settings:
    """The settings of an analysis; tables and a journey that is no file are written into `folder`, which has to live as
    long as the analysis. `options`: keys of a project file; None stands for its default.

    Raises AnalyzerError for what cannot be used; `said_plainly` takes the names of those files out of it.
    """
    content: dict[str, Any] = {
        "log": _source(log, folder / "log", "log"),
        "journey": _journey(journey, folder / "journey"),
        "signals": [
            _source(one, folder / f"signals-{number}", "signals") for number, one in enumerate(_several(signals), 1)
        ],
        **{key: value for key, value in options.items() if value is not None},
    }
    file = folder / "arguments"
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=_written), encoding="utf-8")
    settings = replace(load_project(file), project=None, folder=Path.cwd(), stand_ins=stand_ins(folder))
    return _with_columns(settings, columns, day_first)


def stand_ins(folder: Path) -> dict[str, str]:
    """What messages call the files of `settings_of`."""
    names = {"log": "the log table", "journey": JOURNEY, "arguments": ARGUMENTS}
    found = {str(folder / file): name for file, name in names.items()}
    return {str(folder / "signals-"): "the signals table ", **found}


@contextmanager
def said_plainly(folder: Path) -> Iterator[None]:
    """A block whose errors speak of what was given, not of the files in the folder that stand for it."""
    try:
        yield
    except AnalyzerError as error:
        names = stand_ins(folder)
        parts = {part: _named(getattr(error, part), names) for part in ("expected", "found", "where", "do")}
        if parts == {part: getattr(error, part) for part in parts}:
            raise
        raise type(error)(**parts) from None


def _named(text: str, names: Mapping[str, str]) -> str:
    """A text with these names; lines of a file that nobody has seen are left out."""
    for path, name in names.items():
        text = text.replace(path, name)
    return re.sub(rf"({re.escape(ARGUMENTS)}|{re.escape(JOURNEY)}), line \d+", r"\1", text)


def _source(given: Any, file: Path, what: str) -> Any:
    """A source as a project file has it: a path, or a mapping of which `path` or `table` may be a table."""
    if is_path(given):
        return {"path": os.fspath(given)}
    if isinstance(given, Mapping):
        content = dict(given)
        for key in ("path", "table"):
            if key in content and not is_path(content[key]):
                write_table(content.pop(key), file, what)
                content["path"] = str(file)
            elif key == "path" and key in content:
                content[key] = os.fspath(content[key])
        return content
    if given is None:
        raise ArgumentError(
            expected=f"the {what}: a path or a table",
            found="None",
            where=ARGUMENTS,
            do=f"give {what}=…, or project=… that names it",
        )
    write_table(given, file, what)
    return {"path": str(file)}


def _journey(given: Any, file: Path) -> str:
    if is_path(given):
        return os.fspath(given)
    if isinstance(given, Mapping):
        file.write_text(json.dumps(given, ensure_ascii=False, indent=1, default=_written), encoding="utf-8")
        return str(file)
    raise ArgumentError(
        expected="a journey: the path of a YAML file, or a dict with what it would hold",
        found="None" if given is None else type(given).__name__,
        where=f"journey of {ARGUMENTS.removeprefix('the arguments of ')}",
        do="give the path of the file, or {'stages': [{'name': …, 'activities': […]}]}",
    )


def _several(signals: Any) -> Sequence[Any]:
    if signals is None:
        return ()
    return signals if isinstance(signals, list | tuple) else (signals,)


def _written(value: Any) -> str:
    """What Python has a type for and YAML has none: a span of time, a day, an hour, a path."""
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def _with_columns(
    settings: Settings, columns: str | Iterable[str] | Mapping[str, str], day_first: bool | None
) -> Settings:
    """The settings with columns that were given for log and signals alike, as the command's `--columns`."""
    given = [f"{role}={column}" for role, column in columns.items()] if isinstance(columns, Mapping) else columns
    roles = parse_columns(given)
    log = replace(
        settings.log,
        columns={**{r: c for r, c in roles.items() if r in ROLES}, **settings.log.columns},
        shared_columns=True,
        day_first=settings.log.day_first if day_first is None else day_first,
    )
    signals = tuple(
        replace(
            source,
            columns={**{r: c for r, c in roles.items() if r in SIGNAL_ROLES}, **source.columns},
            shared_columns=True,
            day_first=source.day_first if day_first is None else day_first,
        )
        for source in settings.signals
    )
    return replace(settings, log=log, signals=signals)
