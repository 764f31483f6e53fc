"""What a listed driver is in truth. Names are only the first test: a driver is judged by what it stands for.

class | meaning | counts as right
--- | --- | ---
exact | the planted cause by its key fields | yes
equivalent | another description that holds in the same cases (Jaccard ≥ 0.9 among the visits it was judged on) | yes
same | the planted variable with another threshold or count, or a wait or duration that spans the planted one | yes
also | its own name is none of these, but one of its twins under `also` is exact, equivalent or same | yes
part | a narrower description: it names an event of the cause and (95 %) holds only where the cause does | yes
ancestor | a cause of the planted cause, or of the company's verdict where that is what customers feel | yes
mediator | lies between a planted cause and the mood | only beside its cause; alone it stands *instead* of it
decoy | planted to go along without any effect | no
stray | anything else | no

First driver right: exact, equivalent, same or also. The analyser searches for the threshold of a wait or a number, so
another cut of the same variable is right; its interval is then not held against the true value of the planted cut.
"""

from typing import Any

import numpy as np

from .causes import Cause
from .evaluate import Driver, holds, jaccard
from .truths import Plant, Truth

FIRST_RIGHT = {"exact", "equivalent", "same", "also"}
RIGHT = FIRST_RIGHT | {"part", "ancestor"}
KEYS = {
    "activity": ["activity"], "missing": ["activity"], "repeat": ["activity", "at_least"], "path": ["from", "to"],
    "wait": ["from", "to"], "attribute": ["attribute", "op", "value"], "resource": ["value"], "team": ["value"],
    "system": ["value"], "partner": ["value"], "returns": ["stage"], "handovers": ["stage", "at_least"],
}  # fmt: skip
TWIN = 0.9


class Reader:
    """Evaluates drivers on one data set, once each; `order` is the usual place of every activity in a case."""

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        place = truth.events.groupby("case").cumcount()
        self.order = {str(k): float(v) for k, v in place.groupby(truth.events["activity"]).median().items()}
        self._known: dict[str, np.ndarray | None] = {}

    def holds(self, driver: Driver) -> np.ndarray | None:
        shown = ("type", "stage", "over_seconds", "under_seconds", *_all_keys())
        key = repr(sorted((k, v) for k, v in driver.items() if k in shown))
        if key not in self._known:
            self._known[key] = holds(driver, self.truth.events, self.truth.attributes, self.truth.stages)
        return self._known[key]

    def lasts(self, driver: Driver, planted: Driver) -> bool:
        """Whether a long duration is of the stage in which the planted wait begins and ends."""
        stage = self.truth.stages.index(driver["stage"]) if driver.get("stage") in self.truth.stages else -1
        here = set(self.truth.events.loc[self.truth.events["stage"] == stage, "activity"].unique())
        return "over_seconds" in driver and {planted["from"], planted["to"]} <= here

    def spans(self, driver: Driver, planted: Driver) -> bool:
        """Whether the wait runs at least from the planted wait's beginning to its end."""
        ends = [self.order.get(str(which.get(end))) for which in (driver, planted) for end in ("from", "to")]
        if None in ends:
            return False
        start, stop, planted_start, planted_stop = (float(end or 0.0) for end in ends)
        return start <= planted_start and stop >= planted_stop


def _all_keys() -> set[str]:
    return {key for keys in KEYS.values() for key in keys}


def same_name(a: Driver, b: Driver) -> bool:
    """Same type and same key fields; numbers are compared as numbers."""
    if a.get("type") != b.get("type") or a["type"] not in KEYS:
        return False
    return all(_plain(a.get(key)) == _plain(b.get(key)) for key in KEYS[a["type"]])


def _plain(value: Any) -> str:
    try:
        return f"{float(value):.6g}"
    except (TypeError, ValueError):
        return str(value).removeprefix("case:")


