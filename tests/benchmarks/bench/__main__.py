"""`make bench`: generate, run the sides in processes of their own, print them beside each other, with their ratios.

python -m tests.benchmarks.bench [--events N] [--repeat N] [--only analysis|reference|floor] [--folder DIR]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.bench.measure import Measured, measure

HERE = Path(__file__).resolve().parent
SIDES = {"analysis": "analyzer align", "reference": "pandas + pm4py", "floor": "bare DuckDB"}
LARGE = 5_000_000  # events from which the aim is another one
AIMS = {False: (1.0, 0.5), True: (0.5, 0.4)}  # large: share of the reference's wall time, and of its memory
FLOOR_AIM = 3.0  # times the floor's wall time, for a large log


def main() -> int:
    """Run the benchmark; 0 when the analysis met its aim, else 1."""
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
        "floor": [sys.executable, str(HERE / "floor.py"), str(folder)],
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
    parser = argparse.ArgumentParser(
        description="An analysis of many events beside pandas with pm4py, and bare DuckDB."
    )
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
        middle[side] = (wall, cpu, memory)
        print(f"{SIDES[side]:16} {wall:8.1f} s {cpu:8.1f} s {memory:9.0f} MB")
    for side, each in runs.items():
        if side != "analysis" or len(runs) == 1:
            print(f"\n{SIDES[side]}:\n{each[-1].output.rstrip()}")
    if len(middle) < len(SIDES):
        return 0
    print()
    ratios = {}
    for side in ("reference", "floor"):
        ratios[side] = [ours / theirs for ours, theirs in zip(middle["analysis"], middle[side], strict=True)]
        wall, cpu, memory = ratios[side]
        print(f"{'to ' + SIDES[side]:16} {wall:9.2f}× {cpu:9.2f}× {memory:11.2f}×")
    for path in sorted((folder / "out").iterdir()):
        print(f"  written: {path.name}, {path.stat().st_size / 1e6:.1f} MB")
    return _judge(int(folder.name) >= LARGE, ratios)


def _judge(large: bool, ratios: dict[str, list[float]]) -> int:
    """Say whether the aim was met; 0 where it was."""
    time, memory = AIMS[large]
    met = ratios["reference"][0] <= time and ratios["reference"][2] <= memory
    said = f"{time:g} × the time and {memory:g} × the memory of {SIDES['reference']}"
    if large:
        met = met and ratios["floor"][0] <= FLOOR_AIM
        said += f", {FLOOR_AIM:g} × the time of {SIDES['floor']}"
    print(f"Aim {'met' if met else 'NOT met'}: at most {said}.")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
