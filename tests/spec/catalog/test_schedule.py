"""The schedule: once a day at a time of the project's zone, once over all workers, caught up with after sleep."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from analyzer.catalog import Catalog, Job, ask_when_due, claim_job, end_job, list_jobs, take_moment
from analyzer.jobs.schedule import last_due

BERLIN = ZoneInfo("Europe/Berlin")  # +01:00, in summer +02:00: forward on 29 March 2026 at 02:00, back on 25 October
TWO = time(2, 0)


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        (TWO, "2026-11-22T00:59:59", "2026-11-21T01:00:00"),
        (TWO, "2026-11-22T01:00:00", "2026-11-22T01:00:00"),
        (TWO, "2026-11-22T23:30:00", "2026-11-22T01:00:00"),  # in Berlin it is the 23rd by now
        (TWO, "2026-07-01T00:00:00", "2026-07-01T00:00:00"),  # summer
        (time(2, 30), "2026-03-29T01:29:00", "2026-03-28T01:30:00"),  # 02:30 does not exist: 03:30 is meant
        (time(2, 30), "2026-03-29T01:30:00", "2026-03-29T01:30:00"),
        (time(2, 30), "2026-10-25T00:29:00", "2026-10-24T00:30:00"),
        (time(2, 30), "2026-10-25T00:30:00", "2026-10-25T00:30:00"),  # 02:30 for the first time
        (time(2, 30), "2026-10-25T01:30:00", "2026-10-25T00:30:00"),  # and for the second
    ],
)
def test_the_last_moment_that_was_due(schedule: time, now: str, due: str):
    found = last_due(schedule, BERLIN, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found.replace(tzinfo=None).isoformat() == due


def test_a_day_of_looking_every_minute_asks_once_also_when_the_clock_changes(catalog: Catalog):
    for day in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        ask(catalog, day)
        asked = [at for at in (day + timedelta(minutes=n) for n in range(24 * 60)) if ask(catalog, at)]
        assert len(asked) == 1
        assert asked[0].astimezone(BERLIN).date() == day.date() + timedelta(days=1)


def test_a_schedule_that_was_just_set_begins_with_its_next_moment(catalog: Catalog):
    assert ask(catalog, datetime(2026, 11, 22, 15, tzinfo=UTC)) is None
    assert ask(catalog, datetime(2026, 11, 23, 0, 59, tzinfo=UTC)) is None
    assert ask(catalog, datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) is not None


def test_what_was_missed_is_caught_up_with_once(catalog: Catalog):
    ask(catalog, datetime(2026, 11, 20, 15, tzinfo=UTC))
    job_id = ask(catalog, datetime(2026, 11, 27, 9, tzinfo=UTC))
    (job,) = list_jobs(catalog)
    assert (job.id, job.kind, job.asked_by, job.state) == (job_id, "analyse", "the schedule", "waiting")
    assert ask(catalog, datetime(2026, 11, 27, 10, tzinfo=UTC)) is None


def test_a_clock_that_is_set_back_asks_for_nothing_twice(catalog: Catalog):
    ask(catalog, datetime(2026, 11, 21, 15, tzinfo=UTC))
    assert ask(catalog, datetime(2026, 11, 22, 1, 10, tzinfo=UTC)) is not None
    assert ask(catalog, datetime(2026, 11, 22, 0, 10, tzinfo=UTC)) is None
    assert ask(catalog, datetime(2026, 11, 22, 1, 0, tzinfo=UTC)) is None


def test_a_clock_that_was_years_ahead_does_not_silence_the_schedule(catalog: Catalog):
    ask(catalog, datetime(2110, 1, 1, 15, tzinfo=UTC))
    assert ask(catalog, datetime(2026, 11, 22, 15, tzinfo=UTC)) is None, "it begins anew"
    assert ask(catalog, datetime(2026, 11, 23, 2, tzinfo=UTC)) is not None


def test_workers_at_once_ask_once(catalog: Catalog):
    ask(catalog, datetime(2026, 11, 21, 15, tzinfo=UTC))
    with ThreadPoolExecutor(4) as workers:
        asked = list(workers.map(lambda _: ask(catalog, datetime(2026, 11, 22, 2, tzinfo=UTC)), range(8)))
    (job_id,) = [one for one in asked if one is not None]
    claim_job(catalog, job_id, "w")
    end_job(catalog, job_id, "w", "done")
    assert ask(catalog, datetime(2026, 11, 22, 3, tzinfo=UTC)) is None
    assert [job.id for job in list_jobs(catalog)] == [job_id]


def test_what_a_command_begins_counts_for_the_moment_that_went_before(catalog: Catalog):
    ask(catalog, datetime(2026, 11, 21, 15, tzinfo=UTC))
    night = datetime(2026, 11, 22, 1, 0, 1, tzinfo=UTC)
    assert take(catalog, night) is None
    assert ask(catalog, night + timedelta(seconds=1)) is None, "no worker makes it again"
    assert ask(catalog, night + timedelta(days=1)) is not None


def test_a_command_that_comes_just_after_the_schedule_has_asked_finds_its_job(catalog: Catalog):
    """Ten minutes long; a job that failed makes no night. Real times: a job says when it was asked for."""
    now = datetime.now(UTC)
    due = now - timedelta(minutes=1)
    assert ask_when_due(catalog, due - timedelta(days=1), now, "nightly") is None
    job_id = ask_when_due(catalog, due, now, "nightly")
    assert job_id is not None
    for state in ("waiting", "running", "done"):
        found = take_moment(catalog, due, now, "nightly")
        assert found is not None
        assert (found.id, found.state) == (job_id, state)
        if state == "waiting":
            claim_job(catalog, job_id, "w")
        elif state == "running":
            end_job(catalog, job_id, "w", "done")
    assert take_moment(catalog, due, due + timedelta(minutes=10, seconds=1), "nightly") is None
    assert take_moment(catalog, due, now, "analyse") is None


def test_a_command_may_repeat_what_failed(catalog: Catalog):
    now = datetime.now(UTC)
    ask_when_due(catalog, now - timedelta(days=1), now, "nightly")
    job_id = ask_when_due(catalog, now, now, "nightly")
    assert job_id is not None
    claim_job(catalog, job_id, "w")
    end_job(catalog, job_id, "w", "failed", "no file")
    assert take_moment(catalog, now, now, "nightly") is None


def take(catalog: Catalog, now: datetime) -> Job | None:
    return take_moment(catalog, last_due(TWO, BERLIN, now), now, "analyse")


def ask(catalog: Catalog, now: datetime) -> str | None:
    return ask_when_due(catalog, last_due(TWO, BERLIN, now), now, "analyse")
