"""One night: read, judge under the kept ruler, measure, compare with the last good night, keep, write, tell."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from analyzer import reports
from analyzer.blueprint import answer_lags, daily_rows
from analyzer.catalog import (
    Catalog,
    Run,
    Within,
    asked_just_now,
    end_quiet,
    keep_run,
    new_run_id,
    night_lock,
    open_catalog,
    project_lock,
    reopen_actions,
    runs,
    tables_folder,
    take_moment,
)
from analyzer.jobs import analysed
from analyzer.journey import Stage
from analyzer.mismatches.driver_days import driver_days
from analyzer.nightly.changes import classify
from analyzer.nightly.deliver import DeliveryPlan, deliver, keep_plan, plan_deliveries
from analyzer.nightly.finding_series import wanted_drivers, watched_findings
from analyzer.nightly.memory import FILE, Memory, read_memory, write_memory
from analyzer.nightly.one_night import check_made, check_moment, only_after
from analyzer.nightly.outcome import Concern, DeliveryOutcome, Night
from analyzer.nightly.retention import thin_out
from analyzer.nightly.vitals import concerns, vitals_of
from analyzer.pipeline import Analysis, Measured
from analyzer.ruler import kept_ruler, ruler_file, write_ruler
from analyzer.settings import Settings
from analyzer.settings.scratch import scratch_folder
from analyzer.slices.with_catalog import improving_of
from analyzer.state import NightReading, align_night
from analyzer.tables.blueprint import StageBlueprint
from analyzer.tables.log import Log
from analyzer.tables.nights import Changes, History, WatchedNight
from analyzer.tables.ruler import Ruler
from analyzer.tables.steps import Progress
from analyzer.words.action_words import came_back_words, worse_words

ORIGIN = "nightly"
CHANGES = "changes.json"
AT_ONCE = 30  # runs that are looked through for the last night


@dataclass(frozen=True)
class NightOutcome:
    """A night that is done and kept, where its files are, and what came of telling."""

    night: Night
    folder: Path
    deliveries: tuple[DeliveryOutcome, ...]
    settled: Mapping[str, str] = field(default_factory=dict)

    def crossed(self, fail_on: str | None) -> bool:
        """Whether the night crosses what `--fail-on` names; the first night crosses nothing. `worse` includes new and
        regressed. As for alerts, a finding counts in the night in which its data has settled (`alerts.settle`), and one
        that is quiet not before it is worse."""
        if fail_on == "stale":
            return self.night.stale and not self.night.is_baseline
        words = {"new": ("new",), "worse": ("worse", "new", "regressed")}.get(fail_on or "", ())
        return not self.night.is_baseline and any(change in words for change in self.settled.values())


def run_night(
    settings: Settings,
    progress: Progress = lambda step: None,
    within: Within | None = None,
    moment: datetime | None = None,
) -> NightOutcome:
    """Make a night of a project.

    The first night fits a ruler and keeps it; later ones measure with it. Compared with the last night that was kept;
    of a night that was killed nothing is seen. The run is kept in the catalog with its files and with what is to be
    told of it; then its files stand in `reports/<UTC time>/` beside the project file, and it is told. `within` is
    written in the same transaction as the run. `moment`: of the schedule, whose night this is.
    Raises LockError while another run of the project is under way or another machine makes a night of it, or where the
    schedule has just asked for this night (`within` ends the job that it asked for); NightMadeError where the night of
    `moment` has been made; InputError as `align` does. What cannot be delivered is an outcome, no exception.
    """
    if within is None and settings.schedule is not None:
        with open_catalog(settings) as catalog:  # before the lock, which the job that was asked for needs
            check_moment(settings, catalog, asked_just_now)
    with (
        project_lock(settings),
        open_catalog(settings) as catalog,
        night_lock(catalog),
        tables_folder(catalog) as tables,
    ):
        if moment is not None:
            check_made(catalog, moment)
        if within is None:
            check_moment(settings, catalog, take_moment)
        return _made(settings, progress, catalog, tables, within)


def _made(
    settings: Settings, progress: Progress, catalog: Catalog, tables: Path, within: Within | None
) -> NightOutcome:
    """The night itself, under the locks."""
    alone = only_after(catalog)
    before = last_night(catalog)
    memory = read_memory(before.folder) if before is not None else None
    if before is not None:
        put_report(settings, before)
    ruler = kept_ruler(settings)
    watch = _Watch(settings, memory.history if memory else None)
    document = analysed(settings, lambda at: new_run_id(catalog, at), progress, tables, ruler, watch.look, watch.align)
    (tonight,) = watch.seen
    if ruler is None:
        write_ruler(tonight.ruler, ruler_file(settings))
    changes = classify(memory.history if memory else None, tonight.watched, settings.thresholds.driver_share)
    vitals = vitals_of(document, tonight.columns, tonight.now, settings.timezone)
    known = memory.vitals if memory else ()
    uneasy = concerns(known, vitals, tonight.ruler, document["log"]["cases"])
    content = _content(changes, before, tonight.ruler.id, uneasy, *watch.read)
    night = Night(
        run_id=document["run"]["id"],
        document=document,
        changes=content,
        warnings=uneasy,
        stale=_is_stale(settings, tonight.now),
        moment=tonight.now.replace(tzinfo=UTC),
        improving=improving_of(catalog, document, tables),
    )
    kept = Memory(changes.history, Memory(changes.history, known).with_night(vitals))
    plan = plan_deliveries(settings, catalog, night)
    run = _keep(catalog, night, plan, kept, tables, alone, within)
    folder = put_report(settings, run)
    thin_out(settings, catalog)
    return NightOutcome(night, folder, deliver(settings, catalog, replace(night, folder=folder)), plan.settled)


@dataclass(frozen=True)
class _Tonight:
    """What a night takes from the tables while they are open."""

    watched: WatchedNight
    ruler: Ruler
    columns: tuple[str, ...]
    now: datetime


class _Watch:
    """Takes from an analysis what a night wants to know of it: its tables while they are open, and what it read."""

    def __init__(self, settings: Settings, history: History | None) -> None:
        self._settings, self._history = settings, history
        self.seen: list[_Tonight] = []
        self.read: list[NightReading] = []

    def look(self, measured: Measured) -> None:
        """See the tables."""
        self.seen.append(_look(measured, self._history, self._settings))

    def align(self, settings: Settings, **given: Any) -> Analysis:
        """Analyse what has changed."""
        analysis, reading = align_night(settings, **given)
        self.read.append(reading)
        return analysis


def _look(measured: Measured, history: History | None, settings: Settings) -> _Tonight:
    """Tonight's findings and those that are remembered, counted by the day of the visit."""
    given, judged, engine = measured.given, measured.judged, measured.engine
    span = (settings.timezone, given.log.first_at, given.log.last_at)
    daily = daily_rows(engine, judged.rated, *span)
    wanted = wanted_drivers(measured.document, history)
    drivers = driver_days(engine, judged.heard, judged.traits, given.journey, measured.ruler, wanted, *span)
    effects = {stage.no: numbers.design_effect for stage, numbers in _stages(measured)}
    lags = answer_lags(engine, judged.rated)
    found = watched_findings(measured.document, daily, drivers, history, settings.thresholds, lags, effects)
    day = given.now.replace(tzinfo=UTC).astimezone(ZoneInfo(settings.timezone)).date().isoformat()
    watched = WatchedNight(day, measured.ruler.id, fingerprint(settings), found)
    return _Tonight(watched, measured.ruler, _names(given.log), given.now)


