"""What may be planted in a real log: for each type of driver the facts that hold in enough of a stage's visits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .facts import Driver, entries, handovers, holds, known, waits
from .logs import RealLog

TYPES = (
    "activity", "missing", "repeat", "path", "wait_over", "wait_under", "attribute_equal", "attribute_number",
    "attribute_max", "attribute_changing", "resource", "team", "returns", "handovers",
)  # fmt: skip
LEAST, MOST = 0.07, 0.3  # share of the stage's visits in which a cause holds
ADDED = "reassignment_count"  # a column that the log gets for attribute_max, as service desks keep one
SOON, DECIDED = 60.0, 0.9  # seconds after a visit's end at which a customer may speak


def ends(log: RealLog) -> np.ndarray:
    """When each case's visit of each stage ended: cases × stages, −inf where it has none."""
    found = np.full((log.cases, len(log.stages)), -np.inf)
    some = log.events[log.events["stage"] >= 0]
    np.maximum.at(found, (some["case"].to_numpy(), some["stage"].to_numpy()), some["at"].to_numpy())
    return found


def possible(log: RealLog, kind: str, stage: int, among: np.ndarray, rng: np.random.Generator) -> Driver | None:
    """A cause of a type for what customers feel in a stage, drawn from those that hold in enough of its visits; None
    where the log has none. `among`: the cases whose visit met the target."""
    until = ends(log)[:, stage]
    over = ends(log) <= (until + SOON)[:, None]
    found: list[Driver] = []
    for driver in _drivers(log, kind, stage, until, among, rng):
        held = holds(driver, log, until)
        if held is None or not LEAST <= held[among].mean() <= MOST or not _is_itself(driver, log, until, among, held):
            continue
        if _decided(driver, log, over, among, held):
            found.append(driver)
    return found[int(rng.integers(len(found)))] if found else None


def _decided(driver: Driver, log: RealLog, over: np.ndarray, among: np.ndarray, held: np.ndarray) -> bool:
    """Whether it is decided when the customers speak, with and without the cause: the stages that it belongs to are
    over, in nine of ten visits. What is still to come is unknown by the contract."""
    place = {name: number for number, own in enumerate(log.activities) for name in own}
    stages = {place[str(driver[key])] for key in ("activity", "from", "to") if key in driver}
    if driver.get("stage") in log.stages:
        stages.add(log.stages.index(driver["stage"]))
    done = over[:, sorted(stages)].all(axis=1)
    return all(done[among][held[among] == side].mean() >= DECIDED for side in (True, False))


def _is_itself(driver: Driver, log: RealLog, until: np.ndarray, among: np.ndarray, held: np.ndarray) -> bool:
    """A path or a wait that is nothing but one of its activities having happened is not planted as such."""
    if driver["type"] not in ("path", "wait", "repeat"):
        return True
    names = {str(driver[key]) for key in ("activity", "from", "to") if key in driver}
    for name in names:
        other = holds({"type": "activity", "activity": name}, log, until)
        if other is not None and (held & other)[among].sum() > 0.8 * (held | other)[among].sum():
            return False
    return True


def _drivers(
    log: RealLog, kind: str, stage: int, until: np.ndarray, among: np.ndarray, rng: np.random.Generator
) -> Iterator[Driver]:
    events = log.events[log.events["at"].to_numpy() <= until[log.events["case"].to_numpy()]]
    events = events[np.isin(events["case"].to_numpy(), among)]
    earlier = range(stage + 1)
    if kind in ("activity", "missing", "repeat"):
        for place in earlier:
            for name in log.activities[place]:
                yield {"type": kind, "activity": name, "stage": log.stages[place]} | (
                    {"at_least": int(rng.integers(2, 4))} if kind == "repeat" else {}
                )
    elif kind in ("path", "wait_over", "wait_under"):
        yield from _between(log, kind, events, earlier, rng)
    elif kind.startswith("attribute"):
        yield from _attributes(log, kind, until, among, rng)
    elif kind in ("resource", "team") and kind in events.columns:
        for place in earlier:
            own = events[events["stage"] == place]
            for value in own.groupby(kind)["case"].nunique().nlargest(12).index:
                yield {"type": kind, "value": str(value), "stage": log.stages[place]}
    elif kind in ("returns", "handovers"):
        for place in earlier:
            if kind == "returns" and (entries(events, place, log.cases) >= 2).any():
                yield {"type": kind, "stage": log.stages[place]}
            if kind == "handovers" and "resource" in events.columns and handovers(events, place, log.cases).any():
                yield {"type": kind, "at_least": int(rng.choice([1, 2])), "stage": log.stages[place]}


def _between(
    log: RealLog, kind: str, events: pd.DataFrame, earlier: range, rng: np.random.Generator
) -> Iterator[Driver]:
    after = events.groupby("case")["activity"].shift(-1)
    pairs = pd.DataFrame({"from": events["activity"], "to": after, "case": events["case"]}).dropna()
    common = pairs[pairs["from"] != pairs["to"]].groupby(["from", "to"])["case"].nunique().nlargest(14).index
    place = {name: number for number, own in enumerate(log.activities) for name in own}
    for start, end in common:
        if place.get(end, 99) not in earlier or place.get(start, 99) not in earlier:
            continue
        driver: Driver = {"type": "path", "from": start, "to": end, "stage": log.stages[place[end]]}
        if kind == "path":
            yield driver
            continue
        took = waits(events, start, end, log.cases)
        took = took[~np.isnan(took)]
        if len(took) < 100 or np.quantile(took, 0.9) < 60:
            continue
        share = float(rng.uniform(0.1, 0.25))
        limit = float(np.quantile(took, 1 - share if kind == "wait_over" else share))
        key = "over_seconds" if kind == "wait_over" else "under_seconds"
        if limit > 0:
            yield {**driver, "type": "wait", key: round(limit, 1)}


def _attributes(
    log: RealLog, kind: str, until: np.ndarray, among: np.ndarray, rng: np.random.Generator
) -> Iterator[Driver]:
    for column in log.columns:
        name = column.removeprefix("case:")
        changing = column == ADDED
        values = known(log, column, until, "max" if changing else "last")
        values = values[values.index.isin(among)]
        number = pd.api.types.is_numeric_dtype(log.raw[column]) or name == "AMOUNT_REQ"
        if changing != (kind == "attribute_max") or values.nunique() < 2:
            continue
        if changing:
            for least in (1, 2, 3, 4):
                yield {"type": "attribute", "attribute": name, "op": ">=", "value": least, "take": "max"}
        elif kind == "attribute_number" and number:
            limit = float(np.quantile(pd.to_numeric(values), 1 - float(rng.uniform(0.1, 0.25))))
            yield {"type": "attribute", "attribute": name, "op": ">=", "value": limit}
        elif kind in ("attribute_equal", "attribute_changing") and not number:
            moved = (
                log.raw.groupby(log.raw.columns[list(log.raw.columns).index(_case(log))])[column].nunique().max() > 1
            )
            if moved != (kind == "attribute_changing"):
                continue
            for value in values.astype(str).value_counts().head(12).index:
                yield {"type": "attribute", "attribute": name, "op": "=", "value": value}


def _case(log: RealLog) -> str:
    from .logs import SOURCES

    return SOURCES[log.name].case
