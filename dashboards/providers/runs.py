"""The runs of one project: its newest document, read once a run; and the first run, where there is none yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.catalog import Catalog, Run, latest, open_catalog
from analyzer.errors import AnalyzerError
from analyzer.settings import load_project

Start = Callable[[Path, Callable[[str], None]], None]  # (project file, say) -> None: analyses it and keeps the run


class Provider:
    """One project. `start` makes a run where there is none; without it, a page says which command does.

    The catalog is opened when it is first asked: a server forks before, and a connection must not be shared by forks.
    Raises SettingsError when the project file cannot be used.
    """

    def __init__(self, project: Path, start: Start | None = None) -> None:
        self.settings = load_project(project)
        self.project = project.resolve()
        self.start = start
        self.failed: str | None = None
        self._lock = threading.Lock()
        self._opened: Catalog | None = None
        self._cached: tuple[str, dict[str, Any]] | None = None
        self._worker: threading.Thread | None = None
        self._said: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.settings.name

    def run_id(self) -> str | None:
        """The newest run that is kept whole."""
        run = self._newest()
        return run.id if run else None

    def document(self) -> dict[str, Any] | None:
        """The newest run's document; None while there is no run. Read from disk once a run."""
        run = self._newest()
        if run is None:
            return None
        with self._lock:
            if self._cached is None or self._cached[0] != run.id:
                self._cached = (run.id, run.document())
            return self._cached[1]

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

    def wait(self, seconds: float) -> None:
        """Wait until the first run has ended, or the time is up."""
        if self._worker is not None:
            self._worker.join(seconds)

    def catalog(self) -> Catalog:
        """The project's catalog, opened once."""
        with self._lock:
            if self._opened is None:
                self._opened = open_catalog(self.settings)
            return self._opened

    def _newest(self) -> Run | None:
        return latest(self.catalog())

    def _first_run(self) -> None:
        assert self.start is not None
        try:
            self.start(self.project, self._say)
        except AnalyzerError as error:
            self.failed = error.message

    def _say(self, words: str) -> None:
        self._said = (*self._said, words)
