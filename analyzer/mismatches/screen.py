"""The screen: each candidate tested by itself, corrected for customers with several visits and for all that was
tried."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.mismatches.counts import Cells
from analyzer.settings import Thresholds


@dataclass(frozen=True)
class Clusters:
    """How a stage's visits go together by customer: whether any customer has several, and how alike their outcomes
    are (0–1)."""

    shared: bool
    correlation: float
    widening: float = 1.0  # root of the largest design effect that an exposure can have

    @classmethod
    def of(cls, engine: Engine, visits: Table) -> Clusters:
        """From the visits of one stage. The correlation is the moment estimate within strata
        (statistics/clustering.py)."""
        row = engine.frame(visits.aggregate(n=visits.count(), clusters=visits.cluster.nunique())).iloc[0]
        if int(row["clusters"]) == int(row["n"]):
            return cls(False, 0.0)
        counted = engine.keep(
            visits.group_by("cluster", "stratum").aggregate(n=visits.count(), bad=visits.bad.sum()), "by_cluster"
        )
        correlation = _correlation(engine, counted)
        sizes = counted.group_by("cluster").aggregate(n=counted.n.sum())
        size = engine.frame(sizes.aggregate(n=sizes.n.sum(), squares=(sizes.n * sizes.n).sum())).iloc[0]
        return cls(True, correlation, math.sqrt(1 + correlation * (float(size["squares"]) / float(size["n"]) - 1)))


def _correlation(engine: Engine, counted: Table) -> float:
    """How alike the outcomes of one customer are beyond their stratum, from whole sums by two strata.

    `counted`: cluster, stratum, n, bad.
    """
    from analyzer.statistics.clustering import StratumProducts, outcome_correlation

    alone = engine.frame(
        counted.group_by("stratum").aggregate(n=counted.n.sum(), bad=counted.bad.sum()).order_by("stratum")
    )
    pairs = counted.join(counted.view(), "cluster", rname="{name}_too")
    sums = engine.frame(
        pairs.group_by("stratum", "stratum_too").aggregate(
            bad_bad=(pairs.bad * pairs.bad_too).sum(),
            bad_all=(pairs.bad * pairs.n_too).sum(),
            all_all=(pairs.n * pairs.n_too).sum(),
        )
    )
    strata = alone["stratum"].to_numpy()
    places = tuple(np.searchsorted(strata, sums[name].to_numpy()) for name in ("stratum", "stratum_too"))
    products = {}
    for name in ("bad_bad", "bad_all", "all_all"):
        products[name] = np.zeros((len(strata), len(strata)))
        products[name][places] = sums[name].to_numpy(float)
    return outcome_correlation(alone["bad"], alone["n"], StratumProducts(**products))


@dataclass(frozen=True)
class Screened:
    """The screen of one stage, with what the correction has to count.

    q, passed: an entry a candidate. cut: the p-value up to which candidates pass; bad: the bad visits of the stage;
    clustered: whether any customer has several of its visits.
    """

    q: Any
    passed: Any
    cut: float
    bad: int
    clustered: bool


@dataclass(frozen=True)
class Screening:
    """The tests of one stage, before it is known how many stages show anything. p, material (carries enough of the bad
    visits), within_reach (the chance of that with nothing behind it): an entry a candidate of `cells`."""

    cells: Cells
    p: Any
    material: Any
    within_reach: Any
    bad: int
    clustered: bool

    @property
    def of_stage(self) -> float:
        """The p-value of "nothing sets the bad visits of this stage apart": the smallest q of its candidates, which is
        Simes' (1986) where each can be listed."""
        from analyzer.statistics.false_discovery import benjamini_hochberg

        found = benjamini_hochberg(np.where(self.material, self.p, 1.0), attainable=self.within_reach)
        return float(min(found, default=1.0))

    def corrected(self, stages: float, level: float) -> Screened:
        """The screen where each stage's level is divided by `stages`."""
        q, cut = corrected(self.p, self.material, self.within_reach, stages, level)
        return Screened(q, self.p <= cut, cut, self.bad, self.clustered)


def screen(engine: Engine, visits: Table, present: Table, cells: Cells, thresholds: Thresholds) -> Screening:
    """Each candidate tested by itself.

    Mantel–Haenszel tests over the base strata; those that could pass are corrected for clusters, which can only make
    them larger.
    """
    clusters = Clusters.of(engine, visits)
    bad = int(engine.frame(visits.aggregate(bad=visits.bad.sum()))["bad"].iloc[0])
    least = thresholds.driver_share * bad
    material, within_reach = carried(cells) >= least, attainable(cells, least / clusters.widening)
    p, _, _ = tests(cells)
    _, cut = corrected(p, material, within_reach, 1.0, thresholds.driver_q)
    passed = np.flatnonzero(p <= cut)
    if clusters.shared and clusters.correlation > 0 and len(passed):
        p = p.copy()
        p[passed] = _clustered(engine, visits, present, cells.only(p <= cut), clusters, p[passed])
    return Screening(cells, p, material, within_reach, bad, clusters.shared)


