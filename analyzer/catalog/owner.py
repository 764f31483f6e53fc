"""Which part of a shared catalog is a project's own: two projects of one name do not share users, runs and actions."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.errors import SettingsError
from analyzer.settings import Settings
from analyzer.settings.identity import FILE, project_id


def project_key(engine: sa.Engine, settings: Settings) -> str:
    """What parts the project's rows from others'. Empty where the database is the project's own.

    In a shared one it is the name under which the project was first opened there, and belongs to it from then on, known
    by the id in its folder: another name or another place changes nothing. Raises SettingsError where another project
    has that name, and for a copy of a project whose original is still there.
    """
    if not settings.catalog:
        return ""
    owner, table = project_id(settings), schema.project
    with engine.connect() as connection:
        row = connection.execute(sa.select(table).where(table.c.owner == owner)).mappings().first()
    if row is not None and row["folder"] == str(settings.folder):
        return str(row["key"])
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE"))
        row = connection.execute(sa.select(table).where(table.c.owner == owner)).mappings().first()
        if row is not None:
            _refuse_copy(settings, Path(row["folder"]), owner)
            connection.execute(sa.update(table).where(table.c.owner == owner).values(folder=str(settings.folder)))
            return str(row["key"])
        other = connection.execute(sa.select(table).where(table.c.key == settings.name)).mappings().first()
        if other is not None:
            raise _taken(settings, other["folder"])
        mine = {"key": settings.name, "owner": owner, "folder": str(settings.folder)}
        connection.execute(sa.insert(table), mine)
    return settings.name


def _refuse_copy(settings: Settings, before: Path, owner: str) -> None:
    """Raise where the project was copied with its `.alignment`, not moved: both would write into the same history."""
    original = before / settings.home.name / FILE
    try:
        copied = original.read_text(encoding="utf-8").strip() == owner and not before.samefile(settings.folder)
    except OSError:
        return  # it is not there any more, or not on this machine: it was moved
    if copied:
        raise SettingsError(
            expected="a project of its own in a catalog that projects share",
            found=f"a copy of the one in {before}, with the id of that one",
            where=str(settings.home / FILE),
            do="remove that file and give this project another name; the original stays as it is",
        )


def _taken(settings: Settings, folder: str) -> SettingsError:
    return SettingsError(
        expected="a name that no other project in this catalog has",
        found=f"{settings.name}, which is the project in {folder}",
        where=f"key name in {settings.project or 'the project file'}",
        do=f"give it another name; where it is the same project, bring its .alignment/{FILE} along",
    )
