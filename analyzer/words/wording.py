"""Numbers and names as people read them: one way to write a share, an interval, a count, a duration, a kind of
mismatch."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime

from analyzer.document.parts.journey import PeriodSection
from analyzer.tables.interval import IntervalRow, LimitsRow
from analyzer.words.language import figures, knows, month_name, say
from analyzer.words.language import plural as plural  # words and numbers from one module
from analyzer.words.written import AMOUNT, PERCENT, RATIO, SECONDS, WHOLE, Written

NARROW = "\u202f"  # narrow no-break space: before a unit
NO_VALUE = "–"

MOST_TIMES = 100  # a risk ratio above is only said to be above
SAID_KINDS = ("nps", "csat", "ces", "review", "complaint", "contact", "praise", "comment")
SIGNAL_KINDS = (*SAID_KINDS, "again", "gave_up")  # the last two are done, not said
WAYS = ("stated", "touchpoint", "about", "timing", "none")  # how signals find their stage
_STEPS = (
    (604_800.0 * 8, 604_800.0, "unit.week"),
    (86_400.0 * 2, 86_400.0, "unit.day"),
    (3_600.0 * 2, 3_600.0, "unit.hour"),
    (60.0 * 2, 60.0, "unit.minute"),
)


def opening(words: str) -> str:
    """Words as a line begins with them: a small first letter becomes a capital, unless their first word has capitals
    of its own, as eTag has."""
    first = words.partition(" ")[0]
    return words if first != first.lower() else words[:1].upper() + words[1:]


def percent(share: float | None) -> str:
    """A share 0–1 in percent: one digit after the point below 10 %, none above."""
    if share is None:
        return Written(NO_VALUE, None, PERCENT)
    return Written(f"{figures(_digits(100 * share))}{NARROW}%", share, PERCENT)


def share_between(interval: IntervalRow) -> str:
    """A share with its limits: 21 % (18.6–24.2 %)."""
    words, limits = percent(interval["value"]), percent_limits(interval)
    whole = f"{words} ({limits})" if limits else words
    return Written(whole, interval["value"], PERCENT, (interval["low"], interval["high"]))


def percent_limits(interval: LimitsRow | None) -> str:
    """The limits of a share, as in 18.6–24.2 %; empty where there are none."""
    if not has_limits(interval):
        return ""
    assert interval is not None
    return figures(f"{_digits(100 * _real(interval['low']))}–{_digits(100 * _real(interval['high']))}") + f"{NARROW}%"


def number(value: float | None) -> str:
    """An amount: whole from 10 on, thousands parted by a comma; one digit after the point below."""
    if value is None:
        return Written(NO_VALUE, None, AMOUNT)
    whole = abs(round(value, 1)) >= 10 or float(value).is_integer()
    words = figures(f"{value:,.0f}" if whole else f"{value:.1f}").replace("-", "−")
    return Written(words, value, WHOLE if float(value).is_integer() else AMOUNT)


def p_value(value: float | None) -> str:
    """A q or p value alone: 0.003, or < 0.001 below that."""
    if value is None:
        return NO_VALUE
    return f"< {figures('0.001')}" if value < 0.001 else figures(f"{value:.2g}")


def small(value: float | None) -> str:
    """A q or p value: = 0.003, or < 0.001 below that."""
    if value is None:
        return NO_VALUE
    return p_value(value) if value < 0.001 else f"= {p_value(value)}"


def limits(interval: LimitsRow | None) -> str:
    """The limits of any number, as in 31–45; empty where there are none."""
    if not has_limits(interval):
        return ""
    assert interval is not None
    return f"{number(interval['low'])}–{number(interval['high'])}"


def times(ratio: float | None, brief: bool = False) -> str:
    """A risk ratio: 4.2×, or more than 100× (`brief`: >100×). Where nearly all unhappy visits have what they are
    compared by, the estimate grows without bounds and its digits mean nothing."""
    if ratio is None:
        return NO_VALUE
    if ratio > MOST_TIMES:
        return Written(f">{MOST_TIMES}×" if brief else say("ratio.beyond", times=MOST_TIMES), ratio, RATIO)
    return Written(figures(f"{ratio:.1f}") + "×", ratio, RATIO)


def ratio_limits(interval: LimitsRow | None) -> str:
    """The limits of a risk ratio: 3.5–5.0; 38.0 or more where the upper one is above a hundred; ∞ where no finite
    number bounds it."""
    if interval is None or interval["low"] is None:
        return ""
    low, high = interval["low"], interval.get("high")
    if high is None:
        return figures(f"{low:.1f}") + "–∞"
    if high > MOST_TIMES:
        return say("ratio.open", low=figures(f"{min(low, MOST_TIMES):.1f}"))
    return figures(f"{low:.1f}–{high:.1f}")


def points_of(share: float | None) -> str:
    """A difference of shares in points, to a tenth: 1.6 points."""
    return NO_VALUE if share is None else figures(f"{share * 100:.1f}") + f" {plural(say('unit.point'), 2)}"


def factor(value: float) -> str:
    """What something is multiplied by: 2×, 1.5×."""
    return figures(f"{value:g}") + "×"


def ratio(value: float) -> str:
    """A ratio of two amounts, to a tenth: 1.6."""
    return figures(f"{value:.1f}")


def counted(n: int, noun: str) -> str:
    """A count with its noun: 1 order, 1,200 deliveries."""
    return f"{count(n)} {plural(noun, n)}"


def spoken(seconds: float) -> str:
    """A duration in its largest fitting unit with at most one decimal: 36 hours, 3.2 days, 90 minutes, 45 seconds."""
    size = abs(seconds)
    amount, unit = next(
        ((seconds / one, name) for least, one, name in _STEPS if size >= least), (seconds, "unit.second")
    )
    text = f"{amount:.1f}".removesuffix(".0")
    return f"{figures(text)} {plural(say(unit), 1 if text == '1' else 2)}"


def count(n: float | None) -> str:
    """A count, thousands parted by a comma."""
    return Written(NO_VALUE if n is None else figures(f"{n:,.0f}"), n, WHOLE)


def duration(seconds: float | None) -> str:
    """A duration in the largest unit that leaves at least two of it: 90 min, 30 h, 3.5 d."""
    if seconds is None:
        return Written(NO_VALUE, None, SECONDS, unit="s")
    sizes = ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute"))
    size, unit = next(((size, unit) for size, unit in sizes if seconds >= 2 * size), (1.0, "second"))
    amount = number(round(seconds / size, 1 if size > 1 else None))
    return Written(f"{amount}{NARROW}{say(f'sign.{unit}')}", seconds, SECONDS, unit="s")


def score(kind: str, value: float | None) -> str:
    """A score by its kind: NPS in points, CSAT as a share of good ones, stars and CES as a mean on their scale."""
    if value is None:
        return NO_VALUE
    if kind == "nps":
        return f"{value:+.0f}".replace("-", "−")
    return percent(value) if kind == "csat" else ratio(value)


def score_limits(kind: str, interval: LimitsRow) -> str:
    """The limits of a score, written as the score is."""
    if not has_limits(interval):
        return ""
    return say("limits.to", low=score(kind, interval["low"]), high=score(kind, interval["high"]))


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
    start = f"{first.day} {month_name(first.month)}" if first.year == last.year else _day(first)
    return f"{start} – {_day(last)}"


def day(at: date) -> str:
    """A day, as in 1 Jul 2026."""
    return _day(at)


def month(name: str) -> str:
    """A month, 2026-01, as in Jan 2026."""
    at = _read(name + "-01")
    return f"{month_name(at.month)} {at.year}"


def kind_name(kind: str) -> str:
    """A kind of mismatch by its name on screens."""
    return say(f"kind.{kind}") if knows(f"kind.{kind}") else kind.replace("_", " ")


def kind_meaning(kind: str) -> str:
    """What a kind of mismatch means, in a few words."""
    return say(f"meaning.{kind}") if knows(f"meaning.{kind}") else ""


def signal_name(kind: str) -> str:
    """A kind of signal by its name on screens."""
    return say(f"signal.{kind}") if knows(f"signal.{kind}") else kind


def score_name(kind: str) -> str:
    """A kind of score by its name beside its value: NPS, CSAT, CES, stars."""
    return say(f"score.{kind}")


def way_name(way: str) -> str:
    """How a signal found its stage."""
    return say(f"way.{way}") if knows(f"way.{way}") else way


def step_name(step: str) -> str:
    """What an analysis is doing, by the name of its step; a step that is not known stands for itself."""
    return say(f"step.{step}") if knows(f"step.{step}") else step


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
    return f"{at.day} {month_name(at.month)} {at.year}"
