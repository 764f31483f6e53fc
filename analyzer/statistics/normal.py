"""The standard normal distribution, from Python's own library: importing scipy costs more than most analyses need."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray


def two_sided_z(level: float) -> float:
    """The z for which a two-sided normal interval has this level: 1.96 for 0.95. Raises ValueError outside 0–1."""
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, for example 0.95; got {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def chi_square_p(statistic: ArrayLike) -> NDArray[np.float64]:
    """Chance that χ² with one degree of freedom exceeds each of these: the two-sided p-value of its root.

    Grain: one entry a statistic, any shape. Unit: 0–1. Formula: erfc(√(x/2)). Raises ValueError below 0.
    To be trusted down to 1e-300; from a statistic of about 1,490 on it is 0.
    Source: Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.4.11 and 26.2.29.
    """
    values = np.asarray(statistic, float)
    if bool(np.any(values < 0)):
        raise ValueError("A χ² statistic cannot be negative.")
    return np.asarray(np.vectorize(math.erfc, otypes=[float])(np.sqrt(values / 2)))
