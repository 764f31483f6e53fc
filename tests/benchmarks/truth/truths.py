"""What is true of a data set, and what an oracle that knows the causes could see in it.

The oracle looks at the rated visits that met the company's target, with each cause's own yes or no beside them, and
asks one question of each cause: Fisher's exact p < 0.01 and a share (population attributable fraction) ≥ 10 %?
It pays for no search and knows every signal's true stage, so no method can be expected to see more.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from .causes import Cause, Driver
from .verdicts import BAD, GOOD, Visits

LEVEL, MATERIAL = 0.01, 0.10
SURE = 7.0  # standard errors: a true effect that the correction for everything tried (about 4.5) will hardly ever miss


@dataclass
class Sight:
    """What the oracle sees of one cause among company-good rated visits."""

    visits: int
    exposed: float  # share of these visits
    risk_ratio: float | None
    share: float | None
    p: float
    true_risk_ratio: float | None = None
    true_share: float | None = None
    expected_z: float = 0.0  # ln of the true risk ratio in standard errors, from true risks: what is to be expected

    @property
    def sure(self) -> bool:
        """Whether the cause is certain to be found, by its true effect. What was observed must not decide that: a small
        p-value selects the high observed ratios, and every interval would look too high."""
        return self.expected_z >= SURE

    @property
    def seen(self) -> bool:
        return self.p < LEVEL and (self.share or 0.0) >= MATERIAL and (self.risk_ratio or 0.0) > 1


@dataclass
class Plant:
    """One planted mismatch; `sights` run alongside `causes`. `must` is false where the plant is below what a finding
    must carry (a true share under 10 %): to list it is right, to leave it out too."""

    kind: str
    stage: str | None
    causes: list[Cause] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    form: str = ""
    must: bool = True
    seen: bool = True
    either: list[tuple[str, str | None]] = field(default_factory=list)  # other names under which it is found


@dataclass
class Truth:
    sort: str
    number: int
    cases: int
    empty: bool
    folder: Path | None
    stages: list[str]
    plants: list[Plant]
    allowed: set[tuple[str, str | None]]  # true without having been planted, or too near the border to call
    decoys: list[Driver]
    never: set[tuple[str, str]]  # must on no account be listed: a difference that customers do feel, called silent
    shares: dict[str, float]  # true bad share of the rated visits of each stage
    population: dict[str, float]  # true bad share of all finished visits of each stage
    clean: bool  # every signal names its stage and case rightly: intervals can be held to the true values
    verdict_facts: dict[str, list[Driver]]  # what makes the company's verdict bad, where an activity does
    causal_waits: set[str]  # stages in which time itself drives a mismatch: their waits are causes
    signals: pd.DataFrame
    rated: pd.DataFrame
    events: pd.DataFrame
    attributes: pd.DataFrame
    notes: dict[str, object]

    @property
    def name(self) -> str:
        return f"{self.sort}-{self.number:02d}"


def rated_visits(signals: pd.DataFrame, found: Visits, everyone: bool) -> pd.DataFrame:
    """One row a rated visit: case, stage, bad, company verdict. `everyone`: silence counts as good."""
    said = signals[signals["stage"] < found.first.shape[1]].groupby(["case", "stage"], as_index=False)["bad"].max()
    if everyone:
        case, stage = np.nonzero(found.complete)
        said = pd.DataFrame({"case": case, "stage": stage}).merge(said, how="left", on=["case", "stage"])
        said["bad"] = said["bad"].eq(True)
    return said.assign(company=found.company[said["case"].to_numpy(), said["stage"].to_numpy()])


def sight(rated: pd.DataFrame, stage: int, holds: np.ndarray) -> Sight:
    """The oracle's 2×2 of one cause in one stage."""
    rows = rated[(rated["stage"] == stage) & (rated["company"] == GOOD)]
    exposed, bad = holds[rows["case"].to_numpy()], rows["bad"].to_numpy().astype(bool)
    a, b = int((exposed & bad).sum()), int((exposed & ~bad).sum())
    c, d = int((~exposed & bad).sum()), int((~exposed & ~bad).sum())
    if not (a + b and c + d):
        return Sight(len(rows), float(exposed.mean()) if len(rows) else 0.0, None, None, 1.0)
    ratio = (a / (a + b)) / (c / (c + d)) if c else None
    share = 1 - (c / (c + d)) / ((a + c) / len(rows)) if a + c else 0.0
    return Sight(len(rows), (a + b) / len(rows), ratio, share, float(fisher_exact([[a, b], [c, d]])[1]))


