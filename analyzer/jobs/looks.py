"""What a page may want to know of a file before anything runs, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analyzer.engine import open_engine
from analyzer.ingest import draft, look_at_objects, preview_log, preview_signals, propose_stamps
from analyzer.journey import Journey
from analyzer.settings import Settings
from analyzer.tables.outline import Outline


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


LOOKS: dict[str, Callable[..., Any]] = {
    "draft": draft_of_files,
    "objects": look_at_objects,
    "log": preview_log,
    "signals": preview_signals,
    "stamps": propose_stamps,
}
