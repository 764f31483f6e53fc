"""The jobs of one project: what the server was asked to work on, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from analyzer.catalog import Catalog, Job, add_job, cancel_job, find_job, list_jobs
from analyzer.settings import Settings
from analyzer.words.language import say
from dashboards.providers.places import told
from dashboards.providers.visitor import Visitor

__all__ = ["Job", "Jobs"]


class Jobs:
    """Asked for here, worked on by the server's worker; nothing of it hangs on a page that is open."""

    def __init__(self, settings: Settings, catalog: Callable[[], Catalog]) -> None:
        self._settings = settings
        self._catalog = catalog

    def start(self, kind: str, arguments: Mapping[str, Any] | None = None, who: str | None = None) -> str:
        """Ask for a job of a kind (`analyse`, …); gives its id. The same asked twice while it is under way is one."""
        return add_job(self._catalog(), kind, arguments or {}, who)

    def get(self, job_id: str) -> Job | None:
        """The job of an id; None where there is none."""
        return find_job(self._catalog(), job_id)

    def all(self, limit: int = 50, kind: str | None = None) -> list[Job]:
        """All, or those of a kind, the newest first."""
        return list_jobs(self._catalog(), limit, kind)

    def newest(self, kind: str) -> Job | None:
        """The newest job of a kind, whatever its state; None where there is none."""
        return next(iter(self.all(1, kind)), None)

    def told(self, job: Job, who: Visitor) -> Job:
        """A job as somebody may read it: a viewer learns nothing of where things lie on the server."""
        return replace(job, message=told(job.message, who, self._settings.folder)) if job.message else job

    def cancel(self, job_id: str, who: str | None = None) -> bool:
        """Stop a job; whether there was one to stop. One that runs has stopped a moment later."""
        return cancel_job(self._catalog(), job_id, say("job.cancelled_by", who=who) if who else say("job.cancelled"))
