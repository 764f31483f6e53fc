"""What a project's web pages chose to analyse instead of the files that its project file names.

The choice lies in `.alignment/inputs.yaml`, beside the project and never in it: through the web no path of a project
changes. It can name uploaded data sets only (`.alignment/datasets/<id>/<file>`), and no environment variable.

    log: {path: .alignment/datasets/20261122T101500Z-1a2b3c4d/log.csv, columns: {case_id: order_id}}
    signals: [{path: .alignment/datasets/20261122T101900Z-5e6f7a8b/nps.csv, kind: nps}]

The sample also brings its own `journey` (a file of its log's data set), `timezone`, `case_noun` and `calendar`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from analyzer.errors import SettingsError
from analyzer.settings.model import Calendar, LogSource, Place, Settings, SignalSource
from analyzer.settings.scale import Scale
from analyzer.settings.sources import read_log_source, read_signal_sources
from analyzer.settings.value import Value
from analyzer.settings.working_time import calendar_keys, read_calendar
from analyzer.settings.writing import put_whole
from analyzer.settings.yaml_file import read_yaml

INPUTS = "inputs.yaml"
_NEVER = ("place", "shared_columns", "more", "via", "questions", "stage")  # what the web does not choose
KEYS = ("log", "signals", "journey", "timezone", "case_noun", "calendar")
_DATA_SET = re.compile(r"\.alignment/datasets/([A-Za-z0-9-]+)/[^/]+")


@dataclass(frozen=True)
class ChosenInputs:
    """Sources that are data sets. None: the project's own; signals `()`: none at all.

    What stands beneath them belongs to a sample, which is read whole or not at all.
    """

    log: LogSource | None = None
    signals: tuple[SignalSource, ...] | None = None
    journey: str | None = None
    timezone: str | None = None
    case_noun: str | None = None
    calendar: Calendar | None = None

    @property
    def is_any(self) -> bool:
        """Whether anything is read in the place of the project's own files."""
        return self != ChosenInputs()

    @property
    def is_sample(self) -> bool:
        """Whether a sample is read, with its own journey, in the place of the project's files."""
        return self.journey is not None


def with_inputs(settings: Settings, chosen: ChosenInputs) -> Settings:
    """The settings with what was chosen in the place of the project's own."""
    given: dict[str, Any] = {name: getattr(chosen, name) for name in KEYS}
    if chosen.is_sample:
        given["behaviours"] = ()  # they speak of the project's own log and journey
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def read_inputs(settings: Settings) -> ChosenInputs:
    """The choice that is kept beside a project; nothing chosen where there is none.

    Raises SettingsError for a file that is not such a choice, or that names anything but a data set.
    """
    path = settings.home / INPUTS
    if not path.is_file():
        return ChosenInputs()
    top = read_yaml(path, SettingsError, "a choice of data sets").keys(KEYS, "a choice of data sets")
    share = settings.log.max_refused
    chosen = ChosenInputs(
        log=top.take("log", lambda value: read_log_source(value, share), None),
        signals=top.take("signals", lambda value: read_signal_sources(value, share), None),
        journey=top.take("journey", Value.text, None),
        timezone=top.take("timezone", Value.zone, None),
        case_noun=top.take("case_noun", Value.text, None),
        calendar=top.take("calendar", read_calendar, None),
    )
    _check_all(chosen, Place(str(path)))
    return chosen


def write_inputs(settings: Settings, chosen: ChosenInputs) -> None:
    """Keep a choice beside the project, whole or not at all. Raises SettingsError for a path that is no data set."""
    _check_all(chosen, Place(str(settings.home / INPUTS)))
    content: dict[str, Any] = {}
    if chosen.log is not None:
        content["log"] = _written(chosen.log)
    if chosen.signals is not None:
        content["signals"] = [_written(source) for source in chosen.signals]
    if chosen.calendar is not None:
        content["calendar"] = calendar_keys(chosen.calendar)
    plain = {name: getattr(chosen, name) for name in ("journey", "timezone", "case_noun")}
    content.update({name: value for name, value in plain.items() if value is not None})
    put_whole(settings.home / INPUTS, json.dumps(content, indent=2, ensure_ascii=False) + "\n")  # JSON is YAML


def data_set_path(data_set: str, file: str) -> str:
    """How a choice names the file of a data set."""
    return f".alignment/datasets/{data_set}/{file}"


def data_set_of(path: str | None) -> str | None:
    """The id of the data set that a path names; None where it is another path."""
    found = _DATA_SET.fullmatch(PurePosixPath(path).as_posix()) if path is not None else None
    return found[1] if found and ".." not in PurePosixPath(str(path)).parts else None


def _check_all(chosen: ChosenInputs, place: Place) -> None:
    for source in ((chosen.log,) if chosen.log else ()) + (chosen.signals or ()):
        _check(source.path, source.place)
    if chosen.journey is not None:
        _check(chosen.journey, place)


def _check(path: str | None, place: Place) -> None:
    if data_set_of(path) is None:
        raise SettingsError(
            expected="the file of a data set: .alignment/datasets/<id>/<file>",
            found=path or "none",
            where=str(place),
            do="choose the data sets on the page Data; other files stand in the project file only",
        )


def _written(source: LogSource | SignalSource) -> dict[str, Any]:
    """The keys of a source that differ from their defaults, as the project file writes them."""
    plain = type(source)(path="")
    names = {"window_s": "window", "others": "with"}
    content: dict[str, Any] = {}
    for name in source.__dataclass_fields__:
        value = getattr(source, name)
        if name in ("place", "shared_columns", "more", "via", "questions", "stage") or (
            name != "path" and value == getattr(plain, name)
        ):
            continue
        if isinstance(value, Scale):
            value = {"bad": [value.bad_low, value.bad_high], "good": [value.good_low, value.good_high]}
        elif name == "window_s":
            value = f"{value:.3f}s"
        content[names.get(name, name)] = value
    return content
