"""Where the time of an analysis goes: processor seconds, wall time and memory of each step of the pipeline, and the
questions to the engine that cost most.

python -m tests.benchmarks.bench.steps [PROJECT.yaml] [--events N] [--questions N] [--folder DIR]

Runs in this process, so that what is counted is the analysis and nothing beside it. Processor seconds hold whatever
else the machine does; wall time does not.
"""

from __future__ import annotations

import argparse
import functools
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer import pipeline
from analyzer.engine import Engine
from analyzer.settings import load_project

HERE = Path(__file__).resolve().parent
ANALYZER = Path(pipeline.__file__).resolve().parent
ASKING = ("keep", "frame", "rows", "write")  # the methods of the engine that run a question


@dataclass
class Step:
    """What a step cost: processor seconds of all threads, wall seconds, the peak of the process so far in MB."""

    name: str
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0


@dataclass
class Profile:
    """The steps in their order; and by (step, where it was asked) the number of questions and their seconds."""

    steps: list[Step] = field(default_factory=list)
    questions: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))


def profiled(work: Callable[[Callable[[str], None]], Any]) -> Profile:
    """Run `work`, which is given the pipeline's progress, and say what each of its steps cost."""
    found = Profile()
    begun = [time.process_time(), time.perf_counter()]

    def close() -> None:
        now = [time.process_time(), time.perf_counter()]
        if found.steps:
            step = found.steps[-1]
            step.cpu_s, step.wall_s = now[0] - begun[0], now[1] - begun[1]
            step.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        begun[:] = now

    def progress(name: str) -> None:
        close()
        found.steps.append(Step(name))

    with _watched(found):
        work(progress)
    close()
    return found


@contextmanager
def _watched(found: Profile) -> Iterator[None]:
    """The engine's questions are timed where they are asked."""
    before = {name: getattr(Engine, name) for name in ASKING}
    depth = [0]

    def timed(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def ask(*given: Any, **named: Any) -> Any:
            begun = time.process_time()
            depth[0] += 1
            try:
                return method(*given, **named)
            finally:
                depth[0] -= 1
                if not depth[0]:
                    step = found.steps[-1].name if found.steps else ""
                    found.questions[step, _asked_in()].append(time.process_time() - begun)

        return ask

    for name, method in before.items():
        setattr(Engine, name, timed(method))
    try:
        yield
    finally:
        for name, method in before.items():
            setattr(Engine, name, method)


def _asked_in() -> str:
    """The file and function of the analysis that asked, without the engine's own."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ANALYZER) and "engine" not in path.parts[-2:-1]:
            return f"{path.relative_to(ANALYZER)} {frame.f_code.co_name}:{frame.f_lineno}"
        frame = frame.f_back
    return "elsewhere"


def show(found: Profile, questions: int) -> None:
    """Print the steps, and the questions that cost most."""
    print(f"{'':52} {'CPU time':>9} {'wall time':>10} {'peak so far':>12}")
    for step in found.steps:
        print(f"{step.name:52} {step.cpu_s:7.2f} s {step.wall_s:8.2f} s {step.peak_mb:9.0f} MB")
    cpu, wall = (sum(getattr(step, key) for step in found.steps) for key in ("cpu_s", "wall_s"))
    print(f"{'all':52} {cpu:7.2f} s {wall:8.2f} s\n")
    dearest = sorted(found.questions.items(), key=lambda item: -sum(item[1]))[:questions]
    for (_, where), each in dearest:
        print(f"{sum(each):7.2f} s in {len(each):4} questions of {where}")


def main() -> None:
    """Profile an analysis of the generated events, or of a project of one's own."""
    parser = argparse.ArgumentParser(description="What each step of an analysis costs.")
    parser.add_argument("project", type=Path, nargs="?")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=25, help="how many of the dearest questions are shown")
    parser.add_argument("--keep", type=Path, help="a folder for the tables that filters need, as a project keeps them")
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    given = parser.parse_args()
    project = given.project or given.folder / f"{given.events}" / "project.yaml"
    if not project.exists() and given.project is None:
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(project.parent), str(given.events)], check=True)
    settings = load_project(project)
    show(profiled(lambda progress: pipeline.align(settings, progress, given.keep)), given.questions)


if __name__ == "__main__":
    main()
