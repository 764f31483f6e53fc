"""What an analysis reads, as a run keeps it: the project's own files or data sets, by name, with size and time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analyzer.settings.files import matching
from analyzer.settings.inputs import data_set_of
from analyzer.settings.model import LogSource, Settings, SignalSource
from analyzer.settings.moments import iso_utc

Read = dict[str, Any]


def what_is_read(settings: Settings) -> Read:
    """`of`: project, uploads or sample; `log` and each of `signals`: `name`, `size` in bytes, `at` (the newest change
    of a file, the arrival of a data set; ISO-8601 UTC), `files`, the id of its `data_set`; each null where unknown.
    A file with an absolute path has a `place` too: what tells its folder from others without showing it."""
    log, signals = (
        _together([_one(settings, source) for source in settings.log.all]),
        [_one(settings, source) for source in settings.signals],
    )
    if data_set_of(settings.journey) is not None:
        of = "sample"
    else:
        of = "uploads" if any(one["data_set"] for one in (log, *signals)) else "project"
    return {"of": of, "log": log, "signals": signals}


def same_source(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool | None:
    """Whether two runs read the same files, whatever these have become since; None where a run does not say it.

    A project's file that has grown from night to night is the same; another data set, or a project's file in the place
    of one, is not.
    """
    if not one or not other:
        return None
    return _named(one) == _named(other)


def _named(read: Mapping[str, Any]) -> list[Any]:
    sources = [read["log"], *read["signals"]]
    return [read["of"], *((source["data_set"] or (source["name"], source.get("place"))) for source in sources)]


def _one(settings: Settings, source: LogSource | SignalSource) -> Read:
    path = source.path
    if not path:
        table = getattr(source, "table", None)
        name = settings.masked(f"table {table}") if table else "a query"
        return {"name": name, "size": None, "at": None, "files": None, "data_set": None}
    files = [Path(name) for name in matching(settings, path) if Path(name).is_file()]
    newest = max((file.stat().st_mtime for file in files), default=None)
    shown = Path(path).name if Path(path).is_absolute() else path
    read: Read = {
        "name": settings.masked(shown),
        "size": sum(file.stat().st_size for file in files) if files else None,
        "at": iso_utc(datetime.fromtimestamp(newest, UTC)) if newest is not None else None,
        "files": len(files),
        "data_set": data_set_of(path),
    }
    if Path(path).is_absolute() and read["data_set"] is None:
        read["place"] = hashlib.sha256(settings.masked(os.path.normpath(path)).encode()).hexdigest()[:12]
    return read | _as_uploaded(settings, read["data_set"])


def _together(read: list[Read]) -> Read:
    """Several logs of one journey as one: their names, all their bytes, the newest change."""
    if len(read) == 1:
        return read[0]
    sizes, times, files = ([one[key] for one in read if one[key] is not None] for key in ("size", "at", "files"))
    together: Read = {
        "name": ", ".join(one["name"] for one in read),
        "size": sum(sizes) if sizes else None,
        "at": max(times, default=None),
        "files": sum(files) if files else None,
        "data_set": next((one["data_set"] for one in read if one["data_set"]), None),
    }
    places = "".join(one.get("place", "") for one in read)
    return together | ({"place": places} if places else {})


def _as_uploaded(settings: Settings, data_set: str | None) -> Read:
    """The name that a data set's file had with the person who brought it, and when it came."""
    if data_set is None:
        return {}
    try:
        about = json.loads((settings.home / "datasets" / data_set / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {"name": about.get("name"), "at": about.get("at")}
