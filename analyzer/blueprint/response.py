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

from analyzer.blueprint.response_cells import FEWEST_ANSWERS, MOST_ATTRIBUTES, Division, divide, most_associated
from analyzer.blueprint.visit_times import visit_times
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
    Spread,
    estimates,
    interval,
    variance,
)
from analyzer.engine import SMALL, Engine, Table, added, ibis, seconds
from analyzer.tables.blueprint import WeightedBlueprint
from analyzer.tables.interval import Interval
from analyzer.tables.log import Attribute, Log

FEW_VALUES = 8  # an attribute with more is not tried
MOST_TRIED = 8  # attributes
AT_ONCE = 4  # of these are counted together in one pass over the visits: at most 9⁴ combinations of values a stage
WORTH_A_WARNING = 0.02  # points between the weighted and the raw share
BY_CHANCE_Z = 3.29  # a smaller difference, in standard errors, says nothing (p = 0.001)
DIVISIONS = ("company verdict", "duration")
VERDICTS = ("bad", "good", "unknown")
MOST_VALUES = FEW_VALUES + 1  # with the missing one
BASES = (1, len(VERDICTS), 4, MOST_VALUES, MOST_VALUES, len(STATES))  # of a code: stage, kind of visit, state


def weigh(
    engine: Engine, rated: Table, log: Log | None, raw: dict[int, Interval], times: Table | None = None
) -> dict[int, WeightedBlueprint]:
    """Weighted shares of the stages that can have them, by stage number. `times`: what `visit_times` gives of `rated`,
    where it is known already.

    Grain: a stage, over its finished visits; `raw` is its share of rated visits that are bad. Answered visits (a survey
    or review exists) speak for the others of their cell: company verdict × quartile of the seconds from opening to last
    event × at most two case attributes of at most eight values that go with answering (`response_cells`). Complaints,
    contacts and praise come by themselves and are no sample: a visit that has nothing else is not taken as answered.
    Formulas: `weighting.estimates` and `weighting.interval`. Unit: shares 0–1. Without `log` no attribute is tried.
    No entry for a stage with fewer than 20 answered visits, none left unanswered, or where silence counts as good:
    then nobody is missing. `differs` is set where the weighted share lies outside the raw one's interval or 2 points
    or more from it, and the difference is no chance (3.29 standard errors).
    Not to be trusted where the mood itself drives answering. Source: as the two files named.
    """
    cuts = _cuts(engine, visit_times(engine, rated) if times is None else times)
    if not cuts:
        return {}
    finished = _finished(rated)
    finished = finished.filter(finished.stage_no.isin(sorted(cuts)))
    chosen = _chosen(engine, rated, log, sorted(cuts))
    visits = _coded(finished, log, cuts, chosen)
    if visits.customer_id.type().is_integer():  # where names of customers are numbers it takes little room
        visits = engine.keep(visits, "coded_visits", {"stage_no": "int16", "customer_id": "int32", "code": "int32"})
    stages = _stages(_counted(engine, visits, sorted(cuts)))
    spread = _spread(engine, visits, stages)
    return {no: _weighted(stage, chosen[no], spread[no], raw[no]) for no, stage in stages.items()}


@dataclass(frozen=True)
class ResponseAttributes:
    """A case attribute that forms cells, and its values in order; a visit holds the place of its value."""

    attribute: Attribute
    values: tuple[str, ...]


@dataclass(frozen=True)
class ResponseStage:
    """What the cells of one stage give. `codes` (kinds,) are those of its kinds of visit, without the state."""

    codes: tuple[int, ...]
    division: Division
    kinds: Kinds
    found: dict[str, Estimate]


def _finished(rated: Table) -> Table:
    return rated.filter(rated.last_at.notnull() & ~rated.open)


def _cuts(engine: Engine, times: Table) -> dict[int, list[float]]:
    """Quartiles of the seconds from opening to last event, of the stages that are to be weighted."""
    finished = times.filter(~times.open)
    found = finished.group_by("stage_no").aggregate(
        n=finished.count(),
        answered=finished.count(where=finished.answered),
        by_silence=finished.count(where=finished.rated & finished.silent),
        quartiles=finished.taken_s.quantile([0.25, 0.5, 0.75]),
    )
    rows = engine.frame(found.order_by("stage_no")).itertuples()
    return {
        int(r.stage_no): [float(q) for q in r.quartiles]
        for r in rows
        if FEWEST_ANSWERS <= r.answered < r.n and not r.by_silence
    }


