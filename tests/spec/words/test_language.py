"""Every text that is there is asked for, every kind and step has its words, and every language has the same texts."""

from __future__ import annotations

import ast
import re
import string
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


def asked() -> tuple[set[str], list[re.Pattern[str]]]:
    """The keys that the code names, and patterns of those that it puts together at run time."""
    named: set[str] = set()
    made: set[str] = set()
    for path in [*(ROOT / "analyzer").rglob("*.py"), *(ROOT / "dashboards").rglob("*.py")]:
        if "languages" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
                named |= set(re.findall(r"\{t\[([\w.]+)\]\}", node.value))
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values]
                made.add("".join(parts))
    for script in (ROOT / "dashboards" / "assets").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        named |= set(re.findall(r'"(script\.[\w.]*\w)"', text))
        made |= {re.escape(begin) + ".+" for begin in re.findall(r'"(script\.[\w.]+\.)"', text)}
    for template in (ROOT / "analyzer").rglob("*.j2"):
        named |= set(re.findall(r'"([\w.]+)"', template.read_text(encoding="utf-8")))
    return named, [re.compile(pattern) for pattern in made if re.search(r"[a-z_]{3,}", pattern)]


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_says_the_same_things(name: str) -> None:
    texts, english = language(name).TEXTS, language("english").TEXTS
    assert set(texts) == set(english)
    assert {key: names(text) for key, text in texts.items()} == {key: names(text) for key, text in english.items()}


def test_no_text_is_left_over() -> None:
    named, made = asked()
    rest = set(language().TEXTS) - named
    assert [key for key in sorted(rest) if not any(pattern.fullmatch(key) for pattern in made)] == []


SPEAKERS = {
    "say",
    "worded",
    "words",
    "marked",
}  # what texts are asked for by; the command line prints by a say of its own


def test_every_text_gets_what_it_asks_for() -> None:
    texts, wrong = language().TEXTS, []
    for path in [*(ROOT / "analyzer").rglob("*.py"), *(ROOT / "dashboards").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.parent.name != "cli" else ast.Module([], [])
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            key = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            given = {one.arg for one in call.keywords}
            if getattr(call.func, "id", "") in SPEAKERS and isinstance(key, str) and "." in key and None not in given:
                wrong += [f"{path.name}:{call.lineno} {key}"] if names(texts[key]) - given else []
    assert wrong == []


ASKED = re.compile(r'say\("(script\.[\w.]+)"(?:, \{([^}]*)\})?\)')


def test_every_text_of_a_script_gets_what_it_asks_for() -> None:
    texts, wrong, found = language().TEXTS, [], 0
    for script in (ROOT / "dashboards" / "assets").glob("*.js"):
        for key, given in ASKED.findall(script.read_text(encoding="utf-8")):
            found += 1
            wrong += [f"{script.name} {key}"] if names(texts[key]) - set(re.findall(r"(\w+):", given)) else []
    assert wrong == [] and found > 20


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
