"""What is written in a column → its value, as expressions: what `columns/kinds.py` says in the reader's SQL.

Times are whole microseconds since 1970, UTC or local, made by arithmetic from what is written, so that no engine has to
know a format, and a date that does not exist is missing and no error.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import Any

from analyzer.engine import ibis
from analyzer.ingest.columns.kinds import Kind
from analyzer.ingest.columns.number_formats import MISSING, Way
from analyzer.ingest.columns.time_formats import EPOCH_DIGITS, FIRST, SECOND, TimeFormat
from analyzer.ingest.columns.zones import US, Change, Zone
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES, REAL, WHOLE

_EPOCH = datetime(1970, 1, 1)
_NUMBERS: dict[Way, str] = {
    "point": "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$",
    "comma": "^[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?$",
    "grouped": "^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?$",
}
_LONGEST_NUMBER = 200  # digits; a longer one does not fit into a float64
_PIECES = {  # what strptime takes for each of them
    "%Y": "[0-9]{4}",
    "%m": "0?[1-9]|1[0-2]",
    "%d": "0?[1-9]|[12][0-9]|3[01]",
    "%H": "0?[0-9]|1[0-9]|2[0-3]",
    "%M": "0?[0-9]|[1-5][0-9]",
    "%S": "0?[0-9]|[1-5][0-9]",
    "%f": "[0-9]{1,6}",
    "%n": "[0-9]{7,9}",
    "%z": "[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?",
}
_DATES = (  # the dates that exist: months of 31 and 30 days, February, and its 29th in leap years of 1970 to 2100
    {"%m": "0?[13578]|1[02]"},
    {"%m": "0?[469]|11", "%d": "0?[1-9]|[12][0-9]|30"},
    {"%m": "0?2", "%d": "0?[1-9]|1[0-9]|2[0-8]"},
    {"%Y": "(19|20)(0[48]|[2468][048]|[13579][26])|2000", "%m": "0?2", "%d": "29"},
)
_UNITS = {"@s": 1_000_000.0, "@ms": 1_000.0, "@us": 1.0, "@ns": 0.001}


def is_known(form: TimeFormat) -> bool:
    """Whether times of this format are read in place: all but names of months and days, years of two digits, halves of
    a day, and counts of 100 nanoseconds."""
    if form.is_epoch:
        return form.pattern in _UNITS
    return set(re.findall("%.", form.pattern)) <= {*_PIECES, FIRST, SECOND}


def text_of(column: Any, native: str) -> Any:
    """A column as text, whole numbers without a fraction."""
    if native == "VARCHAR":
        return column
    if native in REAL:
        whole = (column == column.floor()) & (column.abs() < 1e18)
        return ibis.ifelse(whole, column.cast("int64").cast("string"), column.cast("string"))
    return column.cast("string")


def clean(text: Any, missing: frozenset[str]) -> Any:
    """A text without its outer spaces; nothing where no text is left or one that says that a value is missing."""
    plain = text.strip()
    return ibis.ifelse(plain.isin(sorted(missing)), ibis.null("string"), plain)


def number_of(text: Any, way: Way) -> Any:
    """A text as a number; missing where it is none in this way of writing."""
    plain = text
    if way == "comma":
        plain = text.replace(".", "").replace(",", ".")
    elif way == "grouped":
        plain = text.replace(",", "")
    is_one = text.re_search(_NUMBERS[way]) & (text.length() <= _LONGEST_NUMBER)
    return ibis.ifelse(is_one, plain, ibis.null("string")).cast("float64")


def value_of(column: Any, kind: Kind) -> Any:
    """The value of a clean column that is no time."""
    text = text_of(column, kind.native)
    if kind.type == "text":
        return text.re_replace("[.]0$", "") if kind.point_zero else text
    if kind.type == "code":
        whole = text.re_search("^[0-9]+[.]0+$")
        plain = ibis.ifelse(whole, text.re_replace("[.]0+$", ""), text)
        return ibis.ifelse(plain.lower().isin(sorted(MISSING)), ibis.null("string"), plain)
    if kind.type == "boolean":
        if kind.native == "BOOLEAN":
            return column
        return ibis.cases((text.lower() == "true", True), (text.lower() == "false", False), else_=ibis.null("boolean"))
    if kind.native in WHOLE or kind.native in REAL:
        number = column.cast("float64")
        return ibis.ifelse(number.isnan() | number.isinf(), ibis.null("float64"), number)
    return number_of(text, kind.way)


def local_us(column: Any, kind: Kind) -> Any:
    """Microseconds of local time, for values without a zone; missing for the others."""
    if kind.native in NATIVE_TIMES:
        return _microseconds(column.cast("timestamp(6)"))
    return _read(text_of(column, kind.native), [f for f in kind.formats if f.zone == "local"])


def utc_us(column: Any, kind: Kind) -> Any:
    """Microseconds UTC, for values that carry a zone or count from 1970; missing for the others."""
    if kind.native in NATIVE_AWARE:
        return _microseconds(column.cast("timestamp(6)"))
    text = text_of(column, kind.native)
    read = [_read(text, [f for f in kind.formats if f.zone != "local" and not f.is_epoch])]
    units = [f.pattern for f in kind.formats if f.is_epoch]
    read += [_counted(text, unit, () if len(kind.formats) == 1 else EPOCH_DIGITS[unit]) for unit in units]
    return ibis.coalesce(*read)


def at_of(us: Any) -> Any:
    """Microseconds since 1970 → a time without a zone."""
    return ibis.literal(_EPOCH, "timestamp(6)") + us.as_interval("us")


def to_utc(local: Any, zone: Zone) -> Any:
    """Microseconds of local time → microseconds UTC, the first reading of two."""
    start, changes = zone.changes
    offsets = [start, *(change.after for change in changes)]
    leaves = [ibis.literal(offset * US, "int64") for offset in offsets]
    return local - _pick(local, [c.local_us for c in changes], leaves)


def twice(local: Any, zone: Zone) -> Any:
    """For a local time that exists twice the moment (seconds UTC) of the change that repeats it, else 0."""
    none = ibis.literal(0, "int64")

    def leaf(change: Change) -> Any:
        return ibis.ifelse(local < change.local_us, ibis.literal(change.at, "int64"), none)

    return _pick(local, [c.repeated_from_us for c in zone.repeating], [none, *map(leaf, zone.repeating)])


def _pick(value: Any, bounds: list[int], leaves: list[Any]) -> Any:
    if not bounds:
        return leaves[0]
    later = [(value >= bound, leaf) for bound, leaf in zip(reversed(bounds), reversed(leaves[1:]), strict=True)]
    return ibis.cases(*later, else_=leaves[0])


def _microseconds(at: Any) -> Any:
    """Of a time without a zone; times that no clock shows, such as infinity, are missing."""
    sane = (at >= ibis.literal(datetime(1000, 1, 1), "timestamp(6)")) & (
        at <= ibis.literal(datetime(9999, 12, 31), "timestamp(6)")
    )
    return ibis.ifelse(sane, at, ibis.null("timestamp(6)")).delta(
        ibis.literal(_EPOCH, "timestamp(6)"), unit="microsecond"
    )


def _read(text: Any, formats: list[TimeFormat]) -> Any:
    """Microseconds of what the formats read, by the offset where one is written; finer ones are cut."""
    read = [_read_one(text, form.pattern) for form in sorted(formats, key=lambda f: f.pattern) if is_known(form)]
    return ibis.coalesce(*read) if read else text.length().cast("int64") + ibis.null("int64")


def _read_one(text: Any, pattern: str) -> Any:
    """What fits the pattern and exists is written anew as the engine's own way of a time, and cast."""
    pieces = re.findall("%.|[^%]+", pattern)
    compact = any(one in _PIECES and other in _PIECES for one, other in pairwise(pieces))
    exists = "|".join(_expression(pieces, date, compact) for date in _DATES)
    fits = ibis.ifelse(text.re_search(f"^({exists})$"), text, ibis.null("string"))
    named = [piece for piece in pieces if piece in _PIECES]
    cut = "".join(_cut(piece, compact) if piece in _PIECES else _plainly(piece) for piece in pieces)

    def taken(template: str) -> Any:
        for place, piece in enumerate(named, 1):
            template = template.replace(piece, rf"\{place}")
        return fits.re_replace(f"^{cut}$", template)

    clock = ":".join(piece if piece in named else "00" for piece in ("%H", "%M", "%S"))
    fraction = next((f".{piece}" for piece in ("%f", "%n") if piece in named), "")
    at = taken(f"%Y-%m-%d {clock}{fraction}").cast("timestamp(6)")
    us = at.delta(ibis.literal(_EPOCH, "timestamp(6)"), unit="microsecond")
    return us - _offset_s(taken("%z")) * US if "%z" in named else us


