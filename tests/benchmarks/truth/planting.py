"""Puts the recipe's mismatches into a world: hidden frictions with their causes, and what is wrong with the journey."""

from dataclasses import dataclass, field

import numpy as np

from . import causes, companions
from .causes import Cause, Driver
from .names import BLIND_STAGE
from .people import People
from .recipes import Recipe
from .truths import Plant
from .world import Slot, World


@dataclass
class Planted:
    """What was put in, by stage number, before there is a log."""

    plants: list[tuple[Plant, int]] = field(default_factory=list)
    decoys: list[Driver] = field(default_factory=list)
    busy: set[int] = field(default_factory=set)  # stages that nothing else may change
    blind_at: int | None = None
    unowned: int | None = None
    foreign_owner: int | None = None
    unmapped: list[Slot] = field(default_factory=list)
    cost_only: bool = False
    special: dict[str, int] = field(default_factory=dict)  # kind: stage, for kinds that rest on verdicts


def one(world: World, people: People, kind: str, stage: int, share: float) -> Cause:
    """A cause of the given type for the blamed stage, in that stage or an earlier one."""
    where = causes.cause_stage(world, kind, stage)
    if kind in causes.PEOPLE_PLANTERS:
        people.columns.add("resource" if kind == "handovers" else kind)
        return causes.PEOPLE_PLANTERS[kind](world, people, where, share)
    return causes.WORK_PLANTERS[kind](world, where, share)


def free_stage(world: World, planted: Planted, last: int | None = None, first: int = 0) -> int:
    last = len(world.stages) - 1 if last is None else last
    open_stages = [stage for stage in range(first, last + 1) if stage not in planted.busy]
    return int(world.rng.choice(open_stages or list(range(first, last + 1))))


def frictions(world: World, people: People, recipe: Recipe, planted: Planted) -> None:
    for spec in recipe.frictions:
        form, rr, share = spec["form"], float(spec["rr"]), float(spec["share"])
        last = len(world.stages) - (2 if form == "returns" else 1)
        stage = free_stage(world, planted, last)
        planted.busy.add(stage)
        before = set(map(id, world.slots))
        found = _causes_of(world, people, form, stage, rr, share, planted)
        for slot in world.slots:
            if id(slot) not in before or slot.role == "planted":
                planted.busy.add(slot.stage)
        for cause in found:
            where = cause.driver.get("stage")
            planted.busy |= {world.stages.index(where)} if where else set()
        plant = Plant("hidden_friction", world.stages[stage], found, form=form)
        planted.plants.append((plant, stage))


def _causes_of(
    world: World, people: People, form: str, stage: int, rr: float, share: float, planted: Planted
) -> list[Cause]:  # fmt: skip
    rng = world.rng
    if form in causes.TYPES:
        return [_with(one(world, people, form, stage, share), rr)]
    if form == "rare":
        return [_with(one(world, people, ["activity", "attribute_equal"][int(rng.integers(2))], stage, share), rr)]
    if form == "two":
        first, second = rng.choice(["activity", "wait", "attribute_equal", "resource", "system"], 2, replace=False)
        return [_with(one(world, people, str(kind), stage, share), rr) for kind in (first, second)]
    if form == "interaction":
        pair = [one(world, people, kind, stage, share) for kind in ("activity", "attribute_equal")]
        both = pair[0].holds & pair[1].holds
        for cause in pair:
            cause.effect = both
        return [_with(pair[0], rr), _with(pair[1], 1.0)]
    if form == "mediator":
        kind = "attribute_equal" if stage == 0 else str(rng.choice(["activity", "attribute_equal", "resource"]))
        where = stage if kind == "attribute_equal" else int(rng.integers(0, stage))
        cause = one_at(world, people, kind, where, share)
        companions.mediate(world, cause, stage)
        return [_with(cause, rr)]
    if form == "determinant":
        return [_with(companions.determine(world, causes.cause_stage(world, "activity", stage), share), rr)]
    if form in ("confounder", "confounded_cause"):
        background, does = companions.confound(world, causes.cause_stage(world, "activity", stage), max(share, 0.12))
        if form == "confounder":
            planted.decoys.append(does.driver)
            return [_with(background, rr)]
        return [_with(background, 2.0), _with(does, rr)]
    some = {"decoys": ["activity", "wait", "attribute_equal", "resource"], "graded": ["wait", "attribute_number"]}
    kind = str(rng.choice(some[form])) if form in some else "activity"
    cause = one(world, people, kind, stage, share)
    beside = int(rng.integers(0, stage + 1))
    if form == "twins":
        companions.twin(world, cause, beside)
    else:
        planted.decoys.append(companions.decoy_activity(world, cause, beside, 0.3))
        planted.decoys.append(companions.decoy_attribute(world, cause))
    return [_with(cause, rr)]


