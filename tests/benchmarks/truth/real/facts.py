"""Drivers of the contract read from a log as of a moment of each case: what a person would count with a spreadsheet.

Written for planting and scoring; shares no code with the analyser. `until`: seconds, one a case (−inf: no visit); only
events up to it count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .logs import MISSING, RealLog

Driver = dict[str, Any]
WHO = ("resource", "team", "system", "partner")


def holds(driver: Driver, log: RealLog, until: np.ndarray) -> np.ndarray | None:
    """One boolean a case, or None where the driver cannot be read from the log."""
    kind = driver["type"]
    if kind == "attribute":
        return _attribute(driver, log, until)
    events = log.events[log.events["at"].to_numpy() <= until[log.events["case"].to_numpy()]]
    if kind in ("activity", "missing", "repeat"):
        count = _count(events["case"][events["activity"] == driver["activity"]], log.cases)
        if kind == "missing":
            return count == 0
        return count >= (int(driver["at_least"]) if kind == "repeat" else 1)
    if kind == "path":
        after = events.groupby("case")["activity"].shift(-1)
        return _count(events["case"][(events["activity"] == driver["from"]) & (after == driver["to"])], log.cases) > 0
    if kind in ("wait", "duration"):
        took = measured(driver, log, until)
        return None if took is None else _beyond(took, driver)
    if kind in WHO:
        if kind not in events.columns:
            return None
        hit = events[kind] == driver["value"]
        if driver.get("stage") in log.stages:
            hit &= events["stage"] == log.stages.index(driver["stage"])
        return _count(events["case"][hit], log.cases) > 0
    if driver.get("stage") not in log.stages:
        return None
    stage = log.stages.index(driver["stage"])
    if kind == "returns":
        return entries(events, stage, log.cases) >= 2
    if kind == "handovers" and "resource" in events.columns:
        return handovers(events, stage, log.cases) >= int(driver["at_least"])
    return None


def measured(driver: Driver, log: RealLog, until: np.ndarray) -> np.ndarray | None:
    """The seconds that a wait or a duration counts, one a case; not a number where it has none."""
    events = log.events[log.events["at"].to_numpy() <= until[log.events["case"].to_numpy()]]
    if driver["type"] == "wait":
        return waits(events, driver["from"], driver["to"], log.cases)
    if driver["type"] != "duration" or driver.get("stage") not in log.stages:
        return None
    own = events[events["stage"] == log.stages.index(driver["stage"])].groupby("case")["at"]
    spans = own.max() - own.min()
    took = np.full(log.cases, np.nan)
    took[spans.index] = spans
    return took


def waits(events: pd.DataFrame, start: str, end: str, cases: int) -> np.ndarray:
    """Seconds from the first `start` to the first `end`, where that came no earlier; else not a number."""
    first = [events[events["activity"] == name].groupby("case")["at"].min() for name in (start, end)]
    took = (first[1] - first[0]).dropna()
    took = took[took >= 0]
    found = np.full(cases, np.nan)
    found[took.index] = took
    return found


def entries(events: pd.DataFrame, stage: int, cases: int) -> np.ndarray:
    mapped = events[events["stage"] >= 0]
    enters = (mapped["stage"] == stage) & (mapped.groupby("case")["stage"].shift(1) != stage)
    return _count(mapped["case"][enters], cases)


def handovers(events: pd.DataFrame, stage: int, cases: int) -> np.ndarray:
    own = events[(events["stage"] == stage) & events["resource"].notna()]
    before = own.groupby("case")["resource"].shift(1)
    return _count(own["case"][before.notna() & (before != own["resource"])], cases)


def known(log: RealLog, column: str, until: np.ndarray, take: str = "last") -> pd.Series:
    """The value known of each case by its moment: the last one, or the highest or lowest so far; indexed by case."""
    events = log.events
    value = log.raw[column].to_numpy()[events["row"].to_numpy()]
    some = pd.Series(value, index=events["case"].to_numpy())
    said = some.notna() & ~some.astype(str).str.strip().isin(MISSING)
    some = some[said.to_numpy() & (events["at"].to_numpy() <= until[events["case"].to_numpy()])]
    if take == "last":
        return some.groupby(level=0).last()
    grouped = pd.to_numeric(some, errors="coerce").groupby(level=0)
    return grouped.max() if take == "max" else grouped.min()


def _attribute(driver: Driver, log: RealLog, until: np.ndarray) -> np.ndarray | None:
    name = str(driver["attribute"])
    column = name if name in log.raw.columns else f"case:{name}"
    if column not in log.raw.columns:
        return None
    values = known(log, column, until, driver.get("take", "last"))
    op, wanted = driver["op"], driver["value"]
    if op in (">=", "<"):
        numbers = pd.to_numeric(values, errors="coerce")
        hit = numbers >= float(wanted) if op == ">=" else numbers < float(wanted)
    else:
        same = values.astype(str).str.removesuffix(".0") == str(wanted).removesuffix(".0")
        hit = same if op == "=" else ~same
    found = np.zeros(log.cases, bool)
    found[values.index[hit.to_numpy()]] = True
    return found


def _beyond(seconds: np.ndarray, driver: Driver) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        if driver.get("over_seconds") is not None:
            return seconds > float(driver["over_seconds"])
        return seconds < float(driver["under_seconds"])


def _count(case: pd.Series, cases: int) -> np.ndarray:
    return np.bincount(case.to_numpy(), minlength=cases)
