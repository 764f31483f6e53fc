"""Exact conditional test over strata, for tables too small for the normal approximation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TIE = 1 + 1e-7  # tables as likely as the observed one, up to rounding, count as no more likely


def exact_conditional_p(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    c: NDArray[np.float64],
    d: NDArray[np.float64],
    *,
    greater: bool = False,
) -> float:
    """Exact p-value that exposed and unexposed are equally often bad within strata.

    Two-sided, or with `greater` against the exposed being bad more often.

    Grain: arrays (strata,) of whole counts, one candidate; with one stratum it is Fisher's exact test.
    Formula: given all margins, the sum of a over strata is a sum of independent hypergeometric counts; p adds up the
    chances of all sums that are no more likely than the one seen (`greater`: no smaller). Strata without both groups
    and outcomes say nothing.
    Raises ValueError for counts that are not whole. Not to be trusted for clustered visits.
    Source: Mehta, Patel & Gray (1985), J. Am. Stat. Assoc. 80:969; the test of R's mantelhaen.test(exact = TRUE).
    """
    cells = np.stack([a, b, c, d]).astype(float)
    if bool(np.any((cells < 0) | (cells != np.round(cells)))):
        raise ValueError("An exact test needs whole, non-negative counts.")
    exposed, bad, total = cells[0] + cells[1], cells[0] + cells[2], cells.sum(axis=0)
    lowest = np.maximum(0.0, exposed + bad - total)
    chances = np.ones(1)
    for stratum in hypergeometric(exposed, bad, total):
        if len(stratum) > 1:  # else the margins leave no choice
            chances = np.convolve(chances, stratum)
    place = int((cells[0] - lowest).sum())
    as_extreme = chances[place:] if greater else chances[chances <= chances[place] * TIE]
    return min(float(as_extreme.sum()), 1.0)


def hypergeometric(
    exposed: NDArray[np.float64], bad: NDArray[np.float64], total: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Chances of each possible number of exposed bad visits, given the margins of each 2×2 table.

    Grain: arrays (strata,) of whole margins; one array a stratum comes back, from max(0, exposed + bad − total) to
    min(exposed, bad). Unit: 0–1, each array adds up to 1; chances below 1e-308 are 0. Raises nothing.
    Formula: the ratio of neighbours, (exposed − k)(bad − k) / ((k + 1)(total − exposed − bad + k + 1)), multiplied up
    as logarithms and scaled to a sum of 1, so that no factorial is formed and large counts lose no digits.
    Not to be trusted beyond nine digits where a table has more than 100,000 possible counts.
    Source: Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, ch. 6.
    """
    if len(total) == 0:
        return []
    low = np.maximum(0.0, exposed + bad - total)
    lengths = (np.minimum(exposed, bad) - low).astype(int) + 1
    ends = np.cumsum(lengths)
    starts = ends - lengths
    k = np.arange(ends[-1]) - np.repeat(starts - low, lengths)
    x, y, rest = (np.repeat(margin, lengths) for margin in (exposed, bad, total - exposed - bad))
    ratio = (x - k) * (y - k) / ((k + 1) * (rest + k + 1))  # of the chance of k + 1 to that of k; 0 at the last k
    ratio[ends - 1] = 1.0
    logarithm = np.concatenate([[0.0], np.cumsum(np.log(ratio[:-1]))])
    weight = np.exp(logarithm - np.repeat(np.maximum.reduceat(logarithm, starts), lengths))
    weight /= np.repeat(np.add.reduceat(weight, starts), lengths)
    return [weight[start:end] for start, end in zip(starts, ends, strict=True)]
