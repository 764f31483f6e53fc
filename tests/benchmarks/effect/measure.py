"""What the verdicts of a world are: how often the interval holds the truth, what is said, and what plain difference in
differences would have said."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analyzer.improvement import did_it_help
from tests.benchmarks.effect.worlds import Drawn, World, draw

Z = 1.959964


@dataclass(frozen=True)
class Measured:
    """Of `n` histories, in shares of 0–1. `covered`: the 95 % interval of one look at the review holds the truth;
    `plain`: that of plain difference in differences does. `helped`, `worse`: said at some weekly look until the review;
    `no_effect`: said at the review. `width`: half the interval, the median."""

    world: World
    n: int
    covered: float
    plain: float
    helped: float
    worse: float
    no_effect: float
    width: float


def measure(world: World, n: int, seed: int) -> Measured:
    """Draw n histories and look at each every week until the review (and its late answers) has passed."""
    chance = np.random.default_rng(seed)
    covered = plain = helped = worse = none = 0
    widths = []
    for _ in range(n):
        drawn = draw(world, chance)
        last = world.after + world.slow
        once = did_it_help(drawn.counts(last), bound=Z).bad_share
        assert once.low is not None and once.high is not None
        covered += once.low <= world.effect <= once.high
        widths.append((once.high - once.low) / 2)
        low, high = plain_limits(drawn)
        plain += low <= world.effect <= high
        said = "too_early"
        for looked in range(1, last + 1):
            said = did_it_help(drawn.counts(looked)).word
            if said in ("helped", "worse"):
                break
        helped += said == "helped"
        worse += said == "worse"
        none += said == "no_effect"
    shares = (covered / n, plain / n, helped / n, worse / n, none / n)
    return Measured(world, n, *shares, float(np.median(widths)))


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