def _chosen(
    engine: Engine, rated: Table, log: Log | None, stages: list[int]
) -> dict[int, tuple[ResponseAttributes, ...]]:
    """The attributes that form each stage's cells, from one query for all stages and attributes."""
    few = [a for a in (log.attributes if log else ()) if a.type != "time"]
    tried = sorted((a for a in few if 1 < a.values <= FEW_VALUES), key=lambda a: (a.values, a.name))[:MOST_TRIED]
    if log is None or not tried:
        return dict.fromkeys(stages, ())

    def answers(rated: Table, cases: Table) -> Table:
        finished = _finished(rated)
        answered = finished.select("case_id", "stage_no", answered=finished.answered.cast("int64"))
        held = answered.join(cases.select("case_id", **{a.column: _value(cases, a) for a in tried}), "case_id")
        counts = []
        for start in range(0, len(tried), AT_ONCE):
            of = dict(enumerate(tried[start : start + AT_ONCE], start))
            alike = held.group_by("stage_no", *(a.column for a in of.values())).aggregate(
                n=held.count(), answered=held.answered.sum()
            )
            alike = engine.keep(alike, "answers")  # few: of each attribute a handful of values
            counts += [
                alike.group_by("stage_no", value=alike[a.column], attribute=ibis.literal(i, "int64")).aggregate(
                    n=alike.n.sum(), answered=alike.answered.sum()
                )
                for i, a in of.items()
            ]
        return ibis.union(*counts) if len(counts) > 1 else counts[0]

    name = f"answers by {[a.column for a in tried]}"
    counted = added(engine, name, ("stage_no", "value", "attribute"), answers, rated, log.cases)
    frame = engine.frame(counted.filter(counted.stage_no.isin(stages)))
    found: dict[int, dict[int, list[tuple[int, int]]]] = {no: {} for no in stages}
    values: dict[int, set[str]] = {}
    for row in frame.sort_values(["stage_no", "attribute", "value"]).itertuples():
        found[int(row.stage_no)].setdefault(int(row.attribute), []).append((int(row.n), int(row.answered)))
        values.setdefault(int(row.attribute), set()).add(str(row.value))
    choices = {i: ResponseAttributes(tried[i], tuple(sorted(of))[:MOST_VALUES]) for i, of in values.items()}
    return {no: tuple(choices[i] for i in most_associated(found[no])) for no in stages}


def _value(cases: Table, attribute: Attribute) -> Any:
    return cases[attribute.column].cast("string").fill_null("")


def _coded(
    finished: Table, log: Log | None, cuts: dict[int, list[float]], chosen: dict[int, tuple[ResponseAttributes, ...]]
) -> Table:
    """Of each visit its stage, its customer, and as one number its stage, its kind and what its customer said."""
    choices = sorted({c for of in chosen.values() for c in of}, key=lambda c: c.attribute.column)
    visits = finished
    if log is not None and choices:
        held = [_value(log.cases, c.attribute) for c in choices]
        places = {
            f"place_{i}": ibis.cases(*((held[i] == value, at) for at, value in enumerate(c.values)), else_=0)
            for i, c in enumerate(choices)
        }
        visits = finished.join(log.cases.select("case_id", **places), "case_id")
    taken_s = seconds(visits.last_at, visits.opened_at)
    unhappy = (visits.customer == "bad").cast("int64")
    visits = visits.mutate(
        verdict=ibis.cases(*((visits.company == name, i) for i, name in enumerate(VERDICTS))),
        quarter=ibis.cases(*((visits.stage_no == no, _above(taken_s, three)) for no, three in cuts.items())),
        state=ibis.cases((visits.answered, unhappy + GOOD), (visits.rated, unhappy + OTHER_GOOD), else_=SILENT),
    )
    parts = [visits.stage_no, visits.verdict, visits.quarter]
    for turn in range(MOST_ATTRIBUTES):
        held = [(no, visits[f"place_{choices.index(of[turn])}"]) for no, of in chosen.items() if len(of) > turn]
        parts.append(ibis.cases(*((visits.stage_no == no, place) for no, place in held), else_=0) if held else 0)
    code = ibis.literal(0, "int64")
    for part, base in zip((*parts, visits.state), BASES, strict=True):
        code = code * base + part
    return visits.select("stage_no", "customer_id", heard=visits.rated, code=code.cast("int64"))


def _above(taken_s: Any, cuts: list[float]) -> Any:
    """How many of three cuts a duration lies above."""
    first, second, third = ((taken_s > cut).cast("int64") for cut in cuts)
    return first + second + third


def _counted(engine: Engine, visits: Table, stages: list[int]) -> dict[int, int]:
    """Code → visits; as many stages at once as cannot give more rows than may leave the engine."""
    counts: dict[int, int] = {}
    at_once = SMALL // math.prod(BASES)
    for start in range(0, len(stages), at_once):
        here = visits.filter(visits.stage_no.isin(stages[start : start + at_once]))
        frame = engine.frame(here.group_by("code").aggregate(n=here.count()))
        counts |= {int(row.code): int(row.n) for row in frame.itertuples()}
    return counts


