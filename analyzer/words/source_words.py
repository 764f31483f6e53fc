"""Files in words: how big they are, and which of them a run has read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.words import wording
from analyzer.words.language import say

_UNITS = ("bytes", "kB", "MB", "GB", "TB")  # the first is said, the others are signs


def size_words(size: int | None) -> str:
    """A number of bytes as people say it, in thousands: 740 bytes, 1.2 GB."""
    if size is None:
        return say("files.missing")
    amount, unit = float(max(size, 0)), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return (
        say("source_words.bytes", n=wording.count(amount)) if unit == 0 else f"{wording.ratio(amount)} {_UNITS[unit]}"
    )


def whose(read: Mapping[str, Any] | None) -> str:
    """Whose files a run has read, in two words; a dash for a run that does not say."""
    return wording.NO_VALUE if not read else say(f"files.{read['of']}")


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
    return say("files.is_sample") if read["of"] == "sample" else say("files.is_uploads", names=read_names(read))


def other_files() -> str:
    """What to say where two runs read different files."""
    return say("files.other")


def _all(read: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [read["log"], *read["signals"]]


def _line(one: Mapping[str, Any]) -> str:
    several = say("files.several", n=one["files"]) if (one.get("files") or 0) > 1 else ""
    size = f"{several}{size_words(one['size'])}" if one.get("size") is not None else ""
    parts = [one["name"], size, wording.moment(one["at"]) if one.get("at") else ""]
    return " · ".join(part for part in parts if part)
