"""How much of a file a page may look at: a packed one is judged by what it unpacks to, which is counted once a file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from analyzer.ingest import unpacked_size
from analyzer.settings import Settings
from analyzer.settings.files import matching

WHOLE = 60_000_000  # bytes; of a bigger file only the beginning is looked at before the analysis
LARGEST = 500_000_000  # bytes; a packed file that holds more is not unpacked for a page
TOO_LARGE = (
    f"A packed file that holds more than {LARGEST // 1_000_000:,} MB is read when the analysis runs, not before. "
    "Unpack it to see its first rows here."
)


def held(settings: Settings, path: str | None) -> int:
    """Bytes that the files of a path hold, packed ones unpacked; of each packed one counted up to `LARGEST`."""
    files = [Path(name) for name in matching(settings, path)] if path else []
    found = [(file, file.stat()) for file in files if file.is_file()]
    return sum(_held(str(file), stat.st_mtime_ns, stat.st_size) for file, stat in found)


def is_too_large(settings: Settings, path: str | None) -> bool:
    """Whether one of the files is packed and holds more than a page may unpack."""
    files = [Path(name) for name in matching(settings, path)] if path else []
    found = [(file, file.stat()) for file in files if file.is_file()]
    return any(_held(str(file), stat.st_mtime_ns, stat.st_size) >= LARGEST > stat.st_size for file, stat in found)


@lru_cache(maxsize=256)
def _held(path: str, _changed: int, _size: int) -> int:
    return unpacked_size(Path(path), LARGEST)
