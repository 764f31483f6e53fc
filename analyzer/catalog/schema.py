"""The catalog's tables as SQLAlchemy sees them. How they came to be stands in `migrations`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as naive UTC: SQLite knows no zones and would give back what it was not given."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is not kept")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


run = Table(
    "run",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("origin", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("first_at", UtcDateTime),
    Column("last_at", UtcDateTime),
    Column("cases", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("signals", Integer, nullable=False),
    Column("rated", Integer, nullable=False),
    Column("visibility", Float),
    Column("relevance", Float),
    Column("score", Float),
    Column("mismatches", Integer, nullable=False),
    Column("folder", Text, nullable=False),  # from the project's .alignment
    Column("score_low", Float),
    Column("score_high", Float),
    Column("source", JSON(none_as_null=True)),  # what it read: settings/what_is_read.py; null for older runs
    Column("number", Integer, nullable=False),  # the order in which runs were kept, whatever the clock said
    Index("run_number", "project", "number", unique=True),
)

finding = Table(
    "finding",
    metadata,
    Column("project", Text, primary_key=True),
    Column("run_id", String(40), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("mismatch_id", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("stage", Text),
    Column("title", Text, nullable=False),
    Column("priority", Float, nullable=False),
    Column("affected_visits", Integer, nullable=False),
    Column("avoidable", Float),
    Column("avoidable_low", Float),
    Column("avoidable_high", Float),
    ForeignKeyConstraint(["project", "run_id"], ["run.project", "run.id"], ondelete="CASCADE"),
    Index("finding_mismatch", "project", "mismatch_id"),
)

job = Table(
    "job",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("arguments", JSON(none_as_null=True), nullable=False),
    Column("asked_by", Text),
    Column("state", String(20), nullable=False),  # waiting, running, done, failed, cancelled
    Column("step", Text),  # what it is doing
    Column("share", Float),  # how far it is, 0-1
    Column("message", Text),  # why it failed or was cancelled
    Column("result", JSON(none_as_null=True)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("heartbeat_at", UtcDateTime),
    Column("cancel", Boolean, nullable=False),  # it is to stop
    Column("worker", String(40)),  # who works on it
    Column("attempts", Integer, nullable=False),  # how often it was begun
    Index("job_state", "project", "state"),
)

schedule = Table(
    "schedule",
    metadata,
    Column("project", Text, primary_key=True),
    Column("asked_for", UtcDateTime, nullable=False),  # the last moment of the schedule that is dealt with
)

project = Table(
    "project",
    metadata,
    Column("key", Text, primary_key=True),  # what `project` says in the other tables: the name at the first opening
    Column("owner", String(40), nullable=False, unique=True),  # the project's own id
    Column("folder", Text, nullable=False),  # where it lay when the catalog was last opened
)
