"""Slices of large runs are answered from tables with numbers in the place of names, and say what the tables with names
say: the counts by hand of tests/spec/slices/test_slice.py hold for these."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.blueprint import patterns
from analyzer.slices import FOLDER, answer, clear_answers, numbered, read_filters

NUMBERED = Path(FOLDER) / ".numbered"
ASKED: list[list[tuple[str, str]]] = [
    [("from", "2026-01"), ("to", "2026-01"), ("has", "Load truck"), ("took", "..9d")],
    [("segment", "region:"), ("stage", "Delivery")],
    [("kind", "nps")],
    [("verdict", "good_bad"), ("outside", "segment=region%3ASouth")],
    [("from", "2027-01-01")],
]
BY_NAME: list[tuple[str, str]] = [("handover", "team:Depot>Night depot")]


@pytest.fixture
def own(run: Path, tmp_path: Path) -> Path:
    """The tables of the run of four orders, without its document, in a folder that a test may change."""
    shutil.copytree(run / FOLDER, tmp_path / "own" / FOLDER, ignore=shutil.ignore_patterns(".*"))
    return tmp_path / "own"


@pytest.fixture
def every_run_is_large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(numbered, "LARGE", 1)
    yield


def asked(run: Path, pairs: list[tuple[str, str]]) -> Any:
    return answer(run, read_filters(pairs))


def test_numbers_say_what_names_say(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_name = [asked(own, pairs) for pairs in ASKED]
    assert not (own / NUMBERED).exists()  # it is no large run
    monkeypatch.setattr(numbered, "LARGE", 1)
    assert [asked(own, pairs) for pairs in ASKED] == by_name
    assert len(list((own / NUMBERED).iterdir())) == 1


def test_they_say_it_of_the_sample(worked_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [("segment", "region:North"), ("from", "2026-03"), ("to", "2026-05"), ("kind", "complaint")]
    by_name = asked(worked_out, pairs)
    monkeypatch.setattr(numbered, "LARGE", 1)
    shutil.copytree(worked_out / FOLDER, tmp_path / FOLDER, ignore=shutil.ignore_patterns(".*"))
    assert asked(tmp_path, pairs) == by_name


def test_what_asks_for_names_is_asked_of_them(own: Path, every_run_is_large: None) -> None:
    assert asked(own, BY_NAME)["slice"]["cases"] == 1  # b1
    assert not (own / NUMBERED).exists()


def test_lots_are_drawn_from_names(own: Path, every_run_is_large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = patterns.weighted_patterns
    monkeypatch.setattr(patterns, "weighted_patterns", lambda *given: plain(*given, most=1))
    assert asked(own, [])["alignment"]["visits"] == 8
    assert len(list((own / NUMBERED).iterdir())) == 1  # they were there, and could not say it


def test_after_a_customer_was_forgotten_they_are_made_again(own: Path, every_run_is_large: None) -> None:
    asked(own, [])
    (before,) = (own / NUMBERED).iterdir()
    clear_answers(own / FOLDER)
    assert not (own / NUMBERED).exists()
    asked(own, [])
    (after,) = (own / NUMBERED).iterdir()
    assert after.name != before.name


def test_where_they_cannot_be_kept_names_are_asked(own: Path, every_run_is_large: None) -> None:
    (own / NUMBERED).write_text("a file is in the way")
    assert asked(own, [])["slice"]["visits"] == 8


def test_a_damaged_file_is_no_fault(own: Path, every_run_is_large: None) -> None:
    asked(own, [])
    (file,) = (own / NUMBERED).iterdir()
    file.write_bytes(b"no tables")
    assert asked(own, [])["slice"]["visits"] == 8
    assert not file.exists()  # the next question makes it anew
