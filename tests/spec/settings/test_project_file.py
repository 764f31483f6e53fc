"""What a project file may say, and what the settings are then."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import (
    Calendar,
    Email,
    LogSource,
    Report,
    Scale,
    SignalSource,
    Thresholds,
    Webhook,
    check_files,
    load_project,
)
from analyzer.settings.zones import is_zone


def test_the_smallest_project_names_a_log_and_a_journey(project, tmp_path):
    settings = project()
    assert settings.log == LogSource(path="log.csv")
    assert settings.journey == "journey.yaml"
    assert settings.signals == ()
    assert (settings.timezone, settings.case_noun, settings.engine) == ("UTC", "case", "duckdb")
    assert settings.name == tmp_path.name  # a project without a name is called like its folder
    assert settings.resolve("log.csv") == tmp_path.resolve() / "log.csv"
    assert settings.home == tmp_path.resolve() / ".alignment"


def test_a_folder_stands_for_the_project_file_in_it(project, tmp_path):
    assert project() == load_project(tmp_path)


def test_the_project_file_of_the_manual(tmp_path):
    (tmp_path / "project.yaml").write_text(
        """\
name: Restaurant orders
log: {path: log.csv, columns: {case_id: order_id}}
journey: journey.yaml
signals: [{path: signals.csv, columns: {case_id: order_id}, silence: unknown}]
timezone: America/Sao_Paulo
case_noun: order
calendar: {days: Mon-Fri, hours: "08:00-17:00", holidays: [2026-12-25]}
engine: duckdb
catalog: sqlite:///alignment.db
""",
        encoding="utf-8",
    )
    settings = load_project(tmp_path / "project.yaml")
    assert settings.name == "Restaurant orders"
    assert settings.log == LogSource(path="log.csv", columns={"case_id": "order_id"})
    assert settings.signals == (SignalSource(path="signals.csv", columns={"case_id": "order_id"}, silence="unknown"),)
    assert settings.timezone == "America/Sao_Paulo"
    assert settings.case_noun == "order"
    assert settings.calendar == Calendar((0, 1, 2, 3, 4), time(8), time(17), (date(2026, 12, 25),))
    assert settings.catalog == "sqlite:///alignment.db"
    assert str(settings.log.place).endswith("project.yaml, line 2")
    assert str(settings.signals[0].place).endswith("project.yaml, line 4")


def test_a_signal_source_says_what_its_file_lacks_or_scales_differently(project):
    settings = project(
        """
        signals:
          - {path: nps.csv, kind: nps, about: Delivery, window: 30d, scale: {bad: 0-6, good: 9-10}, contact: neutral}
          - {path: ces.csv, kind: ces, scale: {bad: 5-7, good: 1-3}}
          - feed.xlsx
        """
    )
    nps, ces, feed = settings.signals
    assert (nps.kind, nps.about, nps.contact) == ("nps", "Delivery", "neutral")
    assert nps.window_s == 30 * 24 * 3600
    assert nps.scale == Scale(bad_low=0, bad_high=6, good_low=9, good_high=10)
    assert ces.scale == Scale(bad_low=5, bad_high=7, good_low=1, good_high=3)  # 1 = easy: good lies below bad
    assert (ces.scale.low, ces.scale.high) == (1, 7)
    assert feed == SignalSource(path="feed.xlsx")


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("0-6", 0, 6),
        ("0 – 6", 0, 6),
        ("1 to 2", 1, 2),
        ("1", 1, 1),
        ("'-5--3'", -5, -3),
        ("[0, 6]", 0, 6),
        ("0.5-1.5", 0.5, 1.5),
    ],
)
def test_a_range_of_scores(project, written, low, high):
    (source,) = project(f"signals: {{path: s.csv, scale: {{bad: {written}, good: 90-100}}}}\n").signals
    assert (source.scale.bad_low, source.scale.bad_high) == (low, high)


def test_signals_may_lie_in_a_warehouse(project):
    one, other = project(
        """
        signals:
          - {url: "postgresql://h/d", table: voice.answers, since: updated_at, kind: nps}
          - {url: "duckdb://d.duckdb", query: SELECT 1}
        """
    ).signals
    assert (one.url, one.table, one.since, one.path) == ("postgresql://h/d", "voice.answers", "updated_at", "")
    assert (one.called, other.called) == ("table voice.answers", "query")


def test_max_refused_holds_for_all_files_unless_one_has_its_own(project):
    settings = project("max_refused: 5 %\nsignals: [a.csv, {path: b.csv, max_refused: 0.2}]\n")
    assert settings.log.max_refused == 0.05
    assert [source.max_refused for source in settings.signals] == [0.05, 0.2]


def test_a_log_may_be_a_table_behind_an_address(tmp_path):
    (tmp_path / "project.yaml").write_text("log: {url: 'postgres://db/x', table: events}\njourney: j.yaml\n")
    assert load_project(tmp_path).log == LogSource(url="postgres://db/x", table="events")
    (tmp_path / "project.yaml").write_text("log: {url: 'postgres://db/x', query: SELECT 1}\njourney: j.yaml\n")
    assert load_project(tmp_path).log == LogSource(url="postgres://db/x", query="SELECT 1")


def test_nights_reports_and_alerts(project):
    settings = project(
        """
        report:
          folder: /srv/reports
          email: {host: mail.example.org, from: nights@example.org, to: [a@example.org, b@example.org]}
          webhook: {url: "https://example.org/hook"}
        alerts: {on: [new], settle: 2d}
        schedule: 02:00
        stale_after: 36h
        """
    )
    email = Email("mail.example.org", "nights@example.org", ("a@example.org", "b@example.org"), 587)
    assert settings.report == Report("/srv/reports", email, (Webhook("https://example.org/hook"),))
    assert (settings.alerts.on, settings.alerts.settle_s) == (("new",), 2 * 86_400)
    assert settings.schedule == time(2)
    assert settings.stale_after_s == 36 * 3600


def test_alerts_settle_at_once_with_0(project):
    assert project("alerts: {on: [new, worse], settle: 0}").alerts.settle_s == 0


def test_who_hears_of_what(project):
    """`to` may be a map from an owner or a stage to addresses; `all` hears of everything."""
    report = project(
        """
        report:
          email:
            host: h
            from: nights@example.org
            to: {Logistics: a@example.org, Payment: [b@example.org, c@example.org], all: d@example.org}
          webhook: [{url: "https://example.org/a", shape: Slack}, {url: "https://example.org/b", shape: teams}]
          always: true
          pdf: true
          url: https://alignment.example.org/
        """
    ).report
    assert report.email.to == ("d@example.org",)
    some = (("Logistics", ("a@example.org",)), ("Payment", ("b@example.org", "c@example.org")))
    assert report.email.to_some == some
    hooks = (Webhook("https://example.org/a", "slack"), Webhook("https://example.org/b", "teams"))
    assert report.webhooks == hooks
    assert (report.always, report.pdf, report.url) == (True, True, "https://alignment.example.org")


def test_an_address_with_a_token_is_not_shown(project):
    settings = project("report: {webhook: {url: 'https://example.org/hook/T0KEN'}}")
    assert "T0KEN" not in repr(settings)


def test_metrics_are_off_unless_asked_for(project):
    assert project("name: A").metrics is False
    assert project("metrics: true").metrics is True


@pytest.mark.parametrize(
    ("tls", "way", "port"), [("true", "starttls", 587), ("false", "none", 25), ("ssl", "ssl", 465)]
)
def test_tls_settles_the_port(project, tls, way, port):
    email = project(f"report: {{email: {{host: h, from: a@b.c, to: d@e.f, tls: {tls}}}}}").report.email
    assert (email.tls, email.port) == (way, port)


def test_thresholds(project):
    settings = project("thresholds: {driver_share: 0.2, silent_margin: 3 %, early_surveys: 50, driver_low: 1.5}")
    assert settings.thresholds == Thresholds(driver_share=0.2, silent_margin=0.03, early_surveys=50, driver_low=1.5)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("[Mon, Wed]", (0, 2)),
        ("Sun-Thu", (0, 1, 2, 3, 6)),
        ("'monday, Sat-Sun'", (0, 5, 6)),
    ],
)
def test_working_days(project, written, days):
    assert project(f"calendar: {{days: {written}, hours: '8:00-17:00'}}").calendar.weekdays == days


def test_work_to_the_end_of_the_day(project):
    assert project("calendar: {hours: '00:00-24:00'}").calendar.closes == time.max


def test_no_is_a_name_and_not_a_falsehood(project):
    """YAML 1.1 reads `No` as false and `12:30` as 750; here a name is the text that was written."""
    assert project("name: No").name == "No"
    assert project("schedule: 12:30").schedule == time(12, 30)


class TestEnvironment:
    def test_a_variable_takes_its_place(self, project, monkeypatch):
        monkeypatch.setenv("LOG_HOME", "/srv/logs")
        monkeypatch.setenv("PASS_WORD", "geheim: #1 {x}")
        settings = project(
            """
            signals: [{path: "${LOG_HOME}/signals.csv"}]
            report: {email: {host: h, from: a@b.c, to: d@e.f, user: u, password: ${PASS_WORD}}}
            """
        )
        assert settings.signals[0].path == "/srv/logs/signals.csv"
        assert settings.report.email.password == "geheim: #1 {x}"  # never read as YAML, unquoted or in braces
        assert "geheim" not in repr(settings)

    def test_a_missing_one_is_named(self, refusal, monkeypatch):
        monkeypatch.delenv("NOWHERE", raising=False)
        error = refusal("log: ${NOWHERE}/log.csv\njourney: j.yaml\n")
        assert "the environment variable NOWHERE" in error.expected
        assert error.where.endswith("project.yaml, line 1, key log")

    def test_its_value_is_in_no_message(self, refusal, monkeypatch):
        monkeypatch.setenv("SECRET", "s3cr3t-zone")
        error = refusal("log: l.csv\njourney: j.yaml\ntimezone: ${SECRET}\n")
        assert error.found == "${SECRET}"
        assert "s3cr3t" not in error.message

    def test_not_even_by_way_of_a_unit(self, refusal, monkeypatch):
        monkeypatch.setenv("SECRET", "12 parsecs")
        assert "parsec" not in refusal("log: l.csv\njourney: j.yaml\nstale_after: ${SECRET}\n").message

    def test_texts_of_others_are_masked(self, project, monkeypatch):
        monkeypatch.setenv("TOKEN", "abc123")
        monkeypatch.setenv("PORT", "25")
        settings = project("catalog: postgresql://u:${TOKEN}@h:${PORT}/db")
        assert settings.catalog == "postgresql://u:abc123@h:25/db"
        assert settings.masked("no way to u:abc123@h:25 in 250 s") == "no way to u:${TOKEN}@h:${PORT} in 250 s"

    def test_a_malformed_name(self, refusal):
        assert "${NAME}" in refusal("log: '${A-B}/l.csv'\njourney: j.yaml\n").expected


class TestFiles:
    def test_a_missing_file_is_named_with_its_line(self, project, tmp_path):
        (tmp_path / "log.csv").write_text("x")
        with pytest.raises(SettingsError) as caught:
            check_files(project())
        assert caught.value.found == "no file journey.yaml"
        assert caught.value.where.endswith("project.yaml, line 2, key journey")

    def test_a_glob_must_match(self, tmp_path):
        (tmp_path / "project.yaml").write_text("log: {path: 'logs/*.csv'}\njourney: j.yaml\n")
        (tmp_path / "j.yaml").write_text("x")
        with pytest.raises(SettingsError, match=r"no file logs/\*\.csv"):
            check_files(load_project(tmp_path))
        (tmp_path / "logs").mkdir()
        (tmp_path / "logs" / "a.csv").write_text("x")
        check_files(load_project(tmp_path))

    def test_the_real_project_is_whole(self, shared_data: Path):
        settings = load_project(shared_data / "olist")
        check_files(settings)
        assert (settings.timezone, settings.case_noun) == ("America/Sao_Paulo", "order")


def test_a_zone_of_hundreds_of_folders_is_refused_in_words() -> None:
    """It ended in a recursion (`make fuzz SEED=61000`)."""
    assert not is_zone("America/Ch" + "icaga/Ch" * 250)
    assert is_zone("America/Argentina/ComodRivadavia")
