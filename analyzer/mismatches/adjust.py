"""The effect of one driver adjusted for all others, with tests and limits robust to visits of one customer going
together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.tables.interval import NO_DATA, Interval

PRESENT, ABSENT = 1, 0


@dataclass(frozen=True)
class Effect:
    """The adjusted effect of one driver over the visits in which it is known.

    risk_ratio: Mantel–Haenszel over the other drivers; share: population attributable fraction of the bad visits; p:
    of the null test within the base strata too; visits: exposed ones; unhappy: the bad ones
    among these; bad: all bad visits that it was judged on.
    """

    risk_ratio: Interval
    share: Interval
    p: float
    visits: int
    unhappy: int
    bad: int
    raises: bool


NOTHING = Effect(NO_DATA, NO_DATA, 1.0, 0, 0, 0, False)
BASE = "base"


@dataclass(frozen=True)
class Exposure:
    """What is tested: the column that holds a candidate's state (1 present, 0 absent, 2 unknown: left out), whether its
    absence is the exposure, and whether only a raised risk counts."""

    column: str
    absent: bool = False
    one_sided: bool = False


def test(engine: Engine, visits: Table, within: tuple[str, ...], exposure: Exposure, clustered: bool) -> float:
    """p-value of "the exposure makes no difference to bad", within strata of equal `within` columns.

    `clustered` says that customers have several of these visits: the design effect of the customers then enlarges the
    p-value.
    """
    counted = _counted(engine, visits, within, exposure)
    if counted.frame.empty:
        return 1.0
    cells, worth = _null(counted, within)
    return _p(cells, counted.by_cluster(engine, worth) if clustered else None, exposure)


def effect(engine: Engine, visits: Table, others: tuple[str, ...], exposure: Exposure, clustered: bool) -> Effect:
    """The effect of the exposure on `bad`, adjusted for the other drivers (columns `others`).

    The ratio and the share rest on all rated visits. The test is made within the base strata besides, because who
    only complains was never asked. With `clustered`, variances are the larger of the plain and the cluster-robust
    one.
    """
    from analyzer.statistics.attributable import attributable_influence, stratified_attributable_fraction
    from analyzer.statistics.mantel_haenszel import clustered_risk_ratio, influence, mantel_haenszel

    counted = _counted(engine, visits, (BASE, *others), exposure)
    if counted.frame.empty:
        return NOTHING
    null, worth = _null(counted, (BASE, *others))
    (a, b, c, d), places = counted.cells(others)
    on_ratio, on_share = influence(a, b, c, d), attributable_influence(a, b, c, d)
    if on_ratio.rr is not None:
        worth |= {"log_rr": on_ratio.log_rr[places], "paf": on_share.values[places]}
    sums = counted.by_cluster(engine, worth) if clustered else None
    p = _p(null, sums, exposure)
    size, unhappy, bad, raises = int((a + b).sum()), int(a.sum()), int((a + c).sum()), on_ratio.score > 0
    if sums is None or on_ratio.rr is None:
        ratio, share = mantel_haenszel(a, b, c, d).interval(0), stratified_attributable_fraction(a, b, c, d)
        return Effect(ratio, share, p, size, unhappy, bad, raises)
    clusters = int(sums["clusters"])
    ratio = clustered_risk_ratio(on_ratio.rr, sums["log_rr_2"], clusters, on_ratio.log_rr_variance)
    more = sums["paf_2"] * clusters / max(clusters - 1, 1)
    share = stratified_attributable_fraction(a, b, c, d, clustered_variance=more)
    return Effect(ratio, share, p, size, unhappy, bad, raises)


@dataclass(frozen=True)
class _Counted:
    """Visits in which the exposure is known, and how many of them are alike: `frame` has `keys` (strata, state, bad)
    and n."""

    known: Table
    keys: list[str]
    frame: Any
    exposure: Exposure

    def cells(self, within: tuple[str, ...]) -> tuple[Any, Any]:
        """Arrays a, b, c, d over strata of equal `within` columns, and for each row of the frame its stratum and
        cell."""
        frame = self.frame
        if within:
            keys = frame[list(within)].to_numpy(np.int64)
            _, stratum = np.unique(keys, axis=0, return_inverse=True)
            stratum = stratum.ravel()
        else:
            stratum = np.zeros(len(frame), int)
        is_exposed = frame[self.exposure.column].to_numpy() == (ABSENT if self.exposure.absent else PRESENT)
        is_bad = frame["bad"].to_numpy() == 1
        cell = np.where(is_exposed, np.where(is_bad, 0, 1), np.where(is_bad, 2, 3))
        cells = np.zeros((4, int(stratum.max()) + 1))
        np.add.at(cells, (cell, stratum), frame["n"].to_numpy(float))
        return cells, (stratum, cell)

    def by_cluster(self, engine: Engine, worth: dict[str, Any]) -> dict[str, float]:
        """Give each visit what its row of the frame is worth, add that up by customer, and add up the powers of these
        sums.

        Returns clusters (customers), and for each value and for n (visits) the sum of second and fourth powers as
        <name>_2 and <name>_4.
        """
        types = {**dict.fromkeys(self.keys, "int64"), **dict.fromkeys(worth, "float64")}
        table = engine.take(self.frame[self.keys].assign(**worth), "influence", types)
        joined = self.known.join(table, self.keys)
        sums = joined.group_by("cluster").aggregate(
            n=joined.count().cast("float64"), **{name: joined[name].sum() for name in worth}
        )
        powers = {f"{name}_{power}": (sums[name] ** power).sum() for name in ("n", *worth) for power in (2, 4)}
        row = engine.frame(sums.aggregate(clusters=sums.count(), **powers)).iloc[0]
        return {str(name): float(value) for name, value in row.items()}


def _counted(engine: Engine, visits: Table, within: tuple[str, ...], exposure: Exposure) -> _Counted:
    keys = [*within, exposure.column, "bad"]
    known = visits.filter(visits[exposure.column] <= PRESENT)
    return _Counted(known, keys, engine.frame(known.group_by(keys).aggregate(n=known.count())), exposure)


def _null(counted: _Counted, within: tuple[str, ...]) -> tuple[Any, dict[str, Any]]:
    """The cells of the null test, and what each row of the frame adds to its customer: exposure x and outcome y less
    their shares in the stratum."""
    from analyzer.statistics.clustering import centred_cells

    cells, places = counted.cells(within)
    centred = centred_cells(*cells)
    return cells, {"x": centred.exposure[places], "y": centred.outcome[places]}


def _p(cells: Any, sums: dict[str, float] | None, exposure: Exposure) -> float:
    """The p-value of the null test; with the sums by customer, where these have several visits."""
    from analyzer.statistics.clustering import ClusterSums, clustered_p_value
    from analyzer.statistics.mantel_haenszel import null_p

    p = float(null_p(*cells, greater=exposure.one_sided)[0])
    if sums is None:
        return p
    a, b, c, d = cells
    sides = 2 if exposure.one_sided else 1  # the correction takes two-sided p-values
    by_customer = ClusterSums(sums["x_2"], sums["x_4"], sums["y_2"], sums["n_2"])
    return clustered_p_value(min(p * sides, 1.0), a, b, c, d, by_customer) / sides
