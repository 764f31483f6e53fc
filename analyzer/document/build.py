"""Making the document of a run, from what the rooms found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.document.mismatch_rows import blame_rows, mismatch_rows
from analyzer.document.parts.reading import CountsSection, NoteRow, QualitySection, RulerSection, RunSection
from analyzer.document.parts.signals import BehaviourRow, SignalsSection, StageFromSection
from analyzer.document.parts.whole import FORMAT, AlignmentDocument
from analyzer.document.process_rows import Draw, process_rows
from analyzer.document.rounding import rounded
from analyzer.document.signal_rows import monthly_rows
from analyzer.document.stage_rows import journey_rows, measures_row, stage_rows
from analyzer.document.trend_rows import trend_rows
from analyzer.inside_out import derived_targets
from analyzer.journey import Journey
from analyzer.settings import Settings
from analyzer.tables.blueprint import Blueprint
from analyzer.tables.log import Log
from analyzer.tables.mismatch import Mismatch
from analyzer.tables.process import Process
from analyzer.tables.quality import Quality, ReadingNote
from analyzer.tables.ruler import Ruler
from analyzer.tables.signals import Behaviour, Signals


@dataclass(frozen=True)
class DocumentInputs:
    """What the analysis was given and how it was understood."""

    settings: Settings
    journey: Journey
    log: Log
    signals: Signals
    placed: Any  # outside_in.Placed: what was counted
    ruler: Ruler
    warnings: tuple[ReadingNote, ...]


def document(
    inputs: DocumentInputs, blueprint: Blueprint, mismatches: list[Mismatch], process: Process, draw: Draw | None = None
) -> AlignmentDocument:
    """What a run found, all numbers finite or null; what stands in words is put in by `words.told`. `draw` draws the
    discovered model (see `process_rows`)."""
    log, journey = inputs.log, inputs.journey
    derived = derived_targets(journey, inputs.ruler)
    zone = inputs.settings.timezone
    whole: AlignmentDocument = {
        "format": FORMAT,
        "ruler": _ruler(inputs.ruler),
        "name": inputs.settings.name,
        "case_noun": inputs.settings.case_noun,
        "period": {"first": local(log.first_at, zone), "last": local(log.last_at, zone), "timezone": zone},
        "journey": journey_rows(journey),
        "log": {
            "cases": log.n_cases,
            "events": log.n_events,
            "activities": len(log.activities),
            "first": utc(log.first_at),
            "last": utc(log.last_at),
        },
        "signals": _signals(inputs, blueprint),
        "quality": _quality(inputs),
        "alignment": {**measures_row(blueprint.overall), "visits": blueprint.visits, "rated": blueprint.rated},
        "stages": stage_rows(journey, blueprint, derived),
        "mismatches": mismatch_rows(mismatches, blueprint, journey, inputs.settings.worth),
        "blame": blame_rows(mismatches),
        "trend": trend_rows(journey, blueprint),
        "process": process_rows(process, journey, draw),
        "run": _this_reading(inputs),
    }
    return rounded(whole)


def local(at: datetime, zone: str) -> str:
    """A UTC time on the clocks of a zone, with its offset."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def utc(at: datetime) -> str:
    """A UTC time as the document writes it."""
    return at.isoformat(timespec="seconds") + "Z"


def _ruler(ruler: Ruler) -> RulerSection:
    """What the verdicts were measured with: its name, and the data that it was fitted to."""
    return {
        "id": ruler.id,
        "made_at": utc(ruler.made_at),
        "first": utc(ruler.first),
        "last": utc(ruler.last),
    }


def _signals(inputs: DocumentInputs, blueprint: Blueprint) -> SignalsSection:
    placed, timing = inputs.placed, inputs.ruler.timing
    return {
        "total": inputs.signals.total,
        "linked": placed.linked,
        "by_kind": inputs.signals.by_kind,
        "stage_from": stage_from_row(placed.stage_from),
        "scores": blueprint.scores,
        "monthly": monthly_rows(inputs.journey, blueprint),
        "rule": {"surveys": inputs.ruler.rule_of("surveys"), "others": inputs.ruler.rule_of("others")},
        "agreement": {t.group: {"n": t.signals, **t.agreement} for t in timing if t.signals},
        "links": {"case": placed.links.get("case", 0), "customer": placed.links.get("customer", 0)},
        "reactions": list(inputs.ruler.reacting),
        "behaviour": [_behaviour(one, inputs.journey) for one in inputs.signals.behaviour],
        "silence": "good" if inputs.signals.silence_good else "unknown",
        "note": None if inputs.signals.total else "no customer voice yet",
    }


def _behaviour(seen: Behaviour, journey: Journey) -> BehaviourRow:
    return {
        "kind": seen.kind,
        "stage": journey.stages[seen.stage_no].name if seen.stage_no >= 0 else None,
        "within_s": seen.within_s,
        "activities": list(seen.activities),
        "signals": seen.signals,
        "cases": seen.cases,
    }


def stage_from_row(found: Mapping[str, int]) -> StageFromSection:
    """How many signals found their stage by which way."""
    return {
        "stated": found.get("stated", 0),
        "touchpoint": found.get("touchpoint", 0),
        "about": found.get("about", 0),
        "timing": found.get("timing", 0),
        "none": found.get("none", 0),
    }


def _quality(inputs: DocumentInputs) -> QualitySection:
    """Counts of the log; those of the signals under `signals`; every note of the run, whose words come later."""
    log, signals = inputs.log.quality, inputs.signals.quality
    notes = (*log.warnings, *signals.warnings, *inputs.warnings)
    return {**_counts(log), "signals": _counts(signals), "notes": _notes(notes), "warnings": []}


def _notes(notes: Iterable[ReadingNote]) -> list[NoteRow]:
    return [{"kind": note.kind, "values": dict(note.values)} for note in notes]


def _counts(quality: Quality) -> CountsSection:
    return {
        "rows": quality.rows,
        "used": quality.used,
        "refused": quality.refused,
        "reasons": dict(sorted(quality.reasons.items())),
        "duplicates": quality.duplicates,
        "missing": dict(sorted(quality.missing.items())),
        "detected": [
            {"role": d.role, "column": d.column, "facts": _notes(d.facts), "note": ""} for d in quality.detected
        ],
    }


def _this_reading(inputs: DocumentInputs) -> RunSection:
    """What depends on the order of rows in the file or on the day of reading, and so belongs to this run alone."""
    quality = inputs.log.quality
    return {"out_of_order": quality.out_of_order, "future": quality.future}
