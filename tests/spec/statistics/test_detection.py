"""How likely a change is to be seen, against histories of counts that are drawn and judged one by one."""

import numpy as np
import pytest

from analyzer.improvement import did_it_help
from analyzer.statistics.detection import WeeklySpread, chance_to_see, weekly_spread, weeks_to_see
from tests.benchmarks.effect.measure import measure
from tests.benchmarks.effect.worlds import World, draw

THREE_ERRORS = 3 * (0.25 / 400 + 0.25 / 2000) ** 0.5  # of 400 simulated histories and of 2,000 draws


def true_spread(world: World) -> WeeklySpread:
    return WeeklySpread((world.visits,) * world.units, (world.share,) * world.units, world.shock, world.memory)


@pytest.mark.parametrize(
    "world",
    [
        World("still weeks", shock=0.0, effect=-0.08),
        World("weeks of their own", effect=-0.08),
        World("weeks that go together", memory=0.5, effect=-0.12),
    ],
    ids=lambda world: world.name,
)
def test_the_chance_is_that_of_simulated_histories(world):
    """Counts are drawn and each history judged by the verdict itself, week after week until the review."""
    planned = chance_to_see(true_spread(world), world.effect, world.before, world.after)[-1]
    assert planned == pytest.approx(measure(world, 400, seed=3).helped, abs=THREE_ERRORS)


def test_after_each_week_too():
    """The week in which 200 histories first say that it helped."""
    world = World("weeks of their own", effect=-0.12)
    chance, first = np.random.default_rng(4), []
    for _ in range(200):
        drawn = draw(world, chance)
        said = (week for week in range(1, 11) if did_it_help(drawn.counts(week)).word == "helped")
        first.append(next(said, 99))
    planned = chance_to_see(true_spread(world), world.effect, world.before, world.after)
    for week in (4, 6, 8, 10):
        simulated = sum(at <= week for at in first) / 200
        assert planned[week - 1] == pytest.approx(simulated, abs=3 * (0.25 / 200 + 0.25 / 2000) ** 0.5)


def test_without_an_effect_it_is_seldom_seen():
    """One side spends 2.5 %; three standard errors of 2,000 draws."""
    assert chance_to_see(true_spread(World("")), -1e-12, 10, 10)[-1] <= 0.025 + 3 * (0.025 * 0.975 / 2000) ** 0.5


def test_it_takes_fewer_weeks_for_a_larger_effect_and_the_review_that_is_named_suffices():
    spread = true_spread(World(""))
    few, many = weeks_to_see(spread, -0.16, 52), weeks_to_see(spread, -0.10, 52)
    assert few is not None
    assert many is not None
    assert few < many
    assert chance_to_see(spread, -0.10, max(many, 8), many)[-1] >= 0.8
    assert chance_to_see(spread, -0.10, max(many - 1, 8), many - 1)[-1] < 0.8


def test_what_a_year_does_not_show_has_no_number_of_weeks():
    assert weeks_to_see(WeeklySpread((30.0,) * 4, (0.25,) * 4, 0.05, 0.9), -0.01, 8) is None


def test_two_untreated_units_show_nothing():
    assert chance_to_see(WeeklySpread((500.0,) * 3, (0.3,) * 3, 0.0), -0.3, 10, 10) == (0.0,) * 10


@pytest.mark.parametrize(("shock", "memory"), [(0.0, 0.0), (0.05, 0.0), (0.05, 0.6)], ids=str)
def test_shock_and_memory_are_found_again(shock, memory):
    """30 units, 40 weeks of 400 visits: known to about a tenth."""
    world = World("", units=31, before=30, after=10, visits=400, shock=shock, memory=memory)
    drawn = draw(world, np.random.default_rng(1))
    found = weekly_spread(drawn.bad + drawn.good, drawn.bad)
    assert found.shock == pytest.approx(shock, abs=0.006)
    assert found.shares[0] == pytest.approx(0.25, abs=0.04)
    if shock:
        assert found.memory == pytest.approx(memory, abs=0.12)


def test_a_spread_needs_two_untreated_units():
    with pytest.raises(ValueError, match="two untreated units"):
        weekly_spread([[1, 2], [3, 4]], [[0, 1], [1, 2]])


def test_by_hand_still_weeks_have_no_spread_but_chance():
    """Each unit has the same share every week: nothing beyond chance."""
    found = weekly_spread([[10] * 8] * 4, [[5] * 8, [2] * 8, [3] * 8, [4] * 8])
    assert (found.shock, found.visits, found.shares) == (0.0, (10.0,) * 4, (0.5, 0.2, 0.3, 0.4))
