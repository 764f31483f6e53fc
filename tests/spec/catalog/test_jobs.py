"""Jobs in the catalog: who asks, who takes, who may still change one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from analyzer.catalog import (
    Catalog,
    Job,
    add_job,
    cancel_job,
    claim_job,
    end_job,
    ending_job,
    find_job,
    give_back,
    keep_alive,
    keep_progress,
    keep_run,
    list_jobs,
    open_catalog,
    revive_jobs,
    runs,
    schema,
    waiting_jobs,
)
from analyzer.settings import load_project


def found(catalog: Catalog, job_id: str) -> Job:
    job = find_job(catalog, job_id)
    assert job is not None
    return job


@pytest.fixture
def running(catalog: Catalog) -> str:
    """A job that the worker `w` has taken."""
    job_id = add_job(catalog, "analyse", {}, "ann")
    assert claim_job(catalog, job_id, "w") is not None
    return job_id


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=1)


def test_a_job_waits_as_it_was_asked(catalog: Catalog):
    job = found(catalog, add_job(catalog, "slice_drivers", {"run": "r", "filters": [["stage", "Delivery"]]}, "ann"))
    assert (job.kind, job.arguments, job.asked_by) == (
        "slice_drivers",
        {"run": "r", "filters": [["stage", "Delivery"]]},
        "ann",
    )
    assert (job.state, job.attempts, job.cancel, job.started_at, job.result) == ("waiting", 0, False, None, None)
    assert job.created_at.tzinfo is UTC


def test_the_oldest_is_the_next_and_the_newest_stands_first(catalog: Catalog):
    ids = [add_job(catalog, "analyse", {"n": n}, None) for n in range(3)]
    assert waiting_jobs(catalog) == ids
    assert [job.id for job in list_jobs(catalog)] == ids[::-1]
    assert [job.id for job in list_jobs(catalog, 1)] == ids[2:]
    other = add_job(catalog, "slice_drivers", {}, None)
    assert [job.id for job in list_jobs(catalog, 1, "analyse")] == ids[2:]
    assert [job.id for job in list_jobs(catalog, 9, "slice_drivers")] == [other]


def test_jobs_that_ended_ninety_days_ago_are_forgotten(catalog: Catalog, running: str):
    end_job(catalog, running, "w", "done")
    young = add_job(catalog, "analyse", {"n": 1}, None)
    cancel_job(catalog, young, "x")
    with catalog.writing() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=91)
        connection.execute(sa.update(schema.job).where(schema.job.c.id == running).values(ended_at=long_ago))
    new = add_job(catalog, "analyse", {"n": 2}, None)
    assert [job.id for job in list_jobs(catalog)] == [new, young]


def test_only_one_takes_a_job(catalog: Catalog):
    job_id = add_job(catalog, "analyse", {}, None)
    taken = claim_job(catalog, job_id, "first")
    assert taken is not None
    assert (taken.state, taken.attempts) == ("running", 1)
    assert claim_job(catalog, job_id, "second") is None


def test_a_project_runs_one_job_at_a_time(catalog: Catalog, running: str):
    other = add_job(catalog, "analyse", {"n": 1}, None)
    assert claim_job(catalog, other, "w") is None
    end_job(catalog, running, "w", "done")
    assert claim_job(catalog, other, "w") is not None


def test_what_a_worker_says_is_seen(catalog: Catalog, running: str):
    assert keep_progress(catalog, running, "w", "calibrating", 0.35) is True
    assert (found(catalog, running).step, found(catalog, running).share) == ("calibrating", 0.35)
    assert end_job(catalog, running, "w", "done", result={"run": "r"}) is True
    job = found(catalog, running)
    assert (job.state, job.share, job.result, job.under_way) == ("done", 1.0, {"run": "r"}, False)


def test_who_has_lost_a_job_can_no_longer_change_it(catalog: Catalog, running: str):
    assert keep_progress(catalog, running, "another", "x", None) is False
    assert keep_alive(catalog, running, "another") is False
    assert end_job(catalog, running, "another", "failed", "x") is False
    assert give_back(catalog, running, "another") is False
    assert found(catalog, running).state == "running"


def test_a_job_that_is_to_stop_takes_no_more_progress_but_may_end(catalog: Catalog, running: str):
    assert cancel_job(catalog, running, "Cancelled by ann.") is True
    assert keep_progress(catalog, running, "w", "x", None) is False
    assert keep_alive(catalog, running, "w") is False
    assert end_job(catalog, running, "w", "cancelled") is True
    assert (found(catalog, running).state, found(catalog, running).message) == ("cancelled", "Cancelled by ann.")
    assert cancel_job(catalog, running, "again") is False


def test_a_job_that_was_just_done_when_it_was_to_stop_is_done(catalog: Catalog, running: str):
    cancel_job(catalog, running, "Cancelled by ann.")
    assert end_job(catalog, running, "w", "done", result={}) is True
    assert (found(catalog, running).state, found(catalog, running).message) == ("done", None)


def test_the_same_asked_while_one_is_to_stop_is_another(catalog: Catalog, running: str):
    assert add_job(catalog, "analyse", {}, None) == running
    cancel_job(catalog, running, "x")
    assert add_job(catalog, "analyse", {}, None) != running


def test_the_job_of_a_dead_worker_waits_again_once(catalog: Catalog, running: str):
    assert revive_jobs(catalog, datetime.now(UTC) - timedelta(seconds=10)) == [], "its worker lives"
    assert revive_jobs(catalog, soon()) == [running]
    assert (found(catalog, running).state, found(catalog, running).attempts) == ("waiting", 1)
    assert end_job(catalog, running, "w", "done") is False, "it comes back too late"
    claim_job(catalog, running, "w2")
    assert revive_jobs(catalog, soon()) == []
    assert found(catalog, running).state == "failed"
    assert "twice" in str(found(catalog, running).message)


def test_a_run_and_the_end_of_its_job_are_kept_together(catalog: Catalog, running: str, document, files):
    run_id = keep_run(catalog, document, files, within=ending_job(running, "w"))
    job = found(catalog, running)
    assert (job.state, job.result, job.share) == ("done", {"run": run_id}, 1.0)
    assert revive_jobs(catalog, soon()) == [], "killed from here on, it is not begun again"


@pytest.mark.parametrize("lost", ["cancelled", "another's"])
def test_a_job_that_is_lost_as_its_run_is_kept_keeps_none(catalog: Catalog, running: str, document, files, lost):
    """Cancelled, or taken from a worker that was thought dead, after the files were put there."""
    if lost == "cancelled":
        cancel_job(catalog, running, "Cancelled by ann.")
    with pytest.raises(KeyboardInterrupt):
        keep_run(catalog, document, files, within=ending_job(running, "w" if lost == "cancelled" else "w2"))
    assert runs(catalog) == []
    assert list((catalog.home / "runs").iterdir()) == []
    assert found(catalog, running).state == "running", "its worker says how it ended"


def test_the_job_of_a_dead_worker_that_was_to_stop_is_cancelled(catalog: Catalog, running: str):
    cancel_job(catalog, running, "Cancelled by ann.")
    assert revive_jobs(catalog, soon()) == []
    assert found(catalog, running).state == "cancelled"


def test_a_job_that_is_given_back_was_not_begun(catalog: Catalog, running: str):
    assert give_back(catalog, running, "w") is True
    assert (found(catalog, running).state, found(catalog, running).attempts) == ("waiting", 0)


def test_projects_in_one_database_have_their_own_jobs(tmp_path):
    for name in ("North", "South"):
        (tmp_path / name).mkdir()
        text = f"name: {name}\nlog: l\njourney: j\ncatalog: sqlite:///{tmp_path}/all.db\n"
        (tmp_path / name / "project.yaml").write_text(text)
    with (
        open_catalog(load_project(tmp_path / "North")) as north,
        open_catalog(load_project(tmp_path / "South")) as south,
    ):
        job_id = add_job(north, "analyse", {}, None)
        assert claim_job(north, job_id, "w") is not None
        assert find_job(south, job_id) is None
        assert list_jobs(south) == []
        other = add_job(south, "analyse", {}, None)
        assert claim_job(south, other, "w") is not None, "the other project's job does not hold this one up"
