"""Visits (cases × stages) of the log as it was cut off, and the company's verdict on each by its own target."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .world import Slot, World

GOOD, BAD, UNKNOWN = 1, 0, -1


@dataclass
class Log:
    """The events that made it into the log, ordered by case and time: one row an event."""

    case: np.ndarray
    slot: np.ndarray
    at: np.ndarray
    stage: np.ndarray
    cutoff: float
    times: np.ndarray  # cases × slots, before the cut
    present: np.ndarray


@dataclass
class Visits:
    """One value a case and stage; NaN where the case never came there."""

    first: np.ndarray
    last: np.ndarray
    complete: np.ndarray
    entries: np.ndarray
    company: np.ndarray = field(default_factory=lambda: np.empty(0))
    promise_broken: np.ndarray = field(default_factory=lambda: np.empty(0))


def cut(world: World, times: np.ndarray, present: np.ndarray, cutoff: float) -> Log:
    rows, columns = np.nonzero(present & (times <= cutoff))
    at = times[rows, columns]
    order = np.lexsort((columns, at, rows))
    stage_of = np.array([slot.stage for slot in world.slots], dtype=np.int16)
    rows, columns, at = rows[order], columns[order], at[order]
    return Log(rows, columns, at, stage_of[columns], cutoff, times, present)


def visits(world: World, log: Log) -> Visits:
    shape = (world.cases, len(world.stages))
    first, last, entries = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, np.int32)
    kept, planned = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    mapped = log.stage >= 0
    case, stage, at = log.case[mapped], log.stage[mapped].astype(int), log.at[mapped]
    np.fmin.at(first, (case, stage), at)
    np.fmax.at(last, (case, stage), at)
    np.add.at(kept, (case, stage), 1)
    new_run = np.ones(len(case), dtype=bool)
    new_run[1:] = (case[1:] != case[:-1]) | (stage[1:] != stage[:-1])
    np.add.at(entries, (case[new_run], stage[new_run]), 1)
    for column, slot in enumerate(world.slots):
        if slot.stage >= 0:
            planned[:, slot.stage] += log.present[:, column]
    return Visits(first, last, (kept == planned) & (planned > 0), entries)


def duration_target(found: Visits, stage: int, fails: float) -> tuple[dict[str, Any], np.ndarray]:
    """`within` on the whole visit, set so that this share of the finished visits fails."""
    spent = found.last[:, stage] - found.first[:, stage]
    done = found.complete[:, stage]
    minutes = int(np.ceil(np.quantile(spent[done], 1 - fails) / 60))
    return {"within": f"{minutes}m"}, _verdict(spent <= minutes * 60, done)


def between_target(
    log: Log, world: World, pair: tuple[Slot, Slot], stage: int, found: Visits, fails: float
) -> tuple[dict[str, Any], np.ndarray]:
    """`within` between two activities that each happen once a case."""
    spent = span(log, world, pair)
    done = found.complete[:, stage] & ~np.isnan(spent)
    minutes = int(np.ceil(np.quantile(spent[done], 1 - fails) / 60))
    text = {"from": pair[0].activity, "to": pair[1].activity, "within": f"{minutes}m"}
    return text, _verdict(spent <= minutes * 60, done)


def span(log: Log, world: World, pair: tuple[Slot, Slot]) -> np.ndarray:
    """Seconds between two slots of the cases in which both came before the cut; NaN elsewhere."""
    a, b = world.slots.index(pair[0]), world.slots.index(pair[1])
    both = log.present[:, a] & log.present[:, b] & (log.times[:, b] <= log.cutoff)
    return np.where(both, log.times[:, b] - log.times[:, a], np.nan)


def _verdict(holds: np.ndarray, known: np.ndarray) -> np.ndarray:
    return np.where(known, np.where(holds, GOOD, BAD), UNKNOWN)


def presence_verdict(slot: Slot, done: np.ndarray, must: bool) -> np.ndarray:
    """Verdict of `must: [activity]` or `never: [activity]`."""
    return _verdict(slot.present if must else ~slot.present, done)


def derived_verdict(found: Visits, log: Log, world: World, stage: int) -> np.ndarray:
    """No target: at or below the upper Tukey fence of log(1 + duration), and nothing repeated."""
    done = found.complete[:, stage]
    spent = np.log1p(found.last[:, stage] - found.first[:, stage])
    low, high = np.quantile(spent[done], [0.25, 0.75])
    again = np.zeros(world.cases, dtype=bool)
    seen: dict[str, np.ndarray] = {}
    for slot in world.slots:
        if slot.stage == stage:
            before = seen.get(slot.activity, np.zeros(world.cases, dtype=bool))
            again |= before & slot.present
            seen[slot.activity] = before | slot.present
    return _verdict((spent <= high + 1.5 * (high - low)) & ~again, done)
