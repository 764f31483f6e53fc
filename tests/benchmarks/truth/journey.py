"""The company's side of the journey: a target for each stage, promises, owners, and the YAML that says so."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import yaml

from .names import BLIND_STAGE
from .people import People
from .planting import Planted
from .verdicts import Log, Visits, between_target, derived_verdict, duration_target, presence_verdict, span
from .world import Slot, World

TARGETS = ["within", "between", "never", "must", "by", "derived"]
TARGET_SHARES = [0.5, 0.2, 0.1, 0.05, 0.05, 0.1]


@dataclass
class Aim:
    """How a stage will be judged: chosen before the events are made, because some targets need an activity."""

    kind: str  # within, between, never, must, by, derived
    fails: float
    slot: Slot | None = None
    pair: tuple[Slot, Slot] | None = None
    text: dict[str, Any] | None = None


@dataclass
class Charter:
    aims: list[Aim] = field(default_factory=list)
    promises: dict[int, dict[str, Any]] = field(default_factory=dict)

    def verdict_facts(self, world: World) -> dict[str, list[dict[str, Any]]]:
        """Drivers that say no more than that the target was missed: `never` happened, `must` did not."""
        return {
            world.stages[stage]: [
                {"type": "activity" if aim.kind == "never" else "missing", "activity": aim.slot.activity}
            ]
            for stage, aim in enumerate(self.aims)
            if aim.slot is not None
        }


def choose_aims(world: World, planted: Planted) -> Charter:
    charter = Charter()
    blamed = {stage: plant for plant, stage in planted.plants if plant.kind == "hidden_friction"}
    special = {stage: kind for kind, stage in planted.special.items()}
    by_used = False
    for stage in range(len(world.stages)):
        fails = float(world.rng.uniform(0.015, 0.04) if world.rng.random() < 0.5 else world.rng.uniform(0.05, 0.15))
        kind = str(world.rng.choice(TARGETS, p=TARGET_SHARES))
        if stage in blamed:
            slowed = any(stage in cause.slows for cause in blamed[stage].causes)
            kind = "never" if slowed else ("within" if kind in ("derived", "by") else kind)
            fails = min(fails, 0.1)
        if stage in special:
            kind, fails = _special(special[stage], kind, world)
        kind = "within" if kind == "by" and by_used else kind
        by_used = by_used or kind == "by"
        charter.aims.append(_aim(world, stage, kind, fails))
    return charter


def _special(kind: str, usual: str, world: World) -> tuple[str, float]:
    usual = usual if usual in ("within", "between", "never") else "within"
    if kind in ("silent_defect", "near_silent"):
        return usual, float(world.rng.uniform(0.26, 0.45))
    if kind == "shared_failure":
        return usual, float(world.rng.uniform(0.1, 0.18))
    if kind == "asked_too_early":
        return "within", float(world.rng.uniform(0.08, 0.15))
    return "within", float(world.rng.uniform(0.02, 0.06))


def _aim(world: World, stage: int, kind: str, fails: float) -> Aim:
    if kind == "between":
        looped = {slot.activity for slot in world.slots if slot.role in ("loop", "planted")}
        pairs = [pair for pair in world.free_pairs(stage) if not {pair[0].activity, pair[1].activity} & looped]
        if not pairs:
            return Aim("within", fails)
        pairs[-1][1].locked = True
        return Aim(kind, fails, pair=pairs[-1])
    if kind in ("never", "must"):
        present = world.chance(1 - fails if kind == "must" else fails)
        slot = world.insert_after(world.core(stage)[0], world.new_slot(stage, present, "target"))
        return Aim(kind, fails, slot=slot)
    return Aim(kind, fails)


def judge(world: World, log: Log, found: Visits, charter: Charter) -> None:
    """Fills in each target's numbers and `found.company`."""
    found.company = np.full(found.first.shape, -1)
    for stage, aim in enumerate(charter.aims):
        done = found.complete[:, stage]
        if aim.kind == "between" and aim.pair:
            aim.text, verdict = between_target(log, world, aim.pair, stage, found, aim.fails)
        elif aim.kind in ("never", "must") and aim.slot:
            aim.text = {aim.kind: [aim.slot.activity]}
            verdict = presence_verdict(aim.slot, done, aim.kind == "must")
        elif aim.kind == "by":
            aim.text, verdict = _deadline(world, found, stage, aim.fails)
        elif aim.kind == "derived":
            aim.text, verdict = None, derived_verdict(found, log, world, stage)
        else:
            aim.text, verdict = duration_target(found, stage, aim.fails)
        found.company[:, stage] = verdict


