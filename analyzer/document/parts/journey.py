"""The journey, as it was given."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from analyzer.document.parts.stages import PerRow


class BlueprintRow(TypedDict):
    """An activity of a stage with where and by whom it is done."""

    name: str
    lane: str | None
    team: str | None
    system: str | None
    partner: str | None


class PlannedStageRow(PerRow):
    """A stage as the journey plans it; `target` is the derived one where the journey gives none."""

    name: str
    goal: str | None
    owner: str | None
    moment_of_truth: bool
    weight: float
    activities: list[str]
    blueprint: list[BlueprintRow]
    touchpoints: list[str]
    target: str | None
    promise: str | None


class JourneySection(TypedDict):
    """The journey with its stages, in the order in which the customer is meant to live them."""

    name: str
    persona: str | None
    stages: list[PlannedStageRow]


class PeriodSection(TypedDict):
    """The first and the last event on the project's clocks: ISO 8601 with their offset."""

    first: str
    last: str
    timezone: NotRequired[str]
