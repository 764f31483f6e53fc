"""Reads a driver of the contract as a yes or no for each case, straight from the generated log.

Written for scoring only: it looks at whole cases (a driver lies before the signal or it is no driver), in plain pandas,
and shares no code with the analyser.
"""

from typing import Any

import numpy as np
import pandas as pd

Driver = dict[str, Any]


def holds(driver: Driver, events: pd.DataFrame, attributes: pd.DataFrame, stages: list[str]) -> np.ndarray | None:
    """One boolean a case (in the order of `attributes`), or None where the driver cannot be read from the log.

    `events`: one row an event, sorted by case and time, with case (0-based), at (seconds), activity, stage (number).
    """
    cases, kind = len(attributes), driver.get("type")
    if kind in ("activity", "missing", "repeat"):
        count = _count(events["case"][events["activity"] == driver.get("activity")], cases)
        if kind == "missing":
            return count == 0
        return count >= (int(driver.get("at_least") or 2) if kind == "repeat" else 1)
    if kind == "path":
        after = events.groupby("case")["activity"].shift(-1)
        hit = (events["activity"] == driver.get("from")) & (after == driver.get("to"))
        return _count(events["case"][hit], cases) > 0
    if kind == "wait":
        return _waits(driver, events, cases)
    if kind == "duration" and driver.get("stage") in stages:
        return _durations(driver, events, cases, stages.index(driver["stage"]))
    if kind == "attribute":
        return _attribute(driver, attributes)
    if kind in ("resource", "team", "system", "partner"):
        if kind not in events.columns:
            return None
        hit = events[str(kind)].astype(str) == str(driver.get("value"))
        if driver.get("stage") in stages:
            hit &= events["stage"] == stages.index(driver["stage"])
        return _count(events["case"][hit], cases) > 0
    if kind in ("returns", "handovers") and driver.get("stage") in stages:
        return _visit_fact(driver, events, cases, stages.index(driver["stage"]))
    return None


def _count(case: pd.Series, cases: int) -> np.ndarray:
    return np.bincount(case.to_numpy(), minlength=cases)


def _waits(driver: Driver, events: pd.DataFrame, cases: int) -> np.ndarray:
    """First `from` to the first `to` after it, beyond the limit."""
    start = events[events["activity"] == driver.get("from")].groupby("case")["at"].min()
    ends = events.loc[events["activity"] == driver.get("to"), ["case", "at"]]
    ends = ends[ends["at"] > ends["case"].map(start)]
    took = ends.groupby("case")["at"].min() - start
    return _beyond(took, driver, cases)


def _durations(driver: Driver, events: pd.DataFrame, cases: int, stage: int) -> np.ndarray:
    """First to last event of the stage, beyond the limit."""
    own = events[events["stage"] == stage].groupby("case")["at"]
    return _beyond(own.max() - own.min(), driver, cases)


def _beyond(took: pd.Series, driver: Driver, cases: int) -> np.ndarray:
    """Where the seconds of a case lie over `over_seconds` or under `under_seconds`."""
    if driver.get("under_seconds") is not None:
        hit = took < float(driver["under_seconds"])
    else:
        hit = took > float(driver.get("over_seconds") or 0)
    found = np.zeros(cases, dtype=bool)
    found[took.index[hit]] = True
    return found


def _attribute(driver: Driver, attributes: pd.DataFrame) -> np.ndarray | None:
    name = str(driver.get("attribute")).removeprefix("case:")
    if name not in attributes.columns:
        return None
    values, op, wanted = attributes[name], driver.get("op"), driver.get("value")
    if op in (">=", "<"):
        try:
            limit = float(str(wanted))
        except ValueError:
            return None
        numbers = pd.to_numeric(values, errors="coerce")
        return (numbers >= limit if op == ">=" else numbers < limit).to_numpy()
    if pd.api.types.is_numeric_dtype(values):
        same = pd.to_numeric(values) == pd.to_numeric(pd.Series([wanted]), errors="coerce").iloc[0]
    else:
        same = values.astype(str) == str(wanted)
    return (~same if op == "!=" else same).to_numpy()


def _visit_fact(driver: Driver, events: pd.DataFrame, cases: int, stage: int) -> np.ndarray | None:
    if driver["type"] == "returns":
        mapped = events[events["stage"] >= 0]
        entered = (mapped["stage"] == stage) & (mapped.groupby("case")["stage"].shift(1) != stage)
        return _count(mapped["case"][entered], cases) > int(driver.get("at_least") or 1)
    if "resource" not in events.columns:
        return None
    own = events[(events["stage"] == stage) & events["resource"].notna()]
    before = own.groupby("case")["resource"].shift(1)
    changed = before.notna() & (before != own["resource"])
    return _count(own["case"][changed], cases) >= int(driver.get("at_least") or 1)


def jaccard(a: np.ndarray, b: np.ndarray) -> float:
    """Shared cases over cases in either; 1 where both name the same ones."""
    either = int((a | b).sum())
    return float((a & b).sum() / either) if either else 0.0