def _expression(pieces: list[str], date: dict[str, str], compact: bool) -> str:
    """A regular expression of the pattern for some dates; where digits follow digits, every piece has all of its."""
    known = {**_PIECES, **date}
    whole = "".join(f"({known[piece]})" if piece in known else _plainly(piece) for piece in pieces)
    return whole.replace("0?", "0") if compact else whole


def _cut(piece: str, compact: bool) -> str:
    """A piece as a group; of fractions of a second the first six digits."""
    width = "{2}" if compact else "+"
    own = {"%Y": "([0-9]{4})", "%f": "([0-9]+)", "%n": "([0-9]{6})[0-9]+", "%z": "([+-].*)"}
    return own.get(piece, f"([0-9]{width})")


def _plainly(piece: str) -> str:
    """A piece of a pattern as a regular expression that means just it."""
    return "".join(f"[{letter}]" if letter in ".+*?()|[]{}$" else letter for letter in piece)


def _offset_s(written: Any) -> Any:
    """`+05:30`, `+0530` or `+05` in seconds."""
    digits = written.re_replace("[^0-9]", "") + ibis.literal("00")
    seconds = digits.substr(0, 2).cast("int64") * 3600 + digits.substr(2, 2).cast("int64") * 60
    return ibis.ifelse(written.substr(0, 1) == "-", -seconds, seconds)


def _counted(text: Any, unit: str, lengths: tuple[int, ...]) -> Any:
    """Microseconds of a number in that unit; `lengths`: how many digits it may have, any where that is empty."""
    is_one = text.re_search("^[0-9]{1,19}([.][0-9]+)?$")
    if lengths:
        is_one = is_one & text.re_search(f"^[0-9]{{{min(lengths)},{max(lengths)}}}([.]|$)")
    number = ibis.ifelse(is_one, text, ibis.null("string")).cast("float64") * _UNITS[unit]
    return ibis.ifelse(number < 9e18, number, ibis.null("float64")).floor().cast("int64")
