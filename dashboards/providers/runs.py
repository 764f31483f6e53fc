"""The runs of one project: its newest document, read once a run; and the first run, where there is none yet."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.errors import AnalyzerError

Start = Callable[
    [Path, Callable[[str], None]], None
]  # (project file, say) -> None: analyses it and leaves a run behind


class Provider:
    """One project. `start` makes a run where there is none; without it, a page says which command does."""

    def __init__(self, project: Path, start: Start | None = None) -> None:
        self.project = project.resolve()
        self.start = start
        self._lock = threading.Lock()
        self._cached: tuple[str, dict[str, Any]] | None = None
        self._worker: threading.Thread | None = None
        self._said: tuple[str, ...] = ()
        self.failed: str | None = None

    @property
    def runs(self) -> Path:
        """Where the runs lie: a folder each, named by its id, which begins with its time."""
        return self.project.parent / ".alignment" / "runs"

    def run_id(self) -> str | None:
        """The newest finished run."""
        done = [path.parent.name for path in self.runs.glob("*/alignment.json")]
        return max(done, default=None)

    def document(self) -> dict[str, Any] | None:
        """The newest run's document; None while there is no run. Read from disk once a run."""
        newest = self.run_id()
        if newest is None:
            return None
        with self._lock:
            if self._cached is None or self._cached[0] != newest:
                self._cached = (newest, json.loads((self.runs / newest / "alignment.json").read_text(encoding="utf-8")))
            return self._cached[1]

    @property
    def name(self) -> str:
        """What the project is called: by its newest run, else by its folder."""
        document = self.document()
        return str(document["name"]) if document else self.project.parent.name

    def begin(self) -> bool:
        """Start the first run, once; whether one is under way."""
        with self._lock:
            if self.start is None or self.failed is not None:
                return False
            if self._worker is None:
                self._worker = threading.Thread(target=self._first_run, name="first-run", daemon=True)
                self._worker.start()
            return self._worker.is_alive()

    def progress(self) -> tuple[str, ...]:
        """What the first run has said so far."""
        return self._said

    def _first_run(self) -> None:
        assert self.start is not None
        try:
            self.start(self.project, self._say)
        except AnalyzerError as error:
            self.failed = error.message

    def _say(self, words: str) -> None:
        self._said = (*self._said, words)
