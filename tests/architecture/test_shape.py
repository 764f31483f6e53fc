"""The shape of the house: small files, short functions, no drawer for leftovers, nothing left undone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILE_LINES = 350
FUNCTION_LINES = 60
NO_ROOM = {"utils", "util", "helpers", "helper", "common", "misc", "stuff"}
WRITTEN = {".py", ".js", ".css", ".html", ".sql"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def product(*suffixes: str) -> list[Path]:
    """The files of the product, by suffix."""
    wanted = set(suffixes) or {".py"}
    files = [
        path
        for folder in ("analyzer", "dashboards")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in wanted
    ]
    assert files, "the test looks in the wrong place"
    return [path for path in files if "__pycache__" not in path.parts]


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """The product's modules, parsed once."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in product()}


def test_no_file_is_longer_than_a_reader_can_hold():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in product(*WRITTEN)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long


def test_no_function_is_longer_than_a_screen(trees):
    long = {
        f"{name}:{node.name}": node.end_lineno - node.lineno + 1
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, Function) and node.end_lineno and node.end_lineno - node.lineno >= FUNCTION_LINES
    }
    assert not long


def test_no_file_is_named_after_nothing():
    assert not [str(path) for path in product(*WRITTEN) if NO_ROOM & set(re.split(r"[_\W]", path.stem))]
    assert not [str(path) for path in product(*WRITTEN) if NO_ROOM & set(path.relative_to(ROOT).parts)]


def test_nothing_is_left_for_later():
    left = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|raise NotImplemented" + "Error")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in product(*WRITTEN)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if left.search(line)
    ]
    assert not found


def test_no_exception_is_caught_without_its_name(trees):
    bare = [
        f"{name}:{node.lineno}"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type) and not _raises_again(node)
    ]
    # the composition root turns what is left into exit code 70, with the traceback in a file
    assert not [place for place in bare if not place.startswith("analyzer/cli/main.py:")]


def test_every_module_says_what_it_is_for(trees):
    silent = [
        name for name, tree in trees.items() if not ast.get_docstring(tree) and "/migrations/versions/" not in name
    ]
    assert not silent


def test_every_public_function_of_the_analysis_says_what_it_gives(trees):
    silent = [
        f"{name}:{node.name}"
        for name, tree in trees.items()
        if name.startswith("analyzer/")
        for node in tree.body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not _speaks_for_itself(node)
    ]
    assert not [place for place in silent if "/migrations/" not in place]


def _speaks_for_itself(node: Function) -> bool:
    """One expression, under its name and types."""
    return len(node.body) == 1 and isinstance(node.body[0], ast.Return)


def _catches_all(kind: ast.expr | None) -> bool:
    names = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in ("Exception", "BaseException")) for name in names
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and letting the error go on hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_a_class_name_exists_once(trees):
    where: dict[str, list[str]] = {}
    for path, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name, []).append(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}
