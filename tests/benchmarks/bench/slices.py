"""`make bench-slices`: how long a filter, a list of cases and one case take on a run of a million events, and how much
longer a run takes that keeps its tables.

python -m tests.benchmarks.bench.slices [--events N] [--repeat N] [--folder DIR]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer import pipeline
from analyzer.settings import load_project
from analyzer.slices import FOLDER, Question, answer, choices, list_cases, one_case, read_filters

HERE = Path(__file__).resolve().parent
AIM_S = 1.0
FILTERS: dict[str, list[tuple[str, str]]] = {
    "no filter": [],
    "a segment": [("segment", "region:North")],
    "two segments": [("segment", "region:North"), ("segment", "channel:app")],
    "a month": [("from", "2026-06"), ("to", "2026-06")],
    "a quarter of a segment": [("from", "2026-04"), ("to", "2026-06"), ("segment", "region:North")],
    "a stage": [("stage", "Delivery")],
    "a kind of signal": [("kind", "review")],
}


def main() -> int:
    """Print the medians; 0 when every page of every slice took less than a second, else 1."""
    given = _arguments()
    folder = given.folder / f"{given.events}"
    if not (folder / "project.yaml").exists():
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(folder), str(given.events)], check=True)
    run = folder / "kept"
    if not (run / FOLDER / "meta.json").is_file():
        whole = pipeline.align(load_project(folder), keep=run / FOLDER).document
        (run / "alignment.json").write_text(json.dumps(whole), encoding="utf-8")
    size = sum(file.stat().st_size for file in (run / FOLDER).iterdir()) / 1e6
    events = json.loads((run / FOLDER / "meta.json").read_text(encoding="utf-8"))["events"]
    print(f"{events:,} events, tables of {size:.0f} MB; median of {given.repeat}, in seconds\n")
    begun, worked, _ = _timed(lambda: answer(run, read_filters([("to", "1970-01-01")])), 1)
    print(f"the first question of all {begun:.2f}, CPU time {worked:.2f}\n")
    print(f"{'':26} {'views':>7} {'process':>8} {'both':>7} {'CPU time of both':>17}   visits")
    slowest = 0.0
    for name, pairs in FILTERS.items():
        filters = read_filters(pairs)
        views, _, held = _timed(lambda f=filters: answer(run, f, ("views",)), given.repeat)  # type: ignore[misc]
        process, _, _ = _timed(lambda f=filters: answer(run, f, ("process",)), given.repeat)  # type: ignore[misc]
        both, worked, _ = _timed(lambda f=filters: answer(run, f), given.repeat)  # type: ignore[misc]
        visits = held["slice"]["visits"]
        print(f"{name:26} {views:7.2f} {process:8.2f} {both:7.2f} {worked:17.2f}   {visits:,}", flush=True)
        slowest = max(slowest, both)
    listed, _, found = _timed(lambda: list_cases(run, read_filters([]), Question()), given.repeat)
    one, _, _ = _timed(lambda: one_case(run, found.rows[0]["case_id"]), given.repeat)
    offered, _, _ = _timed(lambda: choices(run), given.repeat)
    print(f"\na list of cases {listed:.2f}, one case {one:.2f}, what the pickers offer {offered:.2f}")
    met = slowest < AIM_S
    print(f"Aim {'met' if met else 'NOT met'}: the whole answer of every slice in less than {AIM_S:.0f} s.")
    return 0 if met else 1


def _timed(ask: Callable[[], Any], repeat: int) -> tuple[float, float, Any]:
    """Wall time and processor time, each the median, and what was answered."""
    taken, worked, answered = [], [], None
    for _ in range(repeat):
        begun = time.perf_counter(), time.process_time()
        answered = ask()
        taken.append(time.perf_counter() - begun[0])
        worked.append(time.process_time() - begun[1])
    return statistics.median(taken), statistics.median(worked), answered


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Filters, lists of cases and single cases on a large run.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
