"""A stage in which nothing is wrong, looked at every night: does its growing log ever support a finding?

Ten heard visits a day, a tenth of them off target, a fifth unhappy, twenty traits that one of twenty to one of three
visits have, everything independent, five stages in the journey. Each night asks what the method asks of shared failure
and of drivers (docs/method.md, sections 5 and 6: the screen, before anything is adjusted), over all days so far.
"""

from __future__ import annotations

import numpy as np

from analyzer.settings import Thresholds
from analyzer.statistics.risk_ratio import risk_ratios

from .years import HISTORY, NIGHTS

TRAITS = 20
STAGES = 5


def newly_supported(rng: np.random.Generator, a_day: int = 10) -> int | None:
    """The first night on which a finding is supported that was not on the first; None if there is none."""
    limits = Thresholds()
    visits = int(rng.poisson(a_day * (HISTORY + NIGHTS)))
    night = np.sort(rng.integers(-HISTORY, NIGHTS, visits))
    bad = rng.random(visits) < 0.2
    off = rng.random(visits) < 0.1
    traits = rng.random((visits, TRAITS)) < rng.uniform(0.05, 0.33, TRAITS)
    ends = np.searchsorted(night, np.arange(NIGHTS + 1))
    failure = _cells(off[:, None], bad, ends)[:, :, 0]
    cells = _cells(traits & ~off[:, None], bad & ~off, ends, ~off)
    shown = _is_failure(failure, limits)
    for trait in range(TRAITS):
        shown |= _is_driver(cells[:, :, trait], limits)
    new = np.flatnonzero(shown[1:])
    return None if shown[0] or not len(new) else int(new[0]) + 1


def _cells(exposed: np.ndarray, bad: np.ndarray, ends: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """Counts by night: 4 cells × nights × traits."""
    inside = np.ones(len(bad), bool) if among is None else among
    every = [
        exposed & bad[:, None],
        exposed & ~bad[:, None] & inside[:, None],
        ~exposed & (bad & inside)[:, None],
        ~exposed & (~bad & inside)[:, None],
    ]
    return np.stack([np.vstack([np.zeros(exposed.shape[1]), part.cumsum(axis=0)])[ends] for part in every])


def _is_failure(cells: np.ndarray, limits: Thresholds) -> np.ndarray:
    found = risk_ratios(*cells)
    return (found.rr > limits.shared_risk_ratio) & (found.low > 1) & (found.p * STAGES <= 0.01)


def _is_driver(cells: np.ndarray, limits: Thresholds) -> np.ndarray:
    a, b, c, d = cells
    found = risk_ratios(a, b, c, d)
    share = 1 - (c / (c + d)) / ((a + c) / (a + b + c + d))
    significant = found.p * TRAITS * STAGES <= limits.driver_q
    return significant & (share >= limits.driver_share) & (found.low >= limits.driver_low)
