"""Kinds of job for tests, known to every Python that finds this folder on its path: steps that wait for a word."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

Say = Callable[[str, float | None], None]


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
    from analyzer.errors import LogError

    raise LogError(expected="a log", found="none", where="project.yaml, line 2", do="name one")


def faulty(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    return {"a key": {}["that is not there"]}


def grudging(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    """Turns an order to stop into an error of its own, as a query of DuckDB does."""
    try:
        return patient(project, arguments, say)
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted") from None


class Late:
    """Adds the kinds to the program's own when these are first asked for; until then nothing of the program is read."""

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != "analyzer.jobs.kinds":
            return None
        sys.meta_path.remove(cls)
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.loader is not None
        own = spec.loader.exec_module

        def with_these(module: ModuleType) -> None:
            own(module)
            module.KINDS.update(
                {kind: f"sitecustomize:{kind}" for kind in ("grudging", "patient", "refusing", "faulty")}
            )

        spec.loader.exec_module = with_these  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Late)
