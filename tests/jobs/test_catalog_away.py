"""The catalog is locked by somebody else for longer than a worker may be silent: the job goes on, once."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing

import pytest

from analyzer.jobs.bench import DEAD_S
from tests.jobs.test_worker import HEARD, go, pids

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks at processes as Linux shows them")


def test_a_catalog_that_is_locked_for_a_while_ends_no_job(jobs, work, until, project, settings):
    work()
    job_id = jobs.start("patient")
    until(job_id, "running", step=HEARD)
    with closing(sqlite3.connect(settings.home / "catalog.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        go(project)  # the job would end now, and cannot say so
        time.sleep(DEAD_S + 2)
        other.execute("ROLLBACK")
    assert until(job_id, "done").attempts == 1
    assert len(pids(project)) == 1
