"""Which way imports run. The contracts themselves stand in setup.cfg; here is the proof that they bite."""

from __future__ import annotations

import re
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


FORBIDDEN = (
    ("analyzer/tables/__init__.py", "analyzer.engine"),
    ("analyzer/visits/__init__.py", "analyzer.blueprint"),
    ("analyzer/visits/__init__.py", "duckdb"),
    ("analyzer/reports/__init__.py", "pm4py"),
    ("analyzer/reports/__init__.py", "dash"),
    ("analyzer/pipeline.py", "dashboards"),
    ("analyzer/reports/__init__.py", "sqlalchemy"),
    ("dashboards/pages/__init__.py", "analyzer.catalog"),
)


def test_every_forbidden_import_is_seen(copy: Path):
    for file, module in FORBIDDEN:
        with (copy / file).open("a") as code:
            code.write(f"\nimport {module}\n")
    result = lint_imports(copy)
    assert result.returncode == 1
    unseen = []
    for file, module in FORBIDDEN:
        importer = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if not re.search(rf"{re.escape(importer)} -> {re.escape(module)}\b", result.stdout):
            unseen.append(f"{importer} -> {module}")
    assert unseen == [], result.stdout


def test_the_command_line_starts_without_what_it_does_not_need():
    code = f"import sys, analyzer.cli.main; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.split() == []


def test_an_analysis_without_a_project_imports_no_catalog():
    code = "import sys, analyzer.pipeline; print(*[name for name in ('sqlalchemy', 'psycopg') if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.split() == []
