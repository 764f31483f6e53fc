"""Quantiles of the standard normal distribution, without the cost of importing scipy."""

from __future__ import annotations

from statistics import NormalDist


def two_sided_z(level: float) -> float:
    """The z for which a two-sided normal interval has this level: 1.96 for 0.95. Raises ValueError outside 0–1."""
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, for example 0.95; got {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)
