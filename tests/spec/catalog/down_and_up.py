"""The newer migrations of a catalog taken back one by one, and made again: what stood before is there after."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from analyzer.catalog import add_action, list_actions, migrating, open_catalog
from analyzer.catalog.schema import metadata
from analyzer.settings import Settings

FIRST = "0008"  # the migrations after it are taken back


def down_and_up(settings: Settings) -> None:
    """Raises AssertionError where a migration loses an action, or where down and up is not where it was."""
    with open_catalog(settings) as catalog:
        before = add_action(catalog, {"title": "Kept"}, "Anna")
        _to(catalog.engine, FIRST)
        with catalog.engine.connect() as connection:
            assert MigrationContext.configure(connection).get_current_revision() == FIRST
        _to(catalog.engine, migrating.HEAD)
        with catalog.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert context.get_current_revision() == migrating.HEAD
            assert compare_metadata(context, metadata) == []
        assert list_actions(catalog) == [before]


def _to(engine: sa.Engine, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        (command.downgrade if version == FIRST else command.upgrade)(config, version)
