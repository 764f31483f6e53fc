"""How a page looks at a file: how much of it, judged by what it unpacks to, and in a process of its own where it is not
small and plain."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.ingest import unpacked_size
from analyzer.jobs.aside import Looks
from analyzer.jobs.looks import LOOKS
from analyzer.settings import Settings
from analyzer.settings.files import matching
from analyzer.tables.quality import ReadingNote, fact

WHOLE = 60_000_000  # bytes; of a bigger file only the beginning is looked at before the analysis
SMALL = 1_000_000  # bytes of plain text that are looked at here and now: a process of its own costs a second
LARGEST = 500_000_000  # bytes; a packed file that holds more is not unpacked for a page

_looks = Looks()


def look_at(settings: Settings, name: str, *arguments: Any) -> Any:
    """What LOOKS[name](*arguments) gives of the settings' files: here where they are small and plain, else in a process
    of its own, with limits on time and memory, once a file.

    Raises what the look raises for people, and LogError at a limit.
    """
    paths = [*(one.path for one in settings.log.all), *(one.path for one in settings.signals)]
    files = [Path(file) for path in paths if path for file in matching(settings, path)]
    found = tuple((str(file), _changed_at(file)) for file in files)
    of_a_warehouse = any(one.url for one in settings.log.all)  # whose rows change unseen, and are as slow as it is
    if not of_a_warehouse and all(changed[1] <= SMALL and _is_plain(Path(file)) for file, changed in found):
        return LOOKS[name](*arguments)
    return _looks.ask(name, arguments, None if of_a_warehouse else found)


def _changed_at(file: Path) -> tuple[int, int]:
    try:
        stat = file.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _is_plain(file: Path) -> bool:
    """Whether a file unpacks to nothing bigger: no archive, workbook, database or Parquet."""
    if not file.is_file():
        return True
    with file.open("rb") as opened:
        start = opened.read(8)
    return not start.startswith((b"\x1f\x8b", b"PK", b"PAR1", b"SQLite", b"\xfd7zXZ", b"BZh", b"(\xb5/\xfd"))


def held(settings: Settings, path: str | None) -> int:
    """Bytes that the files of a path hold, packed ones unpacked; of each packed one counted up to `LARGEST`."""
    files = [Path(name) for name in matching(settings, path)] if path else []
    found = [(file, file.stat()) for file in files if file.is_file()]
    return sum(_held(str(file), stat.st_mtime_ns, stat.st_size) for file, stat in found)


def too_large() -> ReadingNote:
    """Why a packed file is not looked at before the analysis."""
    return fact("packed", most=LARGEST // 1_000_000)


def is_too_large(settings: Settings, path: str | None) -> bool:
    """Whether one of the files is packed and holds more than a page may unpack."""
    files = [Path(name) for name in matching(settings, path)] if path else []
    found = [(file, file.stat()) for file in files if file.is_file()]
    return any(_held(str(file), stat.st_mtime_ns, stat.st_size) >= LARGEST > stat.st_size for file, stat in found)


@lru_cache(maxsize=256)
def _held(path: str, _changed: int, _size: int) -> int:
    return unpacked_size(Path(path), LARGEST)
