"""Two servers, each with its worker, over one catalog in PostgreSQL and one folder: `make several` in short."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import requests

from analyzer.catalog import add_job, find_job, latest, open_catalog, runs
from analyzer.jobs import ANALYSE
from analyzer.jobs.analyse import analyse_project
from analyzer.settings import load_project
from dashboards.providers.datasets import Datasets
from tests.benchmarks.engines.server import postgresql
from tests.benchmarks.load.served import let_in, loaded, serving
from tests.benchmarks.load.visitors import UPLOADED
from tests.conftest import PATIENCE, absent, eventually
from tests.kept_project import small_project


@pytest.mark.slow
def test_people_go_from_one_to_the_other_and_notice_nothing(tmp_path: Path) -> None:
    """Each request of nine who read and one who uploads goes to either, while a job is worked on."""
    with postgresql() as url:
        if url is None:
            absent("There is no PostgreSQL server here; install it with: apt-get install postgresql")
        assert url is not None
        project = small_project(tmp_path / "orders")
        with project.open("a", encoding="utf-8") as file:
            file.write(f"catalog: {url.replace('postgresql://', 'postgresql+psycopg://')}\n")
        analyse_project(project, {}, lambda step, share: None)
        let_in(project, 9, 1)
        settings = load_project(project)
        with serving([project], 2) as servers, open_catalog(settings) as catalog:
            first = latest(catalog)
            job = add_job(catalog, ANALYSE, {}, None)
            tally = loaded(servers, 9, 1, 8, share=1.0)
            eventually(lambda: not find_job(catalog, job).under_way, "the job does not end", 3 * PATIENCE)  # type: ignore[union-attr]
            done = find_job(catalog, job)
            assert done is not None and (done.state, done.attempts) == ("done", 1)
            assert len(runs(catalog)) == 2, "two workers looked at the queue, and one took the job"
            assert latest(catalog) != first
            told = [requests.get(f"{address}/health", timeout=PATIENCE).json()["run"] for address, _ in servers]
            assert told == [latest(catalog).id] * 2  # type: ignore[union-attr]
    assert dict(tally.wrong) == {}
    assert set(tally.took) == {"sign-in", "page", "filtered", "upload"}
    assert {one.sha256 for one in Datasets(settings).all("log")} == {hashlib.sha256(UPLOADED).hexdigest()}
    assert len(Datasets(settings).all("log")) == len(tally.took["upload"])
