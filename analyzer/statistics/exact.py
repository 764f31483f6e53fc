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

    chances, least = np.ones(1), 0
    for exposed_bad, exposed_good, bad, good in cells.astype(int).T:
        exposed, all_bad = exposed_bad + exposed_good, exposed_bad + bad
        total = exposed + bad + good
        if min(exposed, total - exposed, all_bad, total - all_bad) == 0:
            least += exposed_bad
            continue
        low, high = max(0, exposed + all_bad - total), min(exposed, all_bad)
        stratum = hypergeom.pmf(np.arange(low, high + 1), total, exposed, all_bad)
        chances, least = np.convolve(chances, stratum), least + low
    seen = chances[int(cells[0].sum()) - least]
    return min(float(chances[chances <= seen * TIE].sum()), 1.0)
