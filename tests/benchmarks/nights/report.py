"""What the years say, as a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.statistics.proportions import wilson

from .moods import Moods
from .years import HISTORY, NIGHTS, Outcome

COST = "## What a night costs"
FALSE_WORDS = ("worse", "better", "resolved", "regressed", "restated", "not_measurable", "new")


@dataclass(frozen=True)
class Planted:
    """Years in which one thing happened: what, when, which word tells it, and the nights until it was said by us and by
    the usual interval (None: not within the year)."""

    what: str
    a_day: int
    waits: Sequence[int | None]
    naive: Sequence[int | None]


@dataclass(frozen=True)
class Figures:
    """Everything that was measured. `supported`: of years of a stage in which nothing is wrong, the first night on
    which it is reported all the same."""

    still: Sequence[Outcome]
    supported: Sequence[int | None]
    planted: Sequence[Planted] = ()
    moody: Sequence[tuple[Moods, Sequence[tuple[bool, bool]]]] = ()  # of each year: said anything, usual interval

    @property
    def false_years(self) -> int:
        """Years of standstill in which anything was said, or a finding came up in the quiet stage."""
        pairs = zip(self.still, self.supported, strict=True)
        return sum(bool(one.told) or new is not None for one, new in pairs)


INTRODUCTION = f"""\
Written by `make nights`. Simulated years of {NIGHTS} nights after {HISTORY} days of history, on counts by day. A
project of five findings (hidden friction with one driver, two shared failures, a silent defect just above its limit, a
broken promise) and a stage in which nothing is wrong. Outcomes are independent but for the table of moods. Seeded: the
same figures every time."""

MOODY = """\
The same for one finding with thirty visits a day whose weeks have moods of their own: each week's share is off its 20 %
by a normal amount. How much weeks wobble is taken from the days before the first night. Moods that last for months
cannot be told from changes: they are changes, which go back by themselves."""

DELAYS = """\
Nights from the change until it is said: the median year, and in brackets the quarter of the years that is fastest and
the three quarters that are; –: not within the year. 20 % of the visits were unhappy before. The usual interval of 95 %,
looked at every night from the change on, is earlier; it alarms in the share of years above when nothing happens."""


def cost_part(before: str) -> str:
    """Of a page that was written before what stands from `COST` on: another benchmark measured it (`cost.py`)."""
    start = before.find(COST)
    return "" if start < 0 else "\n" + before[start:]


def page(figures: Figures) -> str:
    """docs/nights.md: what was simulated, and both tables."""
    return "\n".join(
        [
            "# Nights: how often they give a false alarm, and how long a change waits",
            "",
            INTRODUCTION,
            "",
            "## Nothing happens",
            "",
            *_standstill(figures),
            "",
            MOODY,
            "",
            *_moody(figures.moody),
            "",
            "## Something happens",
            "",
            DELAYS,
            "",
            *_delays(figures.planted),
            "",
        ]
    )


def _standstill(figures: Figures) -> list[str]:
    years = len(figures.still)
    rows = [
        f"| years of standstill in which | of {years} | share (95 %) |",
        "|---|---|---|",
    ]
    for word in FALSE_WORDS[:-1]:
        hits = sum(any(t.word == word for t in one.told) for one in figures.still)
        rows.append(_row(f"*{word.replace('_', ' ')}* was said of any of the five findings", hits, years))
    new = sum(night is not None for night in figures.supported)
    rows.append(_row("a finding came up in the quiet stage (*new*)", new, years))
    rows.append(_row("**any of these**", figures.false_years, years))
    one = sum(outcome.naive is not None for outcome in figures.still)
    every = sum(outcome.naive_any for outcome in figures.still)
    rows.append(_row("the usual interval of 95 % alarmed, one finding", one, years))
    rows.append(_row("the usual interval of 95 % alarmed, any of five", every, years))
    return rows


def _moody(moody: Sequence[tuple[Moods, Sequence[tuple[bool, bool]]]]) -> list[str]:
    rows = [
        "| weeks differ by (standard deviation) | correlation of neighbouring weeks | years that say anything | "
        "usual interval alarms |",
        "|---|---|---|---|",
    ]
    for moods, years in moody:
        said, usual = (sum(year[i] for year in years) for i in (0, 1))
        rows.append(
            f"| {moods.deviation * 100:.0f} points | {moods.memory:g} | {said} of {len(years)} | "
            f"{usual} of {len(years)} |"
        )
    return rows


def _row(said: str, hits: int, years: int) -> str:
    share = wilson(hits, years)
    assert share.value is not None and share.low is not None and share.high is not None
    return f"| {said} | {hits} | {share.value:.1%} ({share.low:.1%}–{share.high:.1%}) |"


def _delays(planted: Sequence[Planted]) -> list[str]:
    rows = [
        "| what happens | heard visits a night | said within the year | nights until it is said | usual interval |",
        "|---|---|---|---|---|",
    ]
    for one in planted:
        said = sum(wait is not None for wait in one.waits)
        rows.append(
            f"| {one.what} | {one.a_day} | {said} of {len(one.waits)} | {_span(one.waits)} | {_span(one.naive)} |"
        )
    return rows


def _span(waits: Sequence[int | None]) -> str:
    """Median and quartiles; who never said it waits longer than all others."""
    if not waits:
        return ""
    ordered = sorted(math.inf if wait is None else wait for wait in waits)
    low, middle, high = (ordered[math.ceil(part * len(ordered)) - 1] for part in (0.25, 0.5, 0.75))
    return f"{_night(middle)} ({_night(low)} to {_night(high)})"


def _night(value: float) -> str:
    return "–" if math.isinf(value) else f"{value:.0f}"
