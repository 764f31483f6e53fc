"""Numbers and names as people read them: one way to write a share, an interval, a count, a duration, a kind of
mismatch."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime

from analyzer.document.parts.journey import PeriodSection
from analyzer.settings.spoken import plural as plural  # the one way to count nouns, here and in stories
from analyzer.settings.spoken import ratio_span, ratio_words
from analyzer.tables.interval import LimitsRow

NARROW = "\u202f"  # narrow no-break space: before a unit
NO_VALUE = "–"

KINDS: dict[str, tuple[str, str]] = {
    "hidden_friction": ("Hidden friction", "fine by our measure, not by the customers"),
    "silent_defect": ("Off target, unfelt", "our target is missed and no customer minds"),
    "shared_failure": ("Shared failure", "our target is missed and customers feel it"),
    "broken_promise": ("Broken promise", "our target is met, what the customer was told is not"),
    "blind_spot": ("Blind spot", "customers speak of it, no internal event exists"),
    "invisible_work": ("Invisible work", "work that belongs to no stage of the journey"),
    "out_of_order": ("Out of order", "lived in another place than planned"),
    "missing_touchpoint": ("Missing touchpoint", "planned, and skipped"),
    "ad_hoc_touchpoint": ("Ad hoc touchpoint", "left, and returned to"),
    "unowned": ("Unowned", "nobody answers for it"),
    "asked_too_early": ("Asked too early", "customers were asked before it was over"),
}
SIGNAL_KINDS = {
    "nps": "NPS",
    "csat": "CSAT",
    "ces": "CES",
    "review": "Reviews",
    "complaint": "Complaints",
    "contact": "Contacts",
    "praise": "Praise",
}
STAGE_FROM = {
    "stated": "stated by the customer",
    "touchpoint": "by the touchpoint",
    "about": "by what the survey asks about",
    "timing": "by timing",
    "none": "no stage: counted overall only",
}


def percent(share: float | None) -> str:
    """A share 0–1 in percent: one digit after the point below 10 %, none above."""
    if share is None:
        return NO_VALUE
    return f"{_digits(100 * share)}{NARROW}%"


def percent_limits(interval: LimitsRow | None) -> str:
    """The limits of a share, as in 18.6–24.2 %; empty where there are none."""
    if not has_limits(interval):
        return ""
    assert interval is not None
    return f"{_digits(100 * _real(interval['low']))}–{_digits(100 * _real(interval['high']))}{NARROW}%"


def number(value: float | None) -> str:
    """An amount: whole from 10 on, thousands parted by a comma; one digit after the point below."""
    if value is None:
        return NO_VALUE
    whole = abs(round(value, 1)) >= 10 or float(value).is_integer()
    return (f"{value:,.0f}" if whole else f"{value:.1f}").replace("-", "−")


def small(value: float | None) -> str:
    """A q or p value: = 0.003, or < 0.001 below that."""
    if value is None:
        return NO_VALUE
    return "< 0.001" if value < 0.001 else f"= {value:.2g}"


def limits(interval: LimitsRow | None) -> str:
    """The limits of any number, as in 31–45; empty where there are none."""
    if not has_limits(interval):
        return ""
    assert interval is not None
    return f"{number(interval['low'])}–{number(interval['high'])}"


def times(ratio: float | None, brief: bool = False) -> str:
    """A risk ratio, as in 4.2×; above a hundred the number itself says nothing more than that (`brief`: >100×)."""
    if ratio is None:
        return NO_VALUE
    return ratio_words(ratio).replace("more than ", ">") if brief else ratio_words(ratio)


def ratio_limits(interval: LimitsRow | None) -> str:
    """The limits of a risk ratio, as in 3.5–5.0; an upper limit above a hundred is left out (38.0 or more), one that no
    finite number bounds is written ∞."""
    if interval is None or interval.get("low") is None:
        return ""
    return ratio_span(_real(interval["low"]), interval.get("high"))


def count(n: float | None) -> str:
    """A count, thousands parted by a comma."""
    return NO_VALUE if n is None else f"{n:,.0f}"


def duration(seconds: float | None) -> str:
    """A duration in the largest unit that leaves at least two of it: 90 min, 30 h, 3.5 d."""
    if seconds is None:
        return NO_VALUE
    for size, unit in ((86400.0, "d"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 2 * size:
            return f"{number(round(seconds / size, 1))}{NARROW}{unit}"
    return f"{number(round(seconds))}{NARROW}s"


def score(kind: str, value: float | None) -> str:
    """A score by its kind: NPS in points, CSAT and reviews as a share of good ones, CES on its scale."""
    if value is None:
        return NO_VALUE
    if kind == "nps":
        return f"{value:+.0f}".replace("-", "−")
    return percent(value) if kind in {"csat", "review"} and 0 <= value <= 1 else f"{value:.1f}"


def score_limits(kind: str, interval: LimitsRow) -> str:
    """The limits of a score, written as the score is."""
    if not has_limits(interval):
        return ""
    return f"{score(kind, interval['low'])} to {score(kind, interval['high'])}"


def moment(iso: str | None) -> str:
    """An ISO time in UTC, as in 1 Jul 2026, 02:15 UTC."""
    return NO_VALUE if not iso else f"{_day(_read(iso))}, {_read(iso):%H:%M} UTC"


def local_moment(iso: str | None) -> str:
    """An ISO time on the clocks that it is written in, as in 1 Jul 2026, 02:15."""
    return NO_VALUE if not iso else f"{_day(_read(iso))}, {_read(iso):%H:%M}"


def local_day(iso: str | None) -> str:
    """The day of an ISO time on the clocks that it is written in."""
    return NO_VALUE if not iso else _day(_read(iso))


def period(span: PeriodSection | None) -> str:
    """The first and last day of a period, as in 2 Jan – 30 Jun 2026."""
    if not span or not span.get("first") or not span.get("last"):
        return NO_VALUE
    first, last = _read(span["first"]), _read(span["last"])
    start = f"{first.day} {first:%b}" if first.year == last.year else _day(first)
    return f"{start} – {_day(last)}"


def day(at: date) -> str:
    """A day, as in 1 Jul 2026."""
    return _day(at)


def month(name: str) -> str:
    """A month, 2026-01, as in Jan 2026."""
    return f"{_read(name + '-01'):%b %Y}"


def kind_name(kind: str) -> str:
    """A kind of mismatch by its name on screens."""
    return KINDS.get(kind, (kind.replace("_", " "), ""))[0]


def signal_name(kind: str) -> str:
    """A kind of signal by its name on screens."""
    return SIGNAL_KINDS.get(kind, kind)


def isolated(name: str) -> str:
    """A name from the data, kept from turning the sentence around it where it is written from right to left."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def has_limits(interval: LimitsRow | None) -> bool:
    """Whether both limits are known."""
    return interval is not None and interval.get("low") is not None and interval.get("high") is not None


def _digits(value: float) -> str:
    rounded = round(value, 1)
    return f"{value:.0f}" if rounded >= 10 or rounded == 0 else f"{rounded:.1f}"


def _real(value: float | None) -> float:
    return math.nan if value is None else value


def _read(iso: str) -> datetime:
    return datetime.fromisoformat(iso.replace("Z", "+00:00"))


def _day(at: date) -> str:
    return f"{at.day} {at:%b %Y}"
