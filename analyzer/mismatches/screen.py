"""The screen: each candidate tested by itself, corrected for customers with several visits and for all that was
tried."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.mismatches.candidates import Candidate
from analyzer.mismatches.counts import Cells, count_by_stage
from analyzer.settings import Thresholds

if TYPE_CHECKING:
    from analyzer.statistics.clustering import ClusterDesign


RARE, COMMON = 0.01, 0.99  # candidates outside these shares of the visits are not tried


@dataclass(frozen=True)
class Clusters:
    """How a stage's visits go together by customer: whether any customer has several, and how alike their outcomes
    are (0–1)."""

    shared: bool
    correlation: float = 0.0
    widening: float = 1.0  # root of the largest design effect that an exposure can have

    @property
    def enlarges(self) -> bool:
        """Whether a test that takes visits as independent finds too much."""
        return self.shared and self.correlation > 0


def clusters_by_stage(engine: Engine, visits: Table) -> dict[int, tuple[Clusters, int]]:
    """Stage number → how its visits go together, and how many of them are bad. The correlation is the moment estimate
    within strata (statistics/clustering.py)."""
    found = engine.frame(
        visits.group_by("stage_no").aggregate(n=visits.count(), clusters=visits.cluster.nunique(), bad=visits.bad.sum())
    )
    shared = {int(r.stage_no) for r in found.itertuples() if r.clusters != r.n}
    together = _together(engine, visits.filter(visits.stage_no.isin(sorted(shared)))) if shared else {}
    return {int(r.stage_no): (together.get(int(r.stage_no), Clusters(False)), int(r.bad)) for r in found.itertuples()}


def _together(engine: Engine, visits: Table) -> dict[int, Clusters]:
    counted = engine.keep(
        visits.group_by("stage_no", "cluster", "stratum").aggregate(n=visits.count(), bad=visits.bad.sum()),
        "by_cluster",
    )
    correlation = _correlations(engine, counted)
    sizes = counted.group_by("stage_no", "cluster").aggregate(n=counted.n.sum())
    size = engine.frame(sizes.group_by("stage_no").aggregate(n=sizes.n.sum(), squares=(sizes.n * sizes.n).sum()))
    return {
        no: Clusters(True, correlation[no], math.sqrt(1 + correlation[no] * (float(squares) / float(n) - 1)))
        for no, n, squares in size[["stage_no", "n", "squares"]].itertuples(index=False)
    }


def _correlations(engine: Engine, counted: Table) -> dict[int, float]:
    """Stage number → how alike the outcomes of one customer are beyond their stratum, from whole sums by two strata.

    `counted`: stage_no, cluster, stratum, n, bad.
    """
    from analyzer.statistics.clustering import StratumProducts, outcome_correlation

    every = engine.frame(
        counted.group_by("stage_no", "stratum").aggregate(n=counted.n.sum(), bad=counted.bad.sum()).order_by("stratum")
    )
    pairs = counted.join(counted.view(), ["stage_no", "cluster"], rname="{name}_too")
    sums = engine.frame(
        pairs.group_by("stage_no", "stratum", "stratum_too").aggregate(
            bad_bad=(pairs.bad * pairs.bad_too).sum(),
            bad_all=(pairs.bad * pairs.n_too).sum(),
            all_all=(pairs.n * pairs.n_too).sum(),
        )
    )
    found = {}
    for no, alone in every.groupby("stage_no"):
        own, strata = sums[sums["stage_no"] == no], alone["stratum"].to_numpy()
        places = tuple(np.searchsorted(strata, own[name].to_numpy()) for name in ("stratum", "stratum_too"))
        products = {}
        for name in ("bad_bad", "bad_all", "all_all"):
            products[name] = np.zeros((len(strata), len(strata)))
            products[name][places] = own[name].to_numpy(float)
        found[int(no)] = outcome_correlation(alone["bad"], alone["n"], StratumProducts(**products))
    return found


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


def screen_stages(
    engine: Engine, visits: Table, present: Table, tried: tuple[Candidate, ...], thresholds: Thresholds
) -> dict[int, Screening]:
    """Stage number → each candidate tested by itself, of the focused visits of some stages, and where candidates
    are present in them.

    Mantel–Haenszel tests over the base strata; those that could pass are corrected for clusters, which can only make
    them larger.
    """
    counted = count_by_stage(engine, visits, present, tried)
    clusters = clusters_by_stage(engine, visits)
    found = {
        no: _tested(cells.only(_neither_rare_nor_common(cells)), *clusters[no], thresholds)
        for no, cells in counted.items()
    }
    able = {
        no: one.p <= corrected(one.p, one.material, one.within_reach, 1.0, thresholds.driver_q)[1]
        for no, one in found.items()
    }
    wider = {no: found[no].cells.only(able[no]) for no in able if clusters[no][0].enlarges and able[no].any()}
    designs = _designs(engine, visits, present, wider, {no: clusters[no][0] for no in wider}) if wider else {}
    for no, design in designs.items():
        p = found[no].p.copy()
        p[able[no]] = _clustered(wider[no], p[able[no]], design)
        found[no] = replace(found[no], p=p)
    return found


def _neither_rare_nor_common(cells: Cells) -> Any:
    share = cells.exposed / np.maximum(cells.visits, 1)
    return (share >= RARE) & (share <= COMMON)


def _tested(cells: Cells, clusters: Clusters, bad: int, thresholds: Thresholds) -> Screening:
    """The tests of one stage, as if each visit stood by itself."""
    if not cells.candidates:
        nothing = np.zeros(0)
        return Screening(cells, nothing, nothing.astype(bool), nothing, 0, False)
    least = thresholds.driver_share * bad
    material, within_reach = carried(cells) >= least, attainable(cells, least / clusters.widening)
    return Screening(cells, tests(cells)[0], material, within_reach, bad, clusters.shared)


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


def _designs(
    engine: Engine, visits: Table, present: Table, wanted: dict[int, Cells], clusters: dict[int, Clusters]
) -> dict[int, ClusterDesign]:
    """Stage number → the design effect of each candidate's exposure by customer.

    With X the exposed visits of a customer less the share x̄ expected of its n visits, Σ X² and Σ X⁴ over customers
    come from sums of products of powers of the exposed visits and n; strata are passed over here, the selection's own
    test keeps them.
    """
    import pandas as pd

    from analyzer.statistics.clustering import cluster_design

    pairs = pd.DataFrame([(no, c.no) for no, cells in wanted.items() for c in cells.candidates])
    pairs.columns = ["stage_no", "candidate"]
    chosen = engine.take(pairs, "screened", dict.fromkeys(pairs.columns, "int64"))
    visits = visits.filter(visits.stage_no.isin(sorted(wanted))).select("visit", "stage_no", "cluster")
    sizes = visits.group_by("stage_no", "cluster").aggregate(n=visits.count().cast("float64"))
    joined = present.select("visit", "candidate").join(visits, "visit").semi_join(chosen, list(pairs.columns))
    held = joined.group_by("stage_no", "candidate", "cluster").aggregate(x=joined.count().cast("float64"))
    held = held.join(sizes, ["stage_no", "cluster"])
    powers = [(i, j) for i in range(1, 5) for j in range(5 - i)]

    def product(i: int, j: int) -> Any:
        value = held.x
        for _ in range(i - 1):
            value = value * held.x
        for _ in range(j):
            value = value * held.n
        return value.sum()

    by_pair = held.group_by("stage_no", "candidate").aggregate(**{f"s{i}{j}": product(i, j) for i, j in powers})
    sums = engine.frame(by_pair).set_index(["stage_no", "candidate"])
    every = sizes.group_by("stage_no").aggregate(
        t2=(sizes.n * sizes.n).sum(), t4=(sizes.n * sizes.n * sizes.n * sizes.n).sum()
    )
    alone = engine.frame(every).set_index("stage_no")
    found = {}
    for no, cells in wanted.items():
        rows = sums.loc[[(no, c.no) for c in cells.candidates]]
        column = {name: rows[name].to_numpy(float) for name in rows.columns}
        share = cells.exposed / np.maximum(cells.visits, 1)
        squares = column["s20"] - 2 * share * column["s11"] + share**2 * float(alone.loc[no, "t2"])
        fourths = column["s40"] - 4 * share * column["s31"] + 6 * share**2 * column["s22"]
        fourths = fourths - 4 * share**3 * column["s13"] + share**4 * float(alone.loc[no, "t4"])
        spread = cells.visits * share * (1 - share)
        found[no] = cluster_design(
            spread, np.maximum(squares, 0.0), np.maximum(fourths, 1e-9), clusters[no].correlation
        )
    return found


def _clustered(cells: Cells, p: Any, design: ClusterDesign) -> Any:
    from analyzer.statistics.clustering import clustered_p_values

    sides = np.where(_one_sided(cells), 2.0, 1.0)  # the correction takes two-sided p-values
    return clustered_p_values(np.minimum(p * sides, 1.0), design) / sides
