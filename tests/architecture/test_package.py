"""What is installed is what is in the tree: a template that stays behind is missed only by those who install."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT

BUILT_FROM = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")


def test_the_wheel_holds_every_file(tmp_path: Path):
    tree = tmp_path / "tree"
    for folder in ("analyzer", "dashboards"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, tree)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), str(tree)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {str(path.relative_to(ROOT)) for folder in ("analyzer", "dashboards") for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert not sorted(name for name in wanted - held if "__pycache__" not in name)
    assert any(name.endswith("/licenses/LICENSE") for name in held)


def test_the_locked_versions_lie_within_the_ranges():
    """Every requirement, extras included, has its exact version in constraints.txt, and it is one that setup.cfg allows."""
    from importlib.metadata import requires

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    pins = [line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    locked = {canonicalize_name(name): version for name, version in pins}
    asked = [Requirement(line) for line in requires("process-alignment-analyzer") or []]
    assert len(asked) > 30
    wrong = [str(a) for a in asked if (v := locked.get(canonicalize_name(a.name))) is None or not a.specifier.contains(v)]
    assert not wrong
