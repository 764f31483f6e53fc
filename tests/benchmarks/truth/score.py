"""Scores one alignment.json against the truth of its data set: plain records that `table.py` adds up.

Rules
- A listed mismatch is right if its kind and stage were planted, or are truly there though nobody planted them (a stage
  to which over 3.5 % of the cases come back, a target whose failure customers do feel, …: `Truth.allowed`). All others
  are false, in empty sets a false alarm. A silent defect where customers do mind (8 points) is false whatever else.
- A planted mismatch is found if one of its kind is listed for its stage, with or without drivers. Hidden friction whose
  true share is under 10 % need not be found: it is no finding by the contract.
- Drivers are classified by `classify.py`; those of every listed mismatch count, of a false one too.
- Intervals are held to true values only in sets in which every signal names its stage and case (`Truth.clean`): the bad
  share of each stage with 100 rated visits or more, and risk ratio and share of drivers that are exactly the planted
  cause. `sure` marks causes that are certain to be found by their true effect: elsewhere being listed selects the
  high values.
- Signals without a stage of their own are scored one by one, where the analysis hands out the placed signals.
"""

from typing import Any

import pandas as pd

from .classify import FIRST_RIGHT, RIGHT, Reader, classify
from .truths import LEVEL, Plant, Sight, Truth

Record = dict[str, Any]
PAID = (
    100  # candidates that a search tries in a stage, at the least: what an oracle would pay that is not told the cause
)


def score(truth: Truth, document: Record, placed: pd.DataFrame | None = None) -> Record:
    """All that is known of one analysed set; JSON-ready."""
    reader = Reader(truth)
    listed = document["mismatches"]
    mismatches = [_mismatch(truth, entry) for entry in listed]
    drivers = [record for entry in listed for record in _drivers(truth, entry, reader)]
    return {
        "sort": truth.sort,
        "number": truth.number,
        "cases": truth.cases,
        "empty": truth.empty,
        "mismatches": mismatches,
        "drivers": drivers,
        "plants": [_plant(truth, plant, listed, drivers) for plant in truth.plants],
        "intervals": _intervals(truth, document, drivers) if truth.clean else [],
        "called_silent": sum((m["kind"], m["stage"]) in truth.never for m in mismatches),
        "could_be_called_silent": len(truth.never),
        "placement": _placement(truth, document, placed),
    }


def _mismatch(truth: Truth, entry: Record) -> Record:
    kind, stage = entry["kind"], entry["stage"]
    planted = any(plant.kind == kind and plant.stage == stage for plant in truth.plants)
    right = (planted or (kind, stage) in truth.allowed) and (kind, stage) not in truth.never
    return {"kind": kind, "stage": stage, "planted": planted, "right": right, "unexplained": not entry["drivers"]}


def _drivers(truth: Truth, entry: Record, reader: Reader) -> list[Record]:
    """One record a listed driver, in the order listed. A mediator beside its cause is right."""
    stage, kind = entry["stage"], entry["kind"]
    plants = [plant for plant in truth.plants if plant.causes and plant.stage == stage]
    classes = [classify(driver, plants, stage, kind, reader) for driver in entry["drivers"]]
    beside = any(found in FIRST_RIGHT for found in classes)
    records = []
    for place, (driver, found) in enumerate(zip(entry["drivers"], classes, strict=True)):
        records.append(
            {
                "kind": kind, "stage": stage, "place": place, "class": found,
                "right": found in RIGHT or (found == "mediator" and beside),
                "driver": {key: value for key, value in driver.items() if key in _SHOWN},
                "risk_ratio": driver.get("risk_ratio"), "share": driver.get("share"),
            }
        )  # fmt: skip
    return records


_SHOWN = {
    "type", "activity", "at_least", "from", "to", "over_seconds", "under_seconds", "attribute", "op", "value", "stage",
}  # fmt: skip


def _strongest(plant: Plant) -> Sight | None:
    return max(plant.sights, key=lambda sight: sight.share or 0.0, default=None)


