"""How every column was understood, for the quality report and the data page."""

from __future__ import annotations

from analyzer.ingest.columns.kinds import Kind, has_local
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES
from analyzer.ingest.sources.raw import RawTable
from analyzer.tables.quality import Detected

_WAYS = {"point": "", "comma": "decimal comma", "grouped": "decimal point, thousands commas"}


def detected(raw: RawTable, roles: dict[str, str], kinds: dict[str, Kind], timezone: str) -> tuple[Detected, ...]:
    """One entry for the file itself, one for each role, one for each attribute, in this order."""
    found = [Detected("file", given.name, "; ".join(raw.notes)) for given in raw.files]
    role_of = {column: role for role, column in roles.items()}
    ordered = [*roles.values(), *(name for name in raw.shown if name not in role_of)]
    return (*found, *(Detected(role_of.get(n, "attribute"), n, _note(kinds[n], timezone)) for n in ordered))


def _note(kind: Kind, timezone: str) -> str:
    if not kind.present:
        return "without any value"
    if kind.type != "time":
        ids = "the .0 at the end is left out" if kind.point_zero else ""
        return ", ".join(part for part in (kind.type, _WAYS[kind.way] if kind.type == "number" else ids) if part)
    parts = ["dates without a time" if kind.dates_only else "time"]
    if kind.native in (*NATIVE_TIMES, *NATIVE_AWARE):
        parts.append(kind.native.lower())
    parts += [_pattern(f.pattern) for f in kind.formats]
    parts.append(f"read in {timezone}" if has_local(kind) else "with its own time zone")
    return ", ".join(parts)


_WORDS = {
    "@s": "seconds since 1970",
    "@ms": "milliseconds since 1970",
    "@us": "microseconds since 1970",
    "@ns": "nanoseconds since 1970",
    "@win": "Windows file time",
    "@net": ".NET ticks",
}
_CODES = {
    "%Y": "YYYY",
    "%y": "YY",
    "%m": "MM",
    "%d": "DD",
    "%H": "hh",
    "%I": "hh",
    "%M": "mm",
    "%S": "ss",
    "%f": "fraction",
    "%n": "fraction",
    "%p": "AM/PM",
    "%z": "+hh:mm",
    "%b": "Mon",
    "%B": "Month",
    "%a": "Day",
}


def _pattern(pattern: str) -> str:
    """A strptime pattern as people write it: DD/MM/YYYY hh:mm."""
    for code, word in _CODES.items():
        pattern = pattern.replace(code, word)
    return _WORDS.get(pattern, pattern)