def _stages(counts: dict[int, int]) -> dict[int, ResponseStage]:
    """Code → visits, as cells and estimates by stage."""
    stages: dict[int, dict[int, list[int]]] = {}
    for code, n in sorted(counts.items()):
        kind, state = divmod(code, len(STATES))
        stages.setdefault(_key(kind)[0], {}).setdefault(kind, [0] * len(STATES))[state] = n
    return {no: _stage(of) for no, of in stages.items()}


def _key(kind: int) -> tuple[int, ...]:
    """ResponseStage, verdict, quarter and the places of two values from a code without its state."""
    parts = []
    for base in reversed(BASES[1:-1]):
        kind, part = divmod(kind, base)
        parts.append(part)
    return (kind, *reversed(parts))


def _stage(counts: dict[int, list[int]]) -> ResponseStage:
    keys = {kind: _key(kind)[1:] for kind in counts}
    division = divide({keys[kind]: (sum(n), n[GOOD] + n[BAD]) for kind, n in counts.items()})
    cell = np.array([division.cell[key] for key in keys.values()])
    company = np.array([VERDICTS[key[0]] for key in keys.values()])
    kinds = Kinds(cell, company, np.array(list(counts.values()), float))
    return ResponseStage(tuple(counts), division, kinds, estimates(kinds))


def _spread(engine: Engine, visits: Table, stages: dict[int, ResponseStage]) -> dict[int, Spread]:
    """Of each stage the customers who were heard, and of each estimate the sum over them of the square of what their
    visits add to its error."""
    import pandas as pd

    rows = [
        (kind * len(STATES) + state, int(state in (GOOD, BAD)), *(e.influence[i, state] for e in stage.found.values()))
        for stage in stages.values()
        for i, kind in enumerate(stage.codes)
        for state in STATES[1:]
    ]
    schema = {"code": "int64", "answered": "int64", **dict.fromkeys(ESTIMATES, "float64")}
    influence = engine.take(pd.DataFrame(rows, columns=list(schema)), "influence", schema)
    joined = visits.filter(visits.heard).join(influence, "code")
    by_customer = joined.group_by("stage_no", "customer_id").aggregate(
        answered=joined.answered.sum(), **{name: joined[name].sum() for name in ESTIMATES}
    )
    exact = {name: by_customer[name].cast("decimal(38,0)") for name in ESTIMATES}
    totals = by_customer.group_by("stage_no").aggregate(
        heard=by_customer.count(),
        answering=(by_customer.answered > 0).cast("int64").sum(),
        **{name: (x * x).sum().cast("float64") for name, x in exact.items()},
    )
    return {
        int(r.stage_no): Spread(int(r.heard), int(r.answering), {name: float(getattr(r, name)) for name in ESTIMATES})
        for r in engine.frame(totals).itertuples()
    }


def _weighted(
    stage: ResponseStage, choices: tuple[ResponseAttributes, ...], spread: Spread, raw: Interval
) -> WeightedBlueprint:
    shares = {name: interval(stage.kinds, stage.found[name], spread, name) for name in SHARES}
    names = (*DIVISIONS, *(c.attribute.name for c in choices))
    by = tuple(names[i] for i in stage.division.by)
    _, good, bad, _, _ = (int(n) for n in stage.kinds.counts.sum(axis=0))
    gap = stage.found["difference"]
    error = math.inf if gap.value is None else math.sqrt(variance(stage.kinds, gap, spread, "difference"))
    return WeightedBlueprint(
        **shares,
        answered=good + bad,
        cells=stage.division.cells,
        by=by,
        differs=_differs(shares["felt_bad"], raw, error, bad / (good + bad), by),
    )


def _differs(weighted: Interval, raw: Interval, error: float, of_answers: float, by: tuple[str, ...]) -> str | None:
    """Why the weighted share tells another story than the raw one: other people answered (answers), or complaints come
    by themselves and weigh on the raw one (complaints); None where it does not."""
    if weighted.value is None or weighted.low is None or weighted.high is None:
        return None
    if raw.value is None or raw.low is None or raw.high is None:
        return None
    gap = weighted.value - raw.value
    outside = not raw.low <= weighted.value <= raw.high
    if abs(gap) <= BY_CHANCE_Z * error or not (outside or abs(gap) >= WORTH_A_WARNING):
        return None
    by_themselves = not by or abs(of_answers - raw.value) > abs(weighted.value - of_answers)
    return "complaints" if by_themselves else "answers"
