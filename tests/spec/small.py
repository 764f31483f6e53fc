"""Logs, journeys and signals small enough to read in a test, taken through the readers and the rooms as the pipeline
does.

A table is text: a line of column names, then a line a row, columns two or more spaces apart. `case` and `time` stand
for case_id and timestamp, `customer` for customer_id. A time is written out (2026-03-02 09:00), or as a weekday of the
week of Monday 2 March 2026 (`Mon 09:00`), or of the weeks after it (`Mon+1 09:00`). A row that begins with `5 x` stands
for five: `#` in it is their number.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

from analyzer.blueprint import both_views
from analyzer.engine import Engine
from analyzer.ingest import read_log
from analyzer.journey import Journey, load_journey
from analyzer.judging import Given, Judged, judge, moment_of_looking
from analyzer.mismatches import Evidence, SupportedDrivers, find, find_drivers, months_of
from analyzer.outside_in import link, with_behaviour
from analyzer.ruler import calibrate
from analyzer.settings import Calendar, LogSource, Settings, SignalSource, Thresholds
from analyzer.tables.log import Log
from analyzer.tables.mismatch import Driver, Mismatch
from analyzer.tables.ruler import Ruler
from analyzer.tables.signals import Signals

MONDAY = datetime(2026, 3, 2)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAMES = {"case": "case_id", "customer": "customer_id", "time": "timestamp", "start": "start_timestamp"}
_WEEKDAY = re.compile(rf"({'|'.join(DAYS)})(?:\+(\d+))? (\d\d:\d\d(?::\d\d(?:\.\d+)?)?)")
_TIMES = re.compile(r"(\d+) x +(.*)")


def at(text: str) -> datetime:
    """A time as a test writes it: `Mon 09:00`, `Tue+1 09:00:30`, `2026-03-02 09:00`."""
    found = _WEEKDAY.fullmatch(text)
    if found is None:
        return datetime.fromisoformat(text)
    day, weeks, clock = found.groups()
    start = MONDAY + timedelta(days=DAYS.index(day) + 7 * int(weeks or 0))
    return datetime.fromisoformat(f"{start:%Y-%m-%d} {clock}")


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a table; `-` is an empty value."""
    lines = [line.strip() for line in dedent(table).splitlines() if line.strip()]
    names = [NAMES.get(name, name) for name in re.split(r"\s{2,}" if "  " in lines[0] else " ", lines[0])]
    rows = []
    for line in lines[1:]:
        again = _TIMES.fullmatch(line)
        for number in range(1, int(again[1]) + 1) if again else ("",):
            values = [v.replace("#", str(number)) for v in re.split(r"\s{2,}", again[2] if again else line)]
            if len(values) != len(names):
                raise ValueError(f"{len(names)} columns, two spaces apart; got {values}")
            row = {name: "" if value == "-" else value for name, value in zip(names, values, strict=True)}
            rows.append({k: v if _WEEKDAY.fullmatch(v) is None else at(v).isoformat(" ") for k, v in row.items()})
    return rows


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


