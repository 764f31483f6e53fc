"""`make bench-nights`: what a night costs beside one run over everything, and a year of nights.

python -m tests.benchmarks.nights.cost [--events N] [--folder DIR] [--part first|small|large|whole]
                                       [--year NIGHTS --year-events N [--together] [--shown NIGHTS]]

The events are those of `make bench`, in the order of their times. All but the last 1.1 % stand in the file when the
first night is made; then the file grows by 0.1 %, a night is made, it grows by 1 %, and another is made. Beside them
`analyzer align` of the whole file with the project. Each in a process of its own, with everything that it writes.
`--part` makes one of the four alone, in their order, from what the one before left; `--together` makes the nights of a
year in one process, and `--shown` says how many of them are added up in a row of its table. Where the time of a night
goes: `python -m tests.benchmarks.nights.rooms`.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.bench.measure import Measured, measure

HERE = Path(__file__).resolve().parent
GENERATE = HERE.parent / "bench" / "generate.py"
ANALYZER = str(Path(sys.executable).with_name("analyzer"))
STEPS = (0.989, 0.990, 1.0)
PARTS = {"first": "the first night", "small": "a night of 0.1 %", "large": "a night of 1 %"}
WHOLE = "whole"
AIM_SHARE, AIM_MB = 0.15, 1_000.0
SHOWN = 30  # nights


def main() -> int:
    """Print the tables; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--year", type=int, default=0, help="so many nights, cut from a log by its days")
    parser.add_argument("--year-events", type=int, default=1_000_000)
    parser.add_argument("--part", choices=[*PARTS, WHOLE], help="one of the four alone")
    parser.add_argument("--together", action="store_true", help="the nights of a year in one process")
    parser.add_argument("--shown", type=int, default=SHOWN, help="nights of a year in a row of its table")
    given = parser.parse_args()
    if given.part:
        one = part(given.folder, given.events, given.part)
        print(f"{given.part}: {one.seconds:.1f} s, {one.cpu_seconds:.1f} CPU s, {one.megabytes:,.0f} MB")
        return 0
    met = _nights(given.folder, given.events) if given.events else True
    if given.year:
        night = _in_this_process if given.together else _nightly
        _year(given.folder, given.year_events, given.year, night, given.shown)
    return 0 if met else 1


def _nights(folder: Path, events: int) -> bool:
    found = [(name, part(folder, events, key)) for key, name in PARTS.items()]
    whole = part(folder, events, WHOLE)
    home = folder / f"nights-{events}"
    print(f"\n{events:,} events\n")
    print("| | wall time | processor time | peak memory | of one run |\n|---|---|---|---|---|")
    for name, one in [("one run over everything", whole), *found]:
        share = f"{one.seconds / whole.seconds:.2f} ({one.cpu_seconds / whole.cpu_seconds:.2f} of processor time)"
        print(f"| {name} | {one.seconds:.1f} s | {one.cpu_seconds:.1f} s | {one.megabytes:,.0f} MB | {share} |")
    print(f"\nRead: {[night['details']['reading'] for night in _changes(home)]}")
    print(f"On the disk: log {_mb(home / 'log.csv'):,.0f} MB, state {_mb(home / '.alignment' / 'state'):,.0f} MB")
    last = found[-1][1]
    return last.seconds <= AIM_SHARE * whole.seconds and last.megabytes <= AIM_MB


def grown(folder: Path, events: int, key: str) -> Path:
    """The project with the rows that come before a night of `PARTS`; before the first one it is made anew."""
    source, home = _generated(folder, events), folder / f"nights-{events}"
    if key == next(iter(PARTS)):
        _project(home, source)
    cuts = _cut(source / "log.csv", [int(share * events) for share in STEPS])
    _append(source / "log.csv", home / "log.csv", *cuts[list(PARTS).index(key)])
    return home


def part(folder: Path, events: int, key: str) -> Measured:
    """One of the nights, or one run over everything."""
    return _measured("align", folder / f"nights-{events}") if key == WHOLE else _nightly(grown(folder, events, key))


