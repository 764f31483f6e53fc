"""False discovery rate: what is left of many p-values when all that was tried is counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p: ArrayLike, tests: int | None = None) -> NDArray[np.float64]:
    """Benjamini–Hochberg adjusted p-values (q-values), in the order given.

    Grain: one entry a test. `tests` is the size of the family when more was tried than is listed; the rest counts
    as p = 1. NaN (a test that could not be made) counts as 1.
    Formula: q(i) = min over j ≥ i of p(j)·m/j, at most 1, with p sorted and m = `tests`. Unit: 0–1.
    Raises ValueError for a p outside 0–1, or `tests` below the number of p-values.
    Not to be trusted as an error rate of what is chosen by several steps in turn, nor for negatively dependent tests.
    Source: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57:289.
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
    scaled = values[order] * (family / np.arange(1, len(values) + 1))
    found = np.empty_like(values)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found