def _deadline(world: World, found: Visits, stage: int, fails: float) -> tuple[dict[str, Any], np.ndarray]:
    """`by`: a column with the case's own deadline, some days after the visit began."""
    done = found.complete[:, stage]
    stretch = np.exp(0.2 * world.rng.standard_normal(world.cases))
    spent = found.last[:, stage] - found.first[:, stage]
    granted = np.round(np.quantile((spent / stretch)[done], 1 - fails) * stretch)
    due = found.first[:, stage] + granted
    world.attributes["due_at"] = due
    return {"by": "due_at"}, np.where(done, np.where(found.last[:, stage] <= due, 1, 0), -1)


def make_promises(world: World, log: Log, found: Visits, charter: Charter, planted: Planted) -> None:
    """A promise that holds almost always where none is planted; one that is fails in 10–20 % of on-target visits."""
    found.promise_broken = np.zeros(found.first.shape, dtype=bool)
    broken = planted.special.get("broken_promise")
    for stage in range(1, len(world.stages)):
        if stage != broken and world.rng.random() < 0.6:
            continue
        ends = _steady(world, stage - 1)[:1] + _steady(world, stage)[-1:]
        if len(ends) < 2:
            continue
        took = span(log, world, (ends[0], ends[1]))
        ok = found.company[:, stage] == 1
        share = float(world.rng.uniform(0.1, 0.2)) if stage == broken else 0.008
        rows = ok & ~np.isnan(took)
        minutes = int(np.ceil(np.quantile(took[rows], 1 - share) / 60))
        charter.promises[stage] = {"from": ends[0].activity, "to": ends[1].activity, "within": f"{minutes}m"}
        found.promise_broken[:, stage] = rows & (took > minutes * 60)


def _steady(world: World, stage: int) -> list[Slot]:
    """Core slots of the stage whose activity happens exactly once a case."""
    names = [slot.activity for slot in world.slots]
    return [slot for slot in world.core(stage) if names.count(slot.activity) == 1]


def write_journey(
    world: World, people: People, charter: Charter, planted: Planted, reactions: pd.DataFrame | None
) -> str:  # fmt: skip
    lanes = ["frontstage", "backstage", "support"]
    by_team = "team" in people.columns and (planted.foreign_owner is not None or world.rng.random() < 0.4)
    stages: list[dict[str, Any]] = []
    for stage, name in enumerate(world.stages):
        entry: dict[str, Any] = {"name": name, "goal": f"{name} goes as expected"}
        if stage != planted.unowned:
            entry["owner"] = people.teams[stage] if by_team else f"Head of {name.lower()}"
        seen = dict.fromkeys(slot.activity for slot in world.slots if slot.stage == stage)
        if reactions is not None:
            seen |= dict.fromkeys(sorted(set(reactions.loc[_home(reactions) == stage, "activity"])))
        entry["activities"] = [
            {"name": name, "lane": lanes[k % 3]} if k % 4 == 3 else name for k, name in enumerate(seen)
        ]
        entry["touchpoints"] = touchpoints(name)
        if charter.aims[stage].text:
            entry["target"] = charter.aims[stage].text
        if stage in charter.promises:
            entry["promise"] = charter.promises[stage]
        stages.append(entry)
    if planted.blind_at is not None:
        blind = {"name": BLIND_STAGE, "goal": "It works at once", "owner": "Head of customers", "activities": []}
        stages.insert(planted.blind_at, blind | {"touchpoints": touchpoints(BLIND_STAGE)})
    if world.stages:
        stages[len(stages) // 2]["moment_of_truth"] = True
    document = {"journey": "A generated journey", "persona": "A customer", "stages": stages}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def _home(reactions: pd.DataFrame) -> pd.Series:
    """The stage to which each reaction's activity is mapped: the one in which it is done most often."""
    return reactions.groupby("activity")["stage"].transform(lambda stage: stage.mode().iloc[0])


def touchpoints(stage: str) -> list[str]:
    return [f"{stage.lower()} app", f"{stage.lower()} desk"]
