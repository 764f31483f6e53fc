"""Exact conditional test over strata, for tables too small for the normal approximation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TIE = 1 + 1e-7  # tables as likely as the observed one, up to rounding, count as no more likely


def exact_conditional_p(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> float:
    """Two-sided exact p-value that exposed and unexposed are equally often bad within strata.

    Grain: arrays (strata,) of whole counts, one candidate; with one stratum it is Fisher's exact test.
    Formula: given all margins, the sum of a over strata is a sum of independent hypergeometric counts; p adds up the
    chances of all sums that are no more likely than the one seen. Strata without both groups and outcomes say nothing.
    Raises ValueError for counts that are not whole. Not to be trusted for clustered visits.
    Source: Mehta, Patel & Gray (1985), J. Am. Stat. Assoc. 80:969; the test of R's mantelhaen.test(exact = TRUE).
    """
    cells = np.stack([a, b, c, d]).astype(float)
    if bool(np.any((cells < 0) | (cells != np.round(cells)))):
        raise ValueError("An exact test needs whole, non-negative counts.")
    from scipy.stats import hypergeom

    whole = cells.astype(int)
    exposed, bad, total = whole[0] + whole[1], whole[0] + whole[2], whole.sum(axis=0)
    low, high = np.maximum(0, exposed + bad - total), np.minimum(exposed, bad)
    lengths = high - low + 1  # 1 where the margins leave no choice
    starts = np.cumsum(lengths) - lengths
    values = np.arange(lengths.sum()) - np.repeat(starts - low, lengths)
    single = hypergeom.pmf(values, *(np.repeat(x, lengths) for x in (total, exposed, bad)))
    chances = np.ones(1)
    for stratum in np.split(single, starts[1:]):
        if len(stratum) > 1:
            chances = np.convolve(chances, stratum)
    seen = chances[int((whole[0] - low).sum())]
    return min(float(chances[chances <= seen * TIE].sum()), 1.0)