def _names(log: Log) -> tuple[str, ...]:
    """The attributes that drivers may name."""
    return tuple(a.name for a in (*log.attributes, *log.object_attributes))


def _stages(measured: Measured) -> list[tuple[Stage, StageBlueprint]]:
    return list(zip(measured.given.journey.stages, measured.blueprint.stages, strict=True))


def last_night(catalog: Catalog) -> Run | None:
    """The newest run that is a night whose files are there."""
    before: int | None = None
    while found := runs(catalog, AT_ONCE, before):
        for run in found:
            if run.origin == ORIGIN and (run.folder / FILE).is_file():
                return run
        before = found[-1].number
    return None


def fingerprint(settings: Settings) -> str:
    """What a night is measured by, beside the ruler: the journey, the thresholds, calendar and zone, as a digest."""
    journey = settings.resolve(settings.journey).read_bytes()
    measured_by = repr((settings.thresholds, settings.calendar, settings.timezone)).encode()
    return hashlib.sha256(journey + b"\0" + measured_by).hexdigest()[:16]


def put_report(settings: Settings, run: Run) -> Path:
    """The folder of a night's files beside the project file: whole, or not there; made where it is missing."""
    home = settings.resolve(settings.report.folder)
    folder = home / run.id
    if folder.is_dir():
        return folder
    home.mkdir(parents=True, exist_ok=True)
    with scratch_folder(".writing-", home) as scratch:
        written = scratch / run.id
        written.mkdir()
        for file in sorted(run.folder.iterdir()):
            if file.is_file() and file.name != FILE:
                shutil.copyfile(file, written / file.name)
        with suppress(FileExistsError):
            written.rename(folder)
    return folder


def _content(
    changes: Changes, before: Run | None, ruler: str, uneasy: tuple[Concern, ...], reading: NightReading
) -> dict[str, Any]:
    """What changes.json holds."""
    return {
        "since": None if before is None else before.id,
        "ruler": ruler,
        **changes.lists(),
        "details": {
            "said": [vars(one) for one in changes.said],
            "warnings": [{"kind": one.kind, "fact": one.fact} for one in uneasy],
            "reading": vars(reading),
        },
    }


def _keep(
    catalog: Catalog,
    night: Night,
    plan: DeliveryPlan,
    memory: Memory,
    tables: Path,
    alone: Within,
    within: Within | None,
) -> Run:
    def with_plan(connection: Any, catalog: Catalog, run_id: str) -> None:
        alone(connection, catalog, run_id)
        keep_plan(connection, catalog, plan)
        end_quiet(connection, catalog, (*night.ids("worse"), *night.ids("regressed")), ORIGIN, worse_words(run_id))
        came_back = night.ids("regressed")
        if came_back and night.moment is not None:
            reopen_actions(connection, catalog, came_back, night.moment, ORIGIN, came_back_words(run_id))
        if within is not None:
            within(connection, catalog, run_id)

    with scratch_folder("alignment-") as scratch:
        folder = scratch / "night"
        folder.mkdir()
        reports.write(night.document, folder, night.improving)
        content = json.dumps(night.changes, ensure_ascii=False, indent=1)
        (folder / CHANGES).write_text(content + "\n", encoding="utf-8")
        write_memory(memory, folder)
        keep_run(catalog, dict(night.document), folder, origin=ORIGIN, tables=tables, within=with_plan)
    return runs(catalog, 1)[0]


def _is_stale(settings: Settings, now: datetime) -> bool:
    """Whether nothing newer came for `stale_after`: the one thing besides a night's age that the wall clock decides."""
    if settings.stale_after_s is None:
        return False
    return (datetime.now(UTC) - now.replace(tzinfo=UTC)).total_seconds() > settings.stale_after_s
