"""`make fuzz`: files changed at random, given to every reader for as long as it is told.

A find is an error that is none for people, or an answer that takes more than ten seconds. Its input is kept under
out/fuzz, named by reader and error; the command ends with 1 where there was one.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from analyzer.engine import Engine, open_engine
from analyzer.engine.reader import ReadError
from analyzer.errors import AnalyzerError
from tests.benchmarks.fuzz.targets import ROWS, FuzzTarget, targets

LONGEST_S = 10
BATCH = 25  # inputs of a reader before the next one's turn


class TooLongError(BaseException):
    """An answer took more than ten seconds."""


@dataclass
class WatchedRead:
    """A reading that may take ten seconds and be refused in words; any other error is told and ends here."""

    counts: Counter[str]
    target: FuzzTarget
    tell: Callable[[BaseException], None]

    def __enter__(self) -> None:
        signal.alarm(LONGEST_S)

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> bool:
        signal.alarm(0)
        if isinstance(fault, AnalyzerError | ReadError):
            self.counts[self.target.name + " refused"] += 1
        elif isinstance(fault, KeyboardInterrupt):
            return False
        elif fault is not None:
            self.tell(fault)
        return True


@st.composite
def valued(draw: st.DrawFn, target: FuzzTarget) -> bytes:
    """The whole file with one to six of its values, names of columns among them, replaced; its form stays."""
    rows = [list(row) for row in ROWS]
    words = [word.decode("utf-8", "replace") for word in target.words]
    for _ in range(draw(st.integers(1, 6))):
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, len(rows[0]) - 1))
        rows[row][column] = draw(st.one_of(st.sampled_from(words), st.text(st.characters(codec="utf-8"), max_size=12)))
    assert target.written is not None
    return target.written(rows)


@st.composite
def changed(draw: st.DrawFn, target: FuzzTarget) -> bytes:
    """The whole file after one to four changes: a word put in, bytes written over, a part left out or said twice."""
    held = bytearray(target.whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(held) - 1, 0)))
        end = min(len(held), at + draw(st.sampled_from([0, 1, 1, 2, 4, 8, 30, 200])))
        match draw(st.sampled_from(["word", "over", "bytes", "out", "twice", "cut"])):
            case "word":
                held[at:at] = draw(st.sampled_from(target.words))
            case "over":
                held[at:end] = draw(st.sampled_from(target.words))
            case "bytes":
                held[at:end] = draw(st.binary(max_size=8))
            case "out":
                del held[at:end]
            case "twice":
                held[at:at] = held[at:end] * draw(st.sampled_from([1, 2, 50]))
            case "cut":
                del held[end:]
    return bytes(held)


def main() -> int:
    """Fuzz until the time is over; gives the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    asked = parser.parse_args()
    signal.signal(signal.SIGALRM, _ring)
    warnings.simplefilter("ignore")
    chosen = [one for one in targets() if one.name.startswith(asked.only)]
    counts: Counter[str] = Counter()
    finds: dict[str, Path] = {}
    over, turn = time.monotonic() + asked.seconds, asked.seed
    while time.monotonic() < over:
        with open_engine() as engine, TemporaryDirectory() as folder:
            for target in chosen:
                if time.monotonic() < over:
                    _batch(engine, target, Path(folder), turn, counts, finds, asked.out)
        turn += 1
    for name in (one.name for one in chosen):
        print(f"{name:12} {counts[name]:7,} inputs, {counts[name + ' refused']:7,} refused in words")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    total = sum(counts[one.name] for one in chosen)
    print(f"{total:,} inputs, {len(finds)} finds, {peak:,} MB at most, seeds {asked.seed} to {turn - 1}")
    for name, file in finds.items():
        print(f"  {name}: {file}")
    return 1 if finds else 0


def _ring(*_: object) -> None:
    raise TooLongError


def _batch(
    engine: Engine, target: FuzzTarget, folder: Path, turn: int, counts: Counter[str], finds: dict[str, Path], out: Path
) -> None:
    @seed(turn)
    @settings(
        max_examples=BATCH,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(content=st.one_of(changed(target), valued(target)) if target.written else changed(target))
    def one(content: bytes) -> None:
        counts[target.name] += 1
        path = folder / f"input{target.suffix}"
        path.write_bytes(content)
        with WatchedRead(counts, target, lambda fault: _keep(target, content, fault, finds, out)):
            target.read(engine, path)

    one()


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
