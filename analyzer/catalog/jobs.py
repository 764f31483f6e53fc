"""Jobs as people see them: asked for, looked at, cancelled. What a worker does with them is `job_work.py`."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.model import Catalog

State = Literal["waiting", "running", "done", "failed", "cancelled"]
UNDER_WAY = ("waiting", "running")
KEPT = timedelta(days=90)  # jobs that have ended


@dataclass(frozen=True)
class Job:
    """Something that the server was asked to work on. Times are aware UTC."""

    id: str
    kind: str
    arguments: dict[str, Any]
    asked_by: str | None
    state: State
    step: str | None  # what it is doing
    share: float | None  # how far it is, 0-1; None where it cannot be told
    message: str | None  # why it failed or was cancelled
    result: dict[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    heartbeat_at: datetime | None
    cancel: bool  # it is to stop
    attempts: int  # how often it was begun

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY


def add_job(catalog: Catalog, kind: str, arguments: Mapping[str, Any], asked_by: str | None) -> str:
    """Ask for a job; gives its id. The same asked again while it is under way is the same job."""
    with catalog.writing() as connection:
        alone(connection)
        return ask_within(connection, catalog, kind, arguments, asked_by)


def ask_within(
    connection: sa.Connection, catalog: Catalog, kind: str, arguments: Mapping[str, Any], asked_by: str | None
) -> str:
    """As `add_job`, in a transaction in which nobody else changes jobs."""
    table, now = schema.job, datetime.now(UTC)
    active = (table.c.project == catalog.project, table.c.state.in_(UNDER_WAY), table.c.cancel.is_(False))
    wanted = sa.select(table.c.id, table.c.arguments).where(*active, table.c.kind == kind)
    for found in connection.execute(wanted.order_by(table.c.created_at, table.c.id)):
        if found.arguments == dict(arguments):
            return str(found.id)
    job_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    row = {
        "project": catalog.project,
        "id": job_id,
        "kind": kind,
        "arguments": dict(arguments),
        "asked_by": asked_by,
        "state": "waiting",
        "created_at": now,
        "cancel": False,
        "attempts": 0,
    }
    connection.execute(sa.insert(table), row)
    old = (table.c.project == catalog.project, table.c.ended_at < now - KEPT)
    connection.execute(sa.delete(table).where(*old))
    return job_id


def find_job(catalog: Catalog, job_id: str) -> Job | None:
    """The job of an id; None where there is none."""
    with catalog.reading() as connection:
        row = connection.execute(sa.select(schema.job).where(*this(catalog, job_id))).mappings().first()
    return as_job(row) if row is not None else None


def list_jobs(catalog: Catalog, limit: int = 50, kind: str | None = None) -> list[Job]:
    """The jobs of a project, or those of a kind, the newest first."""
    table = schema.job
    wanted = sa.select(table).where(table.c.project == catalog.project)
    if kind is not None:
        wanted = wanted.where(table.c.kind == kind)
    wanted = wanted.order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
    with catalog.reading() as connection:
        return [as_job(row) for row in connection.execute(wanted).mappings()]


def cancel_job(catalog: Catalog, job_id: str, message: str) -> bool:
    """Ask a job to stop: one that waits is cancelled at once, one that runs soon; whether there was one to stop."""
    table = schema.job
    waiting = sa.update(table).where(*this(catalog, job_id), table.c.state == "waiting")
    running = sa.update(table).where(*this(catalog, job_id), table.c.state == "running")
    with catalog.writing() as connection:
        over = {"state": "cancelled", "cancel": True, "message": message, "ended_at": datetime.now(UTC)}
        changed = connection.execute(waiting.values(over)).rowcount
        changed += connection.execute(running.values(cancel=True, message=message)).rowcount
    return changed > 0


def this(catalog: Catalog, job_id: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The condition that means one job of the project."""
    return schema.job.c.project == catalog.project, schema.job.c.id == job_id


def alone(connection: sa.Connection) -> None:
    """Nobody else changes jobs in this transaction; SQLite has seen to that when it began."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE job IN SHARE ROW EXCLUSIVE MODE"))


def as_job(row: sa.RowMapping) -> Job:
    """A row of the table as a job."""
    return Job(**{name: row[name] for name in Job.__dataclass_fields__})
