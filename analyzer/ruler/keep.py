"""The ruler as a file: one small YAML file that a person can read, with where each number came from."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import msgspec
import yaml

from analyzer.errors import SettingsError
from analyzer.settings import Settings
from analyzer.settings.typed import as_type
from analyzer.tables.ruler import Ruler

FORMAT = "ruler/1"
HEAD = """\
# What cases are judged with, fitted once to the data and held still. Each part says how many observations it rests on.
# `analyzer calibrate` fits it anew and says what that alone changes; a change by hand makes it another ruler.
"""


def ruler_file(settings: Settings) -> Path:
    """Where a project keeps its ruler: `.alignment/ruler.yaml`; of a project file of another name
    `.alignment/ruler-<its name>.yaml`, so that two in one folder have one each."""
    stem = settings.project.stem if settings.project is not None else "project"
    return settings.home / ("ruler.yaml" if stem == "project" else f"ruler-{stem}.yaml")


def kept_ruler(settings: Settings) -> Ruler | None:
    """The ruler that a project keeps; None where none was kept yet. Raises as `read_ruler`."""
    path = ruler_file(settings)
    return read_ruler(path) if path.exists() else None


def named(ruler: Ruler) -> Ruler:
    """The ruler with its id: twelve letters of the SHA-256 digest of everything else in it."""
    content = {**_plain(ruler), "id": ""}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return replace(ruler, id=digest[:12])


def ruler_text(ruler: Ruler) -> str:
    """The file's content. Numbers are written to the last digit, so that reading gives the same ruler."""
    whole = {"format": FORMAT, **_plain(ruler)}
    return HEAD + yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)


def write_ruler(ruler: Ruler, path: Path) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("w", encoding="utf-8") as stream:
        stream.write(ruler_text(ruler))
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)


def read_ruler(path: Path) -> Ruler:
    """The ruler in a file. Raises SettingsError where it is none, of another version, or was changed by hand without
    its id."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _refused(path, f"a file that cannot be read: {str(error).splitlines()[0]}") from None
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise _refused(path, "a file of another kind or version")
    try:
        ruler: Ruler = as_type(content, Ruler, strict=False)
    except msgspec.ValidationError as error:
        raise _refused(path, str(error)) from None
    if named(ruler).id != ruler.id:
        raise _refused(path, f"content that does not belong to its id {ruler.id}")
    return ruler


def _plain(ruler: Ruler) -> dict[str, Any]:
    """Plain values: times as text, tuples as lists. That repeats fail a derived target goes without saying, as in the
    rulers of before it could be otherwise: they keep their ids."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(ruler), default=lambda at: at.isoformat()))
    for target in found["targets"]:
        if target["once"]:
            del target["once"]
    return found


def _refused(path: Path, found: str) -> SettingsError:
    return SettingsError(
        expected=f"a ruler that `analyzer calibrate` wrote ({FORMAT})",
        found=found,
        where=str(path),
        do="run `analyzer calibrate --project …` to fit it anew",
    )
