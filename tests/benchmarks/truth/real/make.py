"""Makes one set: moods over a real log, what customers say of them, and the files that the analyser reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from ..causes import Cause
from ..recipes import seed
from ..truths import MATERIAL, Plant, Sight, add_true_values, sight
from ..voice import SCORES
from .causes import ADDED, ends, possible
from .facts import holds
from .logs import DATA, SOURCES, RealLog, read
from .sorts import Recipe, recipe

HOUR = 3600.0
LEAK = "closing_note"


@dataclass
class RealTruth:
    """What is true of one set. `rated`: one row a rated visit: case, stage, bad, company (1 good, 0 bad)."""

    sort: str
    number: int
    name: str
    log: RealLog
    empty: bool
    plants: list[Plant]
    rated: pd.DataFrame
    until: np.ndarray
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return self.log.cases

    @property
    def leaky(self) -> bool:
        return LEAK in self.log.raw.columns


def make(sort: str, number: int, folder: Path) -> RealTruth:
    """Writes the files of a set into a folder and says what is true of it."""
    rng = seed(sort, number, 1)
    plan = recipe(sort, number, rng)
    log = with_counts(read(plan.log)) if plan.kind == "attribute_max" else read(plan.log)
    limits, company = targets(log)
    until = ends(log)
    planted = [] if plan.empty else [_planted(log, plan, until, company, rng)]
    risk = np.repeat(np.array(plan.base(len(log.stages), rng))[None, :], log.cases, axis=0)
    if plan.temper:
        owner = customers(log, rng)
        mood = rng.gamma(1.5, 1 / 1.5, int(owner.max()) + 1)
        risk = np.clip(risk * mood[owner][:, None], 0, 0.9)
    for stage, cause in planted:
        risk[:, stage] = np.minimum(risk[:, stage] * np.where(cause.holds, cause.rr, 1.0), 0.95)
    signals, rated = speak(log, until, risk, company, plan, rng)
    if plan.leak:
        log = with_leak(log, plan.leak, rated, rng)
    write(log, signals, limits, plan, folder, owner if plan.temper else None)
    plants = [_settled(log, stage, cause, rated, risk, until, company, plan) for stage, cause in planted]
    notes = {"voice": plan.notes()}
    return RealTruth(sort, number, f"{sort}-{number:02d}", log, plan.empty, plants, rated, until, notes)


def with_counts(log: RealLog) -> RealLog:
    """The log with a column that counts how often a case has changed hands so far, as service desks keep one."""
    events = log.events
    before = events.groupby("case")["resource"].shift(1)
    moved = (before.notna() & events["resource"].notna() & (before != events["resource"])).astype(int)
    raw = log.raw.copy()
    raw[ADDED] = pd.Series(moved.groupby(events["case"]).cumsum().to_numpy(), index=events["row"].to_numpy())
    return replace(log, raw=raw, columns=[*log.columns, ADDED])


def with_leak(log: RealLog, kind: str, rated: pd.DataFrame, rng: np.random.Generator) -> RealLog:
    """The log with a column that was filled in after the customers had spoken, copied onto all rows of a case: a flag,
    a score, or a code of how the case was closed. One in twenty is wrong."""
    bad = np.zeros(log.cases, bool)
    bad[rated.loc[rated["bad"], "case"].to_numpy()] = True
    bad ^= rng.random(log.cases) < (0.05 * bad.mean() / max(1 - bad.mean(), 0.1) if kind != "score" else 0.02)
    if kind == "flag":
        value = np.where(bad, "yes", "no")
    elif kind == "score":
        value = np.where(bad, rng.integers(1, 3, log.cases), rng.integers(3, 6, log.cases))
    else:
        ends = [["solved", "workaround", "informed"], ["refunded", "reopened", "customer dissatisfied"]]
        value = np.where(bad, rng.choice(ends[1], log.cases), rng.choice(ends[0], log.cases))
    place = {case: number for number, case in enumerate(log.ids)}
    told = log.raw[SOURCES[log.name].case].astype(str).map(place)
    raw = log.raw.assign(**{LEAK: [None if np.isnan(n) else value[int(n)] for n in told]})
    return replace(log, raw=raw)


def targets(log: RealLog) -> tuple[list[float], np.ndarray]:
    """The longest that a visit of each stage may take, P95 of what they take and at least an hour; and which visits
    keep it (1, 0; −1 no visit)."""
    company = np.full((log.cases, len(log.stages)), -1)
    limits = []
    for stage in range(len(log.stages)):
        own = log.events[log.events["stage"] == stage].groupby("case")["at"]
        took = own.max() - own.min()
        limits.append(float(np.ceil(max(took.quantile(0.95) if len(took) else 0.0, HOUR) / 60) * 60))
        company[took.index, stage] = (took <= limits[-1]).astype(int)
    return limits, company


def customers(log: RealLog, rng: np.random.Generator) -> np.ndarray:
    """A customer for each case: the log's own, else drawn, three cases a customer."""
    column = SOURCES[log.name].customer
    if column is None or log.name == "olist":
        return rng.integers(0, log.cases // 3, log.cases)
    rows = log.events.drop_duplicates("case")
    codes, _ = pd.factorize(log.raw[column].to_numpy()[rows["row"].to_numpy()])
    found = np.zeros(log.cases, int)
    found[rows["case"].to_numpy()] = codes
    return found


def _planted(
    log: RealLog, plan: Recipe, until: np.ndarray, company: np.ndarray, rng: np.random.Generator
) -> tuple[int, Cause]:
    """A cause and the stage that it is felt in."""
    for stage in rng.permutation(len(log.stages)):
        among = np.flatnonzero(company[:, stage] == 1)
        if len(among) < 0.3 * log.cases:
            continue
        driver = possible(log, plan.kind, int(stage), among, rng)
        if driver is not None:
            held = holds(driver, log, until[:, stage])
            assert held is not None
            return int(stage), Cause(driver, held, rr=plan.ratio)
    raise ValueError(f"{log.name} has no cause of the type {plan.kind} in 7 to 30 % of a stage's visits")


def speak(
    log: RealLog, until: np.ndarray, risk: np.ndarray, company: np.ndarray, plan: Recipe, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(the signals, the rated visits). A survey comes after the visit's end; so do complaints."""
    parts, rated = [], []
    for stage in range(len(log.stages)):
        lived = np.flatnonzero(company[:, stage] >= 0)
        bad = rng.random(len(lived)) < risk[lived, stage]
        said = np.zeros(len(lived), bool)
        if plan.asked:
            chance = plan.asked * np.where(bad, plan.answers[0], plan.answers[1])
            said = rng.random(len(lived)) < chance
            parts.append(_told(log, lived[said], bad[said], stage, plan.survey, until, plan, rng))
        loud = bad & (rng.random(len(lived)) < plan.complaint)
        parts.append(_told(log, lived[loud], bad[loud], stage, "complaint", until, plan, rng))
        heard = said | loud if plan.asked else np.ones(len(lived), bool)
        worst = bad if plan.asked else loud
        rated.append(pd.DataFrame({"case": lived[heard], "stage": stage, "bad": worst[heard]}))
    told, visits = pd.concat(parts, ignore_index=True), pd.concat(rated, ignore_index=True)
    visits["company"] = company[visits["case"].to_numpy(), visits["stage"].to_numpy()]
    return told[told["at"] <= log.last_at].reset_index(drop=True), visits


def _told(
    log: RealLog, who: np.ndarray, bad: np.ndarray, stage: int, kind: str, until: np.ndarray, plan: Recipe,
    rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    at = until[who, stage] + 60.0 + rng.exponential(np.where(bad, plan.delay[0], plan.delay[1]) * HOUR)
    score = np.full(len(who), np.nan)
    if kind in SCORES:
        low, _, high = SCORES[kind]
        score = np.where(bad, rng.choice(low, len(who)), rng.choice(high, len(who))).astype(float)
    return pd.DataFrame(
        {"case_id": log.ids[who], "at": np.ceil(at), "kind": kind, "score": score, "stage": log.stages[stage]}
    )


def write(
    log: RealLog, signals: pd.DataFrame, limits: list[float], plan: Recipe, folder: Path, owner: np.ndarray | None
) -> None:
    """Log (as it is, where nothing was added to it), journey, signals, project."""
    source = SOURCES[log.name]
    path = DATA / source.file
    if {ADDED, LEAK} & set(log.raw.columns) or owner is not None:
        raw = log.raw
        if owner is not None and source.customer is None:
            place = {case: number for number, case in enumerate(log.ids)}
            raw = raw.assign(customer_id=[f"U{owner[place[str(case)]]}" for case in raw[source.case]])
        path = folder / "log.csv"
        raw.to_csv(path, index=False)
    told = signals.assign(timestamp=pd.to_datetime(signals["at"], unit="s").dt.strftime("%Y-%m-%d %H:%M:%S"))
    told.drop(columns="at").to_csv(folder / "signals.csv", index=False)
    stages = [
        {"name": name, "owner": "Somebody", "activities": own, "target": {"within": f"{int(limit // 60)}m"}}
        for name, own, limit in zip(log.stages, log.activities, limits, strict=True)
    ]
    (folder / "journey.yaml").write_text(yaml.safe_dump({"journey": log.name, "stages": stages}, sort_keys=False))
    silence = "unknown" if plan.asked else "good"
    project = {
        "name": log.name, "log": {"path": str(path)}, "journey": "journey.yaml",
        "signals": [{"path": "signals.csv", "silence": silence}],
    }  # fmt: skip
    (folder / "project.yaml").write_text(yaml.safe_dump(project, sort_keys=False))


def _settled(
    log: RealLog, stage: int, cause: Cause, rated: pd.DataFrame, risk: np.ndarray, until: np.ndarray,
    company: np.ndarray, plan: Recipe,
) -> Plant:  # fmt: skip
    seen: Sight = sight(rated, stage, cause.holds)
    asked = np.ones(log.cases) * plan.asked
    rates = (1 - (1 - asked * plan.answers[0]) * (1 - plan.complaint), asked * plan.answers[1])
    add_true_values(seen, cause, risk[:, stage], rates, company[:, stage] == 1, not plan.asked)
    must = (seen.true_share or seen.share or 0.0) >= MATERIAL
    return Plant("hidden_friction", log.stages[stage], [cause], [seen], plan.kind, must, seen.seen)
