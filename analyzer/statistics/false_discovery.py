"""False discovery rate: what is left of many p-values when all that was tried is counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(
    p: ArrayLike, tests: int | None = None, attainable: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Benjamini–Hochberg adjusted p-values (q-values), in the order given.

    Grain: one entry a test. `tests` is the size of the family when more was tried than is listed; the rest counts
    as p = 1. NaN (a test that could not be made) counts as 1. `attainable`, an entry a test: the chance that with
    nothing behind it the test can be a discovery at all, whatever its p-value; 1 where that is not known.
    Formula: q(i) = min over j ≥ i of E(p(j))/j, at most 1, with p sorted, and E(t) the discoveries to expect at the
    cut t with nothing behind any test: m·t with m = `tests`, or Σ min(t, attainable). Unit: 0–1.
    Raises ValueError for a p outside 0–1, or `tests` below the number of p-values.
    Not to be trusted as an error rate of what is chosen by several steps in turn, nor for negatively dependent tests.
    Source: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57:289; Heller & Gur (2011), arXiv:1112.4627 (attainable).
    """
    values = np.nan_to_num(np.asarray(p, float).ravel(), nan=1.0)
    family = len(values) if tests is None else tests
    if family < len(values):
        raise ValueError(f"{len(values)} p-values cannot come from a family of {family} tests.")
    if len(values) == 0:
        return values
    if bool(np.any((values < 0) | (values > 1))):
        raise ValueError("p-values lie between 0 and 1.")
    order = np.argsort(values, kind="stable")
    scaled = expected_discoveries(values[order], attainable, family) / np.arange(1, len(values) + 1)
    found = np.empty_like(values)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found


def expected_discoveries(cut: ArrayLike, attainable: ArrayLike | None, tests: int) -> NDArray[np.float64]:
    """How many of `tests` tests with nothing behind them fall at or below each cut: Σ min(cut, attainable).

    Grain: one entry a cut. Unit: tests. Raises nothing. A bound: exact p-values fall there less often. Source: as
    `benjamini_hochberg`.
    """
    cuts = np.asarray(cut, float)
    if attainable is None:
        return np.asarray(cuts * tests)
    limits = np.sort(np.asarray(attainable, float).ravel())
    below = np.searchsorted(limits, cuts, side="left")
    sums = np.concatenate([[0.0], np.cumsum(limits)])
    return np.asarray(sums[below] + cuts * (tests - below))


def families_found(p: ArrayLike, level: float, families: int) -> int:
    """How many families of tests show anything, by the p-value of each that nothing in it is true.

    Grain: one number; `p` an entry a family, `families` their number where more were looked at (the rest counts as 1).
    Formula: R = the largest i with p(i) ≤ i·level/m (Benjamini & Hochberg 1995). Within each of them the tests are then
    corrected at level·R/m, which keeps the false discoveries, averaged over the families shown, at the level.
    Raises ValueError for fewer families than p-values. Not to be trusted for negatively dependent families.
    Source: Benjamini & Bogomolov (2014), J. R. Stat. Soc. B 76:297.
    """
    adjusted = benjamini_hochberg(p, tests=families)
    return int((adjusted <= level).sum())


def cut_off(discoveries: float, attainable: ArrayLike) -> float:
    """The largest cut at which no more than so many discoveries are expected with nothing behind any test.

    Grain: one number; the inverse of `expected_discoveries`. Unit: a p-value, at most 1. Raises nothing. Source: as
    `benjamini_hochberg`.
    """
    limits = np.sort(np.asarray(attainable, float).ravel())
    left = len(limits) - np.arange(len(limits))
    room = (discoveries - np.concatenate([[0.0], np.cumsum(limits)[:-1]])) / left
    fits = np.flatnonzero(room <= limits)
    return float(min(max(room[fits[0]], 0.0), 1.0)) if len(fits) else 1.0
