"""What the page of reliability says is tested has its test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

NAMED = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
SECTIONS = ("Nothing silently wrong", "No crash, no hang, bounded memory", "Faults", "Who gets in", "Load")


def defined_in(file: Path) -> set[str]:
    """The functions of a file, those of classes with the name of their class."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {
            before + one.name for one in inside if isinstance(one, ast.FunctionDef) and one.name.startswith("test")
        }
    return found


def test_each_test_that_is_named_is_there(root: Path) -> None:
    page = (root / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = NAMED.findall(page)
    known = {file: defined_in(root / file) for file in {file for file, _ in named} if (root / file).is_file()}
    assert [f"{file}::{name}" for file, name in named if name not in known.get(file, set())] == []
    assert len(named) > 100


def test_each_line_of_what_was_seen_names_a_test(root: Path) -> None:
    page = (root / "docs" / "reliability.md").read_text(encoding="utf-8")
    for title in (*(f"### {one}" for one in SECTIONS), "## What can be read in two ways"):
        lines = page.split(f"\n{title}\n")[1].split("\n#")[0].splitlines()
        rows = [line for line in lines if line.startswith("|")][2:]
        assert len(rows) >= 5, title
        assert [row for row in rows if not NAMED.search(row)] == [], title
