"""Kinds of job for tests, known to every Python that finds this folder on its path: steps that wait for a word."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from analyzer.errors import LogError
from analyzer.jobs.analyse import Say
from analyzer.jobs.kinds import KINDS


def patient(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    """Leaves a line in `begun`, writes half a file, and goes on when there is a file `go`."""
    folder = project.parent
    with (folder / "begun").open("a") as begun:
        begun.write(f"{os.getpid()} {arguments.get('name', '')}\n")
    Path(os.environ["TMPDIR"], "half").write_text("half")
    say("Waiting for a word", 0.25)
    while not (folder / "go").exists():
        time.sleep(0.02)
    with (folder / "ended").open("a") as ended:
        ended.write(f"{os.getpid()} {arguments.get('name', '')}\n")
    return {"heard": True}


def refusing(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    raise LogError(expected="a log", found="none", where="project.yaml, line 2", do="name one")


def faulty(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    return {"a key": {}["that is not there"]}


def grudging(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    """Turns an order to stop into an error of its own, as a query of DuckDB does."""
    try:
        return patient(project, arguments, say)
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted") from None


KINDS.update(grudging=grudging, patient=patient, refusing=refusing, faulty=faulty)
