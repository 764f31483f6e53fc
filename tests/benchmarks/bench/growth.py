"""How each step of an analysis grows with what a log can have much of: variants, activities, stages, attribute columns,
events a case.

python -m tests.benchmarks.bench.growth [--only NAME …] [--folder DIR]

Each is made four times larger twice, everything else the same. Printed are processor seconds of each step at each size,
and the exponent of the last growth, log(t₃ / t₂) / log(4): 1 grows as the input does, 2 with its square. n · log n lies
at 1.1 for these sizes. Steps below half a second say little about growth and have no exponent. The data are drawn by
lot with a fixed seed: a case takes a run of neighbouring activities, some of them out of their order.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from analyzer import pipeline
from analyzer.settings import load_project
from tests.benchmarks.bench.steps import Profile, profiled

SEED = 20_261_128
TIMES = 4
LEAST_S = 0.5  # a step that takes less grows with its constant part
BEGIN = datetime(2026, 1, 5)


@dataclass(frozen=True)
class Shape:
    """What a log has. `shuffled`: the share of events that change places with a later one of their case."""

    cases: int = 4_000
    events_a_case: int = 12
    activities: int = 40
    stages: int = 8
    attributes: int = 4
    shuffled: float = 0.1


def shapes() -> dict[str, list[tuple[int, Shape]]]:
    """Name of what grows → its three sizes, each with the log that has it."""
    few, base = Shape(cases=1_000), Shape()
    return {
        "variants": [(n, replace(base, cases=n, events_a_case=10, shuffled=1.0)) for n in (6_250, 25_000, 100_000)],
        "activities": [(n, replace(base, activities=n)) for n in (62, 250, 1_000)],
        "stages": [(n, replace(few, stages=n, activities=n, events_a_case=n)) for n in (12, 50, 200)],
        "attribute columns": [(n, replace(few, attributes=n)) for n in (31, 125, 500)],
        "events a case": [(n, replace(few, cases=20, events_a_case=n)) for n in (625, 2_500, 10_000)],
    }


def write(shape: Shape, folder: Path) -> Path:
    """A project of this shape; gives its project file."""
    lot = random.Random(SEED)
    with (folder / "log.csv").open("w", newline="") as log, (folder / "signals.csv").open("w", newline="") as signals:
        events, said = csv.writer(log), csv.writer(signals)
        columns = [f"fact {i}" for i in range(shape.attributes)]
        events.writerow(["case_id", "activity", "timestamp", "resource", *columns])
        said.writerow(["case_id", "timestamp", "kind", "score", "stage"])
        for case in range(shape.cases):
            facts = [f"value {lot.randrange(5)}" if i % 2 else lot.randrange(1_000) for i in range(shape.attributes)]
            at = BEGIN + timedelta(minutes=lot.randrange(60 * 24 * 90))
            activities = _activities(shape, lot)
            for activity in activities:
                at += timedelta(seconds=lot.randrange(60, 7_200))
                who = f"Person {lot.randrange(50)}"
                events.writerow([f"C{case:07}", f"Activity {activity:05}", at, who, *facts])
            stage = activities[-1] * shape.stages // shape.activities
            score = lot.choice([1, 4, 5, 5, 5])
            said.writerow([f"C{case:07}", at + timedelta(days=1), "csat", score, f"Stage {stage}"])
    stages = [{"name": f"Stage {no}", "owner": "Team", "activities": []} for no in range(shape.stages)]
    for activity in range(shape.activities):
        stages[activity * shape.stages // shape.activities]["activities"].append(f"Activity {activity:05}")
    _save(folder / "journey.yaml", {"journey": "Growth", "stages": stages})
    given = {"log": {"path": "log.csv"}, "journey": "journey.yaml", "signals": [{"path": "signals.csv"}]}
    return _save(folder / "project.yaml", {"name": "Growth", **given})


def _activities(shape: Shape, lot: random.Random) -> list[int]:
    """The activities of one case, by their numbers: evenly over all of them, from a place drawn by lot."""
    length, begin = shape.events_a_case, lot.random()
    found = [int((begin + place / length) * shape.activities) % shape.activities for place in range(length)]
    found.sort()
    for place in range(length):
        if lot.random() < shape.shuffled:
            other = min(place + lot.randrange(4), length - 1)
            found[place], found[other] = found[other], found[place]
    return found


def _save(path: Path, content: dict[str, object]) -> Path:
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def measured(shape: Shape, folder: Path) -> Profile:
    """The steps of an analysis of a log of this shape."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        settings = load_project(write(shape, Path(own)))
        return profiled(lambda progress: pipeline.align(settings, progress))


def exponent(before_s: float, after_s: float) -> str:
    """The exponent of the growth between two sizes, in words where it says nothing."""
    if after_s < LEAST_S or before_s <= 0:
        return "–"
    return f"{math.log(after_s / before_s) / math.log(TIMES):.2f}"


def main() -> None:
    """Print a table a dimension."""
    every = shapes()
    parser = argparse.ArgumentParser(description="How each step grows.")
    parser.add_argument("--only", nargs="*", choices=list(every), default=list(every))
    parser.add_argument("--folder", type=Path, default=None, help="where the logs are written, and removed again")
    given = parser.parse_args()
    measured(Shape(cases=200), given.folder)  # loads the libraries
    for name in given.only:
        found = [(size, measured(shape, given.folder)) for size, shape in every[name]]
        print(f"\n{name:20}" + "".join(f"{size:>12,}" for size, _ in found) + f"{'exponent':>12}")
        for rows in zip(*(profile.steps for _, profile in found), strict=True):
            seconds = [row.cpu_s for row in rows]
            grown = f"{exponent(*seconds[1:]):>12}"
            print(f"{rows[0].name:20}" + "".join(f"{s:10.2f} s" for s in seconds) + grown, flush=True)


if __name__ == "__main__":
    main()
