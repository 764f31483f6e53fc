"""What is kept between nights: every run with its three files, its figures and its findings.

Rows lie in SQLite beside the project file, or in PostgreSQL where the project says so; the files of a run lie in
`.alignment/runs/<run>/`. A run is visible only once all of it is kept.
"""

from analyzer.catalog.keep import keep_run, new_run_id
from analyzer.catalog.lock import project_lock
from analyzer.catalog.model import Catalog, Finding, Run
from analyzer.catalog.opening import open_catalog
from analyzer.catalog.reading import findings, latest, runs

__all__ = [
    "Catalog",
    "Finding",
    "Run",
    "findings",
    "keep_run",
    "latest",
    "new_run_id",
    "open_catalog",
    "project_lock",
    "runs",
]
