"""Reads the written files back and measures, by plain pandas, what can be seen of the plants in them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

BAD_FROM = {"csat": 2, "ces": 3, "nps": 6}
STAGES = ("Ordering", "Picking", "Delivery", "Invoicing", "Service")
TOUCHPOINT_STAGE = {
    "order app": "Ordering", "sales desk": "Ordering", "delivery note": "Picking", "driver": "Delivery",
    "delivery app": "Delivery", "produce box": "Freshness", "invoice": "Invoicing", "service line": "Service",
}  # fmt: skip
TARGETS = {  # stage: (from, to, hours); Delivery is judged by due_at
    "Ordering": ("Place order", "Confirm order", 2), "Picking": ("Print pick list", "Load truck", 4),
    "Invoicing": ("Hand over goods", "Send invoice", 24), "Service": ("Hand over goods", "Close order", 168),
}  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """A cause among the company-good rated visits of a stage: how often, how bad, against the rest."""

    visits: int
    frequency: float
    bad_with: float
    bad_without: float
    risk_ratio: float
    share: float


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Events and signals as they stand in the files; rows without activity left out, duplicates once."""
    log = pd.read_csv(folder / "log.csv", parse_dates=["timestamp", "due_at"], keep_default_na=False)
    signals = pd.read_csv(folder / "signals.csv", parse_dates=["timestamp"], keep_default_na=False)
    signals["score"] = pd.to_numeric(signals["score"])
    return log[log["activity"] != ""].drop_duplicates(), signals


def case_table(log: pd.DataFrame) -> pd.DataFrame:
    """One row an order: its attributes and, under each activity's name, the time when it first happened (else NaT)."""
    times = log.pivot_table(index="order_id", columns="activity", values="timestamp", aggfunc="min")
    skip = ["activity", "timestamp", "resource", "team", "system", "partner"]
    return log.drop(columns=skip).drop_duplicates("order_id").set_index("order_id").join(times)


def company_good(cases: pd.DataFrame, stage: str) -> pd.Series:
    """True where the stage's target was met, False where missed, <NA> where the order has not come so far."""
    if stage == "Delivery":
        done, good = cases["Hand over goods"].notna(), cases["Hand over goods"] <= cases["due_at"]
    else:
        first, last, hours = TARGETS[stage]
        done, good = cases[last].notna(), (cases[last] - cases[first]) <= pd.Timedelta(hours=hours)
    return good.astype("boolean").where(done)


def stage_of(signals: pd.DataFrame) -> pd.Series:
    """The stage that the customer states, else that of the touchpoint, else none."""
    return signals["stage"].where(signals["stage"] != "", signals["touchpoint"].map(TOUCHPOINT_STAGE))


def is_bad(signals: pd.DataFrame) -> pd.Series:
    """Complaint, contact, or a score at or below the kind's limit."""
    return signals["kind"].isin(["complaint", "contact"]) | (signals["score"] <= signals["kind"].map(BAD_FROM))


def signal_verdicts(signals: pd.DataFrame) -> pd.DataFrame:
    """One row an order and stage: did any of its signals turn out bad."""
    table = signals.assign(stage=stage_of(signals), bad=is_bad(signals))
    table = table[table["order_id"] != ""].dropna(subset=["stage"])
    return table.groupby(["order_id", "stage"]).agg(bad=("bad", "any")).reset_index()


def rated(cases: pd.DataFrame, verdicts: pd.DataFrame, stage: str) -> pd.DataFrame:
    """The stage's rated visits: the order's row with `good` (company) and `bad` (customer)."""
    own = verdicts[verdicts["stage"] == stage].set_index("order_id")[["bad"]]
    table = cases.assign(good=company_good(cases, stage)).join(own, how="inner").dropna(subset=["good"])
    return table.assign(good=table["good"].astype(bool), bad=table["bad"].astype(bool))


def effect(visits: pd.DataFrame, cause: pd.Series) -> Effect:
    """Risk ratio of bad with against without the cause, and its population attributable share, raw."""
    cause = cause.to_numpy(dtype=bool)
    bad = visits["bad"].to_numpy()
    with_it, without = float(bad[cause].mean()), float(bad[~cause].mean())
    return Effect(
        int(cause.sum()), float(cause.mean()), with_it, without, with_it / without, 1 - without / float(bad.mean())
    )


def mantel_haenszel(bad: pd.Series, cause: pd.Series, strata: pd.Series) -> float:
    """Risk ratio of the cause, pooled over the strata (Mantel and Haenszel; Greenland and Robins 1985)."""
    above = below = 0.0
    for _, rows in pd.DataFrame({"bad": bad, "cause": cause, "stratum": strata}).groupby("stratum"):
        exposed = rows["cause"].to_numpy(dtype=bool)
        n, n1, n0 = len(rows), int(exposed.sum()), int((~exposed).sum())
        if n1 and n0:
            above += float(rows["bad"][exposed].sum()) * n0 / n
            below += float(rows["bad"][~exposed].sum()) * n1 / n
    return above / below if below else float(np.nan)


def unfelt(visits: pd.DataFrame) -> dict[str, float]:
    """Difference of the bad share, off target less on target, its one-sided 95 % upper limit (Wald), and the margin."""
    on, off = visits[visits["good"]]["bad"], visits[~visits["good"]]["bad"]
    p, q = float(on.mean()), float(off.mean())
    error = (p * (1 - p) / len(on) + q * (1 - q) / len(off)) ** 0.5
    return {
        "difference": round(q - p, 4), "upper": round(q - p + 1.6449 * error, 4), "margin": round(min(0.05, p / 2), 4),
    }  # fmt: skip