def among_rated(risk: np.ndarray, rate_bad: np.ndarray, rate_good: np.ndarray, everyone: bool) -> np.ndarray:
    """P(bad | rated) of each visit: those who answer are not those who are asked."""
    if everyone:
        return risk * rate_bad
    return risk * rate_bad / (risk * rate_bad + (1 - risk) * rate_good)


def weight_rated(risk: np.ndarray, rate_bad: np.ndarray, rate_good: np.ndarray, everyone: bool) -> np.ndarray:
    return np.ones_like(risk) if everyone else risk * rate_bad + (1 - risk) * rate_good


def add_true_values(
    seen: Sight, cause: Cause, risk: np.ndarray, rates: tuple[np.ndarray, np.ndarray], good: np.ndarray, everyone: bool
) -> None:
    """The risk ratio and share that an interval should hold: the same rated visits, with and without the cause."""
    if cause.effect is not None or not good.any():
        return
    bad_rate, good_rate = rates[0][good], rates[1][good]
    plain = risk[good] / np.where(cause.holds[good], cause.rr, 1.0)
    weight = weight_rated(risk[good], bad_rate, good_rate, everyone)
    without = among_rated(plain, bad_rate, good_rate, everyone)
    with_it = among_rated(np.minimum(plain * cause.rr, 0.95), bad_rate, good_rate, everyone)
    actual = among_rated(risk[good], bad_rate, good_rate, everyone)
    seen.true_risk_ratio = float((weight * with_it).sum() / (weight * without).sum())
    seen.true_share = float(1 - (weight * without).sum() / (weight * actual).sum())
    exposed = seen.visits * seen.exposed
    high, low = (float((weight * risks).sum() / weight.sum()) for risks in (with_it, without))
    if exposed > 0 and seen.visits > exposed and low > 0 and high < 1:
        error = np.sqrt((1 - high) / (exposed * high) + (1 - low) / ((seen.visits - exposed) * low))
        seen.expected_z = float(np.log(high / low) / error)


def true_share_bad(risk: np.ndarray, rates: tuple[np.ndarray, np.ndarray], done: np.ndarray, everyone: bool) -> float:
    bad_rate, good_rate = rates[0][done], rates[1][done]
    weight = weight_rated(risk[done], bad_rate, good_rate, everyone)
    return float((weight * among_rated(risk[done], bad_rate, good_rate, everyone)).sum() / weight.sum())


def felt_or_not(
    risk: np.ndarray, found: Visits, stage: int, derived: bool
) -> tuple[float, float, float]:  # fmt: skip
    """(company-bad share, true risk ratio, true difference of customer-bad given company-bad) of one stage."""
    company, done = found.company[:, stage], found.complete[:, stage]
    bad, good = done & (company == BAD), done & (company == GOOD)
    if derived or not bad.any() or not good.any():
        return 0.0, 1.0, 0.0
    high, low = float(risk[bad, stage].mean()), float(risk[good, stage].mean())
    return float(bad.sum() / (bad.sum() + good.sum())), high / low, high - low


def silent_seen(rated: pd.DataFrame, stage: int) -> bool:
    """Whether the equivalence test shows a silent defect when every signal's stage is known (margin: 5 points or half
    the company-good bad share, one-sided 95 %, Wald)."""
    rows = rated[(rated["stage"] == stage) & (rated["company"] != -1)]
    bad, good = rows.loc[rows["company"] == BAD, "bad"], rows.loc[rows["company"] == GOOD, "bad"]
    if len(bad) < 2 or len(good) < 2:
        return False
    a, b = float(bad.mean()), float(good.mean())
    spread = np.sqrt(a * (1 - a) / len(bad) + b * (1 - b) / len(good))
    return bool(a - b + 1.645 * spread < min(0.05, b / 2))


def shared_seen(rated: pd.DataFrame, stage: int, stages: int) -> bool:
    """Whether Fisher's test × stages sees that customers mind what the company calls bad."""
    rows = rated[(rated["stage"] == stage) & (rated["company"] != -1)]
    table = pd.crosstab(rows["company"] == BAD, rows["bad"].astype(bool)).reindex(
        index=[True, False], columns=[True, False], fill_value=0
    )
    return bool(fisher_exact(table.to_numpy())[1] * stages <= LEVEL)
