"""What is kept between nights: every run with its three files, its figures and its findings.

Rows lie in SQLite beside the project file, or in PostgreSQL where the project says so; the files of a run lie in
`.alignment/runs/<run>/`. A run is visible only once all of it is kept.
"""

from analyzer.catalog.job_work import (
    claim_job,
    end_job,
    give_back,
    keep_alive,
    keep_progress,
    revive_jobs,
    waiting_jobs,
)
from analyzer.catalog.jobs import Job, add_job, cancel_job, find_job, list_jobs
from analyzer.catalog.keep import keep_run, new_run_id
from analyzer.catalog.lock import project_lock
from analyzer.catalog.model import Catalog, Finding, Run
from analyzer.catalog.opening import open_catalog
from analyzer.catalog.reading import findings, latest, runs

__all__ = [
    "Catalog",
    "Finding",
    "Job",
    "Run",
    "add_job",
    "cancel_job",
    "claim_job",
    "end_job",
    "find_job",
    "findings",
    "give_back",
    "keep_alive",
    "keep_progress",
    "keep_run",
    "latest",
    "list_jobs",
    "new_run_id",
    "open_catalog",
    "project_lock",
    "revive_jobs",
    "runs",
    "waiting_jobs",
]
