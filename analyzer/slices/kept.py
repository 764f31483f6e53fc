"""The tables of a run, as Parquet files beside its three files: what filters and single cases are answered from.

Written when the run is kept, before it is visible; sorted by case, so that one case is read from one small part of a
file. Nothing here is computed anew but a case's sequence of activities.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.ingest.assembly.attributes import known_by_then
from analyzer.inside_out.variants import sequences, signed_anew
from analyzer.journey import Journey, journey_yaml, load_journey
from analyzer.ruler import read_ruler, write_ruler
from analyzer.settings import Settings
from analyzer.slices.in_place import CLAIM, META, open_place, place_of, put_in_place, table_in_place
from analyzer.tables.log import Attribute, Log
from analyzer.tables.objects import CONCERNED, STATES
from analyzer.tables.quality import Quality
from analyzer.tables.ruler import Ruler
from analyzer.tables.signals import Behaviour, Quiet
from analyzer.tables.visits import PLACED, RATED, VISIT

FOLDER = "tables"  # in the folder of the run
JOURNEY = "journey.yaml"
RULER = "ruler.yaml"
TABLES = ("events", "placed", "rated", "cases")
OBJECTS, STATES_OF_OBJECTS = "objects", "object_states"
FORMAT = "tables/7"


@dataclass(frozen=True)
class Kept:
    """A run's tables in an engine, as the rooms handed them on; once read back, without the events' own attributes.

    `sequences`, once read back: of each case `signs`, its activities in order as one text with a sign for each
    (inside_out/variants.py), and `took_s`, the seconds from its first to its last event.
    """

    log: Log
    journey: Journey
    rated: Table
    placed: Table
    ruler: Ruler
    quiet: Quiet
    timezone: str
    sequences: Table | None = None

    @property
    def is_numbered(self) -> bool:
        """Whether numbers stand in the place of the names of cases and customers (numbered.py)."""
        return bool(self.rated.case_id.type().is_integer())

    @property
    def reactions(self) -> tuple[str, ...]:
        """Activities that are no part of visits: reactions, and customers' own verdicts."""
        return tuple(sorted({*self.ruler.reacting, *(name for one in self.quiet.watched for name in one.activities)}))


def keep_tables(engine: Engine, folder: Path, kept: Kept, settings: Settings) -> None:
    """Write the tables of a run into an empty folder; `meta.json` last, so that a folder without it is none. Those of a
    log that stays in a database stay there too (`in_place.py`), and only what is said of them comes to the folder; of
    another engine on this machine they are files as ever, and of one elsewhere there are none."""
    log = kept.log
    if log.in_place and not engine.is_here:
        place = put_in_place(engine, folder, settings, tables_of_run(engine, kept))
        if place is not None:
            _write_meta(folder, kept, log.activities, place)
            (folder / CLAIM).unlink()  # the meta data name the tables now
        return
    folder.mkdir(parents=True, exist_ok=True)
    tables = tables_of_run(engine, kept)
    if log.in_place:
        tables["events"] = log.events.order_by("case_id", "position")
    for name, table in tables.items():
        engine.write(table, folder / f"{name}.parquet")
    _write_meta(folder, kept, log.activities)


def tables_of_run(engine: Engine, kept: Kept) -> dict[str, Table]:
    """The tables that are kept, by name and in the order in which they are read."""
    log = kept.log
    objects = {} if log.objects is None else {OBJECTS: log.objects.order_by("case_id", "event", "type", "object")}
    if log.object_states is not None:
        objects[STATES_OF_OBJECTS] = log.object_states.order_by("case_id", "object", "since")
    return {
        "events": log.events,  # in the order of case and position already, where they were read from files
        **objects,
        "cases": log.cases.join(sequences(engine, log), "case_id").order_by("case_id"),
        "rated": kept.rated.order_by(*VISIT),
        "placed": kept.placed.order_by("case_id", "at", "signal"),
    }


