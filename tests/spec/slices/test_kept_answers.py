"""What one process has worked out for a slice the next one reads: the same answer, to the last digit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.document.parts.whole import AnswerDocument
from analyzer.outside_in.topics import Topics
from analyzer.slices import (
    FOLDER,
    answer,
    answer_once,
    choices,
    clear_answers,
    happy_against_unhappy,
    kept_answers,
    read_filters,
    said_about,
    throughput,
)
from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.flow_weeks import FlowWeek

NORTH = read_filters([("segment", "region:North")])
KINDS: dict[str, tuple[Any, Callable[..., Any]]] = {
    "views": (AnswerDocument, lambda run, filters: answer(run, filters, ("views",))),
    "process": (AnswerDocument, lambda run, filters: answer(run, filters, ("process",))),
    "comparison": (ComparisonRow, happy_against_unhappy),
    "topics": (Topics, said_about),
    "weeks": (tuple[FlowWeek, ...], throughput),
    "choices": (dict[str, Any], lambda run, _: choices(run)),
}


def never() -> Any:
    raise AssertionError("it was worked out again")


@pytest.fixture
def own(run: Path, tmp_path: Path) -> Path:
    """A copy of the run that a test may change."""
    shutil.copytree(run, tmp_path / "run", ignore=shutil.ignore_patterns(".answers"))
    return tmp_path / "run"


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_it_was_worked_out(sample: Path, tmp_path: Path, name: str) -> None:
    kind, work = KINDS[name]
    shutil.copytree(sample, tmp_path / "run", ignore=shutil.ignore_patterns(".answers"))
    filters = read_filters([("segment", "region:North"), ("stage", "Delivery")])
    made = answer_once(tmp_path / "run", name, filters, kind, lambda: work(tmp_path / "run", filters))
    assert answer_once(tmp_path / "run", name, filters, kind, never) == made
    assert len(list((tmp_path / "run" / FOLDER / ".answers").iterdir())) == 1


def test_another_question_other_filters_and_other_tables_are_other_answers(own: Path) -> None:
    asked = []

    def ask(question: str, filters: Any = NORTH) -> None:
        answer_once(own, question, filters, dict[str, Any], lambda: asked.append(question) or {})

    ask("one")
    ask("two")
    ask("one", read_filters([]))
    assert asked == ["one", "two", "one"]
    meta = own / FOLDER / "meta.json"
    os.utime(meta, ns=(0, meta.stat().st_mtime_ns + 1))  # as after a customer was forgotten
    ask("one")
    assert asked == ["one", "two", "one", "one"]
    clear_answers(own / FOLDER)
    assert not (own / FOLDER / ".answers").exists()


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that stands for all of the code."""
    (tmp_path / "code").mkdir()
    monkeypatch.setattr(kept_answers, "files", lambda _: tmp_path / "code")
    yield tmp_path / "code" / "measure.py"
    kept_answers.code_mark.cache_clear()


def test_other_code_of_the_same_version_has_other_answers(own: Path, code: Path) -> None:
    for text, given in (("n = 1", 1), ("n = 2", 2), ("n = 1", 1)):
        code.write_text(text, encoding="utf-8")
        kept_answers.code_mark.cache_clear()  # as a process that begins
        assert answer_once(own, "one", NORTH, dict[str, int], lambda n=given: {"n": n}) == {"n": given}  # type: ignore[misc]
    assert answer_once(own, "one", NORTH, dict[str, int], never) == {"n": 1}


def test_one_that_was_worked_out_while_a_customer_was_forgotten_is_not_kept(own: Path) -> None:
    def work() -> dict[str, int]:
        clear_answers(own / FOLDER)
        return {"a": 1}

    assert answer_once(own, "one", NORTH, dict[str, int], work) == {"a": 1}
    assert list((own / FOLDER / ".answers").iterdir()) == []


def test_a_damaged_one_is_worked_out_again(own: Path) -> None:
    answer_once(own, "one", NORTH, dict[str, int], lambda: {"a": 1})
    (file,) = (own / FOLDER / ".answers").iterdir()
    for content in (b"", b"{", b'{"a": "no number"}', b"[]"):
        file.write_bytes(content)
        assert answer_once(own, "one", NORTH, dict[str, int], lambda: {"a": 2}) == {"a": 2}


def test_where_nothing_can_be_kept_it_is_worked_out(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert answer_once(own, "one", NORTH, dict[str, int], lambda: {"a": 1}) == {"a": 1}
    assert list((own / FOLDER / ".answers").iterdir()) == []
    shutil.rmtree(own / FOLDER)  # the tables of an old run go while a page is drawn
    assert answer_once(own, "one", NORTH, dict[str, int], lambda: {"a": 1}) == {"a": 1}
    assert not (own / FOLDER).exists()


def test_there_are_never_more_than_so_many(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST_KEPT", 3)
    for number in range(6):
        answer_once(own, str(number), NORTH, dict[str, int], lambda n=number: {"n": n})  # type: ignore[misc]
    assert len(list((own / FOLDER / ".answers").iterdir())) == 3
    assert answer_once(own, "5", NORTH, dict[str, int], never) == {"n": 5}
