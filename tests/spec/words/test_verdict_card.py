"""The verdict of a log that no customer speaks about: what the log shows, and that nobody was heard."""

from __future__ import annotations

from typing import Any

from analyzer.words.verdict import verdict
from tests.real_document import example


def rows(total: int) -> list[tuple[str, str, str]]:
    shown: dict[str, Any] = example()
    shown["signals"]["total"] = total
    (unowned,) = [m for m in shown["mismatches"] if m["kind"] == "unowned"]
    return list(verdict(shown, unowned, None).rows)  # type: ignore[arg-type]


def test_without_a_voice_nothing_is_said_of_customers():
    questions = [question for question, _, _ in rows(0)]
    assert questions == ["Where", "Who answers for it", "What customers say", "Next step"]
    assert rows(0)[2][1] == "Nobody has been heard"
    assert "feel" not in " ".join(text for row in rows(0) for text in row)


def test_a_signal_or_two_are_no_voice():
    questions = [question for question, _, _ in rows(1)]
    assert questions == ["Where", "Who answers for it", "What customers say", "Next step"]
    assert rows(1)[2][1] == "Hardly anybody: 1 signal"
    assert rows(9)[2][1] == "Hardly anybody: 9 signals"


def test_with_one_all_six_questions_are_answered():
    assert len(rows(12)) == 6
