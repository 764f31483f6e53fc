"""The screen: each candidate tested by itself, corrected for customers with several visits and for all that was
tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.mismatches.counts import Cells


@dataclass(frozen=True)
class Clusters:
    """How a stage's visits go together by customer: whether any customer has several, and how alike their outcomes
    are (0–1)."""

    shared: bool
    correlation: float

    @classmethod
    def of(cls, engine: Engine, visits: Table) -> Clusters:
        """From the visits of one stage. The correlation is the moment estimate within strata
        (statistics/clustering.py)."""
        from analyzer.statistics.clustering import outcome_correlation

        row = engine.frame(visits.aggregate(n=visits.count(), clusters=visits.cluster.nunique())).iloc[0]
        if int(row["clusters"]) == int(row["n"]):
            return cls(False, 0.0)
        counted = visits.group_by("cluster", "stratum").aggregate(n=visits.count(), bad=visits.bad.sum())
        frame = engine.frame(counted.order_by("cluster", "stratum"), limit=None)
        return cls(True, outcome_correlation(frame["bad"], frame["n"], frame["cluster"], frame["stratum"]))


def screen(
    engine: Engine, visits: Table, present: Table, cells: Cells, clusters: Clusters, stages: int, level: float
) -> Any:
    """p-values of the candidates over the base strata: array (candidates,).

    Mantel–Haenszel tests; those that would pass are corrected for clusters, which can only make them larger.
    """
    p, _, _ = tests(cells)
    passed = np.flatnonzero(corrected(p, stages) <= level)
    if clusters.shared and clusters.correlation > 0 and len(passed):
        p = p.copy()
        p[passed] = _clustered(
            engine, visits, present, cells.only(np.isin(np.arange(len(p)), passed)), clusters, p[passed]
        )
    return p


def tests(cells: Cells) -> tuple[Any, Any, Any]:
    """p-value, χ² and whether presence raises the risk, for each candidate; p = 1 and χ² = 0 for a side that has no
    name."""
    from analyzer.statistics.mantel_haenszel import mantel_haenszel, null_score

    score, variance = null_score(cells.a, cells.b, cells.c, cells.d)
    p = np.asarray(mantel_haenszel(cells.a, cells.b, cells.c, cells.d).p)
    chi2 = np.where(variance > 0, score**2 / np.where(variance > 0, variance, 1), 0.0)
    raises = score > 0
    nameless = np.array([c.opposite is None for c in cells.candidates], bool) & ~raises
    return np.where(nameless, 1.0, p), np.where(nameless, 0.0, chi2), raises


def corrected(p: Any, stages: int) -> Any:
    """q-values: Benjamini and Hochberg within the stage, times the number of stages."""
    from analyzer.statistics.false_discovery import benjamini_hochberg

    return np.asarray(benjamini_hochberg(p)) * stages


def _clustered(engine: Engine, visits: Table, present: Table, cells: Cells, clusters: Clusters, p: Any) -> Any:
    """p-values with the design effect of each candidate's exposure by customer.

    With X the exposed visits of a customer less the share x̄ expected of its n visits, Σ X² and Σ X⁴ over customers
    come from sums of products of powers of the exposed visits and n; strata are passed over here, the selection's own
    test keeps them.
    """
    from analyzer.statistics.clustering import cluster_design, clustered_p_values

    sizes = visits.group_by("cluster").aggregate(n=visits.count().cast("float64"))
    wanted = present.filter(present.candidate.isin([c.no for c in cells.candidates]))
    joined = wanted.join(visits, "case_id")
    joined = joined.filter((joined["mask"] & joined.needs) == joined.needs)
    held = joined.group_by("candidate", "cluster").aggregate(x=joined.count().cast("float64")).join(sizes, "cluster")
    powers = [(i, j) for i in range(1, 5) for j in range(5 - i)]

    def product(i: int, j: int) -> Any:
        value = held.x
        for _ in range(i - 1):
            value = value * held.x
        for _ in range(j):
            value = value * held.n
        return value.sum()

    sums = engine.frame(
        held.group_by("candidate").aggregate(**{f"s{i}{j}": product(i, j) for i, j in powers}), limit=None
    )
    alone = engine.frame(
        sizes.aggregate(t2=(sizes.n * sizes.n).sum(), t4=(sizes.n * sizes.n * sizes.n * sizes.n).sum())
    ).iloc[0]
    rows = sums.set_index("candidate").loc[[c.no for c in cells.candidates]]
    share = cells.exposed / np.maximum(cells.visits, 1)
    column = {name: rows[name].to_numpy(float) for name in rows.columns}
    squares = column["s20"] - 2 * share * column["s11"] + share**2 * float(alone["t2"])
    fourths = column["s40"] - 4 * share * column["s31"] + 6 * share**2 * column["s22"] - 4 * share**3 * column["s13"]
    fourths = fourths + share**4 * float(alone["t4"])
    spread = cells.visits * share * (1 - share)
    design = cluster_design(spread, np.maximum(squares, 0.0), np.maximum(fourths, 1e-9), clusters.correlation)
    return clustered_p_values(p, design)
