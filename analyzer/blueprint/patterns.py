"""Counts of visits by customer, as few distinct patterns: all that shares and their clustered intervals need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import SMALL, Engine, Table, added
from analyzer.engine.chance import number_of
from analyzer.tables.interval import Interval

SEED = 20_260_101
COUNTS = (
    "visits", "open", "returned", "company_good", "company_bad", "customer_good", "customer_bad",
    "promise_good", "promise_bad",
    "good_good", "good_bad", "bad_good", "bad_bad",
)  # fmt: skip


class NamesNeededError(Exception):
    """The question has to be asked of tables that have the customers' names."""


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
        return wilson_clustered(some[keep], every[keep], times=self.times[keep])

    def design_effect(self) -> float:
        """The larger design effect of the bad shares off target and on target, by customer; at least 1."""
        from analyzer.statistics.proportions import design_effect

        effects = [1.0]
        for company in ("good", "bad"):
            bad = self.column(f"{company}_bad")
            every = bad + self.column(f"{company}_good")
            keep = every > 0
            effects.append(design_effect(bad[keep], every[keep], times=self.times[keep]))
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
    by = ["stage_no", "customer_id"]
    counted = added(engine, "counts by customer", by, lambda rated: _count(rated, by), rated)
    counted = engine.keep(counted, "counts_by_customer")
    frame = weighted_patterns(engine, counted, ["stage_no"], COUNTS)
    overall = counted.group_by("customer_id").aggregate(**{name: counted[name].sum() for name in COUNTS})
    whole = weighted_patterns(engine, overall, [], COUNTS)
    by_stage = {int(no): _pack(part) for no, part in frame.groupby("stage_no")}
    return AllPatterns(by_stage, _pack(whole))


def weighted_patterns(engine: Engine, counted: Table, by: list[str], counts: tuple[str, ...], most: int = SMALL) -> Any:
    """The distinct rows of counts by customer and how many customers have each: a frame of `by`, `counts`, `times`.

    `counted` has a row a customer and value of `by` (none or one column). Where there would be more than `most` rows,
    customers are first added up to groups by lot, drawn from their names, and a row is a group: it has the totals of
    all its customers, and variances between groups estimate the same as variances between customers.
    Raises NamesNeededError where that would be so and `customer_id` is a number in the place of a name.
    Source: the random group method, Wolter (2007), Introduction to Variance Estimation, ch. 2.
    """
    alike = engine.keep(counted.group_by([*by, *counts]).aggregate(times=counted.count()), "alike_counts")
    rows = int(engine.frame(alike.aggregate(n=alike.count()))["n"].iloc[0])
    if rows > most:
        if not counted.customer_id.type().is_string():
            raise NamesNeededError(f"{rows:,} rows of counts are added up by lots that customers' names draw")
        parts = int(engine.frame(counted.aggregate(n=counted[by[0]].nunique()))["n"].iloc[0]) if by else 1
        lot = number_of(counted.customer_id.cast("string")) % max(most // max(parts, 1), 2)
        grouped = counted.mutate(lot=lot).group_by([*by, "lot"])
        together = engine.keep(grouped.aggregate(**{name: counted[name].sum() for name in counts}), "by_lot")
        alike = together.group_by([*by, *counts]).aggregate(times=together.count())
    return engine.frame(alike.order_by([*by, *counts]))


def _pack(frame: Any) -> Patterns:
    ordered = frame.sort_values(list(COUNTS))
    return Patterns(ordered[list(COUNTS)].to_numpy(int), ordered["times"].to_numpy(int))


def _count(rated: Table, by: list[str]) -> Table:
    def number(condition: Any) -> Any:
        return rated.count(where=condition)  # counts take a third of the room of sums

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
