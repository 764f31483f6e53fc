"""The data sets of one project: files that people uploaded, each in a folder of its own, and which of them are used.

`.alignment/datasets/<id>/` holds the file under a safe name and `meta.json`. A folder without `meta.json` is not
whole, and is not shown; `sweep` finishes it or takes it away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from analyzer.errors import SettingsError
from analyzer.settings import ChosenInputs, LogSource, Settings, SignalSource, data_set_of, data_set_path
from analyzer.settings import read_inputs as _read_inputs
from analyzer.settings import write_inputs as _write_inputs
from analyzer.settings.moments import iso_utc
from analyzer.settings.writing import put_whole, sync_folder

__all__ = ["ChosenInputs", "DataSet", "Datasets", "LogSource", "Role", "SignalSource"]

Role = Literal["log", "signals"]
ROLES: tuple[Role, ...] = ("log", "signals")
META, UNFINISHED, REMOVED = "meta.json", ".meta.json", ".removed.json"
LEFT_BEHIND_S = 3600.0  # no file takes an hour to be moved
_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True)
class DataSet:
    """An uploaded file."""

    id: str
    name: str  # as the person's file was called
    role: Role
    size: int  # bytes
    sha256: str
    who: str | None
    at: str  # ISO-8601 UTC
    file: str  # its safe name in the data set's folder

    @property
    def source_path(self) -> str:
        """How LogSource and SignalSource name it."""
        return data_set_path(self.id, self.file)


class Datasets:
    """All data sets of a project, the newest first; which of them a run takes is kept beside the project."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.home = settings.home / "datasets"
        self._changing = threading.Lock()

    def all(self, role: Role | None = None) -> list[DataSet]:
        """Those that are whole, the newest first."""
        ids = [one.name for one in self.home.iterdir()] if self.home.is_dir() else []
        found = [one for one in map(self.get, ids) if one is not None and role in (None, one.role)]
        return sorted(found, key=lambda one: (one.at, one.id), reverse=True)

    def get(self, data_set: str) -> DataSet | None:
        """The data set of an id; None where there is none."""
        if not _ID.fullmatch(data_set):
            return None
        try:
            content: dict[str, Any] = json.loads((self.home / data_set / META).read_text(encoding="utf-8"))
            return DataSet(**content)
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def path(self, data_set: str) -> Path:
        """Where its file lies. Raises KeyError where there is none."""
        found = self.get(data_set)
        if found is None:
            raise KeyError(data_set)
        return self.home / found.id / found.file

    def remove(self, data_set: str) -> bool:
        """Take a data set away, and out of the choice; whether there was one."""
        found = self.get(data_set)
        if found is None:
            return False
        self.change(lambda chosen: _without(chosen, data_set))
        (self.home / data_set / META).rename(self.home / data_set / REMOVED)  # from here on nobody sees it
        (self.home / data_set / found.file).unlink(missing_ok=True)
        shutil.rmtree(self.home / data_set)
        return True

    def chosen(self) -> ChosenInputs:
        """The data sets that a run takes instead of the project's own files."""
        return _read_inputs(self._settings)

    def choose(self, inputs: ChosenInputs) -> None:
        """Let runs take these data sets. Raises SettingsError for a source that is none."""
        _write_inputs(self._settings, inputs)

    def change(self, how: Callable[[ChosenInputs], ChosenInputs]) -> None:
        """Choose something else than what is chosen now; of two at the same time, the second sees the first's."""
        with self._changing:
            before = self.chosen()
            after = how(before)
            if after != before:
                self.choose(after)

    def add(self, data_set: str, file: Path, name: str, role: Role, sha256: str, who: str | None) -> DataSet:
        """Make a whole file into a data set: it is moved, and its meta.json is written last."""
        folder = self.home / data_set
        folder.mkdir(parents=True, exist_ok=True)
        at = iso_utc(datetime.now(UTC))
        made = DataSet(data_set, name, role, file.stat().st_size, sha256, who, at, safe_name(name))
        put_whole(folder / UNFINISHED, _written(made))
        file.rename(folder / made.file)
        sync_folder(folder)
        (folder / UNFINISHED).rename(folder / META)
        sync_folder(folder)
        return made

    def sweep(self) -> None:
        """Finish what a server that was killed had all but made, and take away what it had only begun."""
        for folder in list(self.home.iterdir()) if self.home.is_dir() else ():
            with contextlib.suppress(
                OSError, SettingsError
            ):  # somebody else is at it, or it cannot be touched: the others go on
                if folder.is_dir() and not (folder / META).exists():
                    _finish(folder)
                if not (folder / META).exists() and time.time() - folder.stat().st_mtime > LEFT_BEHIND_S:
                    shutil.rmtree(folder) if folder.is_dir() else folder.unlink()


def _finish(folder: Path) -> None:
    """A data set whose file has come, and of which only the last step was missing.

    A file whose `.meta.json` is missing or half written has come too, for it is moved only when it is whole: it is
    kept under its safe name. It is a log until somebody says otherwise, and nobody's.
    """
    about = folder / UNFINISHED
    try:
        made: DataSet | None = DataSet(**json.loads(about.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        made = None
    if made is None:
        made = _recovered(folder)
        if made is None:
            return
        put_whole(about, _written(made))
    if (folder / made.file).is_file() and (folder / made.file).stat().st_size == made.size:
        about.rename(folder / META)
        sync_folder(folder)


def _recovered(folder: Path) -> DataSet | None:
    """What can be known of a data set from its one file; None where there is none, or more."""
    files = [one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")]
    if len(files) != 1 or (folder / REMOVED).exists() or not _ID.fullmatch(folder.name):
        return None
    (file,) = files
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return DataSet(
        folder.name, file.name, _likely(file.name), file.stat().st_size, digest, None, iso_utc(at), file.name
    )


def _likely(name: str) -> Role:
    """The role of a file whose role is not known: workbooks are signals, for no log is read from one."""
    return "signals" if name.lower().endswith((".xlsx", ".xls")) else "log"


def _written(made: DataSet) -> str:
    return json.dumps(asdict(made), ensure_ascii=False, indent=2) + "\n"


def _without(chosen: ChosenInputs, data_set: str) -> ChosenInputs:
    """A choice without a data set; where none of its signals is left, the project's own are read again."""
    gone = chosen.log is not None and data_set_of(chosen.log.path) == data_set
    if gone and chosen.is_sample:
        return ChosenInputs()
    signals = tuple(one for one in chosen.signals or () if data_set_of(one.path) != data_set)
    nothing = () if chosen.is_sample else None
    return replace(
        chosen, log=None if gone else chosen.log, signals=signals or nothing if chosen.signals else chosen.signals
    )


def safe_name(name: str) -> str:
    """A file name that no system and no pattern misreads: letters, digits, dots and dashes; the endings stay."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(name.replace("\\", "/")).name).strip(".-_")
    if len(plain) > 80:
        plain = plain[:48] + plain[-32:]
    if not plain or plain.startswith((".", "meta.json")):
        plain = f"data-{plain.strip('.')}"
    return plain
