"""Draws that give the same bytes on every machine: uniform numbers and plain arithmetic, no exp or log."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import plan

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Draws:
    """Uniform draws of one topic. A draw more in one topic leaves the other topics as they are."""

    def __init__(self, topic: str) -> None:
        self._rng = np.random.default_rng([plan.SEED, *topic.encode()])

    def uniform(self, n: int) -> Floats:
        """n numbers in [0, 1)."""
        return self._rng.random(n)

    def happens(self, chance: Floats | float, n: int) -> Bools:
        """True with the given chance, for each of n."""
        return np.asarray(self._rng.random(n) < chance, dtype=np.bool_)

    def spread(self, n: int, table: Sequence[tuple[float, float]]) -> Floats:
        """n numbers whose quantiles are given as (share, value), straight lines between them."""
        shares, values = zip(*table, strict=True)
        return np.interp(self._rng.random(n), shares, values)

    def between(self, n: int, low: float, high: float) -> Floats:
        """n numbers, evenly between low and high."""
        return low + (high - low) * self._rng.random(n)

    def choose(self, n: int, values: Sequence[str], weights: Sequence[float] | None = None) -> NDArray[np.object_]:
        """n of the values, by weight."""
        share = np.asarray(weights if weights is not None else [1.0] * len(values), dtype=float)
        edges = np.cumsum(share) / share.sum()
        place = np.minimum(np.searchsorted(edges, self._rng.random(n), side="right"), len(values) - 1)
        return np.asarray(values, dtype=object)[place]

    def one(self, values: Sequence[str]) -> str:
        """One of the values."""
        return values[int(self._rng.random() * len(values))]

    def chance(self, share: float) -> bool:
        """True with this chance, once."""
        return bool(self._rng.random() < share)
