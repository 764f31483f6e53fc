"""The life of a finding from night to night. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LifeNight:
    """Grain: one night of a finding. `at`: the moment of looking, aware UTC. `avoidable`: unhappy customers a month."""

    at: datetime
    listed: bool
    avoidable: float | None


@dataclass(frozen=True)
class LifeMoment:
    """Something that mattered. `word`: new, worse, better, resolved, regressed, not_measurable, restated, ruler,
    action, acknowledged, quiet. `of`: the title of the action, or who it was; empty otherwise."""

    at: datetime
    word: str
    of: str


@dataclass(frozen=True)
class LifeOfFinding:
    """Grain: one finding. Nights from the first that listed it on, the oldest first; moments by time."""

    id: str
    nights: tuple[LifeNight, ...]
    moments: tuple[LifeMoment, ...]
