"""The sorts of sets over real logs: for each log one of every type of driver that it has, and empty ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

HAS = {
    "helpdesk": (
        "activity", "repeat", "path", "wait_over", "wait_under", "attribute_changing", "attribute_max", "resource",
        "handovers",
    ),
    "receipt": ("missing", "wait_over", "wait_under", "attribute_equal", "attribute_max", "resource", "team"),
    "bpic2012": (
        "missing", "repeat", "path", "wait_over", "wait_under", "attribute_number", "attribute_max", "resource",
        "returns", "handovers",
    ),
    "olist": ("wait_over", "wait_under", "attribute_equal", "attribute_number"),
    "interval": ("activity", "missing", "repeat", "wait_over", "wait_under", "returns"),
}  # fmt: skip
LEAKS = ("flag", "score", "code")
LEAKY = {"helpdesk": "activity", "receipt": "attribute_equal", "olist": "wait_over", "interval": "missing"}
EMPTIES = ("plain", "sooner", "unequal", "temper")
SEEDS, EMPTY_SEEDS = 3, 3
SMALL = {"receipt", "interval"}  # logs of under 1,500 cases: only larger effects can be seen in them
PREFIX = "real_"


@dataclass
class Recipe:
    """How one set is drawn. `asked`: 0 where only complaints are heard and silence is good; `answers`, `delay` (hours):
    of the unhappy and of the others."""

    log: str
    kind: str
    empty: bool
    ratio: float
    level: tuple[float, float]
    asked: float
    answers: tuple[float, float]
    complaint: float
    delay: tuple[float, float]
    survey: str
    temper: bool = False
    leak: str | None = None  # flag, score, code: a column that names the outcome

    def base(self, stages: int, rng: np.random.Generator) -> list[float]:
        """The share of unhappy visits of each stage without a cause."""
        low, high = self.level
        return [float(rng.uniform(low, high)) for _ in range(stages)]

    def notes(self) -> dict[str, Any]:
        return {"asked": self.asked, "complaint": self.complaint, "delay": self.delay, "ratio": self.ratio}


def is_real(sort: str) -> bool:
    return sort.startswith(PREFIX)


def sets(logs: list[str]) -> dict[str, int]:
    """Sort → how many numbered sets it has, of the logs that are at hand."""
    planted = {f"{PREFIX}{log}": len(HAS[log]) * SEEDS for log in HAS if log in logs}
    planted |= {f"{PREFIX}leak_{log}": len(LEAKS) for log in LEAKY if log in logs}
    return planted | {f"{PREFIX}empty_{log}": len(EMPTIES) * EMPTY_SEEDS for log in HAS if log in logs}


def recipe(sort: str, number: int, rng: np.random.Generator) -> Recipe:
    """The recipe of a set; `rng` is at its beginning."""
    name = sort.removeprefix(PREFIX)
    empty = name.startswith("empty_")
    log = name.removeprefix("empty_").removeprefix("leak_")
    leak = LEAKS[number % len(LEAKS)] if name.startswith("leak_") else None
    kind = EMPTIES[number % len(EMPTIES)] if empty else LEAKY[log] if leak else HAS[log][number % len(HAS[log])]
    ratio = float(rng.choice([3.5, 5.0] if log in SMALL else [2.5, 3.0, 3.5, 5.0]))
    level = float(rng.uniform(0.07, 0.13))
    delay = float(rng.choice([1.0, 8.0, 24.0]))
    answers = float(rng.uniform(0.75, 0.95))
    found = Recipe(
        log, kind, empty, ratio, (level * 0.95, level * 1.05), 1.0, (answers, answers), 0.0, (delay, delay),
        str(rng.choice(["csat", "nps", "ces"])),
    )  # fmt: skip
    voice = number // (len(EMPTIES) if empty else len(HAS[log])) % 3
    if voice == 1:
        found.complaint = 0.2
    elif voice == 2:
        found.asked, found.complaint, found.level = 0.0, float(rng.uniform(0.6, 0.9)), (level * 1.3, level * 1.5)
    if kind == "sooner":
        found.delay = (2.0, 48.0)
    elif kind == "unequal":
        found.level = (0.05, 0.3)
    found.leak = leak
    found.temper = kind == "temper"
    return found
