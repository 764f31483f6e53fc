"""Planting one cause of each driver type into a world: who has it, and how the contract would name it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .names import ODD_RESOURCE, PARTNERS, SLOW_PARTNER, SLOW_SYSTEM
from .people import People
from .world import Slot, World

Driver = dict[str, Any]


@dataclass(eq=False)
class Cause:
    """A planted cause: `holds` says in which cases it is there; `slots` are the events by which it is known."""

    driver: Driver
    holds: np.ndarray
    slots: list[Slot] = field(default_factory=list)
    slows: set[int] = field(default_factory=set)  # stages whose duration it changes
    rr: float = 1.0
    effect: np.ndarray | None = None  # where the risk is really raised, if not exactly where the cause holds
    twins: list[Driver] = field(default_factory=list)
    ancestors: list[Driver] = field(default_factory=list)
    mediators: list[Driver] = field(default_factory=list)

    @property
    def acts(self) -> np.ndarray:
        return self.holds if self.effect is None else self.effect


PEOPLE_TYPES = {"resource", "team", "system", "partner", "handovers"}
OWN_STAGE = {"returns", "handovers"}  # facts of the visit itself


def cause_stage(world: World, kind: str, stage: int) -> int:
    """The stage in which the cause lies: the blamed one or one before it."""
    if kind in OWN_STAGE or stage == 0 or world.rng.random() < 0.4:
        return stage
    return int(world.rng.integers(0, stage))


def _anchor(world: World, stage: int) -> Slot:
    core = world.core(stage)
    return core[int(world.rng.integers(len(core) - 1))]


def activity(world: World, stage: int, share: float) -> Cause:
    holds = world.chance(share)
    slot = world.insert_after(_anchor(world, stage), world.new_slot(stage, holds, "planted"))
    return Cause({"type": "activity", "activity": slot.activity, "stage": world.stages[stage]}, holds, [slot])


def missing(world: World, stage: int, share: float) -> Cause:
    world.ensure_core(stage, 4)
    slot = world.core(stage)[int(world.rng.integers(1, 3))]
    holds = world.chance(share)
    slot.present = ~holds
    slot.role = "planted"
    return Cause({"type": "missing", "activity": slot.activity, "stage": world.stages[stage]}, holds, [slot])


def repeat(world: World, stage: int, share: float) -> Cause:
    world.ensure_core(stage, 3)
    looped = {slot.activity for slot in world.slots if slot.role == "loop"}
    slot = next(core for core in world.core(stage) if core.activity not in looped)
    slot.role = "planted"
    holds = world.chance(share)
    again = Slot(slot.activity, stage, holds, world.waits(0.5), "planted")
    world.insert_after(slot if world.rng.random() < 0.5 else world.core(stage)[0], again)
    driver = {"type": "repeat", "activity": slot.activity, "at_least": 2, "stage": world.stages[stage]}
    return Cause(driver, holds, [slot, again], {stage})


def path(world: World, stage: int, share: float) -> Cause:
    """Two activities come in the other order: `from` is then followed at once by `to`."""
    world.ensure_core(stage, 4)
    pairs = world.free_pairs(stage)[1:]
    if not pairs:
        world.ensure_core(stage, len(world.core(stage)) + 3)
        pairs = world.free_pairs(stage)[-2:]
    usually_first, usually_second = pairs[0]
    holds = world.chance(share)
    usually_first.locked = usually_second.locked = True
    usually_first.role = usually_second.role = "planted"
    world.swaps.append((usually_first, usually_second, holds))
    driver = {
        "type": "path", "from": usually_second.activity, "to": usually_first.activity, "stage": world.stages[stage],
    }  # fmt: skip
    return Cause(driver, holds, [usually_first, usually_second])


def wait(world: World, stage: int, share: float) -> Cause:
    world.ensure_core(stage, 3)
    pairs = world.free_pairs(stage)
    if not pairs:
        world.ensure_core(stage, len(world.core(stage)) + 3)
        pairs = world.free_pairs(stage)
    a, b = pairs[int(world.rng.integers(len(pairs)))]
    a.locked = b.locked = True
    a.role = b.role = "planted"
    b.wait = world.waits(float(world.rng.uniform(1.0, 12.0)), 0.8)
    over = float(np.quantile(b.wait, 1 - share))
    driver = {"type": "wait", "from": a.activity, "to": b.activity, "over_seconds": over, "stage": world.stages[stage]}
    return Cause(driver, b.wait > over, [a, b], {stage})


def attribute_equal(world: World, stage: int, share: float) -> Cause:
    holds = world.chance(share)
    name = next(name for name in ("product", "sales_channel", "region") if name not in world.planted_attributes)
    world.planted_attributes.add(name)
    world.attributes[name] = np.where(holds, "special", world.attributes[name])
    return Cause({"type": "attribute", "attribute": name, "op": "=", "value": "special"}, holds)


def attribute_number(world: World, stage: int, share: float) -> Cause:
    free = [name for name in ("amount", "distance_km", "notice_days") if name not in world.planted_attributes]
    name = free[int(world.rng.integers(len(free)))]
    world.planted_attributes.add(name)
    values = world.attributes[name].astype(float)
    if name == "notice_days":
        values = world.rng.integers(0, 200, world.cases).astype(float)
        world.attributes[name] = values.astype(int)
        limit = float(np.quantile(values, share))
        return Cause({"type": "attribute", "attribute": name, "op": "<", "value": limit}, values < limit)
    limit = float(np.quantile(values, 1 - share))
    return Cause({"type": "attribute", "attribute": name, "op": ">=", "value": limit}, values >= limit)


def returns(world: World, stage: int, share: float) -> Cause:
    """The case comes back to the stage after it had left it for the next one."""
    last = [slot for slot in world.slots if slot.stage == stage + 1][-1]
    holds = world.chance(share)
    slot = Slot(world.core(stage)[-1].activity, stage, holds, world.waits(2.0), "planted")
    world.insert_after(last, slot)
    return Cause({"type": "returns", "at_least": 1, "stage": world.stages[stage]}, holds, [slot], {stage})


def resource(world: World, people: People, stage: int, share: float) -> Cause:
    holds = world.chance(share)
    code = people.add_resource(f"{world.stages[stage].lower()}-{ODD_RESOURCE}")
    people.first[holds, stage] = people.second[holds, stage] = code
    driver = {"type": "resource", "value": people.resources[code], "stage": world.stages[stage]}
    return Cause(driver, holds)


def team(world: World, people: People, stage: int, share: float) -> Cause:
    holds = world.chance(share)
    pool = [people.add_resource(f"night-{stage}-{k + 1}") for k in range(4)]
    rows = np.flatnonzero(holds)
    people.first[rows, stage] = world.rng.choice(pool, size=len(rows))
    people.second[rows, stage] = world.rng.choice(pool, size=len(rows))
    if "night" not in people.teams[-1].lower() or (people.team == len(people.teams) - 1).any():
        people.teams.append(f"Night shift {world.stages[stage]}")
    people.team[rows, stage] = len(people.teams) - 1
    return Cause({"type": "team", "value": people.teams[-1], "stage": world.stages[stage]}, holds)


def system(world: World, people: People, stage: int, share: float) -> Cause:
    holds = world.chance(share)
    people.systems.append(f"{SLOW_SYSTEM} {world.stages[stage]}")
    people.system[holds, stage] = len(people.systems) - 1
    return Cause({"type": "system", "value": people.systems[-1], "stage": world.stages[stage]}, holds)


def partner(world: World, people: People, stage: int, share: float) -> Cause:
    holds = world.chance(share)
    slot = world.core(stage)[-1]
    usual = people.partner.get(id(slot))
    if usual is None:
        usual = world.rng.choice(2, size=world.cases, p=[0.7, 0.3]).astype(np.int16)
    people.partner[id(slot)] = np.where(holds, len(PARTNERS), usual).astype(np.int16)
    return Cause({"type": "partner", "value": SLOW_PARTNER, "stage": world.stages[stage]}, holds, [slot])


def handovers(world: World, people: People, stage: int, share: float) -> Cause:
    """The visit goes to and fro between two people at every step."""
    world.ensure_core(stage, 7)
    holds = world.chance(share)
    if any(a.stage == stage for a, _, _ in world.swaps):  # side-by-side work would turn one handover into three
        people.change_at[:, stage] = 99
    same = people.first[:, stage] == people.second[:, stage]
    pool = people.pools[stage]
    others = pool[(np.searchsorted(pool, people.first[:, stage].clip(pool[0], pool[-1])) + 1) % len(pool)]
    people.second[same, stage] = others[same]
    people.zigzag[holds, stage] = True
    return Cause({"type": "handovers", "at_least": 3, "stage": world.stages[stage]}, holds)


WORK_PLANTERS: dict[str, Callable[[World, int, float], Cause]] = {
    "activity": activity, "missing": missing, "repeat": repeat, "path": path, "wait": wait,
    "attribute_equal": attribute_equal, "attribute_number": attribute_number, "returns": returns,
}  # fmt: skip
PEOPLE_PLANTERS: dict[str, Callable[[World, People, int, float], Cause]] = {
    "resource": resource, "team": team, "system": system, "partner": partner, "handovers": handovers,
}  # fmt: skip
TYPES = [*WORK_PLANTERS, *PEOPLE_PLANTERS]
