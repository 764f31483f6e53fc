"""Which way imports run. The contracts themselves stand in setup.cfg; here is the proof that they bite."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = ("pm4py", "dash", "plotly", "sklearn", "statsmodels", "scipy", "pyspark", "weasyprint", "matplotlib", "polars")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code alone, to be broken."""
    for folder in ("analyzer", "dashboards"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "assets"))
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def test_the_contracts_are_kept():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_new_folder_must_take_its_place(copy: Path):
    (copy / "analyzer" / "attic").mkdir()
    (copy / "analyzer" / "attic" / "__init__.py").write_text("")
    assert "attic" in lint_imports(copy).stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("analyzer/tables/__init__.py", "import analyzer.engine"),
        ("analyzer/visits/__init__.py", "import analyzer.blueprint"),
        ("analyzer/visits/__init__.py", "import duckdb"),
        ("analyzer/reports/__init__.py", "import pm4py"),
        ("analyzer/reports/__init__.py", "import dash"),
        ("analyzer/pipeline.py", "import dashboards"),
        ("analyzer/reports/__init__.py", "import sqlalchemy"),
        ("dashboards/pages/__init__.py", "import analyzer.catalog"),
    ],
)
def test_a_forbidden_import_is_seen(copy: Path, file: str, line: str):
    with (copy / file).open("a") as code:
        code.write(f"\n{line}\n")
    result = lint_imports(copy)
    assert result.returncode == 1
    assert line.removeprefix("import ") in result.stdout


def test_the_command_line_starts_without_what_it_does_not_need():
    code = f"import sys, analyzer.cli.main; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.split() == []
