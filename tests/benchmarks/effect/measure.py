"""What the verdicts of a world are: how often the interval holds the truth, what is said, and what plain difference in
differences would have said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from analyzer.improvement import did_it_help
from analyzer.improvement.effect import LEAST_VISITS, look_bound
from analyzer.tables.effect import EffectVerdict
from tests.benchmarks.effect.worlds import Drawn, World, draw

Z = 1.959964
SHARES = (
    "covered", "plain", "helped", "worse", "no_effect", "plain_helped", "moved", "helped_unwarned", "helped_plainly",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """Of `n` histories, in shares of 0–1. `covered`: the 95 % interval of one look at the review holds the truth;
    `plain`: that of plain difference in differences does, and `plain_helped`: lies below 0. `helped`, `worse`: said at
    some weekly look until the review; `no_effect`: said at the review. `moved`: at the review answers have moved so far
    that no word is said. `helped_unwarned`: `helped` without a warning that answers moved; `helped_plainly`: nor that
    falling silent is not ruled out. `width`: half the interval, the median."""

    world: World
    n: int
    covered: float
    plain: float
    helped: float
    worse: float
    no_effect: float
    plain_helped: float
    moved: float
    helped_unwarned: float
    helped_plainly: float
    widths: tuple[float, ...] = ()

    @property
    def width(self) -> float:
        """Half the interval, the median."""
        return float(np.median(self.widths)) if self.widths else 0.0


def together(parts: Sequence[Measured]) -> Measured:
    """Parts of one world as one."""
    n = sum(part.n for part in parts)
    shares = {name: sum(getattr(part, name) * part.n for part in parts) / n for name in SHARES}
    return Measured(parts[0].world, n, **shares, widths=tuple(width for part in parts for width in part.widths))


def measure(world: World, n: int, seed: int | tuple[int, ...]) -> Measured:
    """Draw n histories and look at each every week until the review (and its late answers) has passed."""
    chance = np.random.default_rng(seed)
    counted = dict.fromkeys(SHARES, 0)
    widths = []
    for _ in range(n):
        drawn = draw(world, chance)
        last = world.after + world.slow
        once = did_it_help(drawn.counts(last), bound=Z).bad_share
        assert once.low is not None
        assert once.high is not None
        counted["covered"] += once.low <= world.effect <= once.high
        widths.append((once.high - once.low) / 2)
        low, high = plain_limits(drawn)
        counted["plain"] += low <= world.effect <= high
        counted["plain_helped"] += high < 0
        said, at_review = _said(drawn, last)
        counted["helped"] += said.word == "helped"
        unwarned = said.word == "helped" and not said.answers.warning
        counted["helped_unwarned"] += unwarned
        counted["helped_plainly"] += unwarned and not said.answers.silence_possible
        counted["worse"] += said.word == "worse"
        counted["no_effect"] += said.word == "no_effect"
        counted["moved"] += at_review.why == "answers_moved"
    return Measured(world, n, **{name: some / n for name, some in counted.items()}, widths=tuple(widths))


def _said(drawn: Drawn, last: int) -> tuple[EffectVerdict, EffectVerdict]:
    """The first verdict that says `helped` or `worse`, else that of the review; and that of the review."""
    at_review = did_it_help(drawn.counts(last))
    for looked in looks_that_may_say(drawn, last):
        said = did_it_help(drawn.counts(looked))
        if said.word in ("helped", "worse"):
            return said, at_review
    return at_review, at_review


def looks_that_may_say(drawn: Drawn, last: int) -> list[int]:
    """The weekly looks before the last at which the limits of the placebo t leave out 0, reckoned over arrays: at the
    others the verdict says neither `helped` nor `worse`, and need not be asked."""
    world, found = drawn.world, []
    n, bad = drawn.bad + drawn.good + drawn.late, drawn.bad
    n0, b0 = n[:, : world.before].sum(axis=1), bad[:, : world.before].sum(axis=1)
    n1, b1 = n[:, world.before :].cumsum(axis=1), bad[:, world.before :].cumsum(axis=1)
    for looked in range(1 + world.slow, last):
        done = min(looked - world.slow, world.after)
        starts = np.array([*world.starts, *[-world.before] * (world.units - 1 - len(world.starts))])
        held = (starts <= -world.before) | (starts >= done)
        held &= np.minimum(n0, n1[:, done - 1])[1:] >= LEAST_VISITS
        change = b1[:, done - 1] / n1[:, done - 1] - b0 / n0
        variance = _variance(b0, n0) + _variance(b1[:, done - 1], n1[:, done - 1])
        others, k = change[1:][held], int(held.sum())
        mean, bound = variance[1:][held].mean(), look_bound(done, world.after)
        error = math.sqrt(others.var(ddof=1) * (max(1.0, variance[0] / mean) + 1 / k))
        half = max(_quantile(bound, k - 1) * error, 0.8 * bound * math.sqrt(variance[0] + mean / k))
        if abs(change[0] - others.mean()) > half * (1 - 1e-9):
            found.append(looked)
    return found


def _variance(bad: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.float64]:
    share = (bad + 1) / (n + 2)
    return share * (1 - share) / n


@lru_cache(maxsize=512)
def _quantile(bound: float, freedom: int) -> float:
    return float(student.ppf(NormalDist().cdf(bound), freedom))


def plain_limits(drawn: Drawn) -> tuple[float, float]:
    """Difference in differences of the pooled shares with the limits of independent visits."""
    world = drawn.world
    n, bad = drawn.bad + drawn.good + drawn.late, drawn.bad
    value = variance = 0.0
    for rows, sign in ((slice(0, 1), 1), (slice(1, None), -1)):
        for weeks, when in ((slice(world.before, None), 1), (slice(0, world.before), -1)):
            some = int(n[rows, weeks].sum())
            p = float(bad[rows, weeks].sum()) / some
            value += sign * when * p
            variance += p * (1 - p) / some
    half = Z * math.sqrt(variance)
    return value - half, value + half
