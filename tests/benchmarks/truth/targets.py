"""Adds up the records of all sets into measures, each beside its target.

Effect classes of planted hidden frictions (only those that must be found), by what the oracle observes of the strongest
cause: *strong* — 6,000 cases or more, risk ratio ≥ 2.3, in ≥ 6 % of the visits; *strong, 1,500* — 1,500 cases or more,
risk ratio ≥ 3.5, in ≥ 6 % of the visits; *weaker or rarer* — all others.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .real.sorts import is_real
from .recipes import BEYOND

Record = dict[str, Any]
CLEAR = 2.45  # true risk ratio of real logs' causes that must be found: 2.5, less what complaints take from it
CLASSES = ["strong", "strong, 1,500", "weaker or rarer"]
OTHER_KINDS = [
    "shared_failure", "broken_promise", "blind_spot", "invisible_work", "out_of_order", "missing_touchpoint",
    "ad_hoc_touchpoint", "unowned", "asked_too_early",
]  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """A share with its counts; `low` and `high` are what the target asks for, None where it asks nothing."""

    name: str
    hits: int
    of: int
    low: float | None = None
    high: float | None = None
    beside: float | None = None  # the oracle's share

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def verdict(self) -> str:
        if self.low is None and self.high is None:
            return ""
        if self.value is None:
            return "no data"
        above = self.low is None or self.value >= self.low - 1e-9
        below = self.high is None or self.value <= self.high + 1e-9
        return "reached" if above and below else "NOT REACHED"


def effect_class(plant: Record, cases: int) -> str:
    ratio, exposed = plant["risk_ratio"] or 0.0, plant["exposed"] or 0.0
    if exposed >= 0.06:
        if cases >= 6000 and ratio >= 2.3:
            return CLASSES[0]
        if 1500 <= cases < 6000 and ratio >= 3.5:
            return CLASSES[1]
    return CLASSES[2]


def frictions(scores: Iterable[Record]) -> list[tuple[Record, Record]]:
    """(score, plant) of every planted hidden friction that must be found."""
    return [(s, p) for s in scores for p in s["plants"] if p["kind"] == "hidden_friction" and p["must"]]


def share(name: str, hits: Iterable[bool], low: float | None = None, high: float | None = None) -> Measure:
    flags = list(hits)
    return Measure(name, sum(flags), len(flags), low, high)


def of_friction(scores: list[Record]) -> list[Measure]:
    """Recall beside the oracle's, first driver, precision of the sets of each effect class."""
    found: list[Measure] = []
    plants = frictions(scores)
    for name in CLASSES:
        own = [(s, p) for s, p in plants if effect_class(p, s["cases"]) == name]
        hits, seen = sum(p["found"] for _, p in own), sum(p["seen"] for _, p in own)
        oracle = seen / len(own) if own else None
        strong = name != CLASSES[2]
        found.append(Measure(f"{name}: stages found", hits, len(own), 0.90 if strong else None, None, oracle))
        found.append(Measure(f"{name}: found, of the oracle's", hits, seen, 0.95 if strong else 0.8))
        if not strong:
            paid = [p for _, p in own if p.get("seen_though_paid")]
            found.append(
                share(f"{name}: found, of what the oracle sees that pays for a search", (p["found"] for p in paid))
            )
            found.append(Measure(f"{name}: seen by it, of the oracle's", len(paid), seen))
        named = [p for _, p in own if p["found"]]
        found.append(share(f"{name}: first driver right", (p["first_right"] for p in named), 0.97))
        sets = {(s["sort"], s["number"]): s for s, _ in own}.values()
        listed = [m["right"] for s in sets for m in s["mismatches"]]
        found.append(share(f"{name}: precision of mismatches", listed, 0.97))
        found.append(share(f"{name}: precision of drivers", (d["right"] for s in sets for d in s["drivers"]), 0.97))
    return found


def of_everything(scores: list[Record]) -> list[Measure]:
    held = [s for s in scores if s["sort"] not in BEYOND]
    found = [
        share("all sets: precision of mismatches", (m["right"] for s in held for m in s["mismatches"]), 0.97),
        share("all sets: precision of drivers", (d["right"] for s in held for d in s["drivers"]), 0.97),
    ]
    own = [p for _, p in frictions(held) if p["found"]]
    for form, label in (("decoy", "decoys"), ("mediator", "mediators")):
        sorts = [p for _, p in frictions(held) if p["found"] and (form in _trap(p["form"]))]
        found.append(share(f"{label} instead of the cause", (p["instead"] == form for p in sorts), None, 0.02))
    found.append(share("decoys listed at all", (p["listed_decoy"] for p in own if "decoy" in _trap(p["form"]))))
    found.append(share("hidden friction left unexplained", (not p["explained"] for p in own)))
    return found


def _trap(form: str) -> set[str]:
    return {"decoys": {"decoy"}, "graded": {"decoy"}, "confounder": {"decoy"}, "mediator": {"mediator"}}.get(
        form, set()
    )


def of_other_kinds(scores: list[Record]) -> list[Measure]:
    plants = [(s, p) for s in scores for p in s["plants"]]
    silent = [p for s, p in plants if p["kind"] == "silent_defect" and s["cases"] >= 6000]
    oracle = sum(p["seen"] for p in silent) / len(silent) if silent else None
    found = [Measure("silent_defect found", sum(p["found"] for p in silent), len(silent), 0.85, None, oracle)]
    called, could = sum(s["called_silent"] for s in scores), sum(s["could_be_called_silent"] for s in scores)
    found.append(Measure("a felt 8-point difference called silent", called, could, None, 0.0))
    for kind in OTHER_KINDS:
        own = [p for _, p in plants if p["kind"] == kind and p["must"]]
        found.append(share(f"{kind} found", (p["found"] for p in own), 0.95))
    return found


