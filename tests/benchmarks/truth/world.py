"""The work: a list of slots (possible events in their planned order), each with who has it and how long it waits.

A slot holds one value per case. Planting a cause means putting in a slot or changing its values, so that everything
downstream (times, visits, verdicts, moods) follows from the same arrays.
"""

from dataclasses import dataclass, field

import numpy as np

from .names import STAGES, activity_names

HOUR = 3600.0
Bools = np.ndarray
NOWHERE = -1


@dataclass(eq=False)
class Slot:
    """One possible event. `wait` is the seconds since the event before it; `locked` keeps its predecessor in place."""

    activity: str
    stage: int
    present: Bools
    wait: np.ndarray
    role: str = "core"
    locked: bool = False


@dataclass
class World:
    """All cases of one data set before they are cut into events."""

    cases: int
    rng: np.random.Generator
    stages: list[str]
    slots: list[Slot]
    spare_names: list[str]
    start: np.ndarray = field(default_factory=lambda: np.empty(0))
    swaps: list[tuple[Slot, Slot, Bools]] = field(default_factory=list)
    moved: list[tuple[int, int, Bools]] = field(default_factory=list)
    attributes: dict[str, np.ndarray] = field(default_factory=dict)
    planted_attributes: set[str] = field(default_factory=set)

    def waits(self, median_hours: float, sigma: float = 0.6) -> np.ndarray:
        """Log-normal waits in seconds, one a case, at least one minute."""
        drawn = median_hours * HOUR * np.exp(sigma * self.rng.standard_normal(self.cases))
        return np.maximum(np.round(drawn), 60.0)

    def chance(self, probability: float | np.ndarray) -> Bools:
        return self.rng.random(self.cases) < probability

    def core(self, stage: int) -> list[Slot]:
        return [slot for slot in self.slots if slot.stage == stage and slot.role == "core"]

    def insert_after(self, anchor: Slot, slot: Slot) -> Slot:
        """Puts the slot behind the anchor, or behind the next place that nothing holds together."""
        place = self.slots.index(anchor) + 1
        while place < len(self.slots) and self.slots[place].locked:
            place += 1
        self.slots.insert(place, slot)
        return slot

    def new_slot(self, stage: int, present: Bools, role: str, median_hours: float = 0.5) -> Slot:
        return Slot(self.spare_names.pop(), stage, present, self.waits(median_hours), role)

    def ensure_core(self, stage: int, wanted: int) -> None:
        """Gives the stage at least so many activities that always happen, without touching its first one."""
        while len(self.core(stage)) < wanted:
            always = np.ones(self.cases, dtype=bool)
            slot = self.new_slot(stage, always, "core", float(self.rng.uniform(0.5, 6.0)))
            self.insert_after(self.core(stage)[-1], slot)

    def free_pairs(self, stage: int) -> list[tuple[Slot, Slot]]:
        """Neighbouring core slots of the stage between which nothing lies and nothing is planted yet."""
        pairs = zip(self.slots, self.slots[1:], strict=False)
        return [
            (a, b)
            for a, b in pairs
            if a.stage == b.stage == stage and a.role == b.role == "core" and not (a.locked or b.locked)
        ]


def build(cases: int, stages: int, activities: int, loops: float, parallel: bool, rng: np.random.Generator) -> World:
    """A process of the given size without any cause in it."""
    chosen = sorted(rng.choice(len(STAGES), size=stages, replace=False))
    world = World(cases, rng, [STAGES[k] for k in chosen], [], activity_names(rng)[::-1])
    always = np.ones(cases, dtype=bool)
    optional = max(1, round(activities * 0.25)) if activities > 2 * stages else 0
    for stage, count in enumerate(_split(activities - optional, stages, rng)):
        for _ in range(max(2, count)):
            slot = world.new_slot(stage, always.copy(), "core", float(np.exp(rng.uniform(np.log(0.4), np.log(14)))))
            world.slots.append(slot)
    for _ in range(optional):
        stage = int(rng.integers(stages))
        anchor = world.core(stage)[int(rng.integers(len(world.core(stage)) - 1))]
        world.insert_after(anchor, world.new_slot(stage, world.chance(float(rng.uniform(0.03, 0.6))), "optional"))
    if loops:
        _add_loops(world, loops)
    if parallel:
        _add_parallel(world)
    return world


def _split(total: int, parts: int, rng: np.random.Generator) -> list[int]:
    weights = rng.dirichlet(np.full(parts, 4.0))
    return [round(total * weight) for weight in weights]


def _add_loops(world: World, share: float) -> None:
    """Rework inside a stage: an activity done again, once or twice, right after itself or after its follower."""
    for stage in range(len(world.stages)):
        if world.rng.random() < 0.5:
            slot = world.core(stage)[0]
            again = world.chance(share)
            for _ in range(2):
                loop = Slot(slot.activity, stage, again, world.waits(0.8), "loop")
                world.insert_after(slot, loop)
                again = again & world.chance(0.3)


def _add_parallel(world: World) -> None:
    """Work that runs side by side: two neighbours that come in either order."""
    for stage in range(len(world.stages)):
        pairs = world.free_pairs(stage)[1:-1]
        if pairs and world.rng.random() < 0.6:
            a, b = pairs[int(world.rng.integers(len(pairs)))]
            a.locked = b.locked = True
            a.role = b.role = "parallel"
            world.swaps.append((a, b, world.chance(0.5)))


def timeline(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Times (seconds since the beginning of the log) and presence of every slot, cases × slots."""
    present = np.column_stack([slot.present for slot in world.slots])
    waits = np.where(present, np.column_stack([slot.wait for slot in world.slots]), 0.0)
    times = world.start[:, None] + np.cumsum(waits, axis=1)
    for stage, after, mask in world.moved:
        order = _order_with_stage_moved(world, stage, after)
        rows = np.flatnonzero(mask)
        shifted = np.cumsum(waits[np.ix_(rows, order)], axis=1) + world.start[rows, None]
        times[np.ix_(rows, order)] = shifted
    place = {id(slot): column for column, slot in enumerate(world.slots)}
    for a, b, swap in world.swaps:
        left, right = place[id(a)], place[id(b)]
        rows = np.flatnonzero(swap & present[:, left] & present[:, right])
        times[rows, left], times[rows, right] = times[rows, right], times[rows, left]
    return times, present


def _order_with_stage_moved(world: World, stage: int, after: int) -> np.ndarray:
    """Columns in the order in which the stage is lived behind (or, with after=-1, before) the others."""
    own = [k for k, slot in enumerate(world.slots) if slot.stage == stage]
    rest = [k for k, slot in enumerate(world.slots) if slot.stage != stage]
    cut = sum(1 for k in rest if NOWHERE < world.slots[k].stage <= after)
    return np.array(rest[:cut] + own + rest[cut:])
