"""The tables of runs whose log stayed in its database: they lie there too, and the run's folder says where.

A project's tables are named `kept_<project>_<run>_<table>`. Those that no folder of a run names any more, because the
run was taken away or never came to its end, are dropped by the next run of the project. A run says in its folder what
it will make before it makes it, so that another run of the project beside it leaves it alone.
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
CLAIM = "claim.json"  # there, while the tables are being made


def put_in_place(
    engine: Engine, folder: Path, settings: Settings, tables: Mapping[str, Table]
) -> Mapping[str, str] | None:
    """Keep tables in the engine's database, and drop what earlier runs of the project have left there; gives what the
    folder says of them: the schema, how their names begin, and the project file from the folder of the runs. None where
    the engine has no place for them, or there is no project file that would say where it is."""
    if engine.lasting is None or settings.project is None:
        return None
    ours = f"kept_{mark_of(settings)}_"
    mine = f"{ours}{secrets.token_hex(4)}_"
    folder.mkdir(parents=True, exist_ok=True)
    put_whole(folder / CLAIM, json.dumps({"prefix": mine}))
    with engine.answering():
        for name, table in tables.items():
            engine.lasting.put(f"{mine}{name}", table)
        there = engine.lasting.names(ours)  # asked before the folders: what is there was claimed before it was made
        named = _named(folder.parent.parent)
        engine.lasting.drop(name for name in there if not name.startswith((mine, *named)))
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


def _named(runs: Path) -> set[str]:
    """How the names of tables begin that a folder of a run speaks of, also one that is being made. They are looked
    through twice, for a folder that is moved meanwhile."""
    found = set()
    for place in ("*/*", "*/*/*") * 2:
        for name in (META, CLAIM):
            for file in runs.glob(f"{place}/{name}"):
                try:
                    said = json.loads(file.read_text(encoding="utf-8"))
                except (OSError, ValueError):  # it is just being taken away
                    continue
                prefix = said.get("prefix") or (said.get("place") or {}).get("prefix")
                found |= {prefix} if prefix else set()
    return found


def mark_of(settings: Settings) -> str:
    """Letters that stand for a project in its place: another project, and a copy of this one, have others."""
    file = settings.home / "tables-id"
    if not file.exists():
        put_whole(file, secrets.token_hex(8) + "\n")
    said = f"{file.read_text(encoding='utf-8').strip()}:{settings.home.resolve()}"
    return hashlib.sha256(said.encode()).hexdigest()[:8]
