"""Weighted shares from response cells, and what each visit adds to their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.tables.interval import NO_DATA, Interval

SILENT, GOOD, BAD, OTHER_GOOD, OTHER_BAD = STATES = range(5)  # no signal; survey answered; only other signals
SHARES = ("felt_bad", "visibility", "relevance")
ESTIMATES = (*SHARES, "difference")
FINE = 1e6  # influences are whole numbers up to this, so that sums over customers are exact in any order


@dataclass(frozen=True)
class Kinds:
    """One stage's finished visits by kind: arrays (kinds,), and `counts` (kinds, 5) by what their customer said."""

    cell: Any  # the response cell of the kind
    company: Any  # the company's verdict: good, bad, unknown
    counts: Any

    @property
    def visits(self) -> Any:
        return self.counts.sum(axis=1)

    @property
    def answered(self) -> Any:
        return self.counts[:, GOOD] + self.counts[:, BAD]

    def over_cell(self, part: Any) -> Any:
        """A sum over each cell, at every kind of it."""
        return np.bincount(self.cell, weights=part)[self.cell]


@dataclass(frozen=True)
class Estimate:
    """An estimate and its influence: how much a visit of each kind and state adds to its error, (kinds, 5).

    In units of `unit`, whole numbers. Where a share is 0 or 1 nothing is seen of its spread: then the influence is the
    visit's weight, and `weight` the sum of all; else `weight` is 0.
    """

    value: float | None
    influence: Any
    unit: float = 1.0
    weight: float = 0.0


def estimates(kinds: Kinds) -> dict[str, Estimate]:
    """The weighted shares of one stage, and the difference between the weighted and the raw share of bad visits.

    Grain: one stage. Unit: shares 0–1. With w = N_cell / answered_cell the weight of an answered visit:
    `felt_bad` Σ w·bad / Σ w, which is Σ (N_cell / N)·(bad_cell / answered_cell); `visibility`
    Σ w·[off target, bad] / Σ w·[verdict known, bad]; `relevance` Σ w·[off target, bad] / Σ w·[off target];
    `difference` felt_bad − bad ÷ rated over all rated visits, unweighted. None where a denominator is 0.
    A cell needs two answered visits or more; `response_cells.divide` gives 20.
    Influence of a visit on a ratio R = A/B, with z = (a − R·b) / B: z̄ of its cell, and w·√(n/(n−1))·(z − z̄) more
    where it was answered. So weights and answers both vary, as among customers yet to come.
    Not to be trusted where answering depends on the mood itself.
    Source: Horvitz & Thompson (1952), J. Am. Stat. Assoc. 47:663; Holt & Smith (1979), J. R. Stat. Soc. A 142:33
    (post-stratification); Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling (linearisation).
    """
    off, known = (kinds.company == "bad").astype(float), (kinds.company != "unknown").astype(float)
    none, every = np.zeros(len(off)), np.ones(len(off))
    found = {
        "felt_bad": _ratio(kinds, (none, every), (every, none)),
        "visibility": _ratio(kinds, (none, off), (none, known)),
        "relevance": _ratio(kinds, (none, off), (off, none)),
    }
    return {**found, "difference": _less_raw(kinds, found["felt_bad"])}


def _ratio(kinds: Kinds, above: tuple[Any, Any], below: tuple[Any, Any]) -> Estimate:
    """Ratio of two weighted totals; each is (what an answered visit adds, what a bad one adds beyond)."""
    answers = kinds.over_cell(kinds.answered)
    weight = kinds.over_cell(kinds.visits) / answers
    top, bottom = (_by_state(*part) for part in (above, below))
    asked = kinds.counts * weight[:, None]
    total = float((asked * bottom).sum())
    if total <= 0:
        return Estimate(None, np.zeros(kinds.counts.shape))
    value = float((asked * top).sum()) / total
    if value <= 0 or value >= 1:
        return _whole(value, weight[:, None] * bottom, total)
    z = (top - value * bottom) / total
    mean = (kinds.over_cell((kinds.counts * z).sum(axis=1)) / answers)[:, None]
    fuller = (weight * np.sqrt(answers / (answers - 1)))[:, None]
    influence = np.repeat(mean, len(STATES), axis=1)
    influence[:, GOOD : BAD + 1] += (fuller * (z - mean))[:, GOOD : BAD + 1]
    return _whole(value, influence)


def _by_state(answered: Any, bad: Any) -> Any:
    by_state = np.zeros((len(answered), len(STATES)))
    by_state[:, GOOD], by_state[:, BAD] = answered, answered + bad
    return by_state


def _less_raw(kinds: Kinds, weighted: Estimate) -> Estimate:
    """None where either share is 0 or 1: then nothing is seen of its spread."""
    totals = kinds.counts.sum(axis=0)
    rated, bad = float(totals[GOOD:].sum()), float(totals[BAD] + totals[OTHER_BAD])
    if weighted.value is None or weighted.weight or not 0 < bad < rated:
        return Estimate(None, np.zeros(kinds.counts.shape))
    raw = bad / rated
    spoken = np.array([0.0, raw, raw - 1, raw, raw - 1]) / rated
    return _whole(weighted.value - raw, weighted.influence * weighted.unit + spoken)


def _whole(value: float, influence: Any, weight: float = 0.0) -> Estimate:
    unit = float(np.abs(influence).max()) / FINE or 1.0
    return Estimate(value, np.round(influence / unit), unit, weight / unit)


@dataclass(frozen=True)
class Spread:
    """What customers' visits add to the errors of one stage: sums of squares over the customers that were heard."""

    heard: int  # customers with a signal
    answering: int  # customers who answered a survey
    squares: dict[str, float]  # estimate → Σ over customers (Σ of the influences of their heard visits)², in its unit²


def variance(kinds: Kinds, estimate: Estimate, spread: Spread, name: str) -> float:
    """Variance of an estimate: heard visits together by customer, with G/(G−1); the others, whose only part is in the
    weights, one by one."""
    silent = float((kinds.counts[:, SILENT] * estimate.influence[:, SILENT] ** 2).sum())
    fewer = spread.heard / (spread.heard - 1) if spread.heard > 1 else 1.0
    return (fewer * spread.squares[name] + silent) * estimate.unit**2


def interval(kinds: Kinds, estimate: Estimate, spread: Spread, name: str, level: float = 0.95) -> Interval:
    """95 % interval of a weighted share: Wilson's, with the size at which a plain share would be as uncertain.

    Grain: one share of one stage. Formula: size = R(1−R) / `variance`, times (z / t(answering customers − 1))² for few
    of them; at R = 0 or 1 the size is (Σ w)² / Σ_g w_g². One customer counts as one observation. None without data.
    Not to be trusted below about ten customers who answered.
    Source: Särndal, Swensson & Wretman (1992); Korn & Graubard (1998), Survey Methodology 24:193.
    """
    if estimate.value is None or spread.answering < 1 or spread.squares[name] <= 0:
        return NO_DATA
    from analyzer.statistics.normal import two_sided_z
    from analyzer.statistics.proportions import wilson
    from analyzer.statistics.student import t_quantile

    if spread.answering == 1:
        return wilson(estimate.value, 1.0, level)
    if estimate.weight:
        size = estimate.weight**2 / spread.squares[name]
    else:
        size = estimate.value * (1 - estimate.value) / variance(kinds, estimate, spread, name)
    size *= (two_sided_z(level) / t_quantile((1 + level) / 2, spread.answering - 1)) ** 2
    return wilson(estimate.value * size, size, level)
