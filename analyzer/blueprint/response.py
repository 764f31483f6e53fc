"""Non-response: those who answer surveys are not those who do not. Weighted shares beside the raw ones.

What it corrects: answering that goes with what the company knows of a visit (its verdict, how long it took, case
attributes). What it cannot: answering that goes with the mood itself, everything observed being equal. Where the
unhappy answer more readily than the content of the same cell, the weighted share is as far off as the raw one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.blueprint.response_cells import FEWEST_ANSWERS, Division, divide, most_associated
from analyzer.blueprint.weighting import (
    BAD,
    ESTIMATES,
    GOOD,
    OTHER_GOOD,
    SHARES,
    SILENT,
    STATES,
    Estimate,
    Kinds,
    estimates,
    interval,
)
from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.tables.blueprint import WeightedBlueprint
from analyzer.tables.interval import Interval
from analyzer.tables.log import Attribute, Log

FEW_VALUES = 8  # an attribute with more is not tried
MOST_TRIED = 8  # attributes
WORTH_A_WARNING = 0.02  # points between the weighted and the raw share
BY_CHANCE_Z = 3.29  # a smaller difference, in standard errors, says nothing (p = 0.001)
DIVISIONS = ("company verdict", "duration")
NONE = ""  # an attribute's missing value, and that of a stage that has no such attribute
KIND = ("company", "quarter", "first", "second")


def weigh(engine: Engine, rated: Table, log: Log | None, raw: dict[int, Interval]) -> dict[int, WeightedBlueprint]:
    """Weighted shares of the stages that can have them, by stage number.

    Grain: a stage, over its finished visits; `raw` is its share of rated visits that are bad. Answered visits (a survey
    or review exists) speak for the others of their cell: company verdict × quartile of the seconds from opening to last
    event × at most two case attributes of at most eight values that go with answering (`response_cells`). Complaints,
    contacts and praise come by themselves and are no sample: a visit that has nothing else is not taken as answered.
    Formulas: `weighting.estimates` and `weighting.interval`. Unit: shares 0–1. Without `log` no attribute is tried.
    No entry for a stage with fewer than 20 answered visits, none left unanswered, or where silence counts as good:
    then nobody is missing. The warning speaks where the weighted share lies outside the raw one's interval or 2 points
    or more from it, and the difference is no chance (3.29 standard errors).
    Not to be trusted where the mood itself drives answering. Source: as the two files named.
    """
    finished = rated.filter(rated.last_at.notnull() & ~rated.open)
    cuts = _cuts(engine, finished)
    if not cuts:
        return {}
    finished = finished.filter(finished.stage_no.isin(sorted(cuts)))
    chosen = _chosen(engine, finished, log, sorted(cuts))
    visits = _described(finished, log, cuts, chosen)
    counted = visits.group_by("stage_no", *KIND, "state").aggregate(n=visits.count())
    seen = engine.frame(counted, limit=None).sort_values(["stage_no", *KIND, "state"])
    stages = {int(no): _stage(part) for no, part in seen.groupby("stage_no")}
    spread = _spread(engine, visits, stages)
    return {no: _weighted(stage, chosen[no], spread[no], raw[no]) for no, stage in stages.items()}


@dataclass(frozen=True)
class Stage:
    """What the cells of one stage give. `keys` are the kinds of visit: company verdict, quarter, two attributes."""

    keys: tuple[tuple[str, ...], ...]
    division: Division
    kinds: Kinds
    found: dict[str, Estimate]


def _cuts(engine: Engine, finished: Table) -> dict[int, list[float]]:
    """Quartiles of the seconds from opening to last event, of the stages that are to be weighted."""
    found = finished.group_by("stage_no").aggregate(
        n=finished.count(),
        answered=finished.answered.cast("int64").sum(),
        by_silence=(finished.rated & (finished.signals == 0)).cast("int64").sum(),
        quartiles=seconds(finished.last_at, finished.opened_at).quantile([0.25, 0.5, 0.75]),
    )
    rows = engine.frame(found.order_by("stage_no")).itertuples()
    return {
        int(r.stage_no): [float(q) for q in r.quartiles]
        for r in rows
        if FEWEST_ANSWERS <= r.answered < r.n and not r.by_silence
    }


def _chosen(engine: Engine, finished: Table, log: Log | None, stages: list[int]) -> dict[int, tuple[Attribute, ...]]:
    """The attributes that form each stage's cells, from one query for all stages and attributes."""
    few = [a for a in (log.attributes if log else ()) if a.scope == "case" and a.type != "time"]
    tried = sorted((a for a in few if 1 < a.values <= FEW_VALUES), key=lambda a: (a.values, a.name))[:MOST_TRIED]
    if log is None or not tried:
        return dict.fromkeys(stages, ())
    answered = finished.select("case_id", "stage_no", answered=finished.answered.cast("int64"))
    held = answered.join(_attributes(log, tried), "case_id")
    counts = [
        held.group_by("stage_no", value=held[a.column]).aggregate(
            n=held.count(), answered=held.answered.sum(), attribute=ibis.literal(i)
        )
        for i, a in enumerate(tried)
    ]
    frame = engine.frame(ibis.union(*counts) if len(counts) > 1 else counts[0], limit=None)
    values: dict[int, dict[int, list[tuple[int, int]]]] = {no: {} for no in stages}
    for row in frame.sort_values(["stage_no", "attribute", "value"]).itertuples():
        values[int(row.stage_no)].setdefault(int(row.attribute), []).append((int(row.n), int(row.answered)))
    return {no: tuple(tried[i] for i in most_associated(values[no])) for no in stages}