def _same_variable(driver: Driver, cause: Cause, reader: Reader) -> bool:
    kind, planted = driver.get("type"), cause.driver
    if kind == "wait" and planted["type"] == "wait":
        return "over_seconds" in driver and reader.spans(driver, planted)
    if kind == "duration" and planted["type"] == "wait":
        return reader.lasts(driver, planted)
    if kind == "attribute" and planted["type"] == "attribute" and planted["op"] in (">=", "<"):
        return _plain(driver.get("attribute")) == planted["attribute"] and driver.get("op") == planted["op"]
    if kind in ("returns", "handovers"):
        return planted["type"] == kind and driver.get("stage") in (planted["stage"], None)
    if kind in ("activity", "repeat") and planted["type"] in ("activity", "repeat"):
        return driver.get("activity") == planted["activity"]
    return False


def _of_cause(driver: Driver, cause: Cause, among: np.ndarray, reader: Reader) -> str | None:
    if same_name(driver, cause.driver):
        held = reader.holds(driver)
        cut = cause.driver["type"] == "wait" and held is not None and jaccard(held[among], cause.holds[among]) < 0.97
        return "same" if cut else "exact"
    held = reader.holds(driver)
    if held is not None:
        inside = held[among]
        if max(jaccard(inside, cause.holds[among]), jaccard(inside, cause.acts[among])) >= TWIN:
            mediates = any(same_name(driver, mediator) for mediator in cause.mediators)
            return "mediator" if mediates else "equivalent"
    if any(same_name(driver, mediator) or _spans_wait(driver, mediator, reader) for mediator in cause.mediators):
        return "mediator"
    if _same_variable(driver, cause, reader):
        return "same"
    if any(same_name(driver, ancestor) for ancestor in cause.ancestors):
        return "ancestor"
    if held is None or not held[among].any() or not _names_event(driver, cause):
        return None
    return "part" if float(cause.holds[among][held[among]].mean()) >= 0.95 else None


def _spans_wait(driver: Driver, mediator: Driver, reader: Reader) -> bool:
    kind = driver.get("type")
    return (kind == "wait" and reader.spans(driver, mediator)) or (
        kind == "duration" and reader.lasts(driver, mediator)
    )


def _names_event(driver: Driver, cause: Cause) -> bool:
    """Whether the driver names an event by which the cause is known, or a person of the cause's team."""
    own = {slot.activity for slot in cause.slots}
    if own & {str(driver.get(key)) for key in ("activity", "from", "to")}:
        return True
    return driver.get("type") == "resource" and cause.driver["type"] == "team"


def describe(driver: Driver, plants: list[Plant], stage: str | None, kind: str, reader: Reader) -> str:
    """The class of one description (no twins), for a mismatch of the given kind and stage."""
    truth, found = reader.truth, []
    for plant in plants:
        among = rated_cases(truth, plant.stage)
        found += [_of_cause(driver, cause, among, reader) for cause in plant.causes]
    for name in ("exact", "equivalent", "same", "part", "ancestor", "mediator"):
        if name in found:
            return name
    if driver.get("type") in ("wait", "duration") and stage in truth.causal_waits and kind != "hidden_friction":
        return "ancestor"
    if any(same_name(driver, fact) for fact in truth.verdict_facts.get(str(stage), [])) and kind != "hidden_friction":
        return "ancestor"
    return "decoy" if _is_decoy(driver, stage, reader) else "stray"


def rated_cases(truth: Truth, stage: str | None) -> np.ndarray:
    """Cases whose visit of the stage met the target and was rated: those on which drivers are judged."""
    if stage not in truth.stages:
        return np.arange(truth.cases)
    rated = truth.rated
    rows = rated[(rated["stage"] == truth.stages.index(stage)) & (rated["company"] == 1)]
    return rows["case"].to_numpy()


def _is_decoy(driver: Driver, stage: str | None, reader: Reader) -> bool:
    among = rated_cases(reader.truth, stage)
    held = reader.holds(driver)
    for decoy in reader.truth.decoys:
        if same_name(driver, decoy):
            return True
        other = reader.holds(decoy)
        if held is not None and other is not None and jaccard(held[among], other[among]) >= TWIN:
            return True
    return False


def classify(listed: Driver, plants: list[Plant], stage: str | None, kind: str, reader: Reader) -> str:
    """The class of a listed driver together with its twins under `also`."""
    own = describe(listed, plants, stage, kind, reader)
    if own in RIGHT:
        return own
    twins = [describe(twin, plants, stage, kind, reader) for twin in listed.get("also") or []]
    return "also" if any(twin in FIRST_RIGHT for twin in twins) else own
