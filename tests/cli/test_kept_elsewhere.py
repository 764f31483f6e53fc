"""A folder in which nothing can be written, and a catalog that is damaged: said in four parts, or read all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.catalog import keep_run, open_catalog
from analyzer.settings import load_project
from tests.conftest import ANALYZER, PATIENCE, absent
from tests.real_document import example

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of files as Linux has them")


@pytest.fixture
def project() -> Iterator[Path]:
    """A project with one run, in a folder that others may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "project.yaml"
        file.write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\n")
        (folder / "out").mkdir()
        (folder / "out" / "alignment.json").write_text("{}")
        with open_catalog(load_project(file)) as catalog:
            keep_run(catalog, example(), folder / "out")
        yield file
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)


def closed(folder: Path) -> None:
    """Everybody may read it all, nobody may write."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command that obeys the rights of files: root does not, unless it gives that power up."""
    obeying = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if obeying and shutil.which(obeying[0]) is None:
        absent("There is no setpriv here; run the tests as another user than root, or install util-linux.")
    return subprocess.run([*obeying, ANALYZER, *arguments], capture_output=True, text=True, timeout=PATIENCE)


def four_parts(ended: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
    parts = dict(line.split(":", 1) for line in ended.stderr.splitlines())
    assert list(parts) == ["Expected", "Found", "Where", "Do"]
    return parts


def test_runs_are_listed_though_nothing_can_be_written(project: Path):
    closed(project.parent)
    ended = run("runs", "--project", str(project), "--json")
    assert ended.returncode == 0, ended.stderr
    assert len(json.loads(ended.stdout)) == 1


def test_a_project_that_never_ran_and_cannot_be_written_has_no_runs(project: Path):
    shutil.rmtree(project.parent / ".alignment")
    closed(project.parent)
    ended = run("runs", "--project", str(project))
    assert (ended.returncode, ended.stdout.startswith("No run is kept yet")) == (0, True), ended.stderr


def test_serve_says_that_nothing_can_be_written(project: Path):
    closed(project.parent)
    parts = four_parts(run("serve", "--project", str(project), "--port", "8979"))
    assert str(project.parent / ".alignment") in parts["Where"]
    assert "write" in parts["Do"]


@pytest.mark.parametrize("place", [0, 8192])
def test_serve_says_that_the_catalog_is_damaged(project: Path, place: int):
    file = project.parent / ".alignment" / "catalog.db"
    content = file.read_bytes()
    file.write_bytes(content[:place] + b"\xff" * 8192 + content[place + 8192 :])
    ended = run("serve", "--project", str(project), "--port", "8979")
    assert str(project.parent / ".alignment") in four_parts(ended)["Where"]
