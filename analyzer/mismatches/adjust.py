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
    from analyzer.statistics.clustering import ClusterSums, centred_cells, clustered_p_value
    from analyzer.statistics.mantel_haenszel import null_p

    column = exposure.column
    known = visits.filter(visits[column] <= PRESENT)
    frame = engine.frame(known.group_by([*within, column, "bad"]).aggregate(n=known.count()))
    if frame.empty:
        return 1.0
    cells, places = _cells(frame, within, column, ABSENT if exposure.absent else PRESENT)
    p = float(null_p(*cells, greater=exposure.one_sided)[0])
    if not clustered:
        return p
    centred = centred_cells(*cells)
    sums = _by_cluster(engine, known, frame, within, column, places, {"x": centred.exposure, "y": centred.outcome})
    a, b, c, d = cells
    sides = 2 if exposure.one_sided else 1  # the correction takes two-sided p-values
    by_customer = ClusterSums(sums["x_2"], sums["x_4"], sums["y_2"], sums["n_2"])
    return clustered_p_value(min(p * sides, 1.0), a, b, c, d, by_customer) / sides


def effect(engine: Engine, visits: Table, others: tuple[str, ...], exposure: Exposure, clustered: bool) -> Effect:
    """The effect of the exposure on `bad`, adjusted for the other drivers (columns `others`).

    The ratio and the share rest on all rated visits. The test is made within the base strata besides, because who
    only complains was never asked. With `clustered`, variances are the larger of the plain and the cluster-robust
    one.
    """
    from analyzer.statistics.attributable import attributable_influence, stratified_attributable_fraction
    from analyzer.statistics.mantel_haenszel import clustered_risk_ratio, influence, mantel_haenszel

    column = exposure.column
    known = visits.filter(visits[column] <= PRESENT)
    frame = engine.frame(known.group_by([*others, column, "bad"]).aggregate(n=known.count()))
    if frame.empty:
        return NOTHING
    cells, places = _cells(frame, others, column, ABSENT if exposure.absent else PRESENT)
    a, b, c, d = cells
    p = test(engine, visits, (BASE, *others), exposure, clustered)
    on_ratio, on_share = influence(a, b, c, d), attributable_influence(a, b, c, d)
    size, unhappy, bad, raises = int((a + b).sum()), int(a.sum()), int((a + c).sum()), on_ratio.score > 0
    if not clustered or on_ratio.rr is None:
        ratio, share = mantel_haenszel(a, b, c, d).interval(0), stratified_attributable_fraction(a, b, c, d)
        return Effect(ratio, share, p, size, unhappy, bad, raises)
    values = {"log_rr": on_ratio.log_rr, "paf": on_share.values}
    sums = _by_cluster(engine, known, frame, others, column, places, values)
    clusters = int(sums["clusters"])
    ratio = clustered_risk_ratio(on_ratio.rr, sums["log_rr_2"], clusters, on_ratio.log_rr_variance)
    more = sums["paf_2"] * clusters / max(clusters - 1, 1)
    share = stratified_attributable_fraction(a, b, c, d, clustered_variance=more)
    return Effect(ratio, share, p, size, unhappy, bad, raises)


def _cells(frame: Any, within: tuple[str, ...], column: str, exposed: int) -> tuple[Any, Any]:
    """Arrays a, b, c, d over strata, and for each row of the frame its stratum and cell."""
    if within:
        keys = frame[list(within)].to_numpy(np.int64)
        _, stratum = np.unique(keys, axis=0, return_inverse=True)
        stratum = stratum.ravel()
    else:
        stratum = np.zeros(len(frame), int)
    is_exposed = frame[column].to_numpy() == exposed
    is_bad = frame["bad"].to_numpy() == 1
    cell = np.where(is_exposed, np.where(is_bad, 0, 1), np.where(is_bad, 2, 3))
    cells = np.zeros((4, int(stratum.max()) + 1))
    np.add.at(cells, (cell, stratum), frame["n"].to_numpy(float))
    return cells, (stratum, cell)


def _by_cluster(
    engine: Engine, known: Table, frame: Any, within: tuple[str, ...], column: str, places: Any, values: dict[str, Any]
) -> dict[str, float]:
    """Give each visit the values of its cell, add them up by customer, and add up the powers of these sums.

    Returns clusters (customers), and for each value and for n (visits) the sum of second and fourth powers as
    <name>_2 and <name>_4.
    """
    stratum, cell = places
    keys = [*within, column, "bad"]
    worth = frame[keys].copy()
    for name, value in values.items():
        worth[name] = value[stratum, cell]
    table = engine.take(worth, "influence", {**dict.fromkeys(keys, "int64"), **dict.fromkeys(values, "float64")})
    joined = known.join(table, keys)
    sums = joined.group_by("cluster").aggregate(
        n=joined.count().cast("float64"), **{name: joined[name].sum() for name in values}
    )
    powers = {f"{name}_{power}": (sums[name] ** power).sum() for name in ("n", *values) for power in (2, 4)}
    row = engine.frame(sums.aggregate(clusters=sums.count(), **powers)).iloc[0]
    return {str(name): float(value) for name, value in row.items()}
