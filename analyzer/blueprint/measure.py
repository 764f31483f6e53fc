"""Rated visits → the blueprint: every stage's 2×2 with its measures, and the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analyzer.blueprint.coverage import coverage
from analyzer.blueprint.early import asked_early
from analyzer.blueprint.heard import heard
from analyzer.blueprint.patterns import Patterns, patterns
from analyzer.blueprint.response import weigh
from analyzer.blueprint.scores import scores
from analyzer.blueprint.trend import trend
from analyzer.blueprint.visit_times import visit_times
from analyzer.engine import Engine, Table
from analyzer.journey import Journey, Stage
from analyzer.tables.blueprint import Blueprint, Both, Measures, Side, StageBlueprint
from analyzer.tables.interval import NO_DATA
from analyzer.tables.log import Log


def both_views(engine: Engine, rated: Table, placed: Table, journey: Journey, log: Log | None = None) -> Blueprint:
    """The blueprint of a journey.

    Yields rest on all visits with a verdict; everything under `both` on the rated visits whose company verdict is
    known. Shares have Wilson intervals with the effective size by customer, the score a seeded bootstrap over
    customers. Beside them, by stage, shares weighted for non-response (`response`); `log` gives it the case attributes.
    """
    found = patterns(engine, rated)
    times = visit_times(engine, rated)
    durations = _durations(engine, times)
    covered = coverage(engine, times)
    early = asked_early(engine, placed, rated)
    by_stage = scores(engine, placed)
    stages = tuple(
        _stage(
            stage,
            found.of(stage.no),
            durations.get(stage.no, {}),
            covered.get(stage.no, {}),
            early.get(stage.no, {}),
            by_stage.get(stage.no, {}),
        )
        for stage in journey.stages
    )
    weighted = weigh(engine, rated, log, {s.stage_no: s.felt_bad for s in stages}, times)
    stages = tuple(replace(s, weighted=weighted.get(s.stage_no)) for s in stages)
    whole = found.overall
    return Blueprint(
        stages=stages,
        overall=measures(whole),
        both=_both(whole),
        visits=sum(s.visits for s in stages),
        rated=sum(s.rated for s in stages),
        trend=trend(engine, rated),
        scores=by_stage.get(None, {}),
        heard=heard(engine, placed),
    )


def measures(p: Patterns) -> Measures:
    """Visibility, relevance and their harmonic mean, 2·bb / (2·bb + gb + bg), with intervals."""
    return Measures(
        visibility=p.share("bad_bad", "good_bad"),
        relevance=p.share("bad_bad", "bad_good"),
        score=p.score(),
    )


def _both(p: Patterns) -> Both:
    return Both(*(p.total(name) for name in ("good_good", "good_bad", "bad_good", "bad_bad")))


def _stage(
    stage: Stage,
    p: Patterns,
    durations: dict[str, Any],
    covered: dict[str, Any],
    early: dict[str, Any],
    spoken: dict[str, Any],
) -> StageBlueprint:
    visits = p.total("visits")
    company = Side(
        p.total("company_good"),
        p.total("company_bad"),
        visits - p.total("company_good") - p.total("company_bad"),
        p.share("company_good", "company_bad"),
    )
    customer = Side(
        p.total("customer_good"),
        p.total("customer_bad"),
        visits - p.total("customer_good") - p.total("customer_bad"),
        p.share("customer_good", "customer_bad"),
    )
    promise = None
    if stage.promise is not None:
        kept, broken = p.total("promise_good"), p.total("promise_bad")
        promise = Side(kept, broken, visits - kept - broken, p.share("promise_good", "promise_bad"))
    both = _both(p)
    others = ("good_good", "good_bad", "bad_good", "bad_bad")
    return StageBlueprint(
        stage_no=stage.no,
        visits=visits,
        open=p.total("open"),
        company=company,
        promise=promise,
        customer=customer,
        both=both,
        design_effect=p.design_effect(),
        measures=measures(p),
        felt_bad=p.share("customer_bad", "customer_good"),
        hidden=p.share("good_bad", *(n for n in others if n != "good_bad")) if both.n else NO_DATA,
        unfelt=p.share("bad_good", *(n for n in others if n != "bad_good")) if both.n else NO_DATA,
        scores=spoken,
        rated=customer.good + customer.bad,
        coverage=(customer.good + customer.bad) / visits if visits else None,
        differs=covered.get("differs"),
        median_s=durations.get("median_s"),
        p90_s=durations.get("p90_s"),
        returns=p.total("returned"),
        early={**early, **{k: v for k, v in covered.items() if k != "differs"}},
    )


def _durations(engine: Engine, times: Table) -> dict[int, dict[str, float]]:
    """Median and 90th percentile of seconds from opening to last event, per stage, over visits that have events."""
    both = times.group_by("stage_no").aggregate(quantiles=times.taken_s.quantile([0.5, 0.9]))  # holds each time once
    found = engine.frame(both.select("stage_no", median_s=both.quantiles[0], p90_s=both.quantiles[1]))
    return {int(r.stage_no): {"median_s": float(r.median_s), "p90_s": float(r.p90_s)} for r in found.itertuples()}
