"""Every text that is there is asked for, every kind and step has its words, and every language has the same texts."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest

from analyzer.tables.mismatch import KINDS_OF_MISMATCH
from analyzer.tables.steps import Step
from analyzer.words.findings import STORIES
from analyzer.words.language import language, listed, say, say_parts
from tests.conftest import ROOT

LANGUAGES = sorted(
    path.stem for path in (ROOT / "analyzer" / "words" / "languages").glob("*.py") if path.stem != "__init__"
)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def asked() -> set[str]:
    """Patterns of the keys that the code asks for: what is put into a key at run time stands for any part of it."""
    found: set[str] = set()
    for path in [*(ROOT / "analyzer").rglob("*.py"), *(ROOT / "dashboards").rglob("*.py")]:
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_.]+", node.value):
                found.add(re.escape(node.value))
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values]
                found.add("".join(parts))
    return {pattern for pattern in found if re.match(r"[a-z_]{3,}", pattern)}  # one that begins with a name of ours


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_says_the_same_things(name: str) -> None:
    texts, english = language(name).TEXTS, language("english").TEXTS
    assert set(texts) == set(english)
    assert {key: names(text) for key, text in texts.items()} == {key: names(text) for key, text in english.items()}


def test_no_text_is_left_over() -> None:
    patterns = [re.compile(pattern) for pattern in asked()]
    assert [key for key in language().TEXTS if not any(p.fullmatch(key) for p in patterns)] == []


def test_every_kind_and_step_has_its_words() -> None:
    texts = language().TEXTS
    assert set(STORIES) == set(KINDS_OF_MISMATCH)
    wanted = {f"{of}.{kind}" for of in ("kind", "meaning", "title", "story") for kind in KINDS_OF_MISMATCH}
    wanted |= {f"step.{step}" for step in get_args(Step)}
    assert wanted - set(texts) == set()


def test_a_text_is_filled_and_its_pieces_are_told_apart() -> None:
    given = {"time": "5 hours", "start": "Load {truck}", "end": "Arrive"}
    assert say("driver.wait.over", **given) == "more than 5 hours from Load {truck} to Arrive"
    assert say_parts("driver.wait.over", "start", **given) == [
        ("more than 5 hours from ", False),
        ("Load {truck}", True),
        (" to Arrive", False),
    ]
    with pytest.raises(KeyError):
        say("driver.wait.over", time="5 hours")


@pytest.mark.parametrize(("given", "said"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_listed(given: list[str], said: str) -> None:
    assert listed(given) == said
