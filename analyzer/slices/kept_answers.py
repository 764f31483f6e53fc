"""Answers to filters, kept beside the tables of a run: what one process of a server has worked out, the others read.

An answer is known by what was asked, of which tables, and by which code: an older checkout of the same version has
other answers. It lies in the run's folder of tables and goes with it. A run's tables never change but where a customer
is forgotten, and then the answers go too, also one that is being worked out meanwhile. Whatever is wrong with an
answer, or with the place for it, it is worked out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from analyzer.settings.typed import as_json, as_type
from analyzer.slices.filters import Filters
from analyzer.slices.in_place import META
from analyzer.slices.kept import FOLDER

ANSWERS = ".answers"  # the dot keeps it out of backups: it is made again
NUMBERED = ".numbered"  # likewise (numbered.py)
MOST_KEPT = 300
LARGEST = 4_000_000  # bytes

Answered = TypeVar("Answered")


def answer_once(run: Path, question: str, filters: Filters, kind: Any, work: Callable[[], Answered]) -> Answered:
    """What `work` gives, from the disk where a process of the same code has kept it: `question` names the work, `kind`
    is its type, of plain values or of dataclasses. None is an answer that is not kept."""
    folder = run / FOLDER / ANSWERS
    stamp = stamp_of(run)
    asked = repr((code_mark(), stamp, question, filters.pairs()))
    path = folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.json"
    found: Answered | None = _read(path, kind)
    if found is not None:
        return found
    made = work()
    if made is not None:
        _write(path, made)
        if stamp_of(run) != stamp:
            path.unlink(missing_ok=True)  # it speaks of a customer who was forgotten meanwhile
    return made


@cache
def code_mark() -> str:
    """What tells this code from any other: a digest of the analyzer's files, made once in a process."""
    root, mark = Path(str(files("analyzer"))), hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        mark.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return mark.hexdigest()


def stamp_of(run: Path) -> int:
    """What tells the tables of a run from those of before a customer was forgotten in them."""
    try:
        return (run / FOLDER / META).stat().st_mtime_ns
    except OSError:
        return 0


def clear_answers(tables: Path) -> None:
    """Take away what was made of a run's tables and lies in their folder: answers, and tables with numbers in the place
    of names. What is being worked out is not kept then."""
    with contextlib.suppress(FileNotFoundError):
        os.utime(tables / META)
    for made in (ANSWERS, NUMBERED):
        shutil.rmtree(tables / made, ignore_errors=True)


def _read(path: Path, kind: Any) -> Any:
    import msgspec

    try:
        found = as_type(json.loads(path.read_bytes()), kind, strict=True)
    except (OSError, ValueError, msgspec.ValidationError):
        return None
    with contextlib.suppress(OSError):
        path.touch()  # the oldest of those that were asked for go first
    return found


def _write(path: Path, made: object) -> None:
    """Whole or not at all; a disk that is full, or that may only be read, keeps none."""
    content = as_json(made)
    if len(content) > LARGEST:
        return
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)  # where the tables have just gone there is no place for it
        part.write_bytes(content)
        part.replace(path)
        _thin_out(path.parent)
    except OSError:
        part.unlink(missing_ok=True)


def _thin_out(folder: Path) -> None:
    dated = []
    for file in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            dated.append((file.stat().st_mtime_ns, file))
    for _, file in sorted(dated)[:-MOST_KEPT]:
        file.unlink(missing_ok=True)
