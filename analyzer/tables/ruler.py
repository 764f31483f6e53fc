"""The ruler: everything that is fitted to the data before a case is judged, and nothing else.

It is fitted once (`analyzer/ruler/calibrate.py`), kept as one small file, and held still: with the same ruler a case's
visits and verdicts depend on that case's own events and signals, the journey and the moment of looking. Each part says
how many observations it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Pause:
    """The pause after which a case has ended: a quantile of all pauses between two events of a case."""

    longest_s: float
    quantile: float
    pauses: int  # how many there were


@dataclass(frozen=True)
class Reaction:
    """An activity that answers a bad signal: of its `events`, `after_bad` came after a bad signal of their case."""

    activity: str
    events: int
    after_bad: int


@dataclass(frozen=True)
class DerivedTarget:
    """A target taken from the log because the journey gives none: opening to last event within `within_s`.

    `within_s` is None where every visit ends as it opens: then only repeats count. `limit` names what held it:
    `fence` (upper Tukey fence of log(1 + seconds)), `p99` (99th percentile of the durations), `span` (of the log).
    `once`: a repeated activity fails it; not so where repeating is ordinary.
    """

    stage: str
    within_s: float | None
    limit: str
    visits: int
    once: bool = True


@dataclass(frozen=True)
class TimingRule:
    """How signals of a group (surveys, others) that name no stage find it: by a rule, or not at all (None).

    `agreement`: the share of the `signals` that state their stage which each rule places alike.
    """

    group: str
    rule: str | None
    signals: int
    agreement: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Lag:
    """When one customer of a stage spoke: at a `part` of the visit (0–1), else `after_s` seconds after its end."""

    part: float | None
    after_s: float


@dataclass(frozen=True)
class Lags:
    """When the customers of a stage speak: at most 200 of them, evenly spaced in order. Silent visits borrow one."""

    stage: str
    visits: int
    lags: tuple[Lag, ...]


@dataclass(frozen=True)
class LagBins:
    """Visits are compared with visits whose customers spoke after about as long: the limits between the bins, in
    seconds from the visit's end to the signal. None are needed where nearly all visits had the same things settled."""

    stage: str
    company: str  # the company's verdict: good, bad
    asked: str  # the kinds of survey the visit was answered in
    limits_s: tuple[float, ...]
    visits: int


@dataclass(frozen=True)
class NumberCuts:
    """Thresholds of an attribute that is a number: `take` says which of its values by then (last, first, max, min)."""

    attribute: str
    take: str
    cuts: tuple[float, ...]
    gaps: bool  # more than 1 % of the cases have no number: "not at or above" is then not "below"
    cases: int


@dataclass(frozen=True)
class WaitCuts:
    """Thresholds of the seconds from the first `start` to the first `end` of a case: longer than, and shorter than."""

    start: str
    end: str
    over_s: tuple[float, ...]
    under_s: tuple[float, ...]
    cases: int


@dataclass(frozen=True)
class DurationCuts:
    """Thresholds of the seconds that a visit of a stage took, from its first event (its start, where the log has
    starts) to its last: longer than, and shorter than."""

    stage: str
    over_s: tuple[float, ...]
    under_s: tuple[float, ...]
    visits: int


@dataclass(frozen=True)
class ColumnType:
    """How a column of the log beyond the roles is read. `takes` is empty where it is not tried: it tells no cases
    apart, or names single ones."""

    attribute: str
    type: str  # number, code, text, time, boolean
    dates_only: bool
    values: int
    takes: tuple[str, ...]  # of its values until a visit ended these are tried as drivers: last, first, max, min


@dataclass(frozen=True)
class Ruler:
    """All that was fitted. `id` is made from the content; `first` and `last` are the limits of the data that it was
    fitted to, `made_at` the moment of looking then. Times are naive UTC."""

    id: str
    made_at: datetime
    first: datetime
    last: datetime
    cases: int
    events: int
    signals: int
    pause: Pause
    reactions: tuple[Reaction, ...] = ()
    targets: tuple[DerivedTarget, ...] = ()
    timing: tuple[TimingRule, ...] = ()
    lags: tuple[Lags, ...] = ()
    bins: tuple[LagBins, ...] = ()
    columns: tuple[ColumnType, ...] = ()
    numbers: tuple[NumberCuts, ...] = ()
    waits: tuple[WaitCuts, ...] = ()
    durations: tuple[DurationCuts, ...] = ()

    @property
    def reacting(self) -> tuple[str, ...]:
        """The activities that are reactions, sorted."""
        return tuple(r.activity for r in self.reactions)

    @property
    def types(self) -> dict[str, str]:
        """Attribute → the type that its values are read as."""
        return {c.attribute: c.type for c in self.columns}

    def rule_of(self, group: str) -> str | None:
        """The timing rule of a group of signals."""
        return next((t.rule for t in self.timing if t.group == group), None)
