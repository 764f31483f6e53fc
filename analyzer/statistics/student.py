"""Student's t distribution, from scipy.special alone: scipy.stats, its usual door, costs many times as much to open."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def t_quantile(chance: float, freedom: float) -> float:
    """The t that a share `chance` of Student's distribution lies below: 2.262 for 0.975 and 9 degrees of freedom.

    Grain: one number; `freedom` may be a fraction. Unit: standard errors.
    Raises ValueError for a chance outside 0–1 or freedom not above 0.
    Not to be trusted within 1e-15 of 1, where numbers run out of digits.
    Source: Student (1908), Biometrika 6:1; scipy.special.stdtrit.
    """
    if not (0 < chance < 1 and freedom > 0):
        raise ValueError(f"Student's t needs a chance between 0 and 1 and freedom above 0; got {chance}, {freedom}.")
    from scipy.special import stdtrit

    return float(stdtrit(freedom, chance))


def t_two_sided_p(t: ArrayLike, freedom: ArrayLike) -> NDArray[np.float64]:
    """Chance that Student's t lies further from 0 than each of these.

    Grain: one entry a test; `t` and `freedom` of one shape, or one number for all. Unit: 0–1. Raises nothing.
    Formula: 2·P(T < −|t|). Source: Student (1908), Biometrika 6:1; scipy.special.stdtr.
    """
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(np.asarray(freedom, float), -np.abs(np.asarray(t, float))))
