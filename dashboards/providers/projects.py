"""The projects that a server shows, who sees which of them, and which of them a name means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from werkzeug.exceptions import NotFound

from analyzer.words.language import say
from dashboards.providers.runs import Provider


class UnknownProjectError(NotFound):
    """No project has that name, or it is none of those that the visitor may open: both look the same."""

    def __init__(self) -> None:
        super().__init__(say("projects.there_is_no_such"))


class Projects:
    """All projects of a server; the first that one may open is what an address without `?project=` means."""

    def __init__(self, projects: Sequence[Path], works: bool = False) -> None:
        self.all = [Provider(path, works) for path in projects]
        self._seen: Callable[[], Sequence[Provider]] = lambda: self.all

    def limit(self, seen: Callable[[], Sequence[Provider]]) -> None:
        """Let only those be picked that `seen` gives: who asks decides."""
        self._seen = seen

    def seen(self) -> list[Provider]:
        """The projects that the visitor may open."""
        return list(self._seen())

    def pick(self, name: str | None) -> Provider:
        """The project of a name (its key, its own, or its folder's), the first where no name is given.

        Raises UnknownProjectError where the visitor may open none of that name.
        """
        seen = self.seen()
        found = [one for one in seen if not name or name == self.key(one)]
        found += [one for one in seen if name in (one.name, one.project.parent.name)]  # as people write it by hand
        if not found:
            raise UnknownProjectError
        return found[0]

    def close(self) -> None:
        """Close the catalogs; they open again when they are asked."""
        for provider in self.all:
            provider.close()

    def key(self, provider: Provider) -> str:
        """What `?project=` says for a project: its name, or its folder's where two have the same name."""
        same = [one for one in self.all if one.name == provider.name]
        return provider.name if len(same) == 1 else provider.project.parent.name
