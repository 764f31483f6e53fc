"""What is installed is what is in the tree: a template that stays behind is missed only by those who install."""

from __future__ import annotations

import ast
import configparser
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

BUILT_FROM = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "docs/method.md")


def declared(without: str = "") -> list[Requirement]:
    """What setup.cfg asks for, extras included, but for one of them."""
    config = configparser.ConfigParser(comment_prefixes=("#",))
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lists = [
        config["options"]["install_requires"],
        *(v for k, v in config["options.extras_require"].items() if k != without),
    ]
    return [Requirement(line) for listed in lists for line in listed.splitlines() if line.strip()]


def test_the_wheel_holds_every_file(tmp_path: Path):
    tree = tmp_path / "tree"
    for folder in ("analyzer", "dashboards"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILT_FROM:
        (tree / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(tree),
    ]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for folder in ("analyzer", "dashboards")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert not sorted(name for name in wanted - held if "__pycache__" not in name)
    assert any(name.endswith("/licenses/LICENSE") for name in held)
    assert any(name.endswith("/share/process-alignment-analyzer/method.md") for name in held)


def test_the_locked_versions_lie_within_the_ranges():
    """Every requirement, extras included, has its exact version in constraints.txt, one that setup.cfg allows."""
    pins = [line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    locked = {canonicalize_name(name): version for name, version in pins}
    wrong = [
        str(a)
        for a in declared()
        if (v := locked.get(canonicalize_name(a.name))) is None or not a.specifier.contains(v)
    ]
    assert not wrong


def test_every_import_is_a_declared_dependency():
    """What works only because something else happens to bring it breaks on the next machine."""
    names_declared = {canonicalize_name(requirement.name) for requirement in declared(without="test")}
    brings = {"markupsafe": "jinja2", "packaging": "ibis-framework"}  # part of another's own interface
    distributions = packages_distributions()
    undeclared = set()
    for path in [*(ROOT / "analyzer").rglob("*.py"), *(ROOT / "dashboards").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module else []
            for top in (
                {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"analyzer", "dashboards"}
            ):
                wanted = {canonicalize_name(d) for d in distributions.get(top, [top])} | {brings.get(top, top)}
                if not wanted & names_declared:
                    undeclared.add(f"{top} in {path.relative_to(ROOT)}")
    assert not undeclared
