"""Makes one data set: `make(sort, number, folder)` writes the input files and returns the `Truth` about them."""

from pathlib import Path

import numpy as np
import pandas as pd

from . import journey, planting, truths, voice, write
from .causes import Cause
from .names import BLIND_STAGE
from .people import attributes, customers, staff
from .planting import Planted
from .recipes import Recipe, recipe, seed
from .truths import MATERIAL, Plant, Truth
from .verdicts import BAD, Visits, cut, visits
from .voice import Voice
from .world import World, build, timeline


def make(sort: str, number: int, folder: Path | None = None) -> Truth:
    """The data set (sort, number). Grain of what it writes: events, and signals. Same arguments, same bytes."""
    plan = recipe(sort, number)
    rng = seed(sort, number, 2)
    world = build(plan.cases, plan.stages, plan.activities, plan.loops, plan.parallel, rng)
    customer, temper = customers(world, plan.mean_cases, plan.tempered)
    world.attributes = attributes(world, customer)
    people, planted = staff(world), Planted()
    planting.frictions(world, people, plan, planted)
    planting.kinds(world, people, plan, planted)
    planting.ordinary_disorder(world, planted)
    charter = journey.choose_aims(world, planted)

    total = np.mean(np.sum([slot.wait * slot.present for slot in world.slots], axis=0))
    cutoff = float(total / plan.open_share)
    world.start = np.floor(rng.uniform(0, cutoff, plan.cases))
    log = cut(world, *timeline(world), cutoff)
    found = visits(world, log)
    journey.judge(world, log, found, charter)
    journey.make_promises(world, log, found, charter, planted)

    calm, effects = _risk(world, found, plan, planted)
    speaking = _voice(world, plan, planted)
    signals, _ = voice.speak(world, log, found, calm * temper[:, None], speaking)
    if planted.blind_at is not None:
        signals = pd.concat([signals, _blind(world, found, plan, signals)], ignore_index=True)
    reactions = None
    if plan.reactions:
        reactions, signals = voice.react(world, log, signals, 0.7, plan.reactions == "own")

    events = write.event_frame(world, people, log, customer, reactions, planted)
    if folder is not None:
        text = journey.write_journey(world, people, charter, planted, reactions)
        write.write(folder, world, plan, events, signals, customer, text)
    return _truth(plan, world, found, charter, planted, signals, calm, speaking, events, folder, effects)


def _risk(world: World, found: Visits, plan: Recipe, planted: Planted) -> tuple[np.ndarray, list[tuple[int, Cause]]]:
    """P(bad) of each visit, customers' temper left out: base × risk ratios of the causes that act in it."""
    risk = np.tile(np.asarray(plan.base), (plan.cases, 1))
    effects = [(stage, cause) for plant, stage in planted.plants for cause in plant.causes]
    for stage, cause in effects:
        risk[:, stage] *= np.where(cause.acts, cause.rr, 1.0)
    if "shared_failure" in planted.special:
        stage = planted.special["shared_failure"]
        risk[:, stage] *= np.where(found.company[:, stage] == BAD, float(world.rng.uniform(2.2, 4.0)), 1.0)
    if "near_silent" in planted.special:
        stage = planted.special["near_silent"]
        risk[:, stage] += np.where(found.company[:, stage] == BAD, 0.08, 0.0)
    return np.minimum(risk, 0.95), effects


def _voice(world: World, plan: Recipe, planted: Planted) -> Voice:
    speaking = Voice(**plan.voice)
    if plan.answering:
        slot = next((slot for slot in world.slots if slot.role == "optional"), None)
        decoy = world.attributes["sales_channel"] == "web" if slot is None or plan.number % 2 else slot.present
        speaking.decoy_answers = np.where(decoy, 1.0, 0.35)
    if "asked_too_early" in planted.special:
        only_late = bool(world.rng.random() < 0.5)
        share = float(world.rng.uniform(0.6, 0.85) if only_late else world.rng.uniform(0.35, 0.6))
        speaking.early[planted.special["asked_too_early"]] = (share, only_late)
    return speaking


def _blind(world: World, found: Visits, plan: Recipe, signals: pd.DataFrame) -> pd.DataFrame:
    """What 3–8 % of the customers say about a stage in which nobody works."""
    last = len(world.stages) - 1
    who = np.flatnonzero(found.complete[:, last] & world.chance(float(world.rng.uniform(0.03, 0.08))))
    bad = world.rng.random(len(who)) < plan.base[0]
    part = pd.DataFrame({"case": who, "stage": last + 1, "at": found.last[who, last] + 7200.0, "bad": bad})
    kind = signals["kind"].iloc[0]
    low, _, high = voice.SCORES[kind]
    tag = "stated" if world.rng.random() < 0.6 else "touchpoint"
    return part.assign(
        kind=kind, score=np.where(bad, low[0], high[-1]).astype(float), tag=tag, named=last + 1, with_case=True,
        comment="", touch=0, channel="mail", source=0,
    )  # fmt: skip


