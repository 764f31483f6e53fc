"""Write a huge process: 1,000 activities and more than 100,000 variants, the same on every machine.

Damage claims of an insurer. A backbone of 32 frequent steps in eight stages; a long tail of 968 rare activities, each
with a place of its own in the case and a frequency by Zipf's law; work that is sent back and done again. Stages claim
the backbone and some of the tail. Documents that are asked for again make customers unhappy while the stage is on
target; the rest of their mood is chance.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

SEED = 20261123
CASES = 118_000
MINUTE, HOUR, DAY = 60, 3_600, 86_400
CUSTOMERS = 40_000
REPEATS = 3  # at most, of a step of the backbone

# stage, team, target, steps of the backbone with the probability that a case has them
STAGES: list[tuple[str, str, str, list[tuple[str, float]]]] = [
    ("Report", "Contact centre", "2d", [
        ("Report damage", 1.00), ("Identify customer", 0.45), ("Look up policy", 0.20), ("Confirm report", 0.50)]),
    ("Register", "Contact centre", "2d", [
        ("Open claim", 0.95), ("Check cover", 0.25), ("Classify claim", 0.12), ("Assign handler", 0.20)]),
    ("Document", "Claims", "3d", [
        ("Request documents", 0.25), ("Receive documents", 0.22), ("Request documents again", 0.08),
        ("Check documents", 0.15)]),
    ("Inspect", "Field service", "1d", [
        ("Arrange inspection", 0.10), ("Inspect damage", 0.09), ("Write inspection report", 0.08),
        ("Review inspection report", 0.04)]),
    ("Decide", "Claims", "1d", [
        ("Estimate loss", 0.15), ("Calculate payout", 0.20), ("Approve payout", 0.18), ("Send decision", 0.75)]),
    ("Repair", "Partner desk", "2d", [
        ("Order repair", 0.07), ("Schedule repair", 0.06), ("Complete repair", 0.06), ("Accept repair", 0.03)]),
    ("Pay", "Finance", "3d", [
        ("Check account", 0.10), ("Release payment", 0.18), ("Send payment", 0.35), ("Book payment", 0.08)]),
    ("Close", "Claims", "1d", [
        ("Inform customer", 0.15), ("Settle recourse", 0.03), ("Close claim", 0.80), ("Archive claim", 0.08)]),
]  # fmt: skip
VERBS = [
    "Add", "Adjust", "Assess", "Audit", "Cancel", "Compare", "Correct", "Dispute", "Escalate", "Extend",
    "Forward", "Match", "Merge", "Note", "Print", "Query", "Reassign", "Reject", "Reopen", "Scan", "Sign",
    "Translate",
]  # fmt: skip
THINGS = [
    "account statement", "address", "appraisal", "attachment", "bank details", "bill of repair", "building plan",
    "call record", "claim form", "claimant record", "complaint note", "consent", "contractor quote",
    "cost estimate", "cover note", "damage photo", "deadline", "deductible", "expert opinion", "fire report",
    "fraud flag", "garage invoice", "glass invoice", "guarantee", "handler note", "inventory list",
    "lawyer letter", "liability form", "loss reserve", "meter reading", "mortgage note", "partner order",
    "payment plan", "police report", "policy copy", "power of attorney", "premium record", "proof of purchase",
    "receipt", "recourse file", "rental agreement", "tax certificate", "water report", "witness statement",
]  # fmt: skip
BACKBONE = [(step, no, chance) for no, (_, _, _, steps) in enumerate(STAGES) for step, chance in steps]
TAIL = [f"{verb} {thing}" for verb in VERBS for thing in THINGS]
NAMES = [step for step, _, _ in BACKBONE] + TAIL
CLAIMED = 0.4  # of the tail, by the stage in which it usually happens
PLAIN = 0.08  # of the cases: nothing of the tail, and only the usual steps
AGAIN = NAMES.index("Request documents again")
SAID = {
    "bad": (
        "sent the same papers three times",
        "nobody knows my claim",
        "no answer for weeks",
        "asked again",
    ),
    "good": ("quick and friendly", "paid within days", "easy to report", "all as promised"),
}

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


def homes() -> tuple[Index, Flags]:
    """Of each activity of the tail: the step of the backbone that it usually comes after, and whether that step's stage
    claims it."""
    draw = np.random.default_rng(SEED + 7)
    return draw.integers(0, len(BACKBONE), len(TAIL)), draw.random(len(TAIL)) < CLAIMED


def make_events(cases: int, brief: float = 1.0) -> tuple[pa.Table, Flags, Index]:
    """The event table by time; and by case whether its customer was asked again, and its last second. `brief` below 1
    leaves out that part of the backbone's optional steps."""
    draw = np.random.default_rng(SEED)
    case, activity = _sequences(draw, cases, brief)
    start = np.sort(draw.integers(0, 330 * DAY, cases)) + np.datetime64("2025-01-06", "s").astype(np.int64)
    pause = np.ceil(draw.lognormal(0.0, 0.9, len(case)) * _medians()[activity]).astype(np.int64)
    first = np.r_[True, case[1:] != case[:-1]]
    pause[first] = 0
    total = np.cumsum(pause)
    at = start[case] + total - np.repeat(total[first], np.bincount(case, minlength=cases))
    customer = (draw.pareto(1.8, cases) * 12_000).astype(np.int64) % CUSTOMERS
    team = draw.permutation(len(NAMES)) % len(STAGES)
    team[: len(BACKBONE)] = [no for _, no, _ in BACKBONE]
    value = np.round(draw.lognormal(7.1, 0.9, cases), 2)
    columns = {
        "claim_id": _pick([f"D{n:06d}" for n in range(cases)], case),
        "activity": _pick(NAMES, activity),
        "timestamp": pa.array((at * 1_000_000).view("datetime64[us]")).cast(pa.timestamp("s")),
        "team": _pick([one[1] for one in STAGES], team[activity]),
        "customer_id": _pick([f"K{n:05d}" for n in range(CUSTOMERS)], customer[case]),
        "region": _pick(["North", "South", "East", "West"], draw.choice(4, cases, p=[0.4, 0.3, 0.2, 0.1])[case]),
        "product": _pick(["Home", "Building", "Glass", "Travel", "Liability"], draw.integers(0, 5, cases)[case]),
        "claimed": pa.array(value[case]),
    }
    again = np.bincount(case[activity == AGAIN], minlength=cases) > 0
    last = np.zeros(cases, dtype=np.int64)
    np.maximum.at(last, case, at)
    return pa.table(columns).take(pa.array(np.lexsort((case, at)))), again, last


