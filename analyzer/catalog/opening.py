"""Open the project's catalog: connect, and bring its tables up to date."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from analyzer.catalog.migrating import migrate
from analyzer.catalog.model import Catalog
from analyzer.catalog.owner import project_key
from analyzer.catalog.privacy import private_file, private_folder
from analyzer.catalog.refusals import DAMAGED, opening_errors, refused
from analyzer.settings import Settings
from analyzer.settings.scratch import scratch_folder

WAIT_S = 30  # for another process that writes


def open_catalog(settings: Settings) -> Catalog:
    """The project's catalog, made where it does not exist and migrated where it is older than this version.

    SQLite in `.alignment/catalog.db` unless the project names another. Raises SettingsError where it cannot be opened.
    """
    with opening_errors(settings):
        url = _url(settings)
        private_folder(settings.home)
        if url.get_backend_name() == "sqlite":
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
            private_file(Path(str(url.database)))
        return _opened(url, settings)


@contextmanager
def open_to_read(settings: Settings) -> Iterator[Catalog]:
    """The project's catalog to look at, which also works where nothing can be written: SQLite then reads a copy.

    Raises SettingsError where it cannot be opened.
    """
    with ExitStack() as end, opening_errors(settings):
        url = _url(settings)
        if url.get_backend_name() == "sqlite" and not _writable(Path(str(url.database))):
            copy = end.enter_context(scratch_folder("alignment-")) / "catalog.db"
            for ending in ("", "-wal"):  # what is not yet in the file itself lies in the second
                kept = Path(f"{url.database}{ending}")
                if kept.exists():
                    shutil.copyfile(kept, f"{copy}{ending}")
            catalog = _opened(url.set(database=str(copy)), settings)
        else:
            catalog = open_catalog(settings)
        end.enter_context(catalog)
        on_end = end.pop_all()
    with on_end:
        yield catalog


def check_whole(catalog: Catalog) -> None:
    """Raise SettingsError where a catalog's file is damaged. Reads all of it: milliseconds for a year of nights."""
    if catalog.engine.dialect.name != "sqlite":
        return
    with catalog.reading() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise refused(catalog.settings, f"a damaged file ({str(found).splitlines()[-1]})", DAMAGED)


def _writable(database: Path) -> bool:
    """Whether SQLite can write the file and what it puts beside it."""
    folder = next((one for one in database.parents if one.exists()), database.parent)
    return os.access(folder, os.W_OK) and (not database.exists() or os.access(database, os.W_OK))


def _opened(url: URL, settings: Settings) -> Catalog:
    engine = _engine(url)
    with ExitStack() as on_error:
        on_error.callback(engine.dispose)
        migrate(engine)
        key = project_key(engine, settings)
        on_error.pop_all()
    return Catalog(engine, settings, key)


def _url(settings: Settings) -> URL:
    """The address; a relative SQLite file is one beside the project file."""
    if settings.catalog is None:
        return URL.create("sqlite", database=str(settings.home / "catalog.db"))
    expected = "sqlite:///alignment.db or postgresql+psycopg://user@host/database"
    try:
        url = make_url(settings.catalog)
    except (ArgumentError, ValueError):
        raise refused(settings, "an address that cannot be read", f"write {expected}") from None
    if url.get_backend_name() == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise refused(settings, "a database in memory, which keeps nothing", "name a file: sqlite:///alignment.db")
        url = url.set(database=str(settings.resolve(str(url.database))))
    elif url.get_backend_name() != "postgresql":
        raise refused(settings, url.drivername, f"write {expected}")
    return url


def _engine(url: URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": WAIT_S})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Readers do not wait for a writer; transactions are begun by `_begin_sqlite`, not by the driver."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    with suppress(sqlite3.OperationalError):  # another process is just setting it, and it holds for the file
        connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the right to write at the start: taken later, it could fail half-way through."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def database_file(catalog: Catalog) -> Path | None:
    """The file that the catalog lies in; None where it is a server's."""
    return Path(str(catalog.engine.url.database)) if catalog.engine.dialect.name == "sqlite" else None