def _attributes(log: Log, attributes: list[Attribute]) -> Table:
    values = {a.column: log.cases[a.column].cast("string").fill_null(NONE) for a in attributes}
    return log.cases.select("case_id", **values)


def _described(
    finished: Table, log: Log | None, cuts: dict[int, list[float]], chosen: dict[int, tuple[Attribute, ...]]
) -> Table:
    """Of each visit its stage, its customer, the four parts of its kind, and what its customer said (`state`)."""
    taken_s = seconds(finished.last_at, finished.opened_at)
    above = [
        (taken_s > ibis.cases(*((finished.stage_no == no, q[i]) for no, q in cuts.items()))).cast("int64")
        for i in range(3)
    ]
    unhappy = (finished.customer == "bad").cast("int64")
    state = ibis.cases((finished.answered, unhappy + GOOD), (finished.rated, unhappy + OTHER_GOOD), else_=SILENT)
    visits = finished.select(
        "case_id", "stage_no", "customer_id", "company", quarter=above[0] + above[1] + above[2], state=state.cast("int64")
    )
    named = sorted({a for attributes in chosen.values() for a in attributes}, key=lambda a: a.column)
    if log is not None and named:
        visits = visits.join(_attributes(log, named), "case_id")
    values = {}
    for place, name in enumerate(KIND[2:]):
        cases = [(visits.stage_no == no, visits[of[place].column]) for no, of in chosen.items() if len(of) > place]
        values[name] = ibis.cases(*cases, else_=NONE) if cases else ibis.literal(NONE)
    return visits.select("stage_no", "customer_id", "state", "company", "quarter", **values)


def _stage(part: Any) -> Stage:
    counts: dict[tuple[str, ...], list[int]] = {}
    for row in part.itertuples():
        key = tuple(str(getattr(row, name)) for name in KIND)
        counts.setdefault(key, [0] * len(STATES))[int(row.state)] = int(row.n)
    division = divide({key: (sum(n), n[GOOD] + n[BAD]) for key, n in counts.items()})
    cell = np.array([division.cell[key] for key in counts])
    kinds = Kinds(cell, np.array([key[0] for key in counts]), np.array(list(counts.values()), float))
    return Stage(tuple(counts), division, kinds, estimates(kinds))


def _spread(engine: Engine, visits: Table, stages: dict[int, Stage]) -> dict[int, Any]:
    """Per stage: customers, those who answered, and of each estimate the sum over customers of the square of what
    their visits add to its error."""
    import pandas as pd

    rows = [
        (no, key[0], int(key[1]), *key[2:], state, *(float(e.influence[i, state]) for e in stage.found.values()))
        for no, stage in stages.items()
        for i, key in enumerate(stage.keys)
        for state in STATES
    ]
    types = dict(zip(KIND, ("string", "int64", "string", "string"), strict=True))
    schema = {"stage_no": "int64", **types, "state": "int64", **dict.fromkeys(ESTIMATES, "float64")}
    influence = engine.take(pd.DataFrame(rows, columns=list(schema)), "influence", schema)
    joined = visits.join(influence, ["stage_no", *KIND, "state"])
    answered = joined.state.isin([GOOD, BAD]).cast("int64")
    by_customer = joined.group_by("stage_no", "customer_id").aggregate(
        answered=answered.sum(), **{name: joined[name].sum() for name in ESTIMATES}
    )
    exact = {name: by_customer[name].cast("decimal(38,0)") for name in ESTIMATES}
    totals = by_customer.group_by("stage_no").aggregate(
        customers=by_customer.count(),
        answering=(by_customer.answered > 0).cast("int64").sum(),
        **{name: (x * x).sum().cast("float64") for name, x in exact.items()},
    )
    return {int(row.stage_no): row for row in engine.frame(totals).itertuples()}


def _weighted(stage: Stage, attributes: tuple[Attribute, ...], spread: Any, raw: Interval) -> WeightedBlueprint:
    customers, answering = int(spread.customers), int(spread.answering)
    shares = {n: interval(stage.found[n], getattr(spread, n), customers, answering) for n in SHARES}
    names = (*DIVISIONS, *(a.name for a in attributes))
    by = tuple(names[i] for i in stage.division.by)
    _, good, bad, _, _ = (int(n) for n in stage.kinds.counts.sum(axis=0))
    gap = stage.found["difference"]
    error = math.inf if gap.value is None else math.sqrt(spread.difference) * gap.unit
    return WeightedBlueprint(
        **shares,
        answered=good + bad,
        cells=stage.division.cells,
        by=by,
        warning=_warning(shares["felt_bad"], raw, error, bad / (good + bad), by),
    )


def _warning(weighted: Interval, raw: Interval, error: float, of_answers: float, by: tuple[str, ...]) -> str | None:
    """What to say where the weighted share tells another story than the raw one; None where it does not."""
    if weighted.value is None or weighted.low is None or weighted.high is None:
        return None
    if raw.value is None or raw.low is None or raw.high is None:
        return None
    gap = weighted.value - raw.value
    outside = not raw.low <= weighted.value <= raw.high
    if abs(gap) <= BY_CHANCE_Z * error or not (outside or abs(gap) >= WORTH_A_WARNING):
        return None
    why = f"those who answered differ by {' and '.join(by)}"
    if not by or abs(of_answers - raw.value) > abs(weighted.value - of_answers):
        why = "complaints come by themselves and weigh on the second figure"
    return (
        f"Weighted to all finished visits {weighted.value:.1%} are unhappy ({weighted.low:.1%} to {weighted.high:.1%}), "
        f"of those rated {raw.value:.1%}: {why}."
    )
