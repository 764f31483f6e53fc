"""Where the time of a night goes: processor seconds of each step, and the questions to the engine that cost most.

python -m tests.benchmarks.nights.rooms [--events N] [--folder DIR] [--part first|small|large] [--questions N]

Adds the rows of that night to the project of `make bench-nights` and makes the night in this process. Work that is no
question, such as hashing and reading files, is in the steps alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analyzer.nightly.night import run_night
from analyzer.settings import load_project
from tests.benchmarks.bench.steps import profiled, show
from tests.benchmarks.nights.cost import PARTS, grown


def main() -> None:
    """Profile one night."""
    parser = argparse.ArgumentParser(description="Where the time of a night goes.")
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--part", choices=list(PARTS), default="large")
    parser.add_argument("--questions", type=int, default=40, help="how many of the dearest questions are shown")
    given = parser.parse_args()
    settings = load_project(grown(given.folder, given.events, given.part) / "project.yaml")
    show(profiled(lambda progress: run_night(settings, progress)), given.questions)


if __name__ == "__main__":
    main()
