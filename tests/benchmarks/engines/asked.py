"""The program with the arguments that follow; how often its engines were asked goes to a file.

python -m tests.benchmarks.engines.asked COUNTS.json align --project …
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.cli.main import run
from analyzer.engine import Engine

ASKS = ("create", "append", "take", "read_parquet", "fetch", "write", "source")  # of a store


def main(arguments: list[str]) -> int:
    """The exit code of the program. COUNTS: engine → questions, seconds until they were answered, rows that crossed."""
    counts: dict[str, dict[str, float]] = {}
    count_questions(counts)
    code = run(arguments[1:])
    Path(arguments[0]).write_text(json.dumps(counts), encoding="utf-8")
    return code


def count_questions(counts: dict[str, dict[str, float]]) -> None:
    """Let every engine that is opened and closed from now on be counted."""
    begin, close = Engine.__init__, Engine.close

    def opened(engine: Engine, *given: Any) -> None:
        begin(engine, *given)
        found = counts.setdefault(engine.called, {"questions": 0, "seconds": 0.0, "crossed": 0})
        for name in ASKS:
            setattr(engine.store, name, _timed(getattr(engine.store, name), found))

    def closed(engine: Engine) -> None:
        counts[engine.called]["crossed"] += engine.crossed
        close(engine)

    Engine.__init__ = opened  # type: ignore[method-assign]
    Engine.close = closed  # type: ignore[method-assign]


def _timed(ask: Callable[..., Any], found: dict[str, float]) -> Callable[..., Any]:
    """A question that is counted; one that another asks within itself is part of it."""

    def timed(*given: Any) -> Any:
        begun, before = time.perf_counter(), (found["questions"], found["seconds"])
        try:
            return ask(*given)
        finally:
            found["questions"], found["seconds"] = before[0] + 1, before[1] + time.perf_counter() - begun

    return timed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
