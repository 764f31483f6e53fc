"""What people read stands in the language file: no sentence in figures, reports and dashboards."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("analyzer/figures", "analyzer/reports", "analyzer/words", "dashboards")
ELSEWHERE = (  # what machines read, names of typefaces and of the looks of cells, the texts themselves
    "providers/metrics.py",
    "reports/pictures.py",
    "reports/workbook.py",
    "languages/",
)
OTHERS = {  # what other programs call things; commands; names of what is kept; types
    *("Full", "Large", "Bolder", "None", "Warning", "Lax", "Select", "Autocomplete", "Answer", "Asked"),
    *(
        "analyzer align --project ",
        " --out out",
        "analyzer export card --",
        "analyzer user add NAME --project PROJECT.yaml",
        "openid profile email",
        "private, no-cache",
    ),
    *("newest run of ", "document of ", "beside model", "whether anybody has to sign in", "light dark"),
    *("Forwarded", "Via", "Origin", "Location", "Any"),  # headers
    "what is kept cannot be reached",  # of /health, which monitors read
}
WORDS = re.compile(r"[A-Za-z][a-z]+,? [a-z]{2,}|^[A-Z][a-z]{2,}[.:…]?$")
CODE = re.compile(r"[<{}=@/]|^--|%[YdH]|^[A-Z]\w+-[A-Z]|-apple-system|\bsans\b")  # HTML, CSS, formats, addresses


def silent_nodes(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, refusals, keys, annotations and names of classes: nobody reads them as words of the program."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        quiet = isinstance(node, (ast.Raise, ast.Subscript))
        quiet |= isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        quiet |= isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LookWords"  # parts of refusals
        quiet |= isinstance(node, ast.keyword) and node.arg in ("className", "class_", "class_name")
        quiet |= isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        found.update(ast.walk(node) if quiet else ())
        for note in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            found.update(ast.walk(note) if note is not None else ())
    return found


def sentences(path: Path) -> Iterator[str]:
    """The literals of a module that read like words for people, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = silent_nodes(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            text = node.value
            if WORDS.search(text) and not CODE.search(text) and text not in OTHERS and not looks(text):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {text!r}"


STYLES = "\n".join(path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.css"))
NAMED = set(re.findall(r"\.([a-z][\w-]*)", STYLES))


def looks(text: str) -> bool:
    """Whether a text names classes of a style sheet alone."""
    return set(text.split()) <= NAMED


def test_no_sentence_stands_outside_of_the_language_file() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    read = [path for path in files if not any(part in path.as_posix() for part in ELSEWHERE)]
    assert [one for path in read for one in sentences(path)] == []


@pytest.mark.parametrize("text", ["No run yet", "Save", "unhappy share of all"])
def test_a_sentence_would_be_seen(text: str) -> None:
    assert WORDS.search(text) and not looks(text) and not CODE.search(text)


SCRIPTS = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.js"))]
COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""")
BESIDE = re.compile(r"[A-Za-z]{2,}[ .:…?!]*$|^[ .:…·]+[a-z]{2,}")  # a piece of a sentence that is put together
TOKENS = {  # modes, keys of the keyboard, names of headers and classes, what the protocol of uploads writes
    *("use strict", "Escape", "Enter", "Arrow", "Files", "Location", "filename ", ",role ", "px ", "more-fields of-"),
}
SELECTOR = re.compile(r"^[.#:]|\[|^\w+[-.][\w.-]*$|, \.|^M\d")


def script_sentences(text: str) -> Iterator[str]:
    """The quoted words of a script that read like words for people: sentences, and pieces that one is made of."""
    for _, quoted in QUOTED.findall(COMMENTS.sub("", text)):
        words = re.sub(r"\s*\$\{[^}]*\}", "", quoted)
        seen = WORDS.search(words) or (words != words.strip() and BESIDE.search(words))
        if seen and not CODE.search(words) and words not in TOKENS and not SELECTOR.search(words):
            yield words


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_sentence_stands_in_a_script(path: Path) -> None:
    assert list(script_sentences(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    ['x = "The server is away.";', "n + ' of ' + m", 'go("Pause")', 'a + " goes on."', "`about ${n} min`"],
)
def test_a_sentence_of_a_script_would_be_seen(line: str) -> None:
    assert list(script_sentences(line))


@pytest.mark.parametrize("path", sorted((ROOT / "analyzer").rglob("*.j2")), ids=lambda path: path.name)
def test_no_sentence_stands_in_a_template(path: Path) -> None:
    text = re.sub(r"<style.*?</style>|{{.*?}}|{%.*?%}|<[^>]*>|&\w+;", " ", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", text) == []
