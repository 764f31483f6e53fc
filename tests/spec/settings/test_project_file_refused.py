"""Every mistake in a project file is one message: expected, found, where (file, line, key), what to do."""

from __future__ import annotations

import pytest

BASE = "log: log.csv\njourney: journey.yaml\n"  # so the mistake stands on line 3


@pytest.mark.parametrize(
    ("mistake", "key", "found", "do"),
    [
        ("timezon: UTC", "timezon", "timezon", "write timezone"),
        ("Signals: s.csv", "Signals", "Signals", "write signals"),
        ("timezone: Europa/Berlin", "timezone", "Europa/Berlin", "write Europe/Berlin"),
        ("timezone: Sao Paulo", "timezone", "Sao Paulo", "write America/Sao_Paulo"),
        ("timezone: America", "timezone", "America", "write"),
        ("timezone: ../../etc/passwd", "timezone", "../../etc/passwd", "write"),
        ("signals: [{path: s.csv, kind: nsp}]", "signals[1].kind", "nsp", "write nps"),
        ("signals: [{kind: nps}]", "signals[1].path", "none", "add path:"),
        ("signals: [{path: s.csv, silense: good}]", "signals[1].silense", "silense", "write silence"),
        ("signals: [{path: s.csv, silence: maybe}]", "signals[1].silence", "maybe", "good"),
        ("signals: [{path: s.csv, window: 30}]", "signals[1].window", "30 (a number without a unit)", "24h"),
        ("signals: [{path: s.csv, window: 8 working hours}]", "signals[1].window", "8 working hours", "24h"),
        ("signals: [{path: s.csv, scale: {bad: low, good: 9-10}}]", "signals[1].scale.bad", "low", "0-6"),
        ("signals: [{path: s.csv, scale: {bad: 6-0, good: 9-10}}]", "signals[1].scale.bad", "6-0", "swap"),
        ("signals: [{path: s.csv, scale: {bad: 0-9, good: 9-10}}]", "signals[1].scale", "bad 0–9, good 9–10", "apart"),
        ("signals: [{path: s.csv, scale: {bad: 0-6}}]", "signals[1].scale.good", "none", "add good:"),
        ("signals: [{path: s.csv, columns: {activity: a}}]", "signals[1].columns.activity", "activity", "write"),
        ("calendar: {days: Mon-Fry, hours: '8:00-17:00'}", "calendar.days", "Mon-Fry", "Mon-Fri"),
        ("calendar: {days: Mon-Fri}", "calendar.hours", "none", "add hours:"),
        ("calendar: {hours: '17:00-08:00'}", "calendar.hours", "17:00-08:00", "opening first"),
        (
            "calendar: {hours: '08:00-17:00', holidays: [25.12.2026]}",
            "calendar.holidays[1]",
            "25.12.2026",
            "2026-12-25",
        ),
        ("max_refused: 2", "max_refused", "2", "0.01"),
        ("max_refused: a lot", "max_refused", "a lot", "0.01"),
        ("thresholds: {driver_shares: 0.1}", "thresholds.driver_shares", "driver_shares", "write driver_share"),
        ("thresholds: {driver_share: nan}", "thresholds.driver_share", "nan", "0.01"),
        ("thresholds: {early_surveys: 1.5}", "thresholds.early_surveys", "1.5", "whole number"),
        ("schedule: 25:00", "schedule", "25:00", "02:00"),
        ("stale_after: 2 months", "stale_after", "2 months (its unit is none of s, m, h, d, w)", "24h"),
        ("report: {email: {host: h, from: a@b.c}}", "report.email.to", "none", "add to:"),
        ("report: {email: {host: h, from: a, to: b@c.d}}", "report.email.from", "a", "@"),
        ("report: {email: {host: h, from: a@b.c, to: d@e.f, password: p}}", "report.email", "a password alone", "user"),
        ("report: {webhook: {url: 'ftp://x'}}", "report.webhook.url", "ftp://x", "https://"),
        ("report: {email: {host: h, from: a@b.c, to: {}}}", "report.email.to", "an empty mapping", "owners or stages"),
        ("report: {email: {host: h, from: a@b.c, to: {Sales: b}}}", "report.email.to.Sales", "b", "@"),
        ("report: {webhook: {url: 'https://a.b', shape: discord}}", "report.webhook.shape", "discord", "slack"),
        ("report: {webhook: [{url: 'https://a.b'}, {shape: slack}]}", "report.webhook[2].url", "none", "add url:"),
        ("report: {url: dashboard}", "report.url", "dashboard", "https://"),
        ("metrics: perhaps", "metrics", "perhaps", "true or false"),
        ("report: {webhook: {url: 'https://'}}", "report.webhook.url", "https://", "https://"),
        ("alerts: {on: [newer]}", "alerts.on[1]", "newer", "write new"),
        ("alerts: {on: new}", "alerts.on", "new", "[new]"),
        ("name: [a, b]", "name", "a list", "text"),
        ("case_noun: {a: b}", "case_noun", "a mapping", "text"),
        ("name: ''", "name", "empty text", "leave the key out"),
        ("calendar: Mon-Fri", "calendar", "Mon-Fri", "days"),
        ("log: other.csv", "log", "log a second time (first on line 1)", "keep one"),
        (
            "name: !!python/object/apply:os.system [ls]",
            "",
            "the tag tag:yaml.org,2002:python/object/apply:os.system",
            "take the tag out",
        ),
        ("name: !x y", "", "the tag !x", "take the tag out"),
        ("name: *nobody", "", "*nobody", "write the value out"),
        ("? [a, b]\n: c", "", "a list as a key", "key: value"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(refusal, mistake, key, found, do):
    error = refusal(BASE + mistake + "\n")
    assert error.exit_code == 2
    assert error.where.endswith("project.yaml, line 3" + (f", key {key}" if key else ""))
    assert error.found == found
    assert do in error.do
    assert error.expected


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("journey: j.yaml\n", 1, "none"),  # no log
        ("log: l.csv\n", 1, "none"),  # no journey
        ("log: l.csv\njourney:\n", 2, "nothing in it"),
        ("log: {path: a.csv, url: 'x://y', table: t}\njourney: j.yaml\n", 1, "both"),
        ("log: {columns: {}}\njourney: j.yaml\n", 1, "neither"),
        ("log: {url: 'x://y'}\njourney: j.yaml\n", 1, "only one of them"),
        ("log: {path: a.csv, query: SELECT 1}\njourney: j.yaml\n", 1, "only one of them"),
        ("log: {url: 'x://y', table: t, query: SELECT 1}\njourney: j.yaml\n", 1, "both"),
        ("log: {path: a.csv, columns: {case: order}}\njourney: j.yaml\n", 1, "case"),
        ("log: {path: a.csv, columns: {case_id: null}}\njourney: j.yaml\n", 1, "nothing in it"),
        ("", 1, "nothing"),
        ("- a\n- b\n", 1, "a list"),
        ("just text\n", 1, "just text"),
        ("log: a.csv\n---\nlog: b.csv\n", 2, "a second one"),
        ("log: a.csv\n  journey: b\n", 2, None),
        ("log: {path: a.csv\njourney: b\n", None, None),
        ("log:\n\t- a\n", 2, None),
        (b"log: a.csv\nname: caf\xe9\n", 2, "a byte that is no UTF-8 text"),
        (b"log: a.csv\nname: \x00\x01\n", 2, "a binary file"),
        (b"x: " + b"a" * (1 << 20), None, "a bigger file"),
        ("x: " + "[" * 40 + "]" * 40, 1, "more"),
    ],
)
def test_a_file_that_is_no_project(refusal, content, line, found):
    error = refusal(content)
    assert f"line {line}" in error.where if line else "project.yaml" in error.where
    assert error.found == found if found else error.found
    assert error.expected
    assert error.do


def test_aliases_that_blow_a_file_up(refusal):
    """Ten lines of nine aliases each would be 9^10 values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "values" in refusal("\n".join(lines)).expected


def test_an_alias_of_itself(refusal):
    assert refusal("log: &a [*a]\n").found == "*a"


def test_an_alias_is_the_value_it_stands_for(project):
    settings = project("signals: [{path: a.csv, columns: &c {case_id: order}}, {path: b.csv, columns: *c}]")
    assert settings.signals[1].columns == {"case_id": "order"}


def test_utf_16_is_read(tmp_path):
    from analyzer.settings import load_project

    (tmp_path / "project.yaml").write_bytes("name: Café\nlog: l.csv\njourney: j.yaml\n".encode("utf-16"))
    assert load_project(tmp_path).name == "Café"


def test_a_file_that_is_not_there(tmp_path):
    from analyzer.errors import SettingsError
    from analyzer.settings import load_project

    with pytest.raises(SettingsError, match="no such file"):
        load_project(tmp_path / "nowhere.yaml")
    with pytest.raises(SettingsError, match="no such file"):
        load_project(tmp_path)  # a folder without project.yaml


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{path: a.csv, since: at}", "since together with the url of a warehouse"),
        ("{path: a.csv, url: 'duckdb://d'}", "either a path or a url of the signals"),
        ("{url: 'duckdb://d'}", "url together with table or query"),
        ("{url: 'duckdb://d', table: a, query: SELECT 1}", "either a table or a query"),
        ("{kind: nps}", "a signal source"),
    ],
)
def test_signals_lie_in_one_place(refusal, source, expected):
    found = refusal(f"log: l.csv\njourney: j.yaml\nsignals: [{source}]\n")
    assert expected in found.message
    assert "line 3" in found.where
