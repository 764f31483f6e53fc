"""Read a project file into settings."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from analyzer.errors import SettingsError
from analyzer.settings.addresses import with_whole_addresses
from analyzer.settings.delivery import read_alerts, read_report
from analyzer.settings.model import Alerts, Report, Retention, Settings, SignIn, Thresholds
from analyzer.settings.rules import read_rules
from analyzer.settings.sign_in import read_sign_in
from analyzer.settings.sources import read_behaviours, read_log_source, read_signal_sources
from analyzer.settings.value import Value
from analyzer.settings.working_time import read_calendar, read_time
from analyzer.settings.worth import read_worth
from analyzer.settings.yaml_file import read_yaml

KEYS = (
    "name",
    "log",
    "journey",
    "signals",
    "timezone",
    "case_noun",
    "calendar",
    "engine",
    "state",
    "catalog",
    "report",
    "alerts",
    "schedule",
    "stale_after",
    "keep",
    "metrics",
    "sign_in",
    "thresholds",
    "max_refused",
    "missing",
    "discovery_budget",
    "upload_quota",
    "job_limit",
    "worth",
    "notes",
    "rules",
)


def load_project(path: Path | str) -> Settings:
    """The settings that a project file holds; a folder stands for the `project.yaml` in it.

    Every mistake is a SettingsError that names file, line and key. Whether the files that it names exist is not looked
    at here: `check_files` does.
    """
    file = Path(path)
    if file.is_dir():
        file = file / "project.yaml"
    top = read_yaml(file, SettingsError, "a project file", environment=True).keys(KEYS, "a project file")
    max_refused = top.take("max_refused", Value.share, 0.01)
    journey = top.need("journey", lambda value: value, "a project file", "add journey: and the journey file")
    folder = file.resolve().parent
    found = Settings(
        log=top.need(
            "log",
            lambda value: read_log_source(value, max_refused),
            "a project file",
            "add log: and the event log's file",
        ),
        journey=journey.text(),
        signals=top.take("signals", lambda value: read_signal_sources(value, max_refused), ()),
        behaviours=top.take("signals", read_behaviours, ()),
        name=top.take("name", Value.text, folder.name or "Process alignment"),
        timezone=top.take("timezone", Value.zone, "UTC"),
        case_noun=top.take("case_noun", Value.text, "case"),
        calendar=top.take("calendar", read_calendar, None),
        engine=top.take("engine", Value.text, "duckdb"),
        state_schema=top.take("state", _schema, None),
        catalog=top.take("catalog", Value.text, None),
        thresholds=top.take("thresholds", _thresholds, Thresholds()),
        folder=folder,
        project=file.resolve(),
        discovery_budget_s=top.take("discovery_budget", Value.seconds, Settings.discovery_budget_s),
        report=top.take("report", read_report, Report()),
        rules=top.take("rules", read_rules, ()),
        alerts=top.take("alerts", read_alerts, Alerts()),
        schedule=top.take("schedule", read_time, None),
        upload_quota_gb=top.take("upload_quota", _gigabytes, Settings.upload_quota_gb),
        job_limit_s=top.take("job_limit", Value.seconds, Settings.job_limit_s),
        stale_after_s=top.take("stale_after", Value.seconds, None),
        retention=top.take("keep", _retention, Retention()),
        metrics=top.take("metrics", Value.flag, False),
        sign_in=top.take("sign_in", read_sign_in, SignIn()),
        missing=top.take("missing", lambda value: tuple(word.text() for word in value.items("words")), ()),
        worth=top.take("worth", read_worth, None),
        notes=top.take("notes", Value.text, None),
        journey_place=journey.place,
        secrets=dict(top.document.taken),
    )
    return with_whole_addresses(found)


def _retention(value: Value) -> Retention:
    """`{nights: 400, days: 730}`: either, or both."""
    value.keys(("nights", "days"), "keep")
    nights, days = value.get("nights"), value.get("days")
    if nights is None and days is None:
        value.need("days", Value.text, "keep", "add nights: or days: and how many of them documents stay")
    return Retention(
        None if nights is None else int(nights.whole(2, 1_000_000, "a whole number of nights, at least 2")),
        None if days is None else int(days.whole(1, 100_000, "a whole number of days, at least 1")),
    )


def _schema(value: Value) -> str:
    """`{schema: alignment}`: where an engine that is a database has its intermediate tables."""
    value.keys(("schema",), "state")
    return value.need("schema", Value.name, "state", "add schema: and the schema of the intermediate tables")


def _gigabytes(value: Value) -> int:
    return int(value.whole(1, 1_000_000, "whole gigabytes, at least 1"))


def _thresholds(value: Value) -> Thresholds:
    """`{driver_share: 0.1}`: any of the method's limits; shares from 0 to 1 or in percent."""
    names = tuple(field.name for field in fields(Thresholds))
    value.keys(names, "thresholds")
    given: dict[str, float] = {}
    for name in names:
        found = value.get(name)
        if found is None:
            continue
        if name == "early_surveys":
            given[name] = found.whole(1, 1_000_000, "a whole number of surveys, at least 1")
        elif name in ("driver_low", "shared_risk_ratio"):
            given[name] = found.number(0, 1000, "a risk ratio such as 1.5")
        else:
            given[name] = found.share()
    return Thresholds(**given)  # type: ignore[arg-type]  # whole() gave early_surveys its int
