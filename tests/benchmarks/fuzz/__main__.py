"""`make fuzz`: files changed at random, given to every reader for as long as it is told.

A find is an error that is none for people, or an answer that takes more than ten seconds of the processor, or two
minutes of the clock. Its input is kept under
out/fuzz, named by reader and error; the command ends with 1 where there was one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import signal
import sys
import time
import traceback
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analyzer.engine import Engine, open_engine
from analyzer.engine.reader import ReadError
from analyzer.errors import AnalyzerError
from tests.benchmarks.fuzz.changes import changed_file
from tests.benchmarks.fuzz.targets import FuzzTarget, targets

LONGEST_S, LONGEST_WAIT_S = 10, 120  # of the processor, of the clock: others may be at work beside it
TURN_S = 5.0  # of a reader, before the next one has its turn
MOST_A_TURN = 2_000


class TooLongError(BaseException):
    """An answer took too long."""


@dataclass
class WatchedRead:
    """A reading that may take its time and be refused in words; any other error is told and ends here."""

    counts: Counter[str]
    target: FuzzTarget
    tell: Callable[[BaseException], None]

    def __enter__(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
        signal.alarm(LONGEST_WAIT_S)

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> bool:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        if isinstance(fault, AnalyzerError | ReadError):
            self.counts[self.target.name + " refused"] += 1
        elif isinstance(fault, KeyboardInterrupt):
            return False
        elif fault is not None:
            self.tell(fault)
        return True


def main() -> int:
    """Fuzz until the time is over; gives the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="readers whose names begin so, parted by commas")
    parser.add_argument("--inputs", type=int, default=sys.maxsize, help="of each reader, at most")
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    asked = parser.parse_args()
    for number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, _ring)
    warnings.simplefilter("ignore")
    chosen = [one for one in targets() if one.name.startswith(tuple(asked.only.split(",")))]
    counts: Counter[str] = Counter()
    finds: dict[str, Path] = {}
    began = time.monotonic()
    over, turn = began + asked.seconds, asked.seed
    spent: dict[str, float] = defaultdict(float)
    while time.monotonic() < over and any(counts[one.name] < asked.inputs for one in chosen):
        with open_engine() as engine, TemporaryDirectory() as folder:
            for target in chosen:
                until, before = min(over, time.monotonic() + TURN_S), time.process_time()
                most = min(MOST_A_TURN, asked.inputs - counts[target.name])
                chance = random.Random(f"{target.name} {turn}")
                for _ in range(most):
                    if time.monotonic() > until:
                        break
                    _one(engine, target, Path(folder), chance, counts, finds, asked.out)
                spent[target.name] += time.process_time() - before
        turn += 1
    for name in (one.name for one in chosen):
        rate = counts[name] / max(spent[name], 1e-9)
        refused = f"{counts[name + ' refused']:9,} refused in words"
        print(f"{name:12} {counts[name]:9,} inputs, {refused}, {rate:8,.0f} a processor second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    total = sum(counts[one.name] for one in chosen)
    lasted = time.monotonic() - began
    print(f"{total:,} inputs in {lasted:,.0f} s, {len(finds)} finds, {peak:,} MB, seeds {asked.seed} to {turn - 1}")
    for name, file in finds.items():
        print(f"  {name}: {file}")
    return 1 if finds else 0


def _ring(*_: object) -> None:
    raise TooLongError


def _one(
    engine: Engine, target: FuzzTarget, folder: Path, chance: random.Random, counts: Counter[str],
    finds: dict[str, Path], out: Path,
) -> None:  # fmt: skip
    content = changed_file(chance, target)
    counts[target.name] += 1
    path = folder / f"input{target.suffix}"
    path.write_bytes(content)
    with WatchedRead(counts, target, lambda fault: _keep(target, content, fault, finds, out)):
        target.read(engine, path)


def _keep(target: FuzzTarget, content: bytes, fault: BaseException, finds: dict[str, Path], out: Path) -> None:
    """The first input of each kind of find, with its traceback beside it."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [one for one in frames if "/analyzer/" in one.filename or "/dashboards/" in one.filename]
    name = f"{target.name} {type(fault).__name__} {ours[-1].name if ours else ''}"
    if name in finds:
        return
    out.mkdir(parents=True, exist_ok=True)
    stem = f"{target.name}-{type(fault).__name__}-{hashlib.sha256(content).hexdigest()[:8]}"
    finds[name] = out / f"{stem}{target.suffix}"
    finds[name].write_bytes(content)
    (out / f"{stem}.traceback").write_text("".join(traceback.format_exception(fault)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
