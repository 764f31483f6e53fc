"""The effect of one driver adjusted for all others, with tests and limits robust to visits of one customer going together."""

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
    from analyzer.statistics.mantel_haenszel import clustered_risk_ratio, clustered_test, influence, mantel_haenszel

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
    values = {"null": on_ratio.null, "log_rr": on_ratio.log_rr, "paf": on_share.values}
    squares, clusters = _cluster_squares(engine, known, frame, within, column, places, values)
    test = clustered_test(on_ratio.score, squares["null"], clusters, on_ratio.score_variance)
    ratio = clustered_risk_ratio(on_ratio.rr, squares["log_rr"], clusters, on_ratio.log_rr_variance)
    more = squares["paf"] * clusters / max(clusters - 1, 1)
    share = stratified_attributable_fraction(a, b, c, d, clustered_variance=more)
    return Effect(ratio, share, max(test.p, float(plain.p[0])), exposed, bad, raises)


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


def _cluster_squares(
    engine: Engine, known: Table, frame: Any, within: tuple[str, ...], column: str, places: Any, values: dict[str, Any]
) -> tuple[dict[str, float], int]:
    """Sums over customers of the squared sums of their visits' values, and the number of customers."""
    stratum, cell = places
    keys = [*within, column, "bad"]
    worth = frame[keys].copy()
    for name, value in values.items():
        worth[name] = value[stratum, cell]
    table = engine.take(worth, "influence", {**dict.fromkeys(keys, "int64"), **dict.fromkeys(values, "float64")})
    joined = known.join(table, keys)
    sums = joined.group_by("cluster").aggregate(**{name: joined[name].sum() for name in values})
    total = sums.aggregate(clusters=sums.count(), **{name: (sums[name] * sums[name]).sum() for name in values})
    row = engine.frame(total).iloc[0]
    return {name: float(row[name]) for name in values}, int(row["clusters"])
