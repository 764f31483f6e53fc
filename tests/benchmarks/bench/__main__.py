"""`make bench`: generate, run both sides in processes of their own, print both beside each other.

python -m tests.benchmarks.bench [--events N] [--repeat N] [--only analysis|reference] [--folder DIR]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.bench.measure import Measured, measure

HERE = Path(__file__).resolve().parent
SIDES = {"analysis": "analyzer align", "reference": "pandas + pm4py"}


def main() -> int:
    """Run the benchmark; 0 when the analysis took no more time and at most half of the memory, else 1."""
    given = _arguments()
    folder = given.folder / f"{given.events}"
    if not (folder / "project.yaml").exists():
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(folder), str(given.events)], check=True)
    commands = {
        "analysis": [
            str(Path(sys.executable).with_name("analyzer")),
            "align",
            *_inputs(folder),
            "--out",
            str(folder / "out"),
        ],
        "reference": [sys.executable, str(HERE / "reference.py"), str(folder / "log.csv")],
    }
    sides = [given.only] if given.only else list(commands)
    runs: dict[str, list[Measured]] = {side: [] for side in sides}
    for _ in range(given.repeat):
        for side in sides:
            runs[side].append(measure(commands[side]))
            if runs[side][-1].exit_code != 0:
                print(runs[side][-1].output)
                print(f"{SIDES[side]} ended with exit code {runs[side][-1].exit_code}")
                return 2
    return _report(folder, runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="An analysis of many events beside pandas with pm4py.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3, help="how often each side runs; the median counts")
    parser.add_argument("--only", choices=sorted(SIDES))
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    return parser.parse_args()


def _inputs(folder: Path) -> list[str]:
    given = {"--log": "log.csv", "--journey": "journey.yaml", "--signals": "signals.csv"}
    return [
        *(str(part) for flag, name in given.items() for part in (flag, folder / name)),
        "--columns",
        "case_id=order_id",
    ]


def _report(folder: Path, runs: dict[str, list[Measured]]) -> int:
    """Print the medians beside each other and say whether the aim was met."""
    size = (folder / "log.csv").stat().st_size / 1e6
    print(f"\n{folder.name} events, a CSV of {size:.0f} MB; median of {len(next(iter(runs.values())))} runs\n")
    print(f"{'':16} {'wall time':>10} {'CPU time':>10} {'peak memory':>12}")
    middle = {}
    for side, each in runs.items():
        wall, cpu, memory = (
            statistics.median(getattr(m, key) for m in each) for key in ("seconds", "cpu_seconds", "megabytes")
        )
        middle[side] = (wall, memory)
        print(f"{SIDES[side]:16} {wall:8.1f} s {cpu:8.1f} s {memory:9.0f} MB")
    if len(middle) < len(SIDES):
        print("\n" + next(iter(runs.values()))[-1].output.strip())
        return 0
    time, memory = (middle["analysis"][k] / middle["reference"][k] for k in (0, 1))
    print(f"{'ratio':16} {time:9.2f}× {'':10} {memory:10.2f}×")
    for path in sorted((folder / "out").iterdir()):
        print(f"  written: {path.name}, {path.stat().st_size / 1e6:.1f} MB")
    met = time <= 1.0 and memory <= 0.5
    print(
        "Aim met: no more time and at most half of the memory."
        if met
        else "Aim NOT met: no more time and at most half of the memory."
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
