"""A look at a file in a process of its own, with limits on time, memory and scratch room, and once a file.

A page asks what a file holds, or how a run fits a model; whatever that is, the process that answers pages must not pay
for it. The process is killed at its limits, and what it would have said is then said in words. Answers about files are
remembered until a file changes.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer import errors
from analyzer.engine.reader import ReadError
from analyzer.errors import AnalyzerError, LogError
from analyzer.jobs.looks import LOOKS
from analyzer.jobs.own_process import ended_by_force, started
from analyzer.settings.scratch import scratch_folder

LOOK_S = 0.05
REMEMBERED = 64
MOST_INSIDE = 3  # one that looks and two that wait: the threads that answer pages are few


@dataclass(frozen=True)
class LookLimits:
    """What a look may take: seconds, and bytes of memory and of scratch files."""

    seconds: float = 60.0
    memory: int = 1_500_000_000
    scratch: int = 2_000_000_000


@dataclass(frozen=True)
class LookWords:
    """What is said at a limit: what was expected, where, and what to do; `several`: what more people cannot do."""

    expected: str = "a file that can be looked at before the analysis"
    where: str = "the page of the file's columns"
    do: str = "run the analysis, which has more room; or give a part of the file"
    several: str = "look at files"


LIMITS = LookLimits()


class Looks:
    """Looks of one server: one at a time, each answer remembered."""

    def __init__(self, words: LookWords | None = None) -> None:
        self._words = words or LookWords()
        self._known: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._inside = 0

    def ask(self, name: str, arguments: tuple[Any, ...], files: Hashable, limits: LookLimits = LIMITS) -> Any:
        """What LOOKS[name](*arguments) gives. `files`: what tells these files from others, or None where nothing does
        and the answer is not remembered.

        Raises what the function raises for people, and LogError at a limit or where too many ask at once.
        """
        key = (name, pickle.dumps(arguments), files)
        answer = self._known.get(key)
        if answer is None:
            with self._place(), self._turn:
                answer = self._known.get(key)
                if answer is None:
                    answer = _asked(name, arguments, limits)
                    self._remember(key, answer, files)
        return self._opened(*answer)

    def _remember(self, key: Hashable, answer: tuple[str, Any], files: Hashable) -> None:
        if files is not None:
            self._known[key] = answer
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    @contextlib.contextmanager
    def _place(self) -> Any:
        with self._counting:
            if self._inside >= MOST_INSIDE:
                raise LogError(
                    expected=f"at most {MOST_INSIDE} people who {self._words.several} at the same time",
                    found="more just now",
                    where=self._words.where,
                    do="load the page again in a minute",
                )
            self._inside += 1
        try:
            yield
        finally:
            with self._counting:
                self._inside -= 1

    def _opened(self, kind: str, content: Any) -> Any:
        match kind:
            case "done":
                return content
            case "refused":
                of, parts = content
                known = getattr(errors, of, LogError)
                raise (known if issubclass(known, AnalyzerError) else LogError)(**parts)
            case "unreadable":
                raise ReadError(content)
        raise LogError(expected=self._words.expected, found=content, where=self._words.where, do=self._words.do)


def _asked(name: str, arguments: tuple[Any, ...], limits: LookLimits) -> tuple[str, Any]:
    """Kind and content of an answer: done, refused, unreadable or limit."""
    assert name in LOOKS
    with scratch_folder("alignment-look-") as folder:
        answer = folder / "answer"
        with started([sys.executable, "-m", "analyzer.jobs.aside_child", str(answer)], folder) as process:
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                pickle.dump((name, arguments), process.stdin)
                process.stdin.flush()
            over = _watched(process, folder, limits)
        if over is not None:
            return "limit", over
        if not answer.exists():
            return "limit", f"it ended before its end (code {process.returncode})"
        made: tuple[str, Any] = pickle.loads(answer.read_bytes())  # noqa: S301  # our own process wrote it
        return made


def _watched(process: subprocess.Popen[bytes], folder: Path, limits: LookLimits) -> str | None:
    """Wait for a process; at a limit it is killed, and the words say which."""
    until = time.monotonic() + limits.seconds
    while process.poll() is None:
        over = None
        if time.monotonic() > until:
            over = f"it takes more than {limits.seconds:.0f} seconds"
        elif _memory(process.pid) > limits.memory:
            over = f"it takes more than {limits.memory // 1_000_000:,} MB of memory"
        elif _scratch(folder) > limits.scratch:
            over = f"it takes more than {limits.scratch // 1_000_000:,} MB of scratch files"
        if over is not None:
            ended_by_force(process)
            return over
        time.sleep(LOOK_S)
    return None


def _memory(pid: int) -> int:
    """Bytes that a process holds, where the system says so; else 0."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError, ValueError):
        return 0


def _scratch(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # it was just taken away
            total += path.stat().st_size
    return total