def _nightly(home: Path) -> Measured:
    return _measured("nightly", home)


def _in_this_process(home: Path) -> Measured:
    """A night without the start of the program; its peak of memory is the highest so far."""
    from analyzer.nightly.night import run_night
    from analyzer.settings import load_project

    begun, cpu = time.perf_counter(), time.process_time()
    run_night(load_project(home / "project.yaml"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return Measured(time.perf_counter() - begun, peak, time.process_time() - cpu, 0, "")


def _year(folder: Path, events: int, nights: int, night: Callable[[Path], Measured], shown: int) -> None:
    """A night a day of the log, from its first day on; a row for so many nights."""
    source = _generated(folder, events)
    home = _project(folder / f"year-{events}", source)
    days = _days(source / "log.csv")
    some = days[:: max(1, len(days) // (nights + 1))][: nights + 1]
    rows: list[tuple[float, float, float]] = []
    start = some[0]
    _append(source / "log.csv", home / "log.csv", 0, start)
    for end in [*some[1:]]:
        _append(source / "log.csv", home / "log.csv", start, end)
        start = end
        one = night(home)
        rows.append((one.seconds, one.cpu_seconds, one.megabytes))
        if len(rows) % shown == 0 or end == some[-1]:
            last = rows[-(len(rows) % shown or shown) :]
            seconds, cpu, peak = (sum(row[i] for row in last) / len(last) for i in range(3))
            state, runs = _mb(home / ".alignment" / "state"), _mb(home / ".alignment")
            log = _mb(home / "log.csv")
            print(
                f"| {len(rows)} | {log:.0f} MB | {seconds:.1f} s | {cpu:.1f} s | {peak:.0f} MB | {state:.0f} MB |"
                f" {runs:.0f} MB |",
                flush=True,
            )


def _generated(folder: Path, events: int) -> Path:
    source = folder / f"{events}"
    if not (source / "project.yaml").exists():
        subprocess.run([sys.executable, str(GENERATE), str(source), str(events)], check=True)
    return source


def _project(home: Path, source: Path) -> Path:
    """A project over a file that grows; signals are there from the beginning."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for file in source.iterdir():
        if file.is_file() and file.name != "log.csv":
            shutil.copyfile(file, home / file.name)
    return home


def _measured(command: str, home: Path) -> Measured:
    out = ["--out", str(home / "out")] if command == "align" else []
    found = measure([ANALYZER, command, "--project", str(home / "project.yaml"), *out])
    if found.exit_code:
        raise SystemExit(found.output)
    return found


def _cut(log: Path, lines: list[int]) -> list[tuple[int, int]]:
    """Places in a file: from its beginning to the end of the first of these lines, from there to the next, …"""
    ends = [0]
    with log.open("rb") as file:
        done = -1  # the header
        for wanted in lines:
            while done < wanted and file.readline():
                done += 1
            ends.append(file.tell())
    return list(pairwise(ends))


def _days(log: Path) -> list[int]:
    """Where each day of the log ends."""
    ends, before = [], b""
    with log.open("rb") as file:
        file.readline()
        place = file.tell()
        while line := file.readline():
            day = line.split(b",")[2].strip(b'"')[:10]
            if day != before and before:
                ends.append(place)
            before, place = day, file.tell()
    return [*ends, place]


def _append(source: Path, target: Path, start: int, end: int) -> None:
    with source.open("rb") as file, target.open("ab") as out:
        file.seek(start)
        left = end - start
        while left and (piece := file.read(min(left, 1 << 24))):
            out.write(piece)
            left -= len(piece)


def _changes(home: Path) -> list[dict]:
    folders = sorted((home / "reports").glob("2*"))
    return [json.loads((folder / "changes.json").read_text(encoding="utf-8")) for folder in folders]


def _mb(path: Path) -> float:
    """Megabytes on the disk; what has several names counts once."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum({file.stat().st_ino: file.stat().st_size for file in files}.values()) / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