class Run:
    """The rooms in the order of the pipeline, each run when a test first asks for what it gives.

    `log` and `signals` are tables as text or lists of rows, `journey` the text of the file. Further keys: of the
    project (timezone, calendar, thresholds) and of the source of signals (about, silence, window_s, kind, …).
    """

    _numbers = count()

    def __init__(
        self, engine: Engine, folder: Path, log: Any, journey: str, signals: Any = None, **further: Any
    ) -> None:
        self.engine = engine
        number = next(self._numbers)
        rows = rows_of(log) if isinstance(log, str) else log
        said = rows_of(signals) if isinstance(signals, str) else signals
        (folder / f"journey_{number}.yaml").write_text(dedent(journey), encoding="utf-8")
        settings = Settings(
            log=LogSource(path=str(write_csv(folder / f"log_{number}.csv", rows))),
            journey=str(folder / f"journey_{number}.yaml"),
        )
        project = {
            k: further.pop(k) for k in ("timezone", "calendar", "thresholds", "case_noun", "behaviours") if k in further
        }
        if said:
            source = SignalSource(path=str(write_csv(folder / f"signals_{number}.csv", said)), **further)
            project["signals"] = (source,)
        self.settings = replace(settings, **project)

    @classmethod
    def of(cls, engine: Engine, settings: Settings) -> Run:
        """The rooms over a project's own files."""
        run = cls.__new__(cls)
        run.engine, run.settings = engine, settings
        return run

    @cached_property
    def journey(self) -> Journey:
        return load_journey(self.settings.resolve(self.settings.journey))

    @cached_property
    def types(self) -> dict[str, str]:
        """Attribute → type, as the journey says it; a test may hold others still."""
        return self.journey.types

    @cached_property
    def log(self) -> Log:
        return read_log(self.engine, self.settings, types=self.types, per=self.journey.object_types)

    @cached_property
    def signals(self) -> Signals:
        from analyzer.ingest import read_signals

        said = read_signals(self.engine, self.settings, self.journey, self.log)
        return with_behaviour(self.engine, self.settings.behaviours, said, self.log, self.journey)

    @cached_property
    def linked(self) -> Any:
        return link(self.engine, self.signals.table, self.log, self.journey)

    @cached_property
    def given(self) -> Given:
        settings = self.settings
        return Given(
            self.log,
            self.signals,
            self.linked,
            self.journey,
            settings.calendar,
            settings.timezone,
            now=moment_of_looking(self.engine, self.log, self.linked),
        )

    @cached_property
    def ruler(self) -> Ruler:
        """The ruler of these data; a test may set another."""
        return calibrate(self.engine, self.given, self.settings.thresholds)

    @cached_property
    def under(self) -> Judged:
        """Everything judged under the ruler."""
        return judge(self.engine, self.given, self.ruler)

    @property
    def reactions(self) -> tuple[str, ...]:
        return self.ruler.reacting

    @property
    def staged(self) -> Any:
        return self.under.staged

    @property
    def visits(self) -> Any:
        return self.under.visits

    @property
    def judged(self) -> Any:
        return self.under.judged

    @property
    def derived(self) -> Any:
        return self.ruler.targets

    @property
    def placed(self) -> Any:
        return self.under.placed

    @property
    def rated(self) -> Any:
        return self.under.rated

    @cached_property
    def blueprint(self) -> Any:
        return both_views(self.engine, self.rated, self.placed.table, self.journey, self.log)

    @property
    def drivers(self) -> dict[int, tuple[Driver, ...]]:
        return self.supported.of

    @cached_property
    def supported(self) -> SupportedDrivers:
        months = months_of(self.log)
        return find_drivers(
            self.engine,
            self.under.heard,
            self.under.traits,
            self.journey,
            self.ruler,
            months,
            self.settings.thresholds,
        )

    @cached_property
    def evidence(self) -> Evidence:
        return self.seen("rated", "placed", "staged", "blueprint", "reactions", "drivers", "derived")

    def seen(self, *names: str) -> Any:
        """What the kinds of mismatch look at; only what is named is computed, the rest is left out."""
        found = {name: getattr(self, name) if name in names else None for name in ("rated", "staged", "blueprint")}
        return Evidence(
            engine=self.engine,
            **found,
            placed=self.placed.table if "placed" in names else None,
            log=self.log,
            journey=self.journey,
            derived=frozenset(self.journey.number(d.stage) for d in self.derived)
            if "derived" in names
            else frozenset(),
            reactions=self.reactions if "reactions" in names else (),
            drivers=self.drivers if "drivers" in names else {},
            outcomes=self.supported.outcomes if "drivers" in names else (),
            thresholds=self.settings.thresholds,
        )

    @cached_property
    def mismatches(self) -> list[Mismatch]:
        return find(self.evidence)

    def rows(self, table: Any) -> dict[tuple[str, str], dict[str, Any]]:
        """A table of visits by case and the name of the stage; what is missing is None."""
        frame = self.engine.frame(table).astype(object)
        frame = frame.where(frame.notna(), None)
        name = {stage.no: stage.name for stage in self.journey.stages}
        return {(row["case_id"], name[row["stage_no"]]): row for row in frame.to_dict("records")}

    @cached_property
    def visit(self) -> dict[tuple[str, str], dict[str, Any]]:
        return self.rows(self.visits)

    @cached_property
    def company(self) -> dict[tuple[str, str], str]:
        """(case, stage) → the company's verdict."""
        return {key: row["company"] for key, row in self.rows(self.judged).items()}

    @cached_property
    def promise(self) -> dict[tuple[str, str], str]:
        """(case, stage) → whether the promise was kept."""
        return {key: row["promise"] for key, row in self.rows(self.judged).items()}

    @cached_property
    def customer(self) -> dict[tuple[str, str], str]:
        """(case, stage) → the customer's verdict."""
        return {key: row["customer"] for key, row in self.rows(self.rated).items()}

    @cached_property
    def placements(self) -> list[tuple[str, str, str | None, str]]:
        """Signals in the order in which they were said: case, how it was linked, stage, how that was found."""
        frame = self.engine.frame(self.placed.table.order_by("signal")).astype(object)
        name = {stage.no: stage.name for stage in self.journey.stages} | {-1: "journey"}
        return [
            (r.case_id, r.link, name.get(r.stage_no) if r.stage_no == r.stage_no else None, r.stage_from)
            for r in frame.itertuples()
        ]


__all__ = ["Calendar", "Run", "Thresholds", "at", "rows_of"]
