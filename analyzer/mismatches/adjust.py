"""The effect of one driver adjusted for all others, with tests and limits robust to visits of one customer going together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.statistics.clustering import ClusterSums
from analyzer.tables.interval import NO_DATA, Interval

PRESENT, ABSENT = 1, 0


@dataclass(frozen=True)
class Effect:
    """The adjusted effect of one driver over the visits in which it is known.

    risk_ratio: Mantel–Haenszel over the strata; share: population attributable fraction of the bad visits; p: of the null test; visits:
    exposed ones; bad: all bad visits that it was judged on.
    """

    risk_ratio: Interval
    share: Interval
    p: float
    visits: int
    bad: int
    raises: bool


NOTHING = Effect(NO_DATA, NO_DATA, 1.0, 0, 0, False)


def effect(engine: Engine, visits: Table, within: tuple[str, ...], column: str, absent: bool, clustered: bool) -> Effect:
    """The effect of the state in `column` (1 present, 0 absent, 2 unknown) on `bad`, within strata of equal `within` columns.

    With `absent` the exposure is 0 instead of 1. `clustered` says that customers have several of these visits: variances are then
    the larger of the plain and the cluster-robust one.
    """
    from analyzer.statistics.attributable import attributable_influence, stratified_attributable_fraction
    from analyzer.statistics.clustering import centred_cells, clustered_p_value
    from analyzer.statistics.mantel_haenszel import clustered_risk_ratio, influence, mantel_haenszel

    known = visits.filter(visits[column] <= PRESENT)
    frame = engine.frame(known.group_by([*within, column, "bad"]).aggregate(n=known.count()), limit=None)
    if frame.empty:
        return NOTHING
    cells, places = _cells(frame, within, column, ABSENT if absent else PRESENT)
    a, b, c, d = cells
    plain = mantel_haenszel(a, b, c, d)
    on_ratio, on_share = influence(a, b, c, d), attributable_influence(a, b, c, d)
    raises = on_ratio.score > 0
    exposed, bad = int((a + b).sum()), int((a + c).sum())
    if not clustered or on_ratio.rr is None:
        share = stratified_attributable_fraction(a, b, c, d)
        return Effect(plain.interval(0), share, float(plain.p[0]), exposed, bad, raises)
    centred = centred_cells(a, b, c, d)
    values = {"x": centred.exposure, "y": centred.outcome, "log_rr": on_ratio.log_rr, "paf": on_share.values}
    sums = _by_cluster(engine, known, frame, within, column, places, values)
    p = clustered_p_value(float(plain.p[0]), a, b, c, d, sums.powers)
    ratio = clustered_risk_ratio(on_ratio.rr, sums.log_rr_squares, sums.clusters, on_ratio.log_rr_variance)
    more = sums.paf_squares * sums.clusters / max(sums.clusters - 1, 1)
    share = stratified_attributable_fraction(a, b, c, d, clustered_variance=more)
    return Effect(ratio, share, p, exposed, bad, raises)


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


@dataclass(frozen=True)
class _Sums:
    """Sums over customers of powers of what their visits add up to."""

    powers: ClusterSums
    log_rr_squares: float
    paf_squares: float
    clusters: int


def _by_cluster(
    engine: Engine, known: Table, frame: Any, within: tuple[str, ...], column: str, places: Any, values: dict[str, Any]
) -> _Sums:
    """Give each visit the values of its cell, add them up by customer, and add up the powers of these sums."""
    stratum, cell = places
    keys = [*within, column, "bad"]
    worth = frame[keys].copy()
    for name, value in values.items():
        worth[name] = value[stratum, cell]
    table = engine.take(worth, "influence", {**dict.fromkeys(keys, "int64"), **dict.fromkeys(values, "float64")})
    joined = known.join(table, keys)
    sums = joined.group_by("cluster").aggregate(n=joined.count().cast("float64"), **{name: joined[name].sum() for name in values})
    total = sums.aggregate(
        clusters=sums.count(),
        fourths=(sums.x * sums.x * sums.x * sums.x).sum(),
        **{f"{name}_squares": (sums[name] * sums[name]).sum() for name in ("n", *values)},
    )
    row = engine.frame(total).iloc[0]
    powers = ClusterSums(*(float(row[name]) for name in ("x_squares", "fourths", "y_squares", "n_squares")))
    return _Sums(powers, float(row["log_rr_squares"]), float(row["paf_squares"]), int(row["clusters"]))
