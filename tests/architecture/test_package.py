"""What is installed is what is in the tree: a template that stays behind is missed only by those who install."""

from __future__ import annotations

import ast
import configparser
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

BUILT_FROM = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "docs/method.md")
SAMPLE = "data/samples/food_distribution"


def declared(without: str = "") -> list[Requirement]:
    """What setup.cfg asks for, extras included, but for one of them."""
    config = configparser.ConfigParser(comment_prefixes=("#",))
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lists = [
        config["options"]["install_requires"],
        *(v for k, v in config["options.extras_require"].items() if k != without),
    ]
    return [Requirement(line) for listed in lists for line in listed.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from a copy of the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    for name in ("analyzer", "dashboards", SAMPLE):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILT_FROM:
        (tree / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    run_pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(tree))
    (built,) = folder.glob("*.whl")
    return built


def run_pip(verb: str, *arguments: str, python: str | Path = sys.executable) -> None:
    command = [str(python), "-m", "pip", verb, "--quiet", "--disable-pip-version-check", "--no-deps", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


@pytest.mark.slow
def test_the_wheel_holds_every_file(wheel: Path):
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for folder in ("analyzer", "dashboards")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert not sorted(name for name in wanted - held if "__pycache__" not in name)
    assert any(name.endswith("/licenses/LICENSE") for name in held)
    assert any(name.endswith("/share/process-alignment-analyzer/docs/method.md") for name in held)


@pytest.mark.slow
def test_the_installed_wheel_writes_the_sample_and_serves_it(wheel: Path, tmp_path: Path):
    """Installed beside the same dependencies, and run where the source tree is out of reach."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    (own,) = environment.glob("lib/python*/site-packages")
    (own / "dependencies.pth").write_text("\n".join(dependencies()) + "\n")
    run_pip("install", "--no-index", "--ignore-installed", "--prefix", str(environment), str(wheel), python=python)
    command = environment / "bin" / "analyzer"
    subprocess.run([command, "sample", "shop"], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    where = "import analyzer, dashboards.providers.method as m; print(analyzer.__file__); print(len(m.paragraphs()))"
    said = subprocess.run([python, "-c", where], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    place, paragraphs = said.stdout.split()
    assert place.startswith(str(environment))
    assert int(paragraphs) > 10
    serve = [command, "serve", "--project", "shop", "--port", str(port := free_port())]
    server = subprocess.Popen(serve, cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        assert health(port, tries=600)["status"] == "ok"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def dependencies() -> list[str]:
    """The folders where this Python finds what it imports, without the source tree."""
    return [place for place in map(str, map(Path, sys.path)) if "site-packages" in place]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def health(port: int, tries: int) -> dict[str, object]:
    """What the server says of itself, as soon as it says anything."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
                return dict(json.load(answer))
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


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
    brings = {"markupsafe": "jinja2", "packaging": "ibis-framework", "py4j": "pyspark"}  # part of their own interface
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
