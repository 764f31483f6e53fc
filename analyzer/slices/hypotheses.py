"""A hypothesis put to the data: the search for drivers in its part, at the same rules, and whether it is among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.catalog import Run
from analyzer.document import AlignmentDocument, read_document
from analyzer.errors import ArgumentError
from analyzer.settings import Settings, suggestion
from analyzer.slices.drivers import slice_drivers
from analyzer.slices.filters import read_filters, segment
from analyzer.tables.hypothesis import Hypothesis, HypothesisAnswer
from analyzer.tables.interval import IntervalRow
from analyzer.tables.steps import Progress


def put_to_data(
    run: Run, one: Hypothesis, settings: Settings, progress: Progress = lambda step: None
) -> HypothesisAnswer:
    """The answer of a run that keeps its tables.

    The drivers of the part are looked for as `slice_drivers` does: the same candidates, adjustment, correction for all
    that was tried, and cut-offs. Supported is what names the suspect in the hypothesis's stage, also as a twin of a
    driver. `not_supported` says that the data do not show it, not that it is false: a part holds fewer visits than the
    whole. Raises ArgumentError for an attribute that the run does not have.
    """
    pairs = [("segment", segment(name, value)) for name, values in (one.part or {}).items() for value in values]
    rows = slice_drivers(run.folder, read_filters(pairs), settings, progress)
    document = read_document(run.folder / "alignment.json")
    stage = next((row for row in rows if row["stage"] == one.stage), None)
    driver = _named(stage["drivers"], one.suspect) if stage else None
    everywhere = [d for m in document["mismatches"] if m["stage"] == one.stage for d in m["drivers"]]
    whole = _named(everywhere, one.suspect)
    ratio: IntervalRow | None = whole["risk_ratio"] if whole else None
    return {
        "word": "no_visits" if stage is None else "supported" if driver else "not_supported",
        "run": run.id,
        "last": document["log"]["last"] or "",
        "ruler": document.get("ruler", {}).get("id", ""),
        "visits": stage["visits"] if stage else 0,
        "bad": stage["bad"] if stage else 0,
        "driver": driver,
        "whole": ratio,
    }


def _named(drivers: Sequence[Mapping[str, Any]], suspect: Mapping[str, str]) -> dict[str, Any] | None:
    """The first driver, or twin of one, that names the suspect: its activity, or its attribute with that value."""
    for driver in drivers:
        for one in (driver, *driver["also"]):
            if one["type"] in ("activity", "repeat", "attribute") and all(
                str(one.get(key)) == value for key, value in suspect.items()
            ):
                return dict(one)
    return None


def check_place(document: AlignmentDocument, stage: str, activity: str | None) -> None:
    """Raise ArgumentError, naming the nearest, for a stage or an activity that a run does not have."""
    known = {
        "--stage": (stage, [row["name"] for row in document["stages"]]),
        "--activity": (activity, [row["activity"] for row in document["process"]["activities"]]),
    }
    for where, (name, names) in known.items():
        if name is not None and name not in names:
            expected = f"one of the run's {'stages' if where == '--stage' else 'activities'}"
            raise ArgumentError(expected=expected, found=name, where=where, do=suggestion(name, names))
