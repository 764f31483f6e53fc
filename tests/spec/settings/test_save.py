"""Saving a mapping and notes: the rest of the project file stays as people wrote it, whoever comes second is told, and
nothing but mapping and notes can change."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import load_project
from analyzer.settings.save import ColumnMapping, save_mapping, save_notes
from analyzer.settings.writing import digest_of, replace_file

PROJECT = """\
# The shop's project
name: Shop   # what people call it
log: {path: log.csv, columns: {case_id: order_id}}   # nightly export
journey: journey.yaml

signals:
  # asked after each order
  - path: nps.csv
    kind: nps
    scale: {bad: 0-6, good: 9-10}
  - calls.csv
calendar: {days: Mon-Fri, hours: "08:00-17:00"}   # quoted
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    return path


def test_a_mapping_changes_its_line_and_no_other(project: Path):
    save_mapping(project, None, ColumnMapping({"case_id": "order no", "activity": "Schritt: 1"}, day_first=True))
    old, new = PROJECT.splitlines(), project.read_text(encoding="utf-8").splitlines()
    assert [line for line in old if line not in new] == [old[2]]
    assert len(old) == len(new)
    log = load_project(project).log
    assert (log.columns, log.day_first) == ({"case_id": "order no", "activity": "Schritt: 1"}, True)


def test_a_source_that_is_only_a_path_becomes_one_with_columns(project: Path):
    save_mapping(project, 1, ColumnMapping({"timestamp": "called_at"}))
    assert load_project(project).signals[1].path == "calls.csv"
    assert load_project(project).signals[1].columns == {"timestamp": "called_at"}
    assert "# asked after each order" in project.read_text(encoding="utf-8")


def test_what_a_file_of_signals_lacks_is_saved_beside_its_scale(project: Path):
    save_mapping(project, 0, ColumnMapping({"timestamp": "asked_at"}, kind="csat", about="Delivery"))
    first = load_project(project).signals[0]
    assert (first.kind, first.about, first.columns) == ("csat", "Delivery", {"timestamp": "asked_at"})
    assert first.scale is not None
    assert "scale: {bad: 0-6, good: 9-10}" in project.read_text(encoding="utf-8")


def test_a_mapping_that_says_nothing_leaves_no_key(project: Path):
    save_mapping(project, None, ColumnMapping())
    assert load_project(project).log.columns == {}
    assert "columns" not in project.read_text(encoding="utf-8").splitlines()[2]


def test_notes_are_kept_and_taken_out(project: Path):
    save_notes(project, "Orders before May are incomplete: no carrier.\nAsk Ann.")
    assert load_project(project).notes == "Orders before May are incomplete: no carrier.\nAsk Ann."
    save_notes(project, "  ")
    assert project.read_text(encoding="utf-8") == PROJECT


def test_the_old_file_is_kept_once(project: Path):
    save_notes(project, "first")
    save_notes(project, "second")
    backup = project.with_name("project.yaml.bak")
    assert load_project(backup).notes == "first"
    assert sorted(p.name for p in project.parent.iterdir()) == ["project.yaml", "project.yaml.bak"]


def test_whoever_saves_second_is_told_and_nothing_is_lost(project: Path):
    seen = digest_of(project)
    save_notes(project, "by the first", seen)
    with pytest.raises(SettingsError) as caught:
        save_mapping(project, None, ColumnMapping({"case_id": "x"}), seen)
    assert "somebody saved it" in caught.value.found
    assert load_project(project).notes == "by the first"
    assert load_project(project).log.columns == {"case_id": "order_id"}


def test_of_many_at_once_one_saves(project: Path):
    seen, refused = digest_of(project), []

    def save(number: int) -> None:
        try:
            save_notes(project, f"by {number}", seen)
        except SettingsError:
            refused.append(number)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 7
    assert load_project(project).notes in {f"by {n}" for n in range(8) if n not in refused}


@pytest.mark.parametrize("column", ["${HOME}", "x ${SECRET_TOKEN} y"])
def test_the_environment_cannot_be_asked_for(project: Path, column: str):
    with pytest.raises(SettingsError, match="environment"):
        save_mapping(project, None, ColumnMapping({"case_id": column}))
    with pytest.raises(SettingsError, match="environment"):
        save_notes(project, column)
    assert project.read_text(encoding="utf-8") == PROJECT


def test_variables_of_the_file_stay_variables(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EXPORTS", "/exports")
    project.write_text("log: {path: ${EXPORTS}/log.csv}\njourney: journey.yaml\n", encoding="utf-8")
    save_mapping(project, None, ColumnMapping({"case_id": "id"}))
    text = project.read_text(encoding="utf-8")
    assert "${EXPORTS}/log.csv" in text
    assert "/exports" not in text
    assert load_project(project).log.path == "/exports/log.csv"


@pytest.mark.parametrize(
    "name", ["No", "12:30", "1.0", "# no", "null", "~", "a, b", "{x}", "'", '"', "🚚", "تسليم", "<b>"]
)
def test_a_column_of_any_name_is_that_text(project: Path, name: str):
    save_mapping(project, None, ColumnMapping({"case_id": name}))
    assert load_project(project).log.columns == {"case_id": name}


def test_line_ends_stay(project: Path):
    project.write_bytes(PROJECT.replace("\n", "\r\n").encode())
    save_notes(project, "x")
    assert b"\r\n" in project.read_bytes()
    assert project.read_bytes().count(b"\n") == project.read_bytes().count(b"\r\n")


def test_a_new_file_that_is_wrong_never_takes_the_old_one_s_place(project: Path):
    with pytest.raises(SettingsError) as caught:
        replace_file(project, "nonsense: 1\n", load_project)
    assert str(project) in caught.value.where
    assert project.read_text(encoding="utf-8") == PROJECT
    assert [p.name for p in project.parent.iterdir()] == ["project.yaml"]


def test_a_folder_that_cannot_be_written_is_said_in_words(project: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(SettingsError, match="Permission denied"):
        save_notes(project, "x")
