"""The verdict's difference beside those of the packages diff-diff and pyfixest, on the same visits one by one."""

import numpy as np
import pytest

from analyzer.improvement import did_it_help
from tests.benchmarks.effect.worlds import Drawn, World, draw

Z = 1.959964
EVEN = {"answer": 1.0, "answer_shock": 0.0}  # 60 heard visits in every unit and week


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
        drawn = draw(World("shocks", memory=0.5, effect=effect, **EVEN), np.random.default_rng(seed))
        ours = did_it_help(drawn.counts(10), bound=Z).bad_share
        assert ours.value == pytest.approx(ordinary(drawn).att, abs=1e-9)


@pytest.mark.parametrize(
    ("effect", "seed", "estimate"),
    [
        (0.0, 0, -0.05738095238095235),
        (0.0, 1, -0.045952380952380925),
        (0.0, 2, -0.01880952380952383),
        (-0.08, 0, -0.14238095238095239),
        (-0.08, 1, -0.12261904761904761),
        (-0.08, 2, -0.10047619047619047),
    ],
)
def test_the_estimate_is_that_of_pyfixest_with_effects_of_units_and_weeks(effect, seed, estimate):
    """Recorded from pyfixest 0.60.0, `feols("bad ~ on | unit + week")` over these visits one by one: it brings 36
    packages (591 MB), so it is not installed with the tests."""
    drawn = draw(World("shocks", memory=0.5, effect=effect, **EVEN), np.random.default_rng(seed))
    assert did_it_help(drawn.counts(10), bound=Z).bad_share.value == pytest.approx(estimate, abs=1e-9)


def test_under_staggered_starts_it_is_callaway_and_sant_anna_over_all_weeks_before():
    """Three other units start at −6, −2 and 4 weeks. Against those never treated, the mean of their effects at a time
    over the weeks since the start, less that over the weeks before (0 at their base week)."""
    import pandas as pd
    from diff_diff import CallawaySantAnna

    world = World("staggered", units=11, starts=(-6, -2, 4), memory=0.5, effect=-0.08, **EVEN)
    drawn = draw(world, np.random.default_rng(3))
    first = [world.before, *(world.before + start for start in world.starts)]
    rows = [
        (unit, week, first[unit] if unit < len(first) else 0, drawn.bad[unit, week] / world.visits)
        for unit in range(world.units)
        for week in range(world.before + world.after)
    ]
    frame = pd.DataFrame(rows, columns=["unit", "week", "first", "share"])
    fitted = CallawaySantAnna(control_group="never_treated", base_period="universal").fit(
        frame, outcome="share", unit="unit", time="week", first_treat="first"
    )
    effects = {week: one["effect"] for (group, week), one in fitted.group_time_effects.items() if group == world.before}
    after = [effect for week, effect in effects.items() if week >= world.before]
    before = [effect for week, effect in effects.items() if week < world.before]
    assert len(after) == world.after
    theirs = sum(after) / world.after - sum(before) / world.before
    ours = did_it_help(drawn.counts(10), bound=Z)
    assert ours.units == 7
    assert ours.bad_share.value == pytest.approx(theirs, abs=1e-9)


def test_under_shocks_the_interval_is_wider():
    """Its limits take visits as independent; weeks that go together make them too narrow (docs/effect.md)."""
    ratios = []
    for seed in range(12):
        drawn = draw(World("shocks", memory=0.8, **EVEN), np.random.default_rng(seed))
        ours, (low, high) = did_it_help(drawn.counts(10), bound=Z).bad_share, ordinary(drawn).conf_int
        assert ours.low is not None
        assert ours.high is not None
        ratios.append((ours.high - ours.low) / (high - low))
    assert min(ratios) > 0.8 / 1.05, "never narrower than 0.8 of chance alone, but for the rounding of variances"
    assert float(np.median(ratios)) > 1.3
