"""The projects that a server shows, and which of them a name means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dashboards.providers.runs import Provider, Start


class Projects:
    """All projects of a server; the first is the one that an address without `?project=` means."""

    def __init__(self, projects: Sequence[Path], start: Start | None = None) -> None:
        self.all = [Provider(path, start) for path in projects]

    def pick(self, name: str | None) -> Provider:
        """The project of a name (its own, or its folder's); the first where no name is given or nothing has it."""
        if not name:
            return self.all[0]
        return next((one for one in self.all if name in (one.project.parent.name, one.name)), self.all[0])
