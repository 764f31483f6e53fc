"""A catalog that is open, and what it gives: runs and their findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from analyzer.catalog.refusals import database_errors
from analyzer.settings import Settings
from analyzer.settings.moments import iso_utc


@dataclass(frozen=True)
class Catalog:
    """An open catalog; to be closed, or used as `with open_catalog(settings) as catalog`."""

    engine: sa.Engine
    settings: Settings
    project: str  # parts the projects that share one database; empty where the database is the project's own

    @property
    def home(self) -> Path:
        """The project's `.alignment`."""
        return self.settings.home

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection to read with."""
        with database_errors(self.settings), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all that is written in it is kept, or nothing on an error."""
        options = {"writes": True}
        with (
            database_errors(self.settings),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True)
class Run:
    """A run that was kept. Times are aware UTC; visibility, relevance, score are 0–1, None without customer voice."""

    id: str
    started_at: datetime
    finished_at: datetime
    origin: str  # align, nightly, web
    digest: str  # of its input, or of its document without the times
    first_at: datetime | None  # of its events
    last_at: datetime | None
    cases: int
    events: int
    signals: int
    rated: int
    visibility: float | None
    relevance: float | None
    score: float | None
    mismatches: int
    folder: Path  # alignment.json, report.html, mismatches.csv; tables/ of the newest runs
    score_low: float | None = None
    score_high: float | None = None
    source: dict[str, Any] | None = None  # what it read; None for a run of an older version
    number: int = 0  # the order in which runs were kept

    def as_dict(self) -> dict[str, Any]:
        """The run for JSON: times in ISO-8601 UTC."""
        times = ("started_at", "finished_at", "first_at", "last_at")
        content = {name: getattr(self, name) for name in self.__dataclass_fields__}
        content.update({name: _iso(content[name]) for name in times}, folder=str(self.folder))
        return content


@dataclass(frozen=True)
class Finding:
    """A mismatch as a run found it, in the order of its rank."""

    run_id: str
    mismatch_id: str
    position: int  # 0 is the first
    kind: str
    stage: str | None
    title: str
    priority: float
    affected_visits: int
    avoidable: float | None  # bad visits a month, with its limits
    avoidable_low: float | None
    avoidable_high: float | None


def _iso(at: datetime | None) -> str | None:
    return iso_utc(at) if at is not None else None
