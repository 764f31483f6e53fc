"""`align` and `nightly` killed at random moments: nothing half is seen, and the next start takes away what is left.

Seeded. KILLS=200 (or `make kills`) does a quarter of so many of each; uploads and jobs are killed in
tests/jobs/test_kills.py. Without it a few, so that the test takes half a minute.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from analyzer.catalog import open_catalog, runs
from analyzer.document.read import read_document
from analyzer.settings import load_project
from tests.conftest import ROOT
from tests.nightly.test_nights import JOURNEY, PROJECT, command, rows, write

KILLS = max(1, int(os.environ.get("KILLS", "8")) // 4)  # of each: align, nightly, upload, job


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
    write(folder, "1", *rows(0, 60, 0.3, 1))
    return folder / "project.yaml"


def begin(name: str, project: Path, scratch: Path) -> subprocess.Popen[bytes]:
    """The command in a process group of its own, with temporary folders of its own."""
    out = ["--out", str(project.parent / "out")] if name == "align" else []
    environment = {**os.environ, "TMPDIR": str(scratch)}
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [*command(name, project), *out], cwd=ROOT, env=environment, start_new_session=True, **silent
    )


def left_over(project: Path, scratch: Path) -> list[str]:
    """Folders of work that has ended."""
    left = [str(one) for one in scratch.iterdir() if one.name.startswith("alignment-")]
    return left + [str(one) for one in project.parent.rglob(".writing-*")]


def whole(project: Path) -> None:
    """All that can be seen is whole: the folder that was asked for, the runs that are kept, the reports of nights."""
    out = project.parent / "out"
    if out.is_dir():
        seen = sorted(one.name for one in out.iterdir() if not one.name.startswith("."))
        if seen:
            read_document(out / "alignment.json")
            assert "</html>" in (out / "report.html").read_text(encoding="utf-8")
    if not (project.parent / ".alignment" / "catalog.db").exists():
        return
    with open_catalog(load_project(project)) as catalog:
        for run in runs(catalog, 1000):
            read_document(run.folder / "alignment.json")
    for night in (project.parent / "reports").glob("[!.]*"):
        json.loads((night / "changes.json").read_text(encoding="utf-8"))
        read_document(night / "alignment.json")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["align", "nightly"])
def test_a_kill_leaves_nothing_half_and_the_next_start_clears_up(name: str, project: Path, tmp_path: Path) -> None:
    scratch, chance = tmp_path / "scratch", random.Random(f"{name} 2026")
    scratch.mkdir()
    lasts, killed, left = 3.0, 0, 0  # seconds: of the last one that came to its end
    for _ in range(KILLS):
        began = time.monotonic()
        process = begin(name, project, scratch)
        try:
            process.wait(timeout=chance.uniform(0.3, 1.0) * lasts)
            lasts = time.monotonic() - began
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
            lasts *= 1.1  # later and later, until one is not killed
        process.communicate(timeout=120)
        left = max(left, len(left_over(project, scratch)))
        whole(project)
    process = begin(name, project, scratch)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    whole(project)
    assert left_over(project, scratch) == []
    assert killed > 0
    print(f"\n{name}: {killed} of {KILLS} killed, {left} folders left at most, none after the next start")
