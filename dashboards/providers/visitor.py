"""Who looks at a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visitor:
    """A person at the dashboard; without users everyone on this machine is analyst, and has no name."""

    name: str | None = None
    role: str = "analyst"  # or viewer

    @property
    def may_edit(self) -> bool:
        """Analysts upload, map, run and edit; viewers read and comment."""
        return self.role == "analyst"
