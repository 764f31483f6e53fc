"""Weeks of a process: how many cases started and ran, and how many rated visits were unhappy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FlowWeek:
    """A week from its Monday, on the project's clocks: cases that started, cases in progress at any time of it,
    rated visits whose last event lies in it, and how many of these are unhappy."""

    monday: date
    started: int
    in_progress: int
    rated: int
    unhappy: int
