"""Ratios that are reported because they were large: limits given that the estimate passed a cut."""

from __future__ import annotations

import math

from analyzer.statistics.normal import two_sided_z
from analyzer.tables.interval import Interval

NEARLY_ALWAYS = 3.5  # standard errors above the cut from which on an estimate of this size would nearly always pass
REACH = 12.0  # standard errors around the estimate in which limits are looked for
HALVINGS = 60


def given_selection(ratio: Interval, cut: float, level: float = 0.95) -> Interval:
    """A ratio and its limits, given that it is reported only where it lies at or beyond a cut (the winner's curse).

    Grain: one ratio with limits ratio · exp(± z·s) at the `level`; `cut` > 1 is the smallest ratio that is reported;
    its inverse is reported too, as the other side. Unit: a ratio.
    Formula: b = ln ratio is normal around β with standard error s, seen only where |b| ≥ t = ln cut. Solve for β
    Q((b − β)/s) / (Q((t − β)/s) + Q((t + β)/s)) = q, Q the upper tail of the normal. q = (1 − level)/2 gives the lower
    limit. The upper limit stays as measured: selection errs upwards, and just above the cut the conditional upper limit
    falls below most ratios that are plausible. q = ½ gives the median-unbiased ratio; the value is its geometric mean
    with the measured one, whose mean squared error is smaller than that of the first alone (simulated: by up to two
    fifths, and never more than the larger of the two). An estimate 3.5 standard errors or more above the cut stays as
    it is, and so does one without limits. Raises ValueError for a ratio below the cut or a cut below 1.
    Not to be trusted for what else was searched than this cut: the best of several thresholds stays a little high.
    Just above the cut the data say little, the limits are wide, and they hold the true ratio a little more often than
    the level says.
    Source: Zhong & Prentice (2008), Biostatistics 9:621 (the conditional limits, and that a mean of both estimates is
    the better one); Ghosh, Zou & Wright (2008), Am. J. Hum. Genet. 82:1064.
    Simulated coverage: tests/spec/statistics/test_selection.py.
    """
    if ratio.value is None or ratio.low is None or ratio.high is None or not 0 < ratio.low < ratio.high:
        return ratio
    b, t = math.log(ratio.value), math.log(cut)
    if t < 0 or b < t:
        raise ValueError(
            f"A selected ratio lies at or above its cut, and that at or above 1; got {ratio.value}, {cut}."
        )
    s = math.log(ratio.high / ratio.low) / 2 / two_sided_z(level)
    if (b - t) / s >= NEARLY_ALWAYS:
        return ratio
    low, middle = (math.exp(_solve(b, t, s, q)) for q in ((1 - level) / 2, 0.5))
    return Interval(math.sqrt(middle * ratio.value), min(low, ratio.low), ratio.high)


def _solve(b: float, t: float, s: float, chance: float) -> float:
    """The β under which a selected estimate is b or more with this chance. The chance rises with β."""
    low, high = -b - REACH * s, b + REACH * s
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        passed = _upper((t - middle) / s) + _upper((t + middle) / s)
        if _upper((b - middle) / s) < chance * passed:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _upper(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2
