"""The tutorial notebook runs from top to bottom, and shows what its words say."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"


def cells() -> list[str]:
    content = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code"]


def shown(source: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does; gives the value of its last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307


@pytest.mark.slow
def test_the_tutorial_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(NOTEBOOK.parent)
    before = sorted(Path().iterdir())
    names: dict[str, Any] = {}
    values = [shown(source, names) for source in cells()]
    said = capsys.readouterr().out
    assert "Delivery" in values[1]._repr_html_()
    assert values[2].iloc[0].driver == "Demand prepayment"  # the planted cause of the sample
    found = re.search(r"(\d+) of (\d+) hidden unhappy deliveries", said)
    assert found is not None
    assert int(found[1]) >= 0.3 * int(found[2])
    assert len(values[4]) == 5
    assert values[6] == names["figure"].layout.title.text
    assert sorted(Path().iterdir()) == before  # nothing is written
    names["result"].close()


def test_it_is_kept_without_what_it_once_showed():
    content = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(cell.get("outputs", []) == [] for cell in content["cells"])
