"""A driver's numbers given that it passed what lists it: large ones are listed, so what is listed looks too large."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

from analyzer.mismatches.adjust import Effect
from analyzer.settings import Thresholds
from analyzer.tables.interval import Interval


def given_that_it_passed(seen: Effect, cut: float, bad: int, one_sided: bool, thresholds: Thresholds) -> Effect:
    """The effect of a listed driver with its ratio and share corrected for having been selected.

    `seen`: what was measured; `cut`: the p-value up to which candidates pass; `bad`: all bad visits of the stage. The
    cut on the ratio is the highest of three: the ratio whose test would just reach the p-value, the one whose lower
    limit would just reach `driver_low`, and the one whose share would just reach `driver_share`. The share moves by
    what the ratio's change makes of e·(1 − 1/rr), e the share of the bad visits that are exposed. Source and limits:
    statistics/selection.py. An effect far above the cut comes back as it is.
    """
    from analyzer.statistics.selection import given_selection

    plain, share = seen.risk_ratio, seen.share
    if not plain.value or not plain.low or share.value is None or plain.value <= 1:
        return seen
    least = max(
        _by_test(plain.value, seen.p, cut, one_sided),
        thresholds.driver_low * plain.value / plain.low,
        _by_share(plain.value, share.value * seen.bad, thresholds.driver_share * bad),
    )
    corrected = given_selection(plain, min(least, plain.value))
    if corrected == plain:
        return seen
    exposed = share.value / (1 - 1 / plain.value)
    return replace(seen, risk_ratio=corrected, share=_moved(share, exposed, plain, corrected))


def _by_test(ratio: float, p: float, cut: float, one_sided: bool) -> float:
    """The ratio at which the test would just reach the cut: its logarithm shrunk as the z would be."""
    if p <= 0 or cut <= 0:
        return 1.0
    sides = 1 if one_sided else 2
    needed, reached = (-NormalDist().inv_cdf(min(x / sides, 0.5)) for x in (cut, p))
    return math.exp(math.log(ratio) * min(needed / reached, 1.0)) if reached > 0 else 1.0


def _by_share(ratio: float, carried: float, least: float) -> float:
    """The ratio at which the driver would just carry the least number of bad visits."""
    return 1 / (1 - (1 - 1 / ratio) * min(least / carried, 1.0)) if carried > 0 else 1.0


def _moved(share: Interval, exposed: float, plain: Interval, corrected: Interval) -> Interval:
    def moved(at: float | None, before: float | None, after: float | None) -> float | None:
        if at is None or not before or not after:
            return at
        return at + exposed * (1 / before - 1 / after)

    value = moved(share.value, plain.value, corrected.value)
    low, high = moved(share.low, plain.low, corrected.low), moved(share.high, plain.high, corrected.high)
    if value is None or low is None or high is None:
        return Interval(value, low, high)
    return Interval(value, min(low, value), max(high, value))
