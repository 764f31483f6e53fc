"""The tables of runs whose log stayed in its database: they lie there too, and the run's folder says where.

A project's tables are named `kept_<project>_<run>_<table>`. Those that no folder of a run names any more, because the
run was taken away or never came to its end, are dropped by the next run of the project.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analyzer.engine import Engine, Table, open_engine
from analyzer.errors import SettingsError
from analyzer.settings import Settings, load_project
from analyzer.settings.writing import put_whole

META = "meta.json"  # in a run's folder of tables


def put_in_place(
    engine: Engine, folder: Path, settings: Settings, tables: Mapping[str, Table]
) -> Mapping[str, str] | None:
    """Keep tables in the engine's database, and drop what earlier runs of the project have left there; gives what the
    folder says of them: the schema, how their names begin, and the project file from the folder of the runs. None where
    the engine has no place for them, or there is no project file that would say where it is."""
    if engine.lasting is None or settings.project is None:
        return None
    ours = f"kept_{_mark(settings)}_"
    mine = f"{ours}{secrets.token_hex(4)}_"
    named = {place["prefix"] for place in _places(folder.parent.parent)}
    with engine.answering():
        for name, table in tables.items():
            engine.lasting.put(f"{mine}{name}", table)
        engine.lasting.drop(name for name in engine.lasting.names(ours) if not name.startswith((mine, *named)))
    return {
        "schema": engine.lasting.schema,
        "prefix": mine,
        "project": os.path.relpath(settings.project.resolve(), settings.home.resolve()),
    }


def place_of(folder: Path) -> dict[str, str] | None:
    """What a run's folder of tables says of where they lie; None where they are files in it."""
    found: dict[str, str] | None = json.loads((folder / META).read_text(encoding="utf-8")).get("place")
    return found


def table_in_place(engine: Engine, place: Mapping[str, str], name: str) -> Table:
    """A table of a run in the engine's database. Raises SettingsError where it is not there any more."""
    wanted = f"{place['prefix']}{name}"
    with engine.answering():
        if engine.lasting is not None and wanted in engine.lasting.names(wanted):
            return engine.lasting.open(wanted)
    raise SettingsError(
        expected=f"the tables of the run in the database of its log, in the schema {place['schema']}",
        found=f"no table {wanted}" if engine.lasting is not None else f"{engine.called}, which has no such tables",
        where="engine in the project file",
        do="run the analysis again: it keeps new ones",
    )


@contextmanager
def open_place(folder: Path) -> Iterator[Engine]:
    """The engine in which the tables of a run's folder can be asked: that of its project, where they lie in a database,
    else the embedded one."""
    place = place_of(folder)
    if place is None:
        with open_engine() as engine:
            yield engine
        return
    settings = load_project(folder.parents[2] / place["project"])
    with open_engine(settings.engine, place["schema"]) as engine:
        yield engine


def drop_in_place(folder: Path) -> bool:
    """Drop the tables of a run that lie in a database; gives whether there were some."""
    place = place_of(folder)
    if place is None:
        return False
    with open_place(folder) as engine:
        if engine.lasting is None:
            return False
        with engine.answering():
            names = engine.lasting.names(place["prefix"])
            engine.lasting.drop(names)
        return bool(names)


def _places(runs: Path) -> Iterator[dict[str, str]]:
    """What the folders of runs say of tables in a database."""
    for meta in runs.glob(f"*/*/{META}"):
        try:
            place = place_of(meta.parent)
        except (OSError, ValueError):  # it is just being taken away
            continue
        if place is not None:
            yield place


def _mark(settings: Settings) -> str:
    """Letters that stand for a project in its place: another project, and a copy of this one, have others."""
    file = settings.home / "tables-id"
    if not file.exists():
        put_whole(file, secrets.token_hex(8) + "\n")
    said = f"{file.read_text(encoding='utf-8').strip()}:{settings.home.resolve()}"
    return hashlib.sha256(said.encode()).hexdigest()[:8]
