"""The journey and its stages as the document holds them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from analyzer.journey import Journey, Stage
from analyzer.tables.blueprint import Blueprint, Measures, Side, StageBlueprint, WeightedBlueprint


def journey_rows(journey: Journey, derived: dict[int, str]) -> dict[str, Any]:
    """The journey as it was given; derived targets in their place."""
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
                "target": _target(s, derived),
                "promise": s.promise.text if s.promise else None,
            }
            for s in journey.stages
        ],
    }


def stage_rows(journey: Journey, blueprint: Blueprint, derived: dict[int, str]) -> list[dict[str, Any]]:
    """A row a stage, in the journey's order."""
    return [_stage(stage, numbers, derived) for stage, numbers in zip(journey.stages, blueprint.stages, strict=True)]


def measures_row(measures: Measures) -> dict[str, Any]:
    return {name: getattr(measures, name).as_dict() for name in ("visibility", "relevance", "score")}


def _target(stage: Stage, derived: dict[int, str]) -> str | None:
    return stage.target.text if stage.target else derived.get(stage.no)


def _side(side: Side) -> dict[str, Any]:
    limits = side.yielded.as_dict()
    return {
        "good": side.good,
        "bad": side.bad,
        "unknown": side.unknown,
        "yield": limits["value"],
        "low": limits["low"],
        "high": limits["high"],
    }


def _weighted(weighted: WeightedBlueprint | None) -> dict[str, Any] | None:
    if weighted is None:
        return None
    return {
        **{name: getattr(weighted, name).as_dict() for name in ("felt_bad", "visibility", "relevance")},
        "answered": weighted.answered,
        "cells": weighted.cells,
        "by": list(weighted.by),
        "warning": weighted.warning,
    }


def _stage(stage: Stage, numbers: StageBlueprint, derived: dict[int, str]) -> dict[str, Any]:
    early = numbers.early
    surveys = int(early.get("surveys", 0))
    return {
        "name": stage.name,
        "owner": stage.owner or "",
        "moment_of_truth": stage.moment_of_truth,
        "visits": numbers.visits,
        "open": numbers.open,
        "returns": numbers.returns,
        "median_s": numbers.median_s,
        "p90_s": numbers.p90_s,
        "inside_out": {**_side(numbers.company), "target": _target(stage, derived), "derived": stage.no in derived},
        "outside_in": _side(numbers.customer),
        "promise": {**_side(numbers.promise), "text": stage.promise.text if stage.promise else None}
        if numbers.promise
        else None,
        "both": asdict(numbers.both),
        **measures_row(numbers.measures),
        "hidden": numbers.hidden.as_dict(),
        "unfelt": numbers.unfelt.as_dict(),
        "felt_bad": numbers.felt_bad.as_dict(),
        "weighted": _weighted(numbers.weighted),
        "scores": numbers.scores,
        "coverage": {"rated": numbers.rated, "share": numbers.coverage, "warning": numbers.coverage_warning},
        "asked_early": {
            "surveys": surveys,
            "early": int(early.get("early", 0)),
            "share": int(early.get("early", 0)) / surveys if surveys else None,
            "surveys_off_target": int(early.get("surveys_bad", 0)),
            "early_off_target": int(early.get("early_bad", 0)),
        },
        "answered": {
            k: early.get(k)
            for k in ("answered_off_target", "unanswered_off_target", "answered_median_s", "unanswered_median_s")
        },
    }