def _plant(truth: Truth, plant: Plant, listed: list[Record], drivers: list[Record]) -> Record:
    found = any(entry["kind"] == plant.kind and entry["stage"] == plant.stage for entry in listed)
    own = [d for d in drivers if d["kind"] == plant.kind and d["stage"] == plant.stage]
    first = own[0]["class"] if own else None
    seen = _strongest(plant)
    named = {d["class"] for d in own}
    return {
        "kind": plant.kind, "stage": plant.stage, "form": plant.form, "must": plant.must, "seen": plant.seen,
        "found": found, "explained": bool(own), "first": first, "first_right": first in FIRST_RIGHT,
        "instead": next((c for c in ("decoy", "mediator") if c in named), None) if not named & FIRST_RIGHT else None,
        "listed_decoy": "decoy" in named,
        "visits": seen.visits if seen else None, "exposed": seen.exposed if seen else None,
        "risk_ratio": seen.risk_ratio if seen else None, "share": seen.share if seen else None,
        "seen_though_paid": bool(seen and seen.seen and seen.p * PAID * len(truth.stages) <= LEVEL),
        "causes": [_shown(cause.driver) for cause in plant.causes],
    }  # fmt: skip


def _shown(driver: Record) -> Record:
    return {key: value for key, value in driver.items() if key in _SHOWN}


def _intervals(truth: Truth, document: Record, drivers: list[Record]) -> list[Record]:
    found: list[Record] = []
    for stage in document["stages"]:
        view = stage["outside_in"]
        if stage["name"] not in truth.shares or (view.get("good") or 0) + (view.get("bad") or 0) < 100:
            continue
        source = truth.population if stage.get("basis") == "weighted" else truth.shares
        found += _held("share", view["low"], view["high"], 1 - source[stage["name"]], True)
    for record in drivers:
        if record["kind"] != "hidden_friction" or record["class"] != "exact":
            continue
        for plant in truth.plants:
            for cause, sight in zip(plant.causes, plant.sights, strict=False):
                if plant.stage != record["stage"] or cause.driver["type"] != record["driver"]["type"]:
                    continue
                if sight.true_risk_ratio is None or not _is(record["driver"], cause.driver):
                    continue
                sure = sight.sure
                for what, true in (("risk_ratio", sight.true_risk_ratio), ("driver_share", sight.true_share)):
                    limits = record["risk_ratio" if what == "risk_ratio" else "share"] or {}
                    found += _held(what, limits.get("low"), limits.get("high"), true, sure)
    return found


def _is(listed: Record, planted: Record) -> bool:
    """The same fact, not another threshold of it (1 % of slack in a searched number)."""
    from .classify import same_name

    if not same_name(listed, planted):
        return False
    if planted["type"] == "wait":
        return abs(float(listed["over_seconds"]) / planted["over_seconds"] - 1) < 0.01
    return True


def _held(what: str, low: float | None, high: float | None, true: float | None, sure: bool) -> list[Record]:
    if low is None or high is None or true is None:
        return []
    return [{"what": what, "inside": low <= true <= high, "low": low, "high": high, "true": true, "sure": sure}]


def _placement(truth: Truth, document: Record, placed: pd.DataFrame | None) -> Record:
    """Of the signals without a tag: placed by timing, in the wrong stage, left without one."""
    told = truth.signals
    untagged = told[told["tag"] == "none"]
    counts = document["signals"].get("stage_from", {})
    found: Record = {"untagged": len(untagged), "by_timing": counts.get("timing", 0), "wrong": None, "judged": 0}
    if placed is None or untagged.empty:
        return found
    names = [stage["name"] for stage in document["stages"]]
    mine = untagged.assign(at=untagged["time"].astype("datetime64[us]"))
    theirs = placed[placed["stage_from"] == "timing"].assign(at=lambda t: t["at"].astype("datetime64[us]"))
    both = mine.merge(theirs, on=["case_id", "at", "kind"], suffixes=("", "_placed"))
    both = both.drop_duplicates(["case_id", "at", "kind"])
    where = both["stage_no"].map(lambda number: names[int(number)])
    return found | {"judged": len(both), "wrong": int((where != both["true_stage"]).sum())}
