"""Every sort of data set, and how its numbered sets are drawn: size, shape, voice and what is planted."""

import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .causes import TYPES

# (cases, risk ratio) in turn: the grid on which recall is measured
GRID = [
    (6000, 2.4), (1500, 3.5), (6000, 3.5), (1500, 5.0), (6000, 1.8), (6000, 2.7), (1500, 2.7), (6000, 5.0), (1500, 2.1),
    (6000, 8.0), (3000, 2.7), (6000, 1.5),
]  # fmt: skip
FORMS = ["two", "interaction", "mediator", "determinant", "confounder", "confounded_cause", "decoys", "twins", "rare"]
VOICES = [
    "untagged", "untagged_all", "wrong_tags", "touchpoints", "about", "customer_only", "several_signals",
    "complaints_only", "mood_response", "sooner", "open_cases",
]  # fmt: skip
KINDS = [
    "silent_defect", "near_silent", "shared_failure", "broken_promise", "blind_spot", "invisible_work", "out_of_order",
    "missing_touchpoint", "ad_hoc_touchpoint", "unowned", "asked_too_early",
]  # fmt: skip
SIZES = ["tiny", "wide", "huge"]
EMPTIES = ["plain", "sooner", "unequal", "reactions", "cutoff", "temper", "answering", "by_channel"]
BEYOND = {"empty_by_channel"}  # harsher than the list of empty sorts asks for: reported, held to no target

SETS: dict[str, int] = (
    {f"driver_{kind}": 12 for kind in TYPES}
    | {f"form_{form}": 12 for form in FORMS}
    | {f"voice_{voice}": 8 for voice in VOICES}
    | {f"kind_{kind}": 40 if "silent" in kind else 20 for kind in KINDS}
    | {"size_tiny": 10, "size_wide": 6, "size_huge": 2}
    | {f"empty_{sort}": 60 for sort in EMPTIES}
    | {"form_graded": 16}  # decoys that go along with a wait or a number
)


@dataclass
class Recipe:
    sort: str
    number: int
    cases: int
    stages: int
    activities: int
    loops: float
    parallel: bool
    open_share: float
    mean_cases: float
    base: list[float]
    voice: dict[str, Any] = field(default_factory=dict)
    frictions: list[dict[str, Any]] = field(default_factory=list)
    kind: str | None = None
    tempered: bool = False
    reactions: str | None = None  # own, last
    answering: bool = False

    @property
    def empty(self) -> bool:
        return self.sort.startswith("empty_")


def seed(sort: str, number: int, part: int) -> np.random.Generator:
    return np.random.default_rng([zlib.crc32(sort.encode()), number, part])


def recipe(sort: str, number: int) -> Recipe:
    """The recipe of one set; the same (sort, number) always gives the same."""
    if sort not in SETS:
        raise KeyError(f"no sort {sort!r}; there are: {', '.join(SETS)}")
    rng = seed(sort, number, 1)
    group, _, name = sort.partition("_")
    cases = {"driver": GRID[number % len(GRID)][0], "form": 6000, "voice": 6000, "kind": 6000}.get(group, 3000)
    stages = int(rng.integers(2, 9))
    found = Recipe(
        sort, number, cases, stages,
        activities=int(rng.integers(max(5, 2 * stages), max(6, min(60, 5 * stages + 6)) + 1)),
        loops=float(rng.choice([0.0, 0.0, 0.04, 0.12])), parallel=bool(rng.random() < 0.5),
        open_share=float(rng.choice([0.02, 0.04, 0.08])), mean_cases=float(rng.choice([1.0, 1.6, 3.0])), base=[],
    )  # fmt: skip
    _voice(found, rng)
    {"driver": _driver, "form": _form, "voice": _voiced, "kind": _kind, "size": _size, "empty": _empty}[group](
        found, name, rng
    )
    if not found.base:
        common = float(rng.uniform(0.08, 0.16))
        strongest = max([friction["rr"] for friction in found.frictions], default=1.0)
        common = min(common, 0.8 / strongest)
        found.base = [common * float(rng.uniform(0.93, 1.07)) for _ in range(found.stages)]
    return found


def _voice(found: Recipe, rng: np.random.Generator) -> None:
    delay = float(rng.choice([2.0, 8.0, 24.0]))
    found.voice = {
        "asked": float(rng.uniform(0.7, 0.95)), "answers_bad": 0.5, "answers_good": 0.5, "delay_bad": delay,
        "delay_good": delay, "complaint": float(rng.choice([0.0, 0.0, 0.15])),
        "kinds": str(rng.choice(["one", "one", "by_stage", "mixed"])),
    }  # fmt: skip


def _friction(form: str, rr: float, rng: np.random.Generator, share: float | None = None) -> dict[str, Any]:
    """A cause with enough share to matter: its true share is at least about 12 %."""
    least = 0.12 / 0.88 / (rr - 1)
    wanted = share if share is not None else max(0.065, least) * float(rng.uniform(1.05, 1.9))
    return {"form": form, "rr": rr, "share": min(wanted, 0.33)}


