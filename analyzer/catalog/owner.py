"""Which part of a shared catalog is a project's own: two projects of one name do not share users, runs and actions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.errors import SettingsError
from analyzer.settings import Settings
from analyzer.settings.identity import FILE, folder_id, project_id


def project_key(engine: sa.Engine, settings: Settings) -> str:
    """What parts the project's rows from others'. Empty where the database is the project's own.

    In a shared one it is the name under which the project was first opened there, and belongs to it from then on, known
    by the id in its folder: another name or another place changes nothing. Raises SettingsError where another project
    has that name, and for a copy of a project whose original is still there. A database that lies in the project's own
    folder goes along with it, copied or put back: it is taken over.
    """
    if not settings.catalog:
        return ""
    owner, table = project_id(settings), schema.project
    mine = {"owner": owner, "folder": str(settings.folder)}
    with engine.connect() as connection:
        row = connection.execute(sa.select(table).where(table.c.owner == owner)).mappings().first()
    if row is not None and row["folder"] == str(settings.folder):
        return str(row["key"])
    inside = _inside(engine, settings)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE"))
        rows = connection.execute(sa.select(table).order_by(table.c.key)).mappings().all()
        row = next((one for one in rows if one["owner"] == owner), None)
        if row is not None and not inside:
            _refuse_copy(settings, Path(row["folder"]), folder_id(owner))
        if row is None and inside:
            row = _brought_along(settings, rows, owner)
        if row is not None:
            connection.execute(sa.update(table).where(table.c.key == row["key"]).values(mine))
            return str(row["key"])
        other = next((one for one in rows if one["key"] == settings.name), None)
        if other is not None:
            raise _beside(settings) if folder_id(other["owner"]) == folder_id(owner) else _taken(settings, other)
        connection.execute(sa.insert(table), {"key": settings.name, **mine})
    return settings.name


def _inside(engine: sa.Engine, settings: Settings) -> bool:
    """Whether the database is a file in the project's own folder."""
    if engine.dialect.name != "sqlite":
        return False
    return Path(str(engine.url.database)).resolve().is_relative_to(settings.folder.resolve())


def _brought_along(settings: Settings, rows: Sequence[sa.RowMapping], owner: str) -> sa.RowMapping | None:
    """The row that is this project's, in a database that came into its folder without `.alignment`: the one of its
    name; or the only one, where no project that is still there has it. Never that of another file in this folder."""
    others = [one for one in rows if folder_id(one["owner"]) != folder_id(owner)]
    named = [one for one in others if one["key"] == settings.name]
    if named or len(rows) != 1 or not others:
        return next(iter(named), None)
    (only,) = others
    return None if _still_there(settings, Path(only["folder"]), folder_id(only["owner"])) else only


def _still_there(settings: Settings, before: Path, identity: str) -> bool:
    """Whether the project with that id lies in another folder than this one."""
    try:
        kept = (before / settings.home.name / FILE).read_text(encoding="utf-8").strip()
        return kept == identity and not before.samefile(settings.folder)
    except OSError:
        return False  # it is not there any more, or not on this machine: it was moved


def _refuse_copy(settings: Settings, before: Path, identity: str) -> None:
    """Raise where the project was copied with its `.alignment`, not moved: both would write into the same history."""
    if _still_there(settings, before, identity):
        raise SettingsError(
            expected="a project of its own in a catalog that projects share",
            found=f"a copy of the one in {before}, with the id of that one",
            where=str(settings.home / FILE),
            do="remove that file and give this project another name; the original stays as it is",
        )


def _taken(settings: Settings, other: sa.RowMapping) -> SettingsError:
    return SettingsError(
        expected="a name that no other project in this catalog has",
        found=f"{settings.name}, which is the project in {other['folder']}",
        where=f"key name in {settings.project or 'the project file'}",
        do=f"give it another name; where it is the same project, bring its .alignment/{FILE} along",
    )


def _beside(settings: Settings) -> SettingsError:
    return SettingsError(
        expected="a name that no other project in this catalog has",
        found=f"{settings.name}, which is the project of another file in {settings.folder}",
        where=f"key name in {settings.project or 'the project file'}",
        do="give it another name; where it is the same project, give its file the name back that it had",
    )
