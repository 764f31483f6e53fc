"""How columns were understood: reading hands on facts, words are made of them here."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.sources.dialect import SEPARATORS
from analyzer.tables.quality import Detected, ReadingNote, fact
from analyzer.words import told
from analyzer.words.language import knows
from analyzer.words.understood_words import detected_words, understood_words
from tests.conftest import ROOT
from tests.real_document import real

KINDS = {
    kind
    for file in [*(ROOT / "analyzer").rglob("*.py"), *(ROOT / "dashboards").rglob("*.py")]
    for kind in re.findall(r'\bfact\("(\w+)"', file.read_text(encoding="utf-8"))
}


def test_every_fact_has_words() -> None:
    assert {"no_value", "row_a_case", "pattern"} <= KINDS
    made = KINDS - {"pattern"} | {f"separated_by_{name}" for name in SEPARATORS.values()} | set(get_args(Type))
    assert [kind for kind in sorted(made) if not knows(f"understood.{kind}")] == []


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (fact("pattern", pattern="%d.%m.%Y %H:%M:%S.%f"), "DD.MM.YYYY hh:mm:ss.fraction"),
        (fact("pattern", pattern="%a %b %d %I:%M %p %z"), "Day Mon DD hh:mm AM/PM +hh:mm"),
        (fact("pattern", pattern="@ms"), "milliseconds since 1970"),
        (fact("row_a_case", n=1), "one row a case, 1 activity"),
        (fact("row_a_case", n=3), "one row a case, 3 activities"),
        (fact("native", type="timestamp {ns}"), "timestamp {ns}"),
        (fact("in_zone", timezone="Europe/Berlin"), "read in Europe/Berlin"),
    ],
)
def test_a_fact_in_words(fact: ReadingNote, said: str) -> None:
    assert understood_words([fact]) == said


def test_parts_of_a_file_and_of_a_column_stand_apart() -> None:
    parts = (fact("separated_by_tab", encoding="UTF-8"), fact("row_a_case", n=2))
    assert detected_words(Detected("file", "a.tsv", parts)) == "UTF-8, separator tab; one row a case, 2 activities"
    facts = (fact("number"), fact("decimal_comma"))
    assert detected_words(Detected("attribute", "price", facts)) == "number, decimal comma"


def test_a_fact_without_words_is_a_fault() -> None:
    with pytest.raises(KeyError):
        understood_words([fact("weather")])


def test_a_document_is_told_from_its_facts_and_one_of_an_older_version_keeps_its_words() -> None:
    document = real()
    document["quality"]["detected"] = [
        {"role": "case_id", "column": "no", "facts": [{"kind": "text", "values": {}}], "note": "as before"},
        {"role": "attribute", "column": "place", "note": "as it was said then"},
    ]
    rows = told(document)["quality"]["detected"]  # type: ignore[arg-type]
    assert [row["note"] for row in rows] == ["text", "as it was said then"]
