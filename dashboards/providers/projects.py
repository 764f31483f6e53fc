"""The projects that a server shows, and which of them an address means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs

from dashboards.providers.runs import Provider, Start


class Projects:
    """All projects of a server, by name; the first is the one that an address without `?project=` means."""

    def __init__(self, projects: Sequence[Path], start: Start | None = None) -> None:
        self.all = [Provider(path, start) for path in projects]

    def pick(self, search: str | None) -> Provider:
        """The project that the query of an address names, else the first."""
        wanted = query(search, "project")
        return next((one for one in self.all if wanted in (one.name, one.project.parent.name)), self.all[0])


def query(search: str | None, key: str) -> str | None:
    """One value of an address's query."""
    return parse_qs((search or "").removeprefix("?")).get(key, [None])[0]
