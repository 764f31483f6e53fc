"""The journey and its stages as the document holds them."""

from __future__ import annotations

from analyzer.document.parts.journey import JourneySection
from analyzer.document.parts.stages import BothRow, MeasuresRow, PerRow, SideRow, StageRow, WeightedRow
from analyzer.journey import Journey, Stage
from analyzer.tables.blueprint import Blueprint, Both, Measures, Side, StageBlueprint, WeightedBlueprint
from analyzer.tables.ruler import DerivedTarget


def journey_rows(journey: Journey) -> JourneySection:
    """The journey as it was given."""
    return {
        "name": journey.name,
        "persona": journey.persona,
        "stages": [
            {
                "name": s.name,
                "goal": s.goal,
                "owner": s.owner,
                "moment_of_truth": s.moment_of_truth,
                "weight": s.weight,
                "activities": [a.name for a in s.activities],
                "blueprint": [
                    {"name": a.name, "lane": a.lane, "team": a.team, "system": a.system, "partner": a.partner}
                    for a in s.activities
                ],
                "touchpoints": list(s.touchpoints),
                "target": s.target.text if s.target else None,
                "promise": s.promise.text if s.promise else None,
                **_per(s),
            }
            for s in journey.stages
        ],
    }


def stage_rows(journey: Journey, blueprint: Blueprint, derived: dict[int, DerivedTarget]) -> list[StageRow]:
    """A row a stage, in the journey's order."""
    return [_stage(stage, numbers, derived) for stage, numbers in zip(journey.stages, blueprint.stages, strict=True)]


def _per(stage: Stage) -> PerRow:
    return {} if stage.per is None else {"per": stage.per}


def measures_row(measures: Measures) -> MeasuresRow:
    return {
        "visibility": measures.visibility.as_dict(),
        "relevance": measures.relevance.as_dict(),
        "score": measures.score.as_dict(),
    }


def _side(side: Side) -> SideRow:
    limits = side.yielded.as_dict()
    return {
        "good": side.good,
        "bad": side.bad,
        "unknown": side.unknown,
        "yield": limits["value"],
        "low": limits["low"],
        "high": limits["high"],
    }


def _both(both: Both) -> BothRow:
    return {
        "good_good": both.good_good,
        "good_bad": both.good_bad,
        "bad_good": both.bad_good,
        "bad_bad": both.bad_bad,
    }


def _weighted(weighted: WeightedBlueprint | None) -> WeightedRow | None:
    if weighted is None:
        return None
    return {
        "felt_bad": weighted.felt_bad.as_dict(),
        "visibility": weighted.visibility.as_dict(),
        "relevance": weighted.relevance.as_dict(),
        "answered": weighted.answered,
        "cells": weighted.cells,
        "by": list(weighted.by),
        "differs": weighted.differs,
        "warning": None,
    }


def _stage(stage: Stage, numbers: StageBlueprint, derived: dict[int, DerivedTarget]) -> StageRow:
    early, target = numbers.early, derived.get(stage.no)
    surveys = int(early.get("surveys", 0))
    row: StageRow = {
        "name": stage.name,
        **_per(stage),
        "owner": stage.owner or "",
        "moment_of_truth": stage.moment_of_truth,
        "visits": numbers.visits,
        "open": numbers.open,
        "returns": numbers.returns,
        "median_s": numbers.median_s,
        "p90_s": numbers.p90_s,
        "inside_out": {
            **_side(numbers.company),
            "target": stage.target.text if stage.target else None,
            "derived": stage.no in derived,
            "derived_within_s": target.within_s if target else None,
        },
        "outside_in": _side(numbers.customer),
        "promise": {**_side(numbers.promise), "text": stage.promise.text if stage.promise else None}
        if numbers.promise
        else None,
        "both": _both(numbers.both),
        **measures_row(numbers.measures),
        "hidden": numbers.hidden.as_dict(),
        "unfelt": numbers.unfelt.as_dict(),
        "felt_bad": numbers.felt_bad.as_dict(),
        "weighted": _weighted(numbers.weighted),
        "scores": numbers.scores,
        "coverage": {"rated": numbers.rated, "share": numbers.coverage, "differs": numbers.differs, "warning": None},
        "asked_early": {
            "surveys": surveys,
            "early": int(early.get("early", 0)),
            "share": int(early.get("early", 0)) / surveys if surveys else None,
            "surveys_off_target": int(early.get("surveys_bad", 0)),
            "early_off_target": int(early.get("early_bad", 0)),
        },
        "answered": {
            "answered_off_target": early.get("answered_off_target"),
            "unanswered_off_target": early.get("unanswered_off_target"),
            "answered_median_s": early.get("answered_median_s"),
            "unanswered_median_s": early.get("unanswered_median_s"),
        },
    }
    if target is not None and not target.once:
        row["inside_out"]["derived_repeats"] = True
    return row