def of_empty(scores: list[Record]) -> list[Measure]:
    found = []
    for sort, group in itertools.groupby(sorted((s for s in scores if s["empty"]), key=_sort), key=_sort):
        alarms = [bool(s["mismatches"]) for s in group]
        found.append(share(f"{sort}: sets that report anything", alarms, None, None if sort in BEYOND else 0.05))
    return found


def _sort(score: Record) -> str:
    return str(score["sort"])


def of_intervals(scores: list[Record]) -> list[Measure]:
    every = [interval for s in scores for interval in s["intervals"]]
    found = []
    for what, label in (
        ("share", "bad share of a stage"),
        ("risk_ratio", "risk ratio"),
        ("driver_share", "driver's share"),
    ):
        own = [interval for interval in every if interval["what"] == what]
        sure = [interval["inside"] for interval in own if interval["sure"]]
        found.append(share(f"true {label} inside its 95 % interval", sure, 0.93, 0.97))
        if what != "share":
            found.append(share(f"… of all listed, weak ones too: {label}", (i["inside"] for i in own)))
    return found


def of_placement(scores: list[Record]) -> list[Measure]:
    judged = [s["placement"] for s in scores if s["placement"]["untagged"]]
    with_frames = [p for p in judged if p["wrong"] is not None]
    wrong, total = sum(p["wrong"] for p in with_frames), sum(p["judged"] for p in with_frames)
    untagged = sum(p["untagged"] for p in judged)
    left = untagged - sum(p["by_timing"] for p in judged)
    return [
        Measure("placed by timing in the wrong stage", wrong, total, None, 0.10),
        Measure("signals without a tag left without a stage", left, untagged),
    ]


def by_sort(scores: list[Record]) -> list[Record]:
    """One row a sort: sets, what had to be found, what was, what was listed wrongly."""
    rows = []
    for sort, group in itertools.groupby(sorted(scores, key=_sort), key=_sort):
        sets = list(group)
        must = [p for s in sets for p in s["plants"] if p["must"]]
        firsts = [p for p in must if p["kind"] == "hidden_friction" and p["found"]]
        rows.append(
            {
                "sort": sort, "sets": len(sets), "planted": len(must), "oracle": sum(p["seen"] for p in must),
                "found": sum(p["found"] for p in must), "first right": sum(p["first_right"] for p in firsts),
                "listed": sum(len(s["mismatches"]) for s in sets),
                "false": sum(not m["right"] for s in sets for m in s["mismatches"]),
                "drivers": sum(len(s["drivers"]) for s in sets),
                "wrong drivers": sum(not d["right"] for s in sets for d in s["drivers"]),
            }
        )  # fmt: skip
    return rows


def recall_grid(scores: list[Record]) -> list[Record]:
    """Recall of hidden friction by number of cases and observed risk ratio, with the oracle's beside it."""
    edges = [1.0, 1.7, 2.3, 2.9, 3.5, 5.0, 99.0]
    rows = []
    for cases in (500, 1500, 3000, 6000, 50_000):
        for low, high in itertools.pairwise(edges):
            own = [p for s, p in frictions(scores) if s["cases"] == cases and low <= (p["risk_ratio"] or 0) < high]
            if own:
                rows.append(
                    {
                        "cases": cases, "from": low, "to": high, "planted": len(own),
                        "found": sum(p["found"] for p in own), "oracle": sum(p["seen"] for p in own),
                    }
                )  # fmt: skip
    return rows


def of_real_logs(scores: list[Record]) -> list[Measure]:
    """Sets over real logs: moods drawn over what they hold."""
    if not scores:
        return []
    plain = [s for s in scores if s["leak"] is None]
    clear = [
        p for s in plain for p in s["plants"]
        if p["must"] and (p["true_risk_ratio"] or 0.0) >= CLEAR and (p["exposed"] or 0.0) >= 0.06
    ]  # fmt: skip
    seen = sum(p["seen"] for p in clear) / len(clear) if clear else None
    leaks = [s["leak"] for s in scores if s["leak"]]
    return [
        Measure("real logs: stages found", sum(p["found"] for p in clear), len(clear), 0.90, None, seen),
        share("real logs: first driver right", (p["first_right"] for p in clear if p["found"]), 0.97),
        share("real logs: precision of mismatches", (m["right"] for s in plain for m in s["mismatches"]), 0.97),
        share("real logs: precision of drivers", (d["right"] for s in plain for d in s["drivers"]), 0.97),
        share("real logs, nothing planted: sets that report anything", (
            bool(s["mismatches"]) for s in plain if s["empty"]), None, 0.05),
        share("real logs: a column that names the outcome, listed without a warning", (
            leak["listed"] and not leak["warned"] for leak in leaks), None, 0.0),
        share("real logs: a column that names the outcome, listed at all", (leak["listed"] for leak in leaks)),
        share("real logs: true risk ratio inside its 95 % interval", (
            i["inside"] for s in plain for i in s["intervals"] if i["what"] == "risk_ratio")),
    ]  # fmt: skip


def all_measures(every: list[Record]) -> dict[str, list[Measure]]:
    """Title → measures: of the made sets, then of those over real logs."""
    scores = [s for s in every if not is_real(_sort(s))]
    return {
        "Hidden friction": of_friction(scores),
        "Everything listed": of_everything(scores),
        "Other kinds": of_other_kinds(scores),
        "Sets with nothing planted": of_empty(scores),
        "Intervals": of_intervals(scores),
        "Signals without a tag": of_placement(scores),
        "Real logs": of_real_logs([s for s in every if is_real(_sort(s))]),
    }
