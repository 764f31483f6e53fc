"""What a page may want to know of a file before anything runs, or of a run beside a model, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.engine import open_engine
from analyzer.ingest import draft, look_at_objects, preview_log, preview_signals, propose_stamps
from analyzer.journey import Journey
from analyzer.settings import Settings
from analyzer.tables.outline import Outline

if TYPE_CHECKING:
    from analyzer.slices import Filters
    from analyzer.tables.model_check import ModelCheck


@dataclass(frozen=True)
class DraftedLook:
    """What is known of a log without its tables: a drafted journey, and what it was drafted from."""

    journey: Journey
    outline: Outline


def draft_of_files(settings: Settings, most: int | None) -> DraftedLook:
    """A journey that is drafted from the project's files; of a big log from its first `most` rows."""
    with open_engine() as engine:
        made = draft(engine, settings, most=most)
    return DraftedLook(made.journey, made.outline)


def activities_of_model(data: bytes, name: str) -> tuple[str, ...]:
    """The activities of a BPMN or PNML file. Raises ArgumentError as `read_model` does."""
    from analyzer.mining import read_model  # a look at a file does not pay for it

    return read_model(data, name).activities


def beside_model(run: Path, filters: Filters, data: bytes, name: str) -> ModelCheck:
    """A slice of a run beside a model: as `check_model`, within its usual budget."""
    from analyzer.slices import check_model  # as above

    return check_model(run, filters, data, name)


LOOKS: dict[str, Callable[..., Any]] = {
    "draft": draft_of_files,
    "objects": look_at_objects,
    "log": preview_log,
    "signals": preview_signals,
    "stamps": propose_stamps,
    "model": activities_of_model,
    "beside model": beside_model,
}
