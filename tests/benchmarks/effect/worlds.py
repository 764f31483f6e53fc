"""Worlds of stages with weeks of their own, in which one stage is treated from a week on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.tables.effect import EffectCounts, UnitWeek

AT = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class World:
    """`units`: the treated one is the first. `visits`: heard ones a unit and week. `shock`: standard deviation of a
    week of a unit, in share; `memory`: correlation of one week with the next. `effect`: change of the treated share
    from the start on. `slow`: weeks by which half of the content answer later than the unhappy."""

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


@dataclass(frozen=True)
class Drawn:
    """One history: unhappy and content answers by unit and week; of the content those that come late."""

    world: World
    bad: NDArray[np.int64]
    good: NDArray[np.int64]
    late: NDArray[np.int64]

    def counts(self, looked: int) -> EffectCounts:
        """What is known `looked` weeks after the start; a week counts once its late answers are there."""
        world, weeks = self.world, []
        for unit in range(world.units):
            for week in range(world.before + min(looked, world.after)):
                come = looked + world.before - week - 1 >= world.slow
                good = int(self.good[unit, week]) + (int(self.late[unit, week]) if come else 0)
                bad = int(self.bad[unit, week])
                weeks.append(UnitWeek(str(unit), unit == 0, week - world.before, bad + good, bad))
        done = min(max(looked - world.slow, 0), world.after)
        return EffectCounts(tuple(weeks), done, world.after, AT)


def draw(world: World, chance: np.random.Generator) -> Drawn:
    """One history of a world."""
    weeks = world.before + world.after
    step = chance.normal(0.0, world.shock, (world.units, weeks))
    shock = step.copy()
    for week in range(1, weeks):
        shock[:, week] = world.memory * shock[:, week - 1] + np.sqrt(1 - world.memory**2) * step[:, week]
    share = world.share + shock
    share[0, world.before :] += world.effect
    bad = chance.binomial(world.visits, np.clip(share, 0.0, 1.0))
    good = world.visits - bad
    late = good // 2 if world.slow else np.zeros_like(good)
    return Drawn(world, bad, good - late, late)
