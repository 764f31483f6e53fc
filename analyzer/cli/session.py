"""What a run of the command line knows of itself while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.settings import Settings


@dataclass
class Session:
    """The settings once they are read: they say what must not show in a message."""

    settings: Settings | None = None

    def masked(self, text: str) -> str:
        """A text without the values of environment variables that the project took."""
        return self.settings.masked(text) if self.settings is not None else text
