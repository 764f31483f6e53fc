"""The verdict's difference beside that of the package diff-diff, on the same visits one by one."""

import numpy as np
import pytest

from analyzer.improvement import did_it_help
from tests.benchmarks.effect.worlds import Drawn, World, draw

Z = 1.959964


def ordinary(drawn: Drawn):
    """Ordinary difference in differences: one row a visit, treated or not, after the start or not."""
    import pandas as pd
    from diff_diff import DifferenceInDifferences

    world, rows = drawn.world, []
    for unit in range(world.units):
        for week in range(world.before + world.after):
            bad, good = int(drawn.bad[unit, week]), int(drawn.good[unit, week] + drawn.late[unit, week])
            rows += [(int(unit == 0), int(week >= world.before), value) for value in [1] * bad + [0] * good]
    visits = pd.DataFrame(rows, columns=["treated", "after", "bad"])
    return DifferenceInDifferences().fit(visits, outcome="bad", treatment="treated", post="after")


@pytest.mark.parametrize("effect", [0.0, -0.08])
def test_the_estimate_is_that_of_ordinary_difference_in_differences(effect):
    """Equal visits in each unit: the mean of the units' changes is the change of all their visits together."""
    for seed in range(3):
        drawn = draw(World("shocks", memory=0.5, effect=effect), np.random.default_rng(seed))
        ours = did_it_help(drawn.counts(10), bound=Z).bad_share
        assert ours.value == pytest.approx(ordinary(drawn).att, abs=1e-9)


def test_under_shocks_the_interval_is_wider():
    """Its limits take visits as independent; weeks that go together make them too narrow (docs/effect.md)."""
    ratios = []
    for seed in range(12):
        drawn = draw(World("shocks", memory=0.8), np.random.default_rng(seed))
        ours, (low, high) = did_it_help(drawn.counts(10), bound=Z).bad_share, ordinary(drawn).conf_int
        assert ours.low is not None
        assert ours.high is not None
        ratios.append((ours.high - ours.low) / (high - low))
    assert min(ratios) > 1 / 1.05, "never narrower than chance alone, but for the rounding of variances"
    assert float(np.median(ratios)) > 1.3
