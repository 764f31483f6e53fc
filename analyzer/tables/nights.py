"""What a night knows of findings: counts by day going in, the life of each finding kept, what changed coming out.

All of it is plain data: `dataclasses.asdict` and JSON hold it. Days are ISO dates in the project's time zone, and
always those on which visits happened, never those on which they were reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzer.tables.facts import DriverKeys

WORDS_OF_CHANGE = (
    "new",
    "worse",
    "better",
    "resolved",
    "regressed",
    "unchanged",
    "not_measurable",
    "restated",
)


def driver_key(kind: str, stage: str | None, keys: Mapping[str, Any]) -> str:
    """What names a driver from night to night: its type, stage and the keys of its type, as JSON. Numbers count to the
    six digits that a document holds."""
    named = {name: value for name, value in keys.items() if name in DriverKeys.__annotations__}
    return json.dumps({"type": kind, "stage": stage, **{k: _number(v) for k, v in named.items()}}, sort_keys=True)


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    short = float(f"{value:.6g}")
    return int(short) if short.is_integer() else short


@dataclass(frozen=True)
class DayCounts:
    """Visits that could show a finding (`n`) and those that do (`bad`), by day, days rising. A week's visits may stand
    under its first day."""

    days: tuple[str, ...] = ()
    n: tuple[int, ...] = ()
    bad: tuple[int, ...] = ()


@dataclass(frozen=True)
class DriverDays:
    """Visits with and without a driver, unhappy and not, by day. `key` is the driver's `driver_key`."""

    key: str
    days: tuple[str, ...] = ()
    exposed_bad: tuple[int, ...] = ()
    exposed_good: tuple[int, ...] = ()
    other_bad: tuple[int, ...] = ()
    other_good: tuple[int, ...] = ()


@dataclass(frozen=True)
class WatchedFinding:
    """A finding tonight: listed in tonight's document, or remembered from earlier nights.

    `measure`: what gets worse or better; None where only presence is known. `reported` with `level`: the share below
    which the kind is not reported (None: that is decided by its drivers alone). `lag_days`: a day counts when it is so
    long ago that most of its customers have answered. `design_effect`: of visits of one customer, on the variance.
    """

    id: str
    kind: str
    stage: str | None
    listed: bool
    measure: DayCounts | None = None
    reported: DayCounts | None = None
    level: float | None = None
    drivers: tuple[DriverDays, ...] = ()
    lag_days: int = 0
    design_effect: float = 1.0


@dataclass(frozen=True)
class WatchedNight:
    """One night: the moment of looking as a day, what it was measured with, and its findings.

    `ruler`: the ruler's id. `fingerprint`: of journey and settings, as text. `findings` must hold all that tonight's
    document lists, and all that the history remembers (`History.lives`).
    """

    day: str
    ruler: str
    fingerprint: str
    findings: tuple[WatchedFinding, ...]


@dataclass(frozen=True)
class Reference:
    """The period that a finding is compared with: `first` (None: from the beginning) to `last`, both included; what was
    counted in it when it was last said; `number`: the how many-th comparison of this finding it is."""

    first: str | None
    last: str
    n: int
    bad: int
    number: int = 1


@dataclass(frozen=True)
class FindingLife:
    """What is remembered of a finding. `status`: ongoing, worse, better, resolved or regressed.

    `reference`: what worse and better are held against; `cause`: what resolved and regressed are, which a change for
    the worse or the better leaves as it was.

    `level`: its share of the false-alarm rate, fixed when it was first seen. `dispersion`: by how much its weeks wobble
    more than chance. `measurable`: False while nobody answers. `since`: the day from which the status holds, as the
    data show it; `changed_on`: the night that said so. `driver_shares`: what each driver carried when it was first
    listed, by key.
    """

    id: str
    kind: str
    stage: str | None
    first_night: str
    listed: bool
    status: str
    since: str
    changed_on: str
    level: float
    reference: Reference
    cause: Reference
    dispersion: float = 1.0
    measurable: bool = True
    driver_shares: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """What is kept from night to night. `later`: findings first seen after the first night, which shares the
    false-alarm rate out."""

    first_night: str
    last_night: str
    ruler: str
    fingerprint: str
    lives: tuple[FindingLife, ...] = ()
    later: int = 0


@dataclass(frozen=True)
class ChangedFinding:
    """One finding that changed: the word, since when the data show it, and the numbers of the comparison.

    `before`, `after`: unhappy and all visits of the two periods; `low`, `high`: limits of the difference in shares that
    hold over all nights. None where no comparison was made. `why`: a key for the words: first_night, same_ruler, ruler,
    settings, ruler_and_settings, moved, measure, drivers, level, no_answers.
    """

    id: str
    word: str
    why: str
    since: str | None = None
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Changes:
    """What changed since the last good night: each id in one of the eight lists, sorted. `said`: the numbers behind
    whatever is not unchanged. `history`: what to keep for the next night."""

    history: History
    new: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    regressed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    not_measurable: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    said: tuple[ChangedFinding, ...] = ()
    first_night: bool = False

    def lists(self) -> dict[str, list[str]]:
        """The eight lists as changes.json holds them."""
        return {word: list(getattr(self, word)) for word in WORDS_OF_CHANGE}
