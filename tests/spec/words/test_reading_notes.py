"""What is to be known about the input: reading hands on facts, words are made of them here."""

from __future__ import annotations

import re

import pytest

from analyzer.ingest.signals.reading import FEW_LINKED
from analyzer.tables.quality import noted
from analyzer.words import told
from analyzer.words.language import knows
from analyzer.words.quality_words import note_lines, note_words
from tests.conftest import ROOT
from tests.real_document import real

KINDS = sorted(
    {
        kind
        for file in (ROOT / "analyzer").rglob("*.py")
        for kind in re.findall(r'\bnoted\("(\w+)"', file.read_text(encoding="utf-8"))
    }
    | {FEW_LINKED}
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_note_has_words(kind: str) -> None:
    assert knows(f"note.{kind}")


def test_there_are_kinds() -> None:
    assert {"draft", "no_activity", "few_signals_linked"} <= set(KINDS)


def test_a_count_stands_in_the_singular_or_the_plural_and_its_thousands_are_parted() -> None:
    assert note_lines((noted("late_starts", n=1), noted("late_starts", n=12_345))) == [
        "1 event starts after it ends: the start is left out",
        "12,345 events start after they end: the start is left out",
    ]


def test_a_name_stands_as_it_is() -> None:
    assert note_words("no_activity", {"stage": "{stage}", "activity": "1 000"}) == (
        "stage {stage}: the log has no activity 1 000"
    )


def test_a_kind_without_words_is_a_fault() -> None:
    with pytest.raises(KeyError):
        note_words("weather", {})


def test_the_warnings_of_a_document_are_its_notes_in_words() -> None:
    document = real()
    document["quality"]["notes"] = [{"kind": "few_signals_linked", "values": {"linked": 3, "signals": 1000}}]
    assert told(document)["quality"]["warnings"] == [  # type: ignore[arg-type]
        "only 3 of 1,000 signals name a case or a customer that the log has"
    ]


def test_a_run_of_an_older_version_keeps_its_warnings() -> None:
    document = real()
    document["quality"].pop("notes", None)
    document["quality"]["warnings"] = ["as it was said then"]
    assert told(document)["quality"]["warnings"] == ["as it was said then"]  # type: ignore[arg-type]
