"""The project's lock: one run at a time. The system itself lets go of it when the run ends, killed or not.

It lies in a file of the project's folder. Two machines that share no disk see one catalog at most: there one of them
makes a night at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import IO

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from analyzer.catalog.model import Catalog
from analyzer.catalog.privacy import private_folder
from analyzer.catalog.refusals import database_errors
from analyzer.errors import LockError, SettingsError
from analyzer.settings import Settings
from analyzer.settings.scratch import hold


@contextmanager
def project_lock(settings: Settings) -> Iterator[None]:
    """Hold the project's lock; raises LockError where another run holds it."""
    path = settings.home / "lock"
    try:
        private_folder(settings.home)
        file = path.open("a+", encoding="utf-8")
    except OSError as reason:
        raise SettingsError(
            expected="a folder beside the project file that can be written",
            found=reason.strerror or "an error",
            where=str(settings.home),
            do="give this user the right to write there",
        ) from None
    with file:
        if not hold(file):
            raise LockError(
                expected="no other run of this project",
                found=f"one {_holder(file)}",
                where=str(path),
                do="wait until it has ended",
            )
        file.seek(0)
        file.truncate()
        file.write(f"of process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        yield


@contextmanager
def night_lock(catalog: Catalog) -> Iterator[None]:
    """Hold the right to make a night of the project, over all machines that share its catalog; raises LockError where
    another holds it.

    PostgreSQL keeps it with a transaction that stays open, so also behind a pooler of connections, and lets go of it
    when the connection ends. Where that breaks while its holder lives, two may hold it: a night is therefore held
    against the newest one once more when it is kept. A catalog in SQLite is a file of one machine, and `project_lock`
    is enough.
    """
    if catalog.engine.dialect.name != "postgresql":
        yield
        return
    digest = hashlib.sha256(b"night\0" + catalog.project.encode()).digest()
    key = int.from_bytes(digest[:8], "big", signed=True)
    connection = catalog.engine.connect()
    try:
        with database_errors(catalog.settings):
            connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            held = connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(key)))
        if not held:
            raise LockError(
                expected="no other night of this project",
                found="one that is being made on another machine, or from another folder",
                where="the project's catalog",
                do="wait until it has ended",
            )
        yield
    finally:
        with suppress(DBAPIError):  # it broke meanwhile, and the lock is gone with it
            connection.close()


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read(100).strip() or "that has just begun"
