"""What nights keep of a project whose log stays in a PostgreSQL database: tables beside it, named
`state_<project>_<table>`, and one row that says what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import msgspec

from analyzer.engine import Engine, Table, open_engine
from analyzer.engine.changing import ChangingTables
from analyzer.engine.engine import POSTGRESQL
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.placed_nights import PlacedLog
from analyzer.settings import Settings
from analyzer.slices.in_place import mark_of

FORMAT = "placed/2"
_MANIFEST = "manifest"


@dataclass(frozen=True)
class PlacedState:
    """What a night kept, beside the rows of the tables. As of `manifest.NightState`: `now` is its moment of looking;
    `words` and `thresholds` tell how traits are numbered."""

    format: str
    ruler: str
    settings: str
    now: datetime
    quiet: bool
    kept: PlacedLog
    words: tuple[int, int]
    thresholds: dict[int, float]


class StateTables:
    """The tables of a project's state: events, cases and counts of the log; rated, heard and traits of its judging;
    linked, placed and words."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        assert isinstance(engine.lasting, ChangingTables)
        self._engine, self._lasting = engine, engine.lasting
        self._prefix = _prefix(settings)
        self._read = ""

    def read(self) -> PlacedState | str:
        """What was kept; or why there is nothing that could be used."""
        with self._engine.answering():
            self._read = self._lasting.text(self._named(_MANIFEST)) or ""
        if not self._read:
            return "nothing was kept yet"
        try:
            state = msgspec.json.decode(self._read, type=PlacedState)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return "what was kept is of another version"
        return state if state.format == FORMAT else "what was kept is of another version"

    def open(self, name: str) -> Table:
        """A table as it is now."""
        with self._engine.answering():
            return self._lasting.open(self._named(name))

    def put(self, tables: Mapping[str, Table], state: PlacedState) -> None:
        """Keep tables in place of all that was kept: all of them, or none."""
        with self._engine.answering(), self._lasting.changing():
            _clear(self._lasting, self._prefix)
            for name, table in tables.items():
                self._lasting.put(self._named(name), table)
            self._lasting.put_text(self._named(_MANIFEST), _written(state))

    @contextmanager
    def changing(self, state: PlacedState) -> Iterator[None]:
        """All that is changed meanwhile is changed at once at the end, or not at all. Raises NotAsBeforeError where
        what is kept is not `state` any more."""
        with self._engine.answering(), self._lasting.changing():
            if self._lasting.text(self._named(_MANIFEST), hold=True) != self._read:
                raise NotAsBeforeError("what was kept has been changed meanwhile")
            yield

    def replace(self, name: str, cases: Table, rows: Table) -> None:
        """Put rows in the place of those of some cases (case_id)."""
        with self._engine.answering():
            self._lasting.replace(self._named(name), cases, rows.select(*self.open(name).columns))

    def change(self, whole: Mapping[str, Table], state: PlacedState) -> None:
        """Put whole tables in the place of those before, and say what is kept now."""
        with self._engine.answering():
            for name, table in whole.items():
                self._lasting.drop([self._named(name)])
                self._lasting.put(self._named(name), table)
            self._lasting.change_text(self._named(_MANIFEST), _written(state))

    def clear(self) -> None:
        """Take everything away."""
        with self._engine.answering(), self._lasting.changing():
            _clear(self._lasting, self._prefix)

    def _named(self, name: str) -> str:
        return f"{self._prefix}{name}"


def clear_in_place(settings: Settings) -> None:
    """Take away what nights of a project keep in the database of its engine. Raises SettingsError where that cannot be
    reached."""
    if settings.engine.partition("://")[0] not in POSTGRESQL:
        return
    with open_engine(settings.engine, settings.state_schema) as engine:
        StateTables(engine, settings).clear()


def _clear(lasting: ChangingTables, prefix: str) -> None:
    lasting.drop(lasting.names(prefix))


def _prefix(settings: Settings) -> str:
    """Letters that stand for a project file in its place; another one beside it has others."""
    stem = settings.project.stem if settings.project is not None else "project"
    return f"state_{hashlib.sha256(f'{mark_of(settings)}:{stem}'.encode()).hexdigest()[:8]}_"


def _written(state: PlacedState) -> str:
    return msgspec.json.encode(state).decode()
