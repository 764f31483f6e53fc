"""A night's data before its sums: is anything new there, and is it like the nights before? Said, never guessed over."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from analyzer.document import AlignmentDocument
from analyzer.nightly.outcome import Concern
from analyzer.nightly.process_drift import process_drift
from analyzer.tables.ruler import Ruler
from analyzer.words.concerns import (
    activities_words,
    answers_words,
    columns_words,
    no_data_words,
    refused_words,
    ruler_words,
    unlinked_words,
    volume_words,
)

NIGHTS = 60  # of which vitals are kept
SAME_WEEKDAY = 4  # nights of a weekday before its volume is known
FAR = 3.0  # times more, or less, than usual
SILENT_NIGHTS = 7  # nights that brought answers, before one without is told
JUMP = 0.10  # of a share of unlinked signals
REFUSED_JUMP = 0.005
MOST_VARIANTS = 20
VIA = " → "
GROWN = 1.5  # times the cases that the ruler was fitted to


@dataclass(frozen=True)
class Vitals:
    """What one night read: counts of everything up to then, and the moment of looking (ISO, UTC)."""

    moment: str
    rows: int
    refused: int
    signals: int
    linked: int
    columns: tuple[str, ...]
    activities: tuple[str, ...]
    variants: dict[str, int] = field(default_factory=dict)  # the twenty most frequent
    cases: int = 0
    medians: dict[str, float] = field(default_factory=dict)  # seconds of a visit, by stage
    weekday: int | None = None  # of the moment in the project's zone, Monday 0


def vitals_of(document: AlignmentDocument, columns: Sequence[str], moment: datetime, timezone: str) -> Vitals:
    """The vitals of a night from its document, the attributes of its log, the moment of looking (naive UTC) and the
    project's zone."""
    quality, signals = document["quality"], document["signals"]
    return Vitals(
        moment=moment.isoformat(),
        rows=quality["rows"],
        refused=quality["refused"],
        signals=signals["total"],
        linked=signals["linked"],
        columns=tuple(sorted(columns)),
        activities=tuple(sorted(row["activity"] for row in document["process"]["activities"])),
        variants={VIA.join(row["activities"]): row["cases"] for row in document["process"]["variants"][:MOST_VARIANTS]},
        cases=document["log"]["cases"],
        medians={row["name"]: s for row in document["stages"] if (s := row.get("median_s")) is not None},
        weekday=moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).weekday(),
    )


def concerns(before: Sequence[Vitals], now: Vitals, ruler: Ruler, cases: int) -> tuple[Concern, ...]:
    """What is out of the ordinary tonight; `before` are the vitals of earlier nights, the oldest first.

    Nothing newer than last night; new rows more than three times, or less than a third of, the median of at least four
    nights of the same weekday; a column that is gone; a share of refused rows or of unlinked signals that jumped; a
    night without answers after seven that brought some; activities never seen before, a variant that took over, times
    that moved (`process_drift`); far more cases than the ruler was fitted to. Not to be trusted as complete: what looks
    ordinary may be wrong all the same.
    """
    found = []
    if before:
        last = before[-1]
        found += _fresh(before, last, now)
        gone = sorted(set(last.columns) - set(now.columns))
        if gone:
            found.append(Concern("column", columns_words(gone)))
        if _share(now.refused, now.rows) > 2 * _share(last.refused, last.rows) + REFUSED_JUMP:
            found.append(
                Concern("refused", refused_words(_share(last.refused, last.rows), _share(now.refused, now.rows)))
            )
        was, is_ = _unlinked(last), _unlinked(now)
        if is_ > was + JUMP:
            found.append(Concern("unlinked", unlinked_words(was, is_)))
        fresh = sorted(set(now.activities) - set(last.activities))
        if fresh:
            found.append(Concern("process", activities_words(fresh)))
        found += process_drift(before, now)
    if cases > GROWN * ruler.cases:
        found.append(Concern("ruler", ruler_words(ruler.cases, cases)))
    return tuple(found)


def _fresh(before: Sequence[Vitals], last: Vitals, now: Vitals) -> list[Concern]:
    if now.moment <= last.moment and now.rows == last.rows and now.signals == last.signals:
        return [Concern("no_new_data", no_data_words(now.moment))]
    found = []
    nights = list(itertools.pairwise(before))
    usual = [b.rows - a.rows for a, b in nights if _weekday(b) == _weekday(now)]
    came = now.rows - last.rows
    if len(usual) >= SAME_WEEKDAY:
        middle = statistics.median(usual)
        if middle > 0 and not middle / FAR <= came <= middle * FAR:
            found.append(Concern("volume", volume_words(came, middle)))
    answers = [b.signals - a.signals for a, b in nights][-SILENT_NIGHTS:]
    if len(answers) == SILENT_NIGHTS and min(answers) > 0 and now.signals <= last.signals:
        found.append(Concern("answers_stopped", answers_words(statistics.median(answers))))
    return found


def _weekday(vitals: Vitals) -> int:
    """Of vitals that were kept before the zone counted, the day of the moment in UTC."""
    return datetime.fromisoformat(vitals.moment).weekday() if vitals.weekday is None else vitals.weekday


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _unlinked(vitals: Vitals) -> float:
    return 1 - _share(vitals.linked, vitals.signals) if vitals.signals else 0.0
