"""A second language is a second file: with one that puts every text in brackets, nothing is read outside of them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import analyzer.words.languages as languages
from analyzer.figures.kept import kept
from analyzer.figures.mirror import mirror, table_html
from analyzer.figures.process_map import process_map
from analyzer.reports.html import report_html
from analyzer.words import language, told
from dashboards import shell
from dashboards.app import index
from dashboards.components.address import Address
from dashboards.pages import journey, voice
from tests.pages.tree import words
from tests.real_document import example

FILE = """
from analyzer.words.languages import english

def inside(text):
    return "|".join(f"⟦{part}⟧" for part in text.split("|"))

TEXTS = {key: inside(text) for key, text in english.TEXTS.items()}
MONTHS = tuple(map(inside, english.MONTHS))
THOUSANDS, DECIMAL, AND = " ", ",", inside(english.AND)

def plural(noun, n):
    return inside(english.plural(noun.strip("⟦⟧"), n))
"""
SAID = {"title", "story", "label", "target", "warning", "warnings", "text", "note", "notes"}  # by analyzer.words
NAMES = {"utc", "csv", "png", "svg", "xlsx"}  # what is the same in every language


@pytest.fixture
def bracketed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "bracketed.py").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(tmp_path)])
    language.choose("bracketed")
    yield
    language.choose(language.DEFAULT)


def of_the_data(value: Any) -> Iterator[str]:
    """Every word that a document holds and nobody said: names, values, quotes."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in SAID:
                yield from of_the_data(str(key))
                yield from of_the_data(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from of_the_data(one)
    elif isinstance(value, str):
        yield from re.findall(r"[a-z]+", value.lower())


def outside(shown: str, document: Any) -> set[str]:
    """The words of a page or a figure that stand in no bracket and do not come from the data."""
    seen = re.sub(r"<(style|script).*?</\1>", " ", shown, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|data-tip|title|placeholder)="([^"]*)"', seen)
    seen = unescape(" ".join([re.sub(r"<[^>]*>", " ", seen), *spoken]))
    while (less := re.sub(r"⟦[^⟦⟧]*⟧|(⟦[^⟦⟧]*)+…", " ", seen)) != seen:  # a text that was cut ends in …
        seen = less
    seen = re.sub(r"[^ ]*…", " ", seen)  # a name that was cut
    found = set(re.findall(r"[a-z]{3,}", seen.lower()))
    return found - set(of_the_data(document)) - NAMES


def document() -> Any:
    return told(copy.deepcopy(example()))


@pytest.mark.usefixtures("bracketed")
class TestNothingIsSaidOutsideOfTheFile:
    def test_on_figures(self) -> None:
        shown = document()
        stages = [stage["name"] for stage in shown["stages"]]
        drawn = (mirror(shown), table_html(shown), kept(shown), process_map(shown["process"], stages))
        assert [outside(one, shown) for one in drawn] == [set()] * 4

    def test_in_the_report(self) -> None:
        shown = document()
        assert outside(report_html(shown), shown) == set()

    @pytest.mark.parametrize("page", [journey, voice])
    def test_on_pages(self, page: Any) -> None:
        shown = document()
        assert outside(words(page.page(shown, Address("/"))), shown) == set()

    def test_in_the_texts_that_scripts_say(self) -> None:
        carried = re.search(r'id="texts">(.*?)</script>', index())
        assert carried is not None
        texts = json.loads(carried[1])
        assert "script.upload.paused" in texts and outside(" ".join(texts.values()), None) - {"name"} == set()

    def test_in_how_columns_were_understood(self) -> None:
        quality = document()["quality"]
        rows = [*quality["detected"], *quality["signals"]["detected"]]
        assert len(rows) > 10
        assert outside(" ".join(row["note"] for row in rows), [row["facts"] for row in rows]) == set()

    def test_around_the_pages(self) -> None:
        shown = document()
        links = shell.navigation(shown, Address("/"), several=True)
        labels = " ".join(str(one.label) for one in links if hasattr(one, "label"))
        assert labels.count("⟦") == 11 and outside(labels, shown) == set()
        assert outside(words(shell.foot(None)), shown) == set()
