"""Jobs as a worker sees them: taken, worked on, ended.

The table is the queue. A worker holds a job by its name in the row's `worker`, and
every change of a running job is made under that name: who has lost a job can no longer change it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.jobs import Job, alone, as_job, this
from analyzer.catalog.keep import Within
from analyzer.catalog.model import Catalog

ATTEMPTS = 2  # a job that was killed is begun once more
ENDED_TWICE = (
    "The server was ended while it worked on this, twice. It was not begun a third time: "
    "the machine may lack memory for it. Ask for it again when that is mended."
)


def waiting_jobs(catalog: Catalog) -> list[str]:
    """The ids of the jobs that wait, the oldest first."""
    table = schema.job
    wanted = sa.select(table.c.id).where(table.c.project == catalog.project, table.c.state == "waiting")
    with catalog.reading() as connection:
        return [str(one) for one in connection.scalars(wanted.order_by(table.c.created_at, table.c.id))]


def claim_job(catalog: Catalog, job_id: str, worker: str) -> Job | None:
    """Take a job that waits; None where it does not wait, or another of the project runs: one at a time."""
    table, now = schema.job, datetime.now(UTC)
    others = sa.select(sa.func.count()).where(table.c.project == catalog.project, table.c.state == "running")
    take = (
        sa.update(table)
        .where(*this(catalog, job_id), table.c.state == "waiting")
        .values(
            state="running", worker=worker, attempts=table.c.attempts + 1, started_at=now, heartbeat_at=now, step=None
        )
    )
    with catalog.writing() as connection:
        alone(connection)
        if connection.scalar(others) or connection.execute(take).rowcount != 1:
            return None
        row = connection.execute(sa.select(table).where(*this(catalog, job_id))).mappings().one()
    return as_job(row)


def keep_progress(catalog: Catalog, job_id: str, worker: str, step: str, share: float | None) -> bool:
    """Say how far a job is; whether it is to go on."""
    return _change(catalog, job_id, worker, {"step": step, "share": share}, schema.job.c.cancel.is_(False))


def keep_alive(catalog: Catalog, job_id: str, worker: str) -> bool:
    """Say that its worker is alive; whether the job is to go on."""
    return _change(catalog, job_id, worker, {"heartbeat_at": datetime.now(UTC)}, schema.job.c.cancel.is_(False))


def end_job(
    catalog: Catalog,
    job_id: str,
    worker: str,
    state: Literal["done", "failed", "cancelled"],
    message: str | None = None,
    result: dict[str, Any] | None = None,
) -> bool:
    """End a job; whether it was this worker's to end."""
    values: dict[str, Any] = {"state": state, "result": result, "ended_at": datetime.now(UTC), "worker": None}
    if state == "done":
        values.update(share=1.0, message=None)
    elif message is not None:
        values.update(message=message)
    return _change(catalog, job_id, worker, values)


def ending_job(job_id: str, worker: str) -> Within:
    """What ends a job in the transaction that keeps its run (`keep_run`), so that there is never the one without the
    other: killed before it, all is to be done again; after it, nothing is.

    Raises KeyboardInterrupt, which takes the run back, where the job is to stop or is another worker's by now.
    """

    def end(connection: sa.Connection, catalog: Catalog, run_id: str) -> None:
        table = schema.job
        mine = (*this(catalog, job_id), table.c.state == "running", table.c.worker == worker, table.c.cancel.is_(False))
        over = {"state": "done", "result": {"run": run_id}, "ended_at": datetime.now(UTC), "worker": None}
        done = sa.update(table).where(*mine).values(**over, share=1.0, message=None)
        if connection.execute(done).rowcount != 1:
            raise KeyboardInterrupt

    return end


def give_back(catalog: Catalog, job_id: str, worker: str) -> bool:
    """Let a job wait again, as if it had not been begun: the server ends in order."""
    values = {"state": "waiting", "worker": None, "step": None, "share": None, "started_at": None, "heartbeat_at": None}
    return _change(catalog, job_id, worker, {**values, "attempts": schema.job.c.attempts - 1})


def revive_jobs(catalog: Catalog, silent_since: datetime) -> list[str]:
    """Jobs whose worker has been silent since then wait again, and are given; those begun twice have failed."""
    table, now = schema.job, datetime.now(UTC)
    dead = [table.c.project == catalog.project, table.c.state == "running", table.c.heartbeat_at < silent_since]
    over = {"ended_at": now, "worker": None}
    again = {"state": "waiting", "worker": None, "step": None, "share": None, "started_at": None, "heartbeat_at": None}
    with catalog.reading() as connection:
        if connection.scalar(sa.select(table.c.id).where(*dead).limit(1)) is None:
            return []
    with catalog.writing() as connection:
        alone(connection)
        cancelled = sa.update(table).where(*dead, table.c.cancel.is_(True))
        connection.execute(cancelled.values(state="cancelled", **over))
        failed = sa.update(table).where(*dead, table.c.attempts >= ATTEMPTS)
        connection.execute(failed.values(state="failed", message=ENDED_TWICE, **over))
        found = [str(one) for one in connection.scalars(sa.select(table.c.id).where(*dead).order_by(table.c.id))]
        connection.execute(sa.update(table).where(*dead).values(again))
    return found


def _change(catalog: Catalog, job_id: str, worker: str, values: dict[str, Any], *also: sa.ColumnElement[bool]) -> bool:
    table = schema.job
    mine = (*this(catalog, job_id), table.c.state == "running", table.c.worker == worker)
    with catalog.writing() as connection:
        return connection.execute(sa.update(table).where(*mine, *also).values(values)).rowcount == 1
