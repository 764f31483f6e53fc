"""Counts of visits by customer, as few distinct patterns: all that shares and their clustered intervals need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.tables.interval import Interval

SEED = 20_260_101
COUNTS = (
    "visits", "open", "returned", "company_good", "company_bad", "customer_good", "customer_bad",
    "promise_good", "promise_bad",
    "good_good", "good_bad", "bad_good", "bad_bad",
)  # fmt: skip


@dataclass(frozen=True)
class Patterns:
    """Distinct rows of counts by customer and how many customers have each: `rows` (patterns × COUNTS), `times`
    (patterns,)."""

    rows: Any
    times: Any

    def column(self, name: str) -> Any:
        return self.rows[:, COUNTS.index(name)]

    def total(self, name: str) -> int:
        return int((self.column(name) * self.times).sum())

    def share(self, of: str, *others: str) -> Interval:
        """of ÷ (of + others), with the Wilson interval for visits clustered by customer."""
        from analyzer.statistics.proportions import wilson_clustered

        some = self.column(of)
        every = some + sum(self.column(name) for name in others)
        keep = every > 0
        times = self.times[keep]
        return wilson_clustered(np.repeat(some[keep], times), np.repeat(every[keep], times))

    def design_effect(self) -> float:
        """The larger design effect of the bad shares off target and on target, by customer; at least 1."""
        from analyzer.statistics.proportions import design_effect

        effects = [1.0]
        for company in ("good", "bad"):
            bad = self.column(f"{company}_bad")
            every = bad + self.column(f"{company}_good")
            keep = every > 0
            times = self.times[keep]
            effects.append(design_effect(np.repeat(bad[keep], times), np.repeat(every[keep], times)))
        return max(effects)

    def score(self) -> Interval:
        """Harmonic mean of visibility and relevance, 2·bb / (2·bb + gb + bg); seeded bootstrap over customers."""
        from analyzer.statistics.bootstrap import bootstrap_interval

        places = [COUNTS.index(name) for name in ("good_bad", "bad_good", "bad_bad")]
        return bootstrap_interval(self.rows[:, places], self.times, _harmonic, seed=SEED)


def _harmonic(totals: Any) -> Any:
    good_bad, bad_good, bad_bad = totals[..., 0], totals[..., 1], totals[..., 2]
    below = 2 * bad_bad + good_bad + bad_good
    return np.where(
        (bad_bad + good_bad > 0) & (bad_bad + bad_good > 0), 2 * bad_bad / np.where(below > 0, below, 1), np.nan
    )


@dataclass(frozen=True)
class AllPatterns:
    """Patterns of every stage, and of the whole journey."""

    by_stage: dict[int, Patterns]
    overall: Patterns

    def of(self, stage_no: int) -> Patterns:
        return self.by_stage.get(stage_no, Patterns(np.zeros((0, len(COUNTS)), int), np.zeros(0, int)))


def patterns(engine: Engine, rated: Table) -> AllPatterns:
    """Count each customer's visits by verdicts, per stage and over all stages, and group equal rows."""
    counted = _count(rated, ["stage_no", "customer_id"])
    counted = engine.keep(counted, "counts_by_customer")
    frame = engine.frame(_times(counted, ["stage_no", *COUNTS]), limit=None)
    overall = counted.group_by("customer_id").aggregate(**{name: counted[name].sum() for name in COUNTS})
    whole = engine.frame(_times(overall, list(COUNTS)), limit=None)
    by_stage = {int(no): _pack(part) for no, part in frame.groupby("stage_no")}
    return AllPatterns(by_stage, _pack(whole))


def _pack(frame: Any) -> Patterns:
    ordered = frame.sort_values(list(COUNTS))
    return Patterns(ordered[list(COUNTS)].to_numpy(int), ordered["times"].to_numpy(int))


def _times(counted: Table, by: list[str]) -> Table:
    return counted.group_by(by).aggregate(times=counted.count())


def _count(rated: Table, by: list[str]) -> Table:
    def number(condition: Any) -> Any:
        return condition.fill_null(False).cast("int64").sum()

    company, customer = rated.company, rated.customer
    return rated.group_by(by).aggregate(
        visits=rated.count(),
        open=number(rated.open),
        returned=number(rated.returns > 0),
        company_good=number(company == "good"),
        company_bad=number(company == "bad"),
        customer_good=number(customer == "good"),
        customer_bad=number(customer == "bad"),
        promise_good=number(rated.promise == "good"),
        promise_bad=number(rated.promise == "bad"),
        **{f"{a}_{b}": number((company == a) & (customer == b)) for a in ("good", "bad") for b in ("good", "bad")},
    )
