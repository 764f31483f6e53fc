"""Files in words: how big they are, and which of them a run has read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.words import wording

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
WHOSE = {"project": "project files", "uploads": "uploaded files", "sample": "the sample"}
OTHER_FILES = (
    "These two runs read different files. What differs between them may come from the files alone: it says nothing "
    "about whether anything got better."
)
SAMPLE = "This is the sample, not data of yours."
UPLOADS = "This run read {names}. Not all of that are the files that the project names."


def size_words(size: int | None) -> str:
    """A number of bytes as people say it, in thousands: 740 bytes, 1.2 GB."""
    if size is None:
        return "not there"
    amount, unit = float(max(size, 0)), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:,.0f} bytes" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def whose(read: Mapping[str, Any] | None) -> str:
    """Whose files a run has read, in two words; a dash for a run that does not say."""
    return wording.NO_VALUE if not read else WHOSE.get(str(read["of"]), str(read["of"]))


def read_names(read: Mapping[str, Any] | None) -> str:
    """The files that a run has read: the log, then the signals."""
    return ", ".join(one["name"] for one in _all(read)) if read else wording.NO_VALUE


def read_lines(read: Mapping[str, Any] | None) -> list[str]:
    """Each file that a run has read, with its size and time."""
    return [_line(one) for one in _all(read)] if read else []


def rests_on(read: Mapping[str, Any] | None) -> str | None:
    """What to say where a run rests on other files than the project's own; None where it does not, or none is known."""
    if not read or read["of"] == "project":
        return None
    return SAMPLE if read["of"] == "sample" else UPLOADS.format(names=read_names(read))


def _all(read: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [read["log"], *read["signals"]]


def _line(one: Mapping[str, Any]) -> str:
    several = f"{one['files']} files, " if (one.get("files") or 0) > 1 else ""
    size = f"{several}{size_words(one['size'])}" if one.get("size") is not None else ""
    parts = [one["name"], size, wording.moment(one["at"]) if one.get("at") else ""]
    return " · ".join(part for part in parts if part)
