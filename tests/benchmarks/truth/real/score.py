"""Scores one alignment.json against the truth of a set over a real log; the records are those of ../score.py.

Only hidden friction and shared failure are held to anything: moods know nothing of order, owners or targets, and what
a real log shows of these is true. A driver is right if it is the cause by name, holds in nearly the same visits
(Jaccard ≥ 0.9), is another threshold of the same variable, or holds (95 %) only where the cause does and names a part
of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import spearmanr

from ..classify import FIRST_RIGHT, RIGHT, same_name
from ..evaluate import jaccard
from .facts import Driver, holds, measured
from .make import LEAK, RealTruth

Record = dict[str, Any]
JUDGED = ("hidden_friction", "shared_failure")
TWIN, SPAN, INSIDE, TOGETHER = 0.9, 0.75, 0.95, 0.85
TIMED = ("wait", "duration")
COUNTED = (*TIMED, "handovers", "repeat", "returns", "attribute")
_SHOWN = {
    "type",
    "activity",
    "at_least",
    "from",
    "to",
    "over_seconds",
    "under_seconds",
    "attribute",
    "op",
    "value",
    "take",
    "stage",
}


def score(truth: RealTruth, document: Record) -> Record:
    """All that is known of one analysed set; JSON-ready."""
    listed = [m for m in document["mismatches"] if m["kind"] in JUDGED]
    mismatches = [
        {
            "kind": m["kind"], "stage": m["stage"], "planted": _planted(truth, m["stage"]) is not None,
            "right": _planted(truth, m["stage"]) is not None, "unexplained": not m["drivers"],
        }
        for m in listed
    ]  # fmt: skip
    drivers = [d for m in listed if m["kind"] == "hidden_friction" for d in _drivers(truth, m)]
    return {
        "sort": truth.sort, "number": truth.number, "cases": truth.cases, "empty": truth.empty,
        "mismatches": mismatches, "drivers": drivers,
        "plants": [_plant(plant, mismatches, drivers) for plant in truth.plants],
        "intervals": _intervals(truth, drivers), "called_silent": 0, "could_be_called_silent": 0,
        "leak": _leak(document) if truth.leaky else None,
        "placement": {"untagged": 0, "by_timing": 0, "wrong": None, "judged": 0}, "notes": truth.notes,
    }  # fmt: skip


def _leak(document: Record) -> Record:
    """Whether the column that names the outcome is listed at all, and whether a warning names it."""
    listed = [d for m in document["mismatches"] for d in m["drivers"] for d in (d, *d["also"])]
    return {
        "listed": any(d.get("attribute") == LEAK for d in listed),
        "warned": any(LEAK in warning for warning in document["quality"]["warnings"]),
    }


def _planted(truth: RealTruth, stage: str | None) -> Any:
    return next((plant for plant in truth.plants if plant.stage == stage), None)


def _drivers(truth: RealTruth, entry: Record) -> list[Record]:
    records = []
    for place, driver in enumerate(entry["drivers"]):
        found = classify(truth, driver, entry["stage"])
        records.append(
            {
                "kind": entry["kind"], "stage": entry["stage"], "place": place, "class": found, "right": found in RIGHT,
                "driver": {k: v for k, v in driver.items() if k in _SHOWN}, "risk_ratio": driver.get("risk_ratio"),
                "share": driver.get("share"),
            }
        )  # fmt: skip
    return records


def classify(truth: RealTruth, listed: Driver, stage: str) -> str:
    """The class of a listed driver together with its twins under `also`."""
    own = _describe(truth, listed, stage)
    if own in RIGHT:
        return own
    twins = [_describe(truth, twin, stage) for twin in listed.get("also") or []]
    return "also" if any(twin in FIRST_RIGHT for twin in twins) else own


def _describe(truth: RealTruth, listed: Driver, stage: str) -> str:
    plant = _planted(truth, stage)
    if plant is None:
        return "stray"
    cause, driver = plant.causes[0], _plain(listed)
    if (
        same_name(driver, cause.driver)
        and driver.get("stage") in (cause.driver.get("stage"), None)
        and _same_cut(driver, cause.driver)
    ):
        return "exact"
    number = truth.log.stages.index(stage)
    held = holds(driver, truth.log, truth.until[:, number])
    rows = truth.rated[(truth.rated["stage"] == number) & (truth.rated["company"] == 1)]
    among = rows["case"].to_numpy()
    if held is None:
        return "stray"
    inside, wanted = held[among], cause.holds[among]
    if jaccard(inside, wanted) >= TWIN:
        return "equivalent"
    if _same_variable(driver, cause.driver) or _same_seconds(truth, driver, cause.driver, number, among):
        return "same"
    if driver["type"] in COUNTED and jaccard(inside, wanted) >= SPAN:
        return "same"
    part = inside.any() and wanted[inside].mean() >= INSIDE and _shares_a_name(driver, cause.driver)
    return "part" if part else "stray"


def _same_seconds(truth: RealTruth, a: Driver, b: Driver, stage: int, among: np.ndarray) -> bool:
    """Two waits or durations, beyond the same end, that rise and fall together: one of them is as good a name."""
    if ("over_seconds" in a) != ("over_seconds" in b):
        return False
    both = [measured(d, truth.log, truth.until[:, stage]) if d["type"] in TIMED else None for d in (a, b)]
    if both[0] is None or both[1] is None:
        return False
    one, other = both[0][among], both[1][among]
    known = ~np.isnan(one) & ~np.isnan(other)
    if known.sum() < TOGETHER * min((~np.isnan(one)).sum(), (~np.isnan(other)).sum()) or known.sum() < 20:
        return False
    return float(spearmanr(one[known], other[known]).statistic) >= TOGETHER


def _plain(driver: Driver) -> Driver:
    found = {k: v for k, v in driver.items() if k in _SHOWN}
    if found["type"] == "attribute":
        found["attribute"] = str(found["attribute"]).removeprefix("case:")
    return found


def _same_cut(a: Driver, b: Driver) -> bool:
    """The same end of a wait, and nearly the same limit."""
    for key in ("over_seconds", "under_seconds"):
        if (key in a) != (key in b) or (key in a and abs(float(a[key]) / float(b[key]) - 1) > 0.01):
            return False
    return a.get("take", "last") == b.get("take", "last")


def _same_variable(a: Driver, b: Driver) -> bool:
    if a["type"] != b["type"]:
        return {a["type"], b["type"]} == {"activity", "repeat"} and a["activity"] == b["activity"]
    if a["type"] == "wait":
        return (a["from"], a["to"], "over_seconds" in a) == (b["from"], b["to"], "over_seconds" in b)
    if a["type"] == "attribute":
        return a["attribute"] == b["attribute"] and a["op"] == b["op"] and a["op"] in (">=", "<")
    if a["type"] == "repeat":
        return bool(a["activity"] == b["activity"])
    return a["type"] in ("returns", "handovers") and a.get("stage") == b.get("stage")


def _shares_a_name(a: Driver, b: Driver) -> bool:
    keys = ("activity", "from", "to", "attribute", "value")
    return bool({str(a[k]) for k in keys if k in a} & {str(b[k]) for k in keys if k in b}) or (
        {a["type"], b["type"]} == {"resource", "team"}
    )


def _plant(plant: Any, mismatches: list[Record], drivers: list[Record]) -> Record:
    own = [d for d in drivers if d["stage"] == plant.stage]
    first, seen = own[0]["class"] if own else None, plant.sights[0]
    return {
        "kind": plant.kind, "stage": plant.stage, "form": plant.form, "must": plant.must, "seen": plant.seen,
        "found": any(m["stage"] == plant.stage and m["kind"] == plant.kind for m in mismatches),
        "explained": bool(own), "first": first, "first_right": first in FIRST_RIGHT,
        "named": any(d["class"] in FIRST_RIGHT for d in own), "instead": None, "listed_decoy": False,
        "visits": seen.visits, "exposed": seen.exposed, "risk_ratio": seen.risk_ratio, "share": seen.share,
        "true_risk_ratio": seen.true_risk_ratio, "true_share": seen.true_share,
        "causes": [{k: v for k, v in cause.driver.items() if k in _SHOWN} for cause in plant.causes],
    }  # fmt: skip


def _intervals(truth: RealTruth, drivers: list[Record]) -> list[Record]:
    found = []
    for record in drivers:
        plant = _planted(truth, record["stage"])
        if record["class"] != "exact" or plant is None:
            continue
        seen = plant.sights[0]
        for what, true in (("risk_ratio", seen.true_risk_ratio), ("driver_share", seen.true_share)):
            limits = record["risk_ratio" if what == "risk_ratio" else "share"] or {}
            low, high = limits.get("low"), limits.get("high")
            if None not in (low, high, true):
                inside = bool(low <= true <= high)
                found.append(
                    {"what": what, "inside": inside, "low": low, "high": high, "true": true, "sure": seen.sure}
                )
    return found
