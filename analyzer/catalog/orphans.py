"""What a run that was killed has left behind."""

from __future__ import annotations

import shutil

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.model import Catalog


def remove_orphans(catalog: Catalog) -> None:
    """Take away files of runs that have no rows: nobody sees them. Only for who holds the project's lock.

    Rows of any project count, for several project files may lie in one folder.
    """
    home = catalog.home / "runs"
    with catalog.reading() as connection:
        kept = set(connection.scalars(sa.select(schema.run.c.folder)))
    for folder in home.iterdir() if home.is_dir() else ():
        if f"runs/{folder.name}" not in kept:
            shutil.rmtree(folder, ignore_errors=True)