def corrected(p: Any, material: Any, within_reach: Any, stages: float, level: float) -> tuple[Any, float]:
    """q-values, and the p-value up to which candidates pass: Benjamini and Hochberg within the stage, times `stages`:
    the number of stages over that of the stages that show anything (statistics/false_discovery.py).

    Only candidates that carry a material share can be discoveries, so only these are ranked; another one passes at
    the same cut, so that what goes along with it finds it among those chosen. No discovery, no cut: it is −1.
    """
    from analyzer.statistics.false_discovery import benjamini_hochberg, cut_off, expected_discoveries

    ranked = np.asarray(benjamini_hochberg(np.where(material, p, 1.0), attainable=within_reach)) * stages
    found = int((material & (ranked <= level)).sum())
    if not found:
        return np.minimum(np.where(material, ranked, 1.0), 1.0), -1.0
    beside = expected_discoveries(p, within_reach, len(p)) / found * stages
    return np.minimum(np.where(material, ranked, beside), 1.0), cut_off(level / stages * found, within_reach)


def tests(cells: Cells) -> tuple[Any, Any, Any]:
    """p-value, χ² and whether presence raises the risk, for each candidate.

    One whose absence has no name is tested against raising the risk only (p = 1 and χ² = 0 where it lowers it), the
    others on both sides.
    """
    from analyzer.statistics.mantel_haenszel import null_p, null_score

    score, variance = null_score(cells.a, cells.b, cells.c, cells.d)
    one_sided = _one_sided(cells)
    p = null_p(cells.a, cells.b, cells.c, cells.d, greater=one_sided)
    chi2 = np.where(variance > 0, score**2 / np.where(variance > 0, variance, 1), 0.0)
    raises = score > 0
    nameless = one_sided & ~raises
    return np.where(nameless, 1.0, p), np.where(nameless, 0.0, chi2), raises


def _one_sided(cells: Cells) -> Any:
    return np.array([c.opposite is None for c in cells.candidates], bool)


def attainable(cells: Cells, least: float) -> Any:
    """The chance that a candidate with nothing behind it carries as many bad visits as a driver must: array
    (candidates,).

    A rare candidate does so only by a far greater chance than the cut-off asks for, and adds next to nothing to the
    false findings that the correction has to count. Given the margins, the bad visits among the exposed are
    hypergeometric; with k of m, and an exposed share e of the known visits, (k − m·e)/(1 − e) bad visits go with the
    candidate, and (m·e − k)/e with its absence. `least`: the bad visits that make a driver material, less where
    customers have several visits, because that widens the distribution (`Clusters.widening`).
    """
    from analyzer.statistics.exact import hypergeometric

    exposed, total = cells.exposed, cells.visits
    bad = (cells.a + cells.c).sum(axis=1)
    fraction = exposed / np.maximum(total, 1)
    middle, low = bad * fraction, np.maximum(0.0, exposed + bad - total)
    found = np.empty(len(bad))
    for i in range(len(bad)):  # one by one: all at once would be candidates × bad visits
        (chances,) = hypergeometric(exposed[i : i + 1], bad[i : i + 1], total[i : i + 1])
        seen = low[i] + np.arange(len(chances)) - middle[i]
        reaches = seen >= least * (1 - fraction[i])
        if cells.candidates[i].opposite is not None:
            reaches |= -seen >= least * fraction[i]
        found[i] = chances[reaches].sum()
    return found


def carried(cells: Cells) -> Any:
    """The bad visits that go with each candidate, on the side that raises the risk, unadjusted: array (candidates,)."""
    fraction = cells.exposed / np.maximum(cells.visits, 1)
    more = cells.a.sum(axis=1) - (cells.a + cells.c).sum(axis=1) * fraction
    return np.where(more > 0, more / np.maximum(1 - fraction, 1e-9), -more / np.maximum(fraction, 1e-9))


def _clustered(engine: Engine, visits: Table, present: Table, cells: Cells, clusters: Clusters, p: Any) -> Any:
    """p-values with the design effect of each candidate's exposure by customer.

    With X the exposed visits of a customer less the share x̄ expected of its n visits, Σ X² and Σ X⁴ over customers
    come from sums of products of powers of the exposed visits and n; strata are passed over here, the selection's own
    test keeps them.
    """
    from analyzer.statistics.clustering import cluster_design, clustered_p_values

    sizes = visits.group_by("cluster").aggregate(n=visits.count().cast("float64"))
    wanted = present.filter(present.candidate.isin([c.no for c in cells.candidates]))
    joined = wanted.join(visits, "visit")
    held = joined.group_by("candidate", "cluster").aggregate(x=joined.count().cast("float64")).join(sizes, "cluster")
    powers = [(i, j) for i in range(1, 5) for j in range(5 - i)]

    def product(i: int, j: int) -> Any:
        value = held.x
        for _ in range(i - 1):
            value = value * held.x
        for _ in range(j):
            value = value * held.n
        return value.sum()

    sums = engine.frame(held.group_by("candidate").aggregate(**{f"s{i}{j}": product(i, j) for i, j in powers}))
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
    sides = np.where(_one_sided(cells), 2.0, 1.0)  # the correction takes two-sided p-values
    return clustered_p_values(np.minimum(p * sides, 1.0), design) / sides
