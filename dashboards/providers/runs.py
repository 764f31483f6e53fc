"""The runs of one project: its newest document, read once a run; and the first run, where there is none yet."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

from analyzer.catalog import Catalog, Run, latest, open_catalog
from analyzer.document import AlignmentDocument, read_document
from analyzer.errors import InputError
from analyzer.jobs import ANALYSE
from analyzer.settings import load_project
from dashboards.providers.datasets import Datasets
from dashboards.providers.jobs import Job, Jobs
from dashboards.providers.once import once
from dashboards.providers.slices import Slices

__all__ = ["ANALYSE", "Provider", "UnreadableRunError"]


class UnreadableRunError(InputError):
    """The document of the newest run is not what an analysis writes: its file was changed, or cut off."""


class Provider:
    """One project. Where `works`, a worker is at its jobs: a project without a run gets its first one.

    The catalog is opened when it is first asked: a server forks before, and a connection must not be shared by forks.
    Raises SettingsError when the project file cannot be used.
    """

    def __init__(self, project: Path, works: bool = False) -> None:
        self.settings = load_project(project)
        self.project = project.resolve()
        self.works = works
        self.jobs = Jobs(self.settings, self.catalog)
        self.datasets = Datasets(self.settings)
        self.slices = Slices(self.settings, self.newest_run)
        self._since = datetime.now(UTC)
        self._lock = threading.Lock()
        self._opened: Catalog | None = None
        self._cached: tuple[str, AlignmentDocument] | None = None

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.settings.name

    def run_id(self) -> str | None:
        """The newest run that is kept whole."""
        run = self.newest_run()
        return run.id if run else None

    def document(self) -> AlignmentDocument | None:
        """The newest run's document; None while there is no run. Read from disk, and checked, once a run.

        Raises UnreadableRunError for a file that does not have the format.
        """
        run = self.newest_run()
        if run is None:
            return None
        with self._lock:
            if self._cached is None or self._cached[0] != run.id:
                self._cached = (run.id, _read(run))
            return self._cached[1]

    def first_run(self) -> Job | None:
        """The job of the first run, which is asked for where nobody has; None where nobody works on jobs.

        One that failed or was cancelled before this server began is asked for anew: what stopped it may be mended.
        """
        if not self.works:
            return None
        newest = self.jobs.newest(ANALYSE)
        if newest is not None and (newest.under_way or (newest.ended_at or newest.created_at) >= self._since):
            return newest
        return self.jobs.get(self.jobs.start(ANALYSE))

    def catalog(self) -> Catalog:
        """The project's catalog, opened once."""
        with self._lock:
            if self._opened is None:
                self._opened = open_catalog(self.settings)
            return self._opened

    def close(self) -> None:
        """Close the catalog; it opens again when it is asked."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    def newest_run(self) -> Run | None:
        """The newest run whose files are there, asked for once a request."""
        return once(f"newest run of {self.project}", lambda: latest(self.catalog()))


def _read(run: Run) -> AlignmentDocument:
    try:
        return read_document(run.folder / "alignment.json")
    except InputError as error:
        raise UnreadableRunError(expected=error.expected, found=error.found, where=error.where, do=error.do) from None