def link_tables(folder: Path, kept: Kept, files: Mapping[str, Path], signs: Sequence[str]) -> None:
    """Keep the tables of a run that lie on the disk already, in files that are never changed: as further names of them
    where the disk allows it, else as copies. Nothing is written twice.

    `files`: <table>.parquet, and where some cases have rows of their own in a second file `upper-<table>.parquet`, with
    these cases in `gone-<table>.parquet`. The cases hold their sequences, with signs in the order of `signs`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        target = folder / name
        try:
            target.hardlink_to(source)
        except OSError:
            shutil.copyfile(source, target)
    _write_meta(folder, kept, signs)


def _write_meta(folder: Path, kept: Kept, signs: Sequence[str], place: Mapping[str, str] | None = None) -> None:
    log = kept.log
    write_ruler(kept.ruler, folder / RULER)
    (folder / JOURNEY).write_text(journey_yaml(kept.journey), encoding="utf-8")
    meta = {
        "format": FORMAT,
        "cases": log.n_cases,
        "events": log.n_events,
        "first_at": log.first_at.isoformat(),
        "last_at": log.last_at.isoformat(),
        "activities": list(log.activities),
        "signs": list(signs),
        "object_types": list(log.object_types),
        "attributes": [asdict(a) for a in log.attributes],
        "object_attributes": [asdict(a) for a in log.object_attributes],
        "quiet": {"good": kept.quiet.good, "watched": [asdict(one) for one in kept.quiet.watched]},
        "timezone": kept.timezone,
        **({"place": place} if place else {}),
    }
    (folder / META).write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def has_tables(run: Path) -> bool:
    """Whether a run's folder holds its tables, whole and in the form that is read here; runs of earlier versions do
    not."""
    try:
        meta = json.loads((run / FOLDER / META).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    return isinstance(meta, dict) and meta.get("format") == FORMAT


@contextmanager
def open_run(run: Path) -> Iterator[tuple[Engine, Kept]]:
    """The tables of a run's folder, in the engine in which they lie: the embedded one, or the database in which the log
    of the run stayed. Raises SettingsError where that cannot be reached."""
    with open_place(run / FOLDER) as engine:
        yield engine, open_kept(engine, run)


def open_kept(engine: Engine, run: Path) -> Kept:
    """The tables of a run's folder in an engine. The files are read when a question needs them. Tables that lie in a
    database need an engine there (`open_run`)."""
    folder = run / FOLDER
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    cases = kept_table(engine, folder, "cases")
    log = _log(meta, kept_table(engine, folder, "events"), cases.drop("signs", "took_s"))
    if OBJECTS in table_names(folder):
        log = replace(log, objects=CONCERNED.check(kept_table(engine, folder, OBJECTS)))
    if STATES_OF_OBJECTS in table_names(folder):
        its = tuple(Attribute(**a) for a in meta["object_attributes"])
        states = STATES.check(kept_table(engine, folder, STATES_OF_OBJECTS))
        log = replace(log, object_states=states, object_attributes=its)
    return Kept(
        log=log,
        journey=load_journey(folder / JOURNEY),
        rated=RATED.check(kept_table(engine, folder, "rated")),
        placed=PLACED.check(kept_table(engine, folder, "placed")),
        ruler=read_ruler(folder / RULER),
        quiet=_quiet(meta),
        timezone=meta["timezone"],
        sequences=signed_anew(cases.select("case_id", "signs", "took_s"), meta["signs"], meta["activities"]),
    )


def table_names(folder: Path) -> tuple[str, ...]:
    """The tables in a run's folder of tables; those of objects only where stages are visited by object."""
    if place_of(folder) is not None:
        return TABLES
    return (*TABLES, *(name for name in (OBJECTS, STATES_OF_OBJECTS) if (folder / f"{name}.parquet").exists()))


def kept_table(engine: Engine, folder: Path, name: str) -> Table:
    """A table of a run's folder of tables, of which some cases may stand in a second file."""
    if (place := place_of(folder)) is not None:
        return table_in_place(engine, place, name)
    lower = engine.read_parquet(folder / f"{name}.parquet")
    second = folder / f"upper-{name}.parquet"
    if not second.exists():
        return lower
    upper = engine.read_parquet(second)
    gone = engine.read_parquet(folder / f"gone-{name}.parquet")
    both = [column for column in lower.columns if column in upper.columns]
    return lower.select(*both).anti_join(gone, "case_id").union(upper.select(*both))


def _quiet(meta: dict[str, Any]) -> Quiet:
    watched = (Behaviour(**{**one, "activities": tuple(one["activities"])}) for one in meta["quiet"]["watched"])
    return Quiet(meta["quiet"]["good"], tuple(watched), datetime.fromisoformat(meta["last_at"]))


def _log(meta: dict[str, Any], events: Table, cases: Table) -> Log:
    attributes = tuple(Attribute(**a) for a in meta["attributes"])
    return Log(
        events=known_by_then(events, attributes),
        cases=cases,
        transitions=None,
        attributes=attributes,
        quality=Quality(),
        n_cases=meta["cases"],
        n_events=meta["events"],
        activities=tuple(meta["activities"]),
        first_at=datetime.fromisoformat(meta["first_at"]),
        last_at=datetime.fromisoformat(meta["last_at"]),
        object_types=tuple(meta["object_types"]),
    )