def one_at(world: World, people: People, kind: str, where: int, share: float) -> Cause:
    if kind in causes.PEOPLE_PLANTERS:
        people.columns.add(kind)
        return causes.PEOPLE_PLANTERS[kind](world, people, where, share)
    return causes.WORK_PLANTERS[kind](world, where, share)


def _with(cause: Cause, rr: float) -> Cause:
    cause.rr = rr
    return cause


def kinds(world: World, people: People, recipe: Recipe, planted: Planted) -> None:
    """Plants the mismatch of the recipe's kind; those that rest on verdicts only get their stage here."""
    kind, rng, last = recipe.kind, world.rng, len(world.stages) - 1
    if kind is None:
        return
    share = float(rng.uniform(0.09, 0.2))
    plant, stage = Plant(kind, None), -1
    if kind == "invisible_work":
        planted.cost_only = bool(rng.random() < 0.4)
        total = float(np.mean(np.sum([slot.wait * slot.present for slot in world.slots], axis=0))) / 3600
        always = float(rng.uniform(0.6, 1.0))
        hours = 0.02 if planted.cost_only else total * float(rng.uniform(0.1, 0.2)) / always
        planted.unmapped = companions.unmapped(world, hours, always)
        planted.plants.append((plant, stage))
        return
    stage = {
        "out_of_order": lambda: int(rng.integers(0, last - 1)),
        "missing_touchpoint": lambda: int(rng.integers(0, last)),
        "ad_hoc_touchpoint": lambda: int(rng.integers(0, last)),
        "blind_spot": lambda: int(rng.integers(1, last + 2)),
        "broken_promise": lambda: int(rng.integers(1, last + 1)),
    }.get(kind, lambda: int(rng.integers(0, last + 1)))()
    plant.stage = BLIND_STAGE if kind == "blind_spot" else world.stages[stage]
    planted.busy.add(stage)
    hit = world.chance(share)
    if kind == "out_of_order":
        world.moved.append((stage, stage + 2, hit))
    elif kind == "missing_touchpoint":
        skip(world, stage, hit)
    elif kind == "ad_hoc_touchpoint":
        come_back(world, stage, hit)
    elif kind == "blind_spot":
        planted.blind_at = stage
    elif kind == "unowned":
        _unowned(world, people, planted, stage)
    else:
        planted.special[kind] = stage
    if kind == "near_silent":
        return
    planted.plants.append((plant, stage))


def _unowned(world: World, people: People, planted: Planted, stage: int) -> None:
    if world.rng.random() < 0.5:
        planted.unowned = stage
        return
    planted.foreign_owner = stage
    people.columns.add("team")
    other = (stage + 1) % len(world.stages)
    people.team[world.chance(float(world.rng.uniform(0.65, 0.9))), stage] = other


def skip(world: World, stage: int, hit: np.ndarray) -> None:
    for slot in world.slots:
        if slot.stage == stage:
            slot.present = slot.present & ~hit


def come_back(world: World, stage: int, hit: np.ndarray) -> None:
    """The case returns to the stage once the next one is over."""
    after = [slot for slot in world.slots if slot.stage == stage + 1][-1]
    again = Slot(world.core(stage)[-1].activity, stage, hit, world.waits(2.0), "planted")
    world.insert_after(after, again)


def ordinary_disorder(world: World, planted: Planted) -> None:
    """What every real log has: in about one case of a hundred a stage is skipped, moved, or come back to."""
    last = len(world.stages) - 1
    calm = [stage for stage in range(last) if stage not in planted.busy and stage + 1 not in planted.busy]
    if not calm or world.rng.random() < 0.3:
        return
    stage = int(world.rng.choice(calm))
    hit = world.chance(float(world.rng.uniform(0.003, 0.012)))
    if world.moved or world.rng.random() < 0.4:
        skip(world, stage, hit)
    elif stage + 2 <= last and world.rng.random() < 0.5:
        world.moved.append((stage, stage + 2, hit))
    elif world.core(stage):
        come_back(world, stage, hit)
