"""The process of one look: `python -m analyzer.jobs.aside_child ANSWER`. The question comes by stdin."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from pathlib import Path
from typing import Any

from analyzer.engine.reader import ReadError
from analyzer.errors import AnalyzerError
from analyzer.jobs.looks import LOOKS
from analyzer.jobs.own_process import end_without


def main(answer: Path) -> None:
    """Write down what was asked for, or why it is refused. Any other error ends the process with its traceback."""
    name, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301  # the server that began this process wrote it
    threading.Thread(target=end_without, args=(0,), name="server", daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # the pages go first
    made: tuple[str, Any]
    try:
        made = ("done", LOOKS[name](*arguments))
    except AnalyzerError as error:
        parts = {"expected": error.expected, "found": error.found, "where": error.where, "do": error.do}
        made = ("refused", (type(error).__name__, parts))
    except ReadError as error:
        made = ("unreadable", str(error))
    written = answer.with_suffix(".part")
    written.write_bytes(pickle.dumps(made))
    written.replace(answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    sys.stdout.flush()
    os._exit(0)  # the thread that waits for the server has nothing to lose