def _truth(
    plan: Recipe, world: World, found: Visits, charter: journey.Charter, planted: Planted, signals: pd.DataFrame,
    risk: np.ndarray, speaking: Voice, events: pd.DataFrame, folder: Path | None, effects: list[tuple[int, Cause]],
) -> Truth:  # fmt: skip
    everyone = not speaking.surveys
    rated = truths.rated_visits(signals, found, everyone)
    rates = speaking.rates(plan.cases)
    allowed: set[tuple[str, str | None]] = set()
    never: set[tuple[str, str]] = set()
    causal_waits = {world.stages[stage] for kind, stage in planted.special.items() if kind == "shared_failure"}
    for plant, stage in planted.plants:
        _settle(plant, stage, world, found, rated, risk, rates, everyone)
        if plant.kind == "missing_touchpoint":  # work that comes again may have brought the stage back into these cases
            plant.must = _skipped(events, stage) >= 0.055 * plan.cases
        if not plant.must:
            allowed.add((plant.kind, plant.stage))
    shares, population = {}, {}
    for stage, name in enumerate(world.stages):
        derived = charter.aims[stage].kind == "derived"
        size, ratio, gap = truths.felt_or_not(risk, found, stage, derived)
        if size >= 0.04 and ratio > 1.25:
            allowed.add(("shared_failure", name))
            causal_waits.add(name)
        if size >= 0.17 and gap < 0.035:
            allowed.add(("silent_defect", name))
        if gap >= 0.075 and not plan.empty:
            never.add(("silent_defect", name))
        if (found.entries[:, stage] > 1).mean() > 0.035:
            allowed.add(("ad_hoc_touchpoint", name))
        population[name] = float(risk[found.complete[:, stage], stage].mean())
        shares[name] = truths.true_share_bad(risk[:, stage], rates, found.complete[:, stage], everyone)
    clean = (
        bool(signals["with_case"].all()) and speaking.wrong == 0 and speaking.untagged == 0
        and speaking.kind_factor == (1.0, 1.0) and plan.open_share < 0.1 and speaking.about is None
    )  # fmt: skip
    names = [*world.stages, BLIND_STAGE]
    told = signals.assign(
        case_id=write.case_ids(plan.cases)[signals["case"]], true_stage=np.array(names, dtype=object)[signals["stage"]],
        time=write.BEGIN + pd.to_timedelta(signals["at"].to_numpy(), unit="s"),
    )  # fmt: skip
    return Truth(
        plan.sort, plan.number, plan.cases, plan.empty, folder, list(world.stages), [p for p, _ in planted.plants],
        allowed, planted.decoys, never, shares, population, clean, charter.verdict_facts(world), causal_waits, told,
        rated, events, pd.DataFrame(world.attributes),
        notes={"base": plan.base, "voice": plan.voice, "company_bad": _company_bad(world, found)},
    )  # fmt: skip


def _skipped(events: pd.DataFrame, stage: int) -> int:
    """Cases of the log without any event of a stage and with one of a later stage."""
    lived = set(events.loc[events["stage"] == stage, "case"])
    return len(set(events.loc[events["stage"] > stage, "case"]) - lived)


def _company_bad(world: World, found: Visits) -> dict[str, float]:
    return {
        name: float((found.company[:, stage] == BAD).sum() / max(1, (found.company[:, stage] >= 0).sum()))
        for stage, name in enumerate(world.stages)
    }


def _settle(
    plant: Plant, stage: int, world: World, found: Visits, rated: pd.DataFrame, risk: np.ndarray,
    rates: tuple[np.ndarray, np.ndarray], everyone: bool,
) -> None:  # fmt: skip
    """Adds to a planted mismatch what the oracle sees of it, and whether it is big enough that it must be found."""
    if plant.kind == "silent_defect":
        plant.seen = truths.silent_seen(rated, stage)
    elif plant.kind == "shared_failure":
        plant.seen = truths.shared_seen(rated, stage, len(world.stages))
    elif plant.kind == "ad_hoc_touchpoint":
        plant.either = [(plant.kind, plant.stage)]
    elif plant.kind == "hidden_friction":
        good = found.complete[:, stage] & (found.company[:, stage] == 1)
        for cause in plant.causes:
            seen = truths.sight(rated, stage, cause.acts)
            truths.add_true_values(seen, cause, risk[:, stage], rates, good, everyone)
            plant.sights.append(seen)
        plant.seen = any(seen.seen for seen in plant.sights)
        plant.must = any((seen.true_share or seen.share or 0.0) >= MATERIAL for seen in plant.sights)
