"""Data sets, and the choice of those that a run takes instead of the files that the project names."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import (
    ChosenInputs,
    LogSource,
    Scale,
    Settings,
    SignalSource,
    load_project,
    read_inputs,
    with_inputs,
    write_inputs,
)
from dashboards.providers.datasets import DataSet, Datasets, Role, safe_name


def made(datasets: Datasets, tmp_path: Path, number: int, role: Role = "log", name: str = "log.csv") -> DataSet:
    file = tmp_path / "arrived"
    file.write_text(f"case_id,activity,timestamp\n{number},Ship,2026-01-01\n")
    return datasets.add(f"20260101T00000{number}Z-00000000", file, name, role, "0" * 64, "ann")


def test_a_data_set_is_a_file_with_what_is_known_of_it(datasets: Datasets, tmp_path: Path):
    one = made(datasets, tmp_path, 1, name="März\\Log 1.csv")
    assert datasets.all() == [one]
    assert (one.who, one.size, one.file) == ("ann", 45, "Log-1.csv")
    assert datasets.path(one.id).read_text().endswith("1,Ship,2026-01-01\n")


def test_the_newest_stands_first_and_roles_are_apart(datasets: Datasets, tmp_path: Path):
    ids = [made(datasets, tmp_path, number, role).id for number, role in ((1, "log"), (2, "signals"), (3, "log"))]
    assert [one.id for one in datasets.all("log")] == [ids[2], ids[0]]
    assert [one.id for one in datasets.all("signals")] == [ids[1]]


def test_a_folder_without_its_meta_file_is_no_data_set(datasets: Datasets, tmp_path: Path):
    one = made(datasets, tmp_path, 1)
    (datasets.home / one.id / "meta.json").unlink()
    assert datasets.all() == []
    assert datasets.remove(one.id) is False
    with pytest.raises(KeyError):
        datasets.path(one.id)


def test_what_a_killed_server_had_all_but_made_is_finished(datasets: Datasets, tmp_path: Path):
    """It was killed after the file was moved and before `meta.json` had its name."""
    one = made(datasets, tmp_path, 1)
    (datasets.home / one.id / "meta.json").rename(datasets.home / one.id / ".meta.json")
    assert datasets.all() == []
    datasets.sweep()
    assert datasets.all() == [one]


@pytest.mark.parametrize("about", [None, '{"id": "2026', '{"id": "x"}', "[]", "1"])
def test_a_file_that_has_come_is_kept_whatever_became_of_what_is_known_of_it(
    datasets: Datasets, tmp_path: Path, about: str | None
):
    """A version before this one moved the file first; a disk that was full leaves half a `.meta.json`."""
    one, other = made(datasets, tmp_path, 1), made(datasets, tmp_path, 2)
    folder = datasets.home / one.id
    (folder / "meta.json").unlink()
    if about is not None:
        (folder / ".meta.json").write_text(about)
    os.utime(folder, (time.time() - 3700,) * 2)
    datasets.sweep()
    kept = datasets.get(one.id)
    assert kept is not None
    assert (kept.name, kept.role, kept.size, kept.who) == ("log.csv", "log", one.size, None)
    assert kept.sha256 == hashlib.sha256(datasets.path(one.id).read_bytes()).hexdigest()
    assert datasets.get(other.id) == other


def test_half_a_meta_file_without_a_file_hinders_nobody(datasets: Datasets, tmp_path: Path):
    one = made(datasets, tmp_path, 1)
    left = datasets.home / "20260101T000000Z-00000000"
    left.mkdir()
    (left / ".meta.json").write_text('{"id": "2026')
    datasets.sweep()
    assert datasets.all() == [one]
    os.utime(left, (time.time() - 3700,) * 2)
    datasets.sweep()
    assert not left.exists()


def test_what_was_being_removed_does_not_come_back(datasets: Datasets, tmp_path: Path, monkeypatch):
    one = made(datasets, tmp_path, 1)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
    with pytest.raises(OSError, match="killed"):
        datasets.remove(one.id)
    datasets.sweep()
    assert datasets.all() == []


def test_what_a_killed_server_had_only_begun_is_taken_away_an_hour_later(datasets: Datasets, tmp_path: Path):
    """Killed before the file was moved; and with half a copy of a sample."""
    whole = made(datasets, tmp_path, 1)
    left = datasets.home / "20260101T000002Z-00000000"
    left.mkdir()
    (left / ".meta.json").write_text((datasets.home / whole.id / "meta.json").read_text())
    copy = datasets.home / ".sample-abc"
    copy.write_text("case_id\n")
    datasets.sweep()
    assert left.exists(), "another server may be at it"
    for one in (left, copy, datasets.home / whole.id):
        os.utime(one, (time.time() - 3700,) * 2)
    datasets.sweep()
    assert [one.name for one in datasets.home.iterdir()] == [whole.id]


def test_a_choice_is_on_the_disk_before_it_counts(settings: Settings, monkeypatch):
    """The bytes before the name, the name before anybody is told; a full disk leaves the old choice."""
    done: list[str] = []
    fsync, replace_ = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("synced"), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda one, to: (done.append(to.name), replace_(one, to))[1])
    write_inputs(settings, ChosenInputs(signals=()))
    assert done == ["synced", "inputs.yaml", "synced"]

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="No space left"):
        write_inputs(settings, ChosenInputs())
    assert read_inputs(settings) == ChosenInputs(signals=())
    assert [one.name for one in settings.home.iterdir()] == ["inputs.yaml"]


def test_nothing_outside_the_folder_is_a_data_set(datasets: Datasets):
    assert datasets.get("../datasets") is None
    assert datasets.get("") is None


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("log.csv.gz", "log.csv.gz"),
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\orders*.csv", "orders-.csv"),
        (".htaccess", "htaccess"),
        ("meta.json", "data-meta.json"),
        ("журнал.csv", "csv"),
        ("***", "data-"),
        ("a" * 120 + ".xes.gz", "a" * 48 + "a" * 25 + ".xes.gz"),
    ],
)
def test_a_safe_name_is_no_path_and_no_pattern(given: str, safe: str):
    assert safe_name(given) == safe


def test_what_was_chosen_replaces_the_projects_own_files(datasets: Datasets, settings: Settings, tmp_path: Path):
    log, voice = made(datasets, tmp_path, 1), made(datasets, tmp_path, 2, "signals", "nps.xlsx")
    columns = {"case_id": "order_id", "timestamp": 'at "local"'}
    chosen = ChosenInputs(
        LogSource(log.source_path, columns=columns, day_first=True, decimal=","),
        (SignalSource(voice.source_path, kind="nps", window_s=86_400.5, scale=Scale(0, 6, 9, 10), silence="good"),),
    )
    datasets.choose(chosen)
    assert datasets.chosen() == chosen
    analysed = with_inputs(settings, read_inputs(settings))
    assert analysed.log.columns == columns
    assert analysed.resolve(str(analysed.log.path)) == datasets.path(log.id)
    assert analysed.signals == chosen.signals
    assert load_project(settings.project or "").log.path == "log.csv", "the project file is as it was"


def test_without_a_choice_the_project_is_as_it_stands(settings: Settings):
    assert with_inputs(settings, read_inputs(settings)) == settings


def test_no_signals_is_a_choice_and_no_choice_is_none(settings: Settings):
    own = SignalSource("own.csv")
    with_own = with_inputs(settings, ChosenInputs(signals=(own,)))
    assert with_inputs(with_own, ChosenInputs()).signals == (own,)
    write_inputs(settings, ChosenInputs(signals=()))
    assert with_inputs(with_own, read_inputs(settings)).signals == ()


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "log.csv", "../x.csv", ".alignment/datasets/../../secret", "${HOME}/x"]
)
def test_only_data_sets_can_be_chosen(settings: Settings, path: str):
    with pytest.raises(SettingsError, match="the file of a data set"):
        write_inputs(settings, ChosenInputs(LogSource(path)))
    settings.home.mkdir(exist_ok=True)
    (settings.home / "inputs.yaml").write_text(f'log: {{path: "{path}"}}\n')
    with pytest.raises(SettingsError, match="the file of a data set"):
        read_inputs(settings)


def test_an_address_cannot_be_chosen(settings: Settings):
    settings.home.mkdir()
    (settings.home / "inputs.yaml").write_text("log: {url: 'postgresql://host/db', table: events}\n")
    with pytest.raises(SettingsError, match="the file of a data set"):
        read_inputs(settings)


def test_a_data_set_that_is_removed_is_chosen_no_more(datasets: Datasets, tmp_path: Path):
    log, voice = made(datasets, tmp_path, 1), made(datasets, tmp_path, 2, "signals")
    signals = (SignalSource(voice.source_path, kind="csat"),)
    datasets.choose(ChosenInputs(LogSource(log.source_path), signals))
    assert datasets.remove(log.id) is True
    assert datasets.chosen() == ChosenInputs(None, signals)
    assert [one.id for one in datasets.all()] == [voice.id]


def test_no_signals_stays_the_choice_when_the_log_is_removed(datasets: Datasets, tmp_path: Path):
    log = made(datasets, tmp_path, 1)
    datasets.choose(ChosenInputs(LogSource(log.source_path), ()))
    assert datasets.remove(log.id) is True
    assert datasets.chosen() == ChosenInputs(None, ())


def test_of_two_who_choose_at_the_same_time_nobody_loses_anything(datasets: Datasets, tmp_path: Path):
    log, voice = made(datasets, tmp_path, 1), made(datasets, tmp_path, 2, "signals")
    second = threading.Thread(target=datasets.change, args=(lambda now: replace(now, log=LogSource(log.source_path)),))

    def first(now: ChosenInputs) -> ChosenInputs:
        second.start()
        second.join(0.2)  # it has to wait
        return replace(now, signals=(SignalSource(voice.source_path),))

    datasets.change(first)
    second.join(10)
    assert datasets.chosen() == ChosenInputs(LogSource(log.source_path), (SignalSource(voice.source_path),))