def _driver(found: Recipe, name: str, rng: np.random.Generator) -> None:
    _, rr = GRID[found.number % len(GRID)]
    found.stages = max(found.stages, 3 if name == "returns" else 2)
    found.frictions = [_friction(name, rr, rng)]
    if found.stages >= 4 and rng.random() < 0.5:
        found.frictions.append(_friction(str(rng.choice(TYPES)), rr, rng))


def _form(found: Recipe, name: str, rng: np.random.Generator) -> None:
    rr = float(rng.choice([2.7, 3.5, 5.0]))
    found.cases = [6000, 6000, 3000][found.number % 3] if name != "rare" else 6000
    found.stages = max(found.stages, 3)
    if name == "rare":
        rr = float(rng.choice([6.5, 8.0]))
        found.frictions = [_friction(str(rng.choice(TYPES[:2])), rr, rng, float(rng.uniform(0.02, 0.04)))]
    elif name == "interaction":
        found.frictions = [_friction(name, 5.0, rng, float(rng.uniform(0.3, 0.4)))]
    else:
        found.frictions = [_friction(name, rr, rng)]


def _voiced(found: Recipe, name: str, rng: np.random.Generator) -> None:
    found.stages = max(found.stages, 3)
    found.frictions = [_friction(str(rng.choice(TYPES)), float(rng.choice([2.7, 3.5, 5.0])), rng)]
    told: dict[str, dict[str, Any]] = {
        "untagged": {"untagged": float(rng.uniform(0.25, 0.5))},
        "untagged_all": {"untagged": 1.0, "delay_bad": 0.5, "delay_good": 0.5, "complaint": 0.0},
        "wrong_tags": {"wrong": float(rng.uniform(0.04, 0.08))},
        "touchpoints": {"by_touchpoint": 0.7},
        "about": {"about": found.stages // 2},
        "customer_only": {"no_case": 1.0},
        "several_signals": {"several": 0.4, "praise": 0.1, "complaint": 0.2},
        "complaints_only": {"surveys": False, "complaint": float(rng.uniform(0.5, 0.8))},
        "mood_response": {"answers_bad": 0.65, "answers_good": 0.35},
        "sooner": {"delay_bad": 2.0, "delay_good": 40.0},
        "open_cases": {},
    }
    found.voice |= told[name]
    if name == "customer_only":
        found.mean_cases = 2.0
    if name == "open_cases":
        found.open_share = float(rng.uniform(0.2, 0.35))


def _kind(found: Recipe, name: str, rng: np.random.Generator) -> None:
    found.kind = name
    found.stages = max(found.stages, 4 if name in ("out_of_order", "ad_hoc_touchpoint") else 3)
    found.voice |= {"asked": 0.95, "kinds": "one", "complaint": 0.0}
    if "silent" in name:
        level = float(rng.uniform(0.12, 0.22))
        found.base = [level] * found.stages
        found.voice |= {"answers_bad": 0.55, "answers_good": 0.55}
    elif name not in ("shared_failure", "asked_too_early"):
        found.cases = [1500, 3000, 6000][found.number % 3]


def _size(found: Recipe, name: str, rng: np.random.Generator) -> None:
    kind = str(rng.choice(TYPES))
    if name == "tiny":
        found.cases, found.stages, found.activities, rr = 500, int(rng.integers(2, 4)), int(rng.integers(5, 12)), 5.0
    elif name == "wide":
        found.cases, found.stages, found.activities, rr = 6000, 12, 60, 3.5
    else:
        found.cases, found.stages, found.activities, rr = 50_000, 6, 30, 1.8
    found.stages = max(found.stages, 3) if kind == "returns" else found.stages
    found.frictions = [_friction(kind, rr, rng)]


def _empty(found: Recipe, name: str, rng: np.random.Generator) -> None:
    found.cases = [1500, 3000, 6000][found.number % 3]
    if name == "sooner":
        found.voice |= {"delay_bad": float(rng.uniform(1, 4)), "delay_good": float(rng.uniform(24, 72))}
        found.voice["complaint"] = 0.15
    elif name == "unequal":
        flavour = found.number % 3
        if flavour == 0:
            found.base = [float(rng.uniform(0.05, 0.3)) for _ in range(found.stages)]
            found.voice["kinds"] = "by_stage" if found.number % 2 else "one"
        elif flavour == 1:
            found.voice |= {"kinds": "mixed", "kind_factor": (1.6, 0.5)}
        else:
            found.voice |= {"kinds": "one", "sources": True, "kind_factor": (0.6, 1.5)}
    elif name == "by_channel":
        found.voice |= {"kinds": "by_channel", "kind_factor": (1.6, 0.6)}
    elif name == "reactions":
        found.reactions = ["own", "last"][found.number % 2]
        found.voice |= {"complaint": 0.5}
    elif name == "cutoff":
        found.open_share = float(rng.uniform(0.2, 0.45))
    elif name == "temper":
        found.tempered = True
    elif name == "answering":
        found.answering = True
        found.voice |= {"asked": 0.9, "answers_bad": 0.5, "answers_good": 0.5}
