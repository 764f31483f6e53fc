"""Words that set one corpus apart from another, without the rare words' noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def log_odds_z(counts_bad: ArrayLike, counts_good: ArrayLike, prior: ArrayLike) -> NDArray[np.float64]:
    """z-scores of the log-odds ratio of each word, bad against good, with an informative Dirichlet prior.

    Grain: one entry a word; times the word occurs in bad texts, in good texts, and in the prior (for example its count
    in all texts, scaled to the prior's weight). Unit: standard errors; positive for words of the bad.
    Formula, with yᵢ, yⱼ the counts, nᵢ, nⱼ their sums, α the prior, α₀ its sum:
    δ = ln((yᵢ+α)/(nᵢ+α₀−yᵢ−α)) − ln((yⱼ+α)/(nⱼ+α₀−yⱼ−α)), var = 1/(yᵢ+α) + 1/(yⱼ+α), z = δ/√var.
    0 for a vocabulary of one word, which sets nothing apart. Raises ValueError for negative counts, a prior that is not
    above 0, or shapes that do not fit.
    Not to be trusted as p-values: words of one text go together.
    Source: Monroe, Colaresi & Quinn (2008), Political Analysis 16:372, eq. 15–22.
    """
    bad, good, alpha = (np.asarray(x, float).ravel() for x in (counts_bad, counts_good, prior))
    if not bad.shape == good.shape == alpha.shape or bool(np.any((bad < 0) | (good < 0) | ~(alpha > 0))):
        raise ValueError("Log-odds need three lists of one length: counts of at least 0 and a prior above 0.")
    if len(bad) < 2:
        return np.zeros_like(bad)
    i, j = bad + alpha, good + alpha
    delta = np.log(i / (i.sum() - i)) - np.log(j / (j.sum() - j))
    return np.asarray(delta / np.sqrt(1 / i + 1 / j))
