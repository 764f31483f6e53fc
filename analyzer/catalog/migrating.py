"""Bring a catalog's tables up to date: the migrations lie in the package and run when a catalog is opened."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from analyzer.errors import SettingsError

HEAD = "0016"  # the newest migration; known here so that an up-to-date catalog opens without loading alembic
_LOCK = 0x616C6967  # "alig": the key of PostgreSQL's lock


def migrate(engine: sa.Engine) -> None:
    """Run the migrations that the catalog lacks, in one transaction; another process that does the same waits.

    Raises SettingsError for a catalog that a newer version has written.
    """
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if _version(connection) != HEAD:
            _upgrade(connection)


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise SettingsError(
            expected=f"a catalog of version {HEAD} or older",
            found=f"version {_version(connection)}",
            where="the project's catalog",
            do="use the version of analyzer that wrote it, or a newer one",
        ) from None
