"""The queue that wakes workers up: SQLite beside the project; PostgreSQL or Redis where the environment names one.

A message is the id of a job and nothing else. It may come twice or be lost: the catalog's table is the truth, a worker
takes a job there, and asks for those that wait again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from analyzer.errors import SettingsError
from analyzer.settings import Settings
from analyzer.settings.identity import project_id

if TYPE_CHECKING:
    from huey import Huey

ADDRESS = "ANALYZER_QUEUE"  # the environment variable: postgresql://… or redis://…
TASK = "work"


def open_queue(settings: Settings) -> Huey:
    """The project's queue. Raises SettingsError where its address cannot be used."""
    from huey import PostgresHuey, RedisHuey, SqliteHuey

    address, name = os.environ.get(ADDRESS, ""), f"alignment {settings.name}"
    if address:  # one for many projects: those of one name do not take each other's messages
        name = f"{name} {project_id(settings)}"
    cannot: tuple[type[Exception], ...] = (ImportError, RuntimeError, *queue_errors())
    scheme = address.partition("://")[0].partition("+")[0] if "://" in address else ""  # else it may be all of it
    try:
        if not address:
            settings.home.mkdir(parents=True, exist_ok=True)
            return SqliteHuey(name, filename=str(settings.home / "jobs.db"), results=False, timeout=30)
        if scheme in ("postgresql", "postgres"):
            return PostgresHuey(name, dsn="postgresql://" + address.partition("://")[2], results=False, blocking=False)
        if scheme in ("redis", "rediss"):
            return RedisHuey(name, url=address, results=False, blocking=False)
    except ValueError as reason:  # of an address that cannot be taken apart; its words may quote a password
        raise _refused(f"an address that cannot be read ({type(reason).__name__})") from None
    except cannot as reason:
        raise _refused(f"{type(reason).__name__}: {reason}".partition("\n")[0]) from None
    raise _refused(f"an address of the kind {scheme or 'none'}")


def ask(settings: Settings, job_id: str) -> None:
    """Wake a worker up for a job. Where the queue does not answer, a worker finds the job in the catalog."""
    away: tuple[type[Exception], ...] = (SettingsError, *queue_errors())
    try:
        queue = open_queue(settings)
        with closing(queue.storage):
            asked(queue)(job_id)
    except away as reason:
        logging.getLogger(__name__).warning("The queue did not take job %s: %s", job_id, reason)


def asked(queue: Huey, work: Callable[[str], None] | None = None) -> Callable[[str], object]:
    """The task of a queue: called, it is put into the queue; a consumer calls `work`."""

    def one(job_id: str) -> None:
        if work is None:
            raise AssertionError(f"job {job_id} was given to a process that does no work")
        work(job_id)

    task: Callable[[str], object] = queue.task(name=TASK)(one)  # known by this module's name and TASK
    return task


def queue_errors() -> tuple[type[Exception], ...]:
    """What the queue's database raises when it is away or busy."""
    from huey.exceptions import HueyException

    modules = (sys.modules.get(name) for name in ("psycopg", "psycopg2", "redis"))
    found = [getattr(module, name, None) for module in modules for name in ("Error", "RedisError")]
    return (OSError, sqlite3.Error, HueyException, *(one for one in found if one is not None))


def _refused(found: str) -> SettingsError:
    return SettingsError(
        expected="a queue that can be opened: postgresql://user@host/database or redis://host",
        found=found,
        where=f"the environment variable {ADDRESS}",
        do="check the address and that its driver is installed, or unset it: the queue is then a file of the project",
    )
