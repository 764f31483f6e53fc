"""Worlds of stages with weeks of their own, in which one stage is treated from a week on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.tables.effect import EffectCounts, UnitWeek

AT = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class World:
    """`units`: the treated one is the first. `visits`: heard ones a unit and week, on average. `shock`: standard
    deviation of a week of a unit, in share; `memory`: correlation of one week with the next. `effect`: change of the
    treated share from the start on. `slow`: weeks by which half of the content answer later than the unhappy.

    `answer`: share of all visits whose customer answers, as often content as unhappy; it has weeks of its own
    (`answer_shock`). `aware`: what the answering of the content and of the unhappy is multiplied by since the start,
    where people know of the change, in the treated unit. `starts`: weeks in which the next units get a change of their
    own (by `effect` too, or by −8 points where there is none), counted from the start of the first."""

    name: str
    units: int = 8
    before: int = 10
    after: int = 10
    visits: int = 60
    share: float = 0.25
    shock: float = 0.03
    memory: float = 0.0
    effect: float = 0.0
    slow: int = 0
    answer: float = 0.3
    answer_shock: float = 0.02
    aware: tuple[float, float] = (1.0, 1.0)
    starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """One history: all visits, unhappy and content answers by unit and week; of the content those that come late."""

    world: World
    came: int
    bad: NDArray[np.int64]
    good: NDArray[np.int64]
    late: NDArray[np.int64]

    def counts(self, looked: int) -> EffectCounts:
        """What is known `looked` weeks after the start; a week counts once its late answers are there. A unit with a
        change of its own within the weeks that count is left out, as `slices.effect_counts` leaves it out. Weeks that
        count stand together, as one before and one since: the verdict adds them up."""
        world, weeks = self.world, []
        done = min(max(looked - world.slow, 0), world.after)
        start, end = world.before, world.before + done
        n = self.bad + self.good + self.late
        for unit in range(world.units):
            if 0 < unit <= len(world.starts) and -start < world.starts[unit - 1] < done:
                continue
            for week, part in ((-start, slice(0, start)), (0, slice(start, end))):
                heard, bad = int(n[unit, part].sum()), int(self.bad[unit, part].sum())
                came = self.came * (part.stop - part.start)
                weeks.append(UnitWeek(str(unit), unit == 0, week, heard, bad, came=came))
        return EffectCounts(tuple(weeks), done, world.after, AT)


def draw(world: World, chance: np.random.Generator) -> Drawn:
    """One history of a world."""
    weeks = world.before + world.after
    share = world.share + _shocks(world, world.shock, chance)
    share[0, world.before :] += world.effect
    for unit, start in enumerate(world.starts, start=1):
        share[unit, world.before + start :] += world.effect or -0.08
    came = round(world.visits / world.answer)
    unhappy = chance.binomial(came, np.clip(share, 0.0, 1.0))
    answer = np.clip(world.answer + _shocks(world, world.answer_shock, chance), 0.02, 1.0)
    content_answer, unhappy_answer = answer.copy(), answer.copy()
    content_answer[0, world.before :] *= world.aware[0]
    unhappy_answer[0, world.before :] *= world.aware[1]
    bad = chance.binomial(unhappy, np.clip(unhappy_answer, 0.0, 1.0))
    good = chance.binomial(came - unhappy, np.clip(content_answer, 0.0, 1.0))
    late = good // 2 if world.slow else np.zeros_like(good)
    assert bad.shape == (world.units, weeks)
    return Drawn(world, came, bad, good - late, late)


def _shocks(world: World, deviation: float, chance: np.random.Generator) -> NDArray[np.float64]:
    """What units' weeks stray by: units × weeks, a chain of the first order."""
    step = chance.normal(0.0, deviation, (world.units, world.before + world.after))
    shock = step.copy()
    for week in range(1, step.shape[1]):
        shock[:, week] = world.memory * shock[:, week - 1] + np.sqrt(1 - world.memory**2) * step[:, week]
    return shock