def _sequences(draw: np.random.Generator, cases: int, brief: float) -> tuple[Index, Index]:
    """Case and activity of every event, a case's events together and in the order in which they happen."""
    plain = draw.random(cases) < PLAIN
    rows: list[Index] = []
    steps: list[Index] = []
    places: list[NDArray[np.float64]] = []
    for step, (_, _, usual) in enumerate(BACKBONE):
        chance = usual * brief if 0 < step < len(BACKBONE) - 2 else usual
        having = np.flatnonzero(np.where(plain, usual >= 0.5, draw.random(cases) < chance))
        for repeat in range(REPEATS + 1):
            back = np.where(draw.random(len(having)) < 0.02, draw.uniform(1, 4, len(having)), 0.0) * (repeat > 0)
            rows.append(having)
            steps.append(np.full(len(having), step))
            places.append(step + 1.3 * repeat + back)  # what is done again comes after the step that follows
            having = having[(draw.random(len(having)) < 0.03) & ~plain[having]]
    home, _ = homes()
    number = np.where(plain, 0, 1 + draw.poisson(1.4, cases))
    rare = np.repeat(np.arange(cases), number)
    weight = 1.0 / (np.arange(len(TAIL)) + 3.0)
    tail = draw.permutation(len(TAIL))[draw.choice(len(TAIL), len(rare), p=weight / weight.sum())]
    rows.append(rare)
    steps.append(len(BACKBONE) + tail)
    places.append(np.maximum(home[tail] + 0.5 + draw.normal(0, 2.0, len(rare)), 0.5))
    case, activity, place = np.concatenate(rows), np.concatenate(steps), np.concatenate(places)
    order = np.lexsort((activity, place, case))
    return case[order], activity[order]


def _medians() -> NDArray[np.float64]:
    """Seconds from the event before, by activity."""
    draw = np.random.default_rng(SEED + 8)
    return draw.choice([20 * MINUTE, 2 * HOUR, 9 * HOUR, 22 * HOUR], len(NAMES), p=[0.3, 0.35, 0.2, 0.15])


def make_signals(again: Flags, last: Index) -> pa.Table:
    """A survey for an eighth of the cases; most name their stage."""
    draw = np.random.default_rng(SEED + 1)
    asked = np.flatnonzero(draw.random(len(again)) < 1 / 8)
    stage = draw.integers(0, len(STAGES), len(asked))
    reason = again[asked] & (stage == 2)
    bad = draw.random(len(asked)) < np.where(reason, 0.5, 0.1)
    score = np.where(bad, draw.integers(1, 3, len(asked)), draw.integers(3, 6, len(asked)))
    said = np.where(bad, 0, 4) + draw.integers(0, 4, len(asked))
    at = last[asked] + draw.integers(HOUR, 5 * DAY, len(asked))
    return pa.table(
        {
            "claim_id": _pick([f"D{n:06d}" for n in range(len(again))], asked),
            "timestamp": pa.array((at * 1_000_000).view("datetime64[us]")).cast(pa.timestamp("s")),
            "kind": pa.array(["csat"] * len(asked)),
            "score": pa.array(score),
            "stage": _pick([one[0] for one in STAGES], stage),
            "comment": _pick([*SAID["bad"], *SAID["good"]], said),
        }
    )


def _pick(names: list[str], index: Index) -> pa.Array:
    return pa.array(names).take(pa.array(index))


def journey() -> str:
    """The journey file: each stage with its steps of the backbone and what it claims of the tail."""
    home, claimed = homes()
    lines = ["journey: A damage, from the call to the money", "persona: Household with a damage", "stages:"]
    for no, (stage, team, target, steps) in enumerate(STAGES):
        lines += [f"  - name: {stage}", f"    owner: {team}", f"    target: {{within: {target}}}", "    activities:"]
        lines += [f"      - {step}" for step, _ in steps]
        lines += [
            f"      - {name}"
            for name, at, its in zip(TAIL, home, claimed, strict=True)
            if its and BACKBONE[at][1] == no
        ]
    return "\n".join(lines) + "\n"


def write(folder: Path, cases: int = CASES, brief: float = 1.0, more: str = "") -> Path:
    """Write log.csv, signals.csv, journey.yaml and project.yaml (`more` are further lines of it) into a folder; the
    project file."""
    folder.mkdir(parents=True, exist_ok=True)
    log, again, last = make_events(cases, brief)
    csv.write_csv(log, folder / "log.csv")
    csv.write_csv(make_signals(again, last), folder / "signals.csv")
    (folder / "journey.yaml").write_text(journey(), encoding="utf-8")
    project = "name: Damage claims\nlog: {path: log.csv, columns: {case_id: claim_id}}\njourney: journey.yaml\n"
    project += "signals: [{path: signals.csv, columns: {case_id: claim_id}}]\ncase_noun: claim\n"
    (folder / "project.yaml").write_text(project + more, encoding="utf-8")
    return folder / "project.yaml"
