"""What goes along with a cause without being one, stands behind it, or lies between it and the mood."""

import numpy as np

from .causes import Cause, Driver, activity, attribute_equal
from .world import HOUR, Slot, World


def decoy_activity(world: World, cause: Cause, stage: int, also_without: float) -> Driver:
    """Happens in three of four cases that have the cause, and in some that have not; it has no effect."""
    share = float(cause.holds.mean())
    stray = also_without * share / (1 - share)
    present = np.where(cause.holds, world.chance(0.75), world.chance(stray))
    slot = world.insert_after(world.core(stage)[0], world.new_slot(stage, present, "planted"))
    return {"type": "activity", "activity": slot.activity, "stage": world.stages[stage]}


def decoy_attribute(world: World, cause: Cause) -> Driver:
    share = float(cause.holds.mean())
    flagged = np.where(cause.holds, world.chance(0.7), world.chance(0.3 * share / (1 - share)))
    world.attributes["campaign"] = np.where(flagged, "autumn sale", "none")
    return {"type": "attribute", "attribute": "campaign", "op": "=", "value": "autumn sale"}


def twin(world: World, cause: Cause, stage: int) -> Driver:
    """An activity that is there exactly where the cause is, but for one case in fifty."""
    present = np.where(cause.holds, world.chance(0.985), world.chance(0.001))
    slot = world.insert_after(world.core(stage)[0], world.new_slot(stage, present, "planted"))
    found: Driver = {"type": "activity", "activity": slot.activity, "stage": world.stages[stage]}
    cause.twins.append(found)
    return found


def mediate(world: World, cause: Cause, stage: int) -> None:
    """Lets the cause work through a later wait: it makes the wait long, and the long wait makes the mood bad."""
    world.ensure_core(stage, 3)
    pairs = world.free_pairs(stage)
    if not pairs:
        world.ensure_core(stage, len(world.core(stage)) + 3)
        pairs = world.free_pairs(stage)
    a, b = pairs[-1]
    a.locked = b.locked = True
    a.role = b.role = "planted"
    usual = world.waits(float(world.rng.uniform(1.0, 6.0)), 0.5)
    over = float(np.quantile(usual, 0.985))
    extra = over * world.rng.uniform(0.7, 2.5, world.cases)
    b.wait = np.round(usual + cause.holds * extra)
    cause.effect = b.wait > over
    cause.slows.add(stage)
    cause.mediators.append(
        {"type": "wait", "from": a.activity, "to": b.activity, "over_seconds": over, "stage": world.stages[stage]}
    )


def determine(world: World, stage: int, share: float) -> Cause:
    """A cause that has a cause of its own: one kind of case gets the activity in two of three cases, others never."""
    behind = attribute_equal(world, stage, min(0.5, share * 1.5))
    holds = behind.holds & world.chance(0.67)
    core = world.core(stage)
    slot = world.insert_after(core[int(world.rng.integers(len(core) - 1))], world.new_slot(stage, holds, "planted"))
    found = Cause({"type": "activity", "activity": slot.activity, "stage": world.stages[stage]}, holds, [slot])
    found.ancestors.append(behind.driver)
    return found


def confound(world: World, stage: int, share: float) -> tuple[Cause, Cause]:
    """(background, activity): the background makes the activity seven times as frequent."""
    background = attribute_equal(world, stage, share)
    does = activity(world, stage, share)
    present = np.where(background.holds, world.chance(0.5), world.chance(0.07))
    does.slots[0].present = present
    does.holds = present
    return background, does


def unmapped(world: World, hours: float, share: float) -> list[Slot]:
    """Two activities of no stage, one after the other in the middle of the journey, so that each way of counting
    the time (before or after an event) gives it to them."""
    middle = world.core(max(0, len(world.stages) // 2 - 1))[-1]
    present = world.chance(share)
    slots = []
    for _ in range(2):
        slot = world.new_slot(-1, present, "unmapped")
        slot.wait = np.maximum(np.round(hours * HOUR * world.rng.gamma(4.0, 0.25, world.cases)), 60.0)
        middle = world.insert_after(middle, slot)
        slots.append(slot)
    return slots
