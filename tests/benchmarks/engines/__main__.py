"""Whether every engine says what the embedded one says: `make engines`. The sample, the Olist orders (where they are
here) and sets of the small truth benchmark are analysed from files in DuckDB, in a table of PostgreSQL where it lies,
in Spark from files, and in Spark in a folder of Parquet where it lies. Numbers may differ by a millionth, and nothing
else may. A folder of Parquet has no places of rows: it is held against a view of the same files in DuckDB.

Needs the extras `postgres` and `spark`, a PostgreSQL server's programs and Java 17; what is missing is said and left
out. Each analysis is written to the folder `--out` when it has ended, and one that the same program has made is not
made again: what was stopped goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.benchmarks.engines.compare import differences, document_of, largest
from tests.benchmarks.engines.costs import ServerCost, run_counted
from tests.benchmarks.engines.places import AGAINST, TRUTH, material, place
from tests.benchmarks.engines.server import postgresql
from tests.conftest import ROOT

DATA = ("sample", "olist", "truth")
LINE = "{:<26} {:<14} {:>8} {:>7} {:>7} {:>10} {:>7} {:>8}  {}"
HEAD = ("data", "engine", "asked", "rows", "CPU s", "server s", "clock", "largest", "")


def main(arguments: list[str] | None = None) -> int:
    """0 when all engines that could be asked say the same, else 1."""
    parser = argparse.ArgumentParser(prog="make engines", description=__doc__)
    parser.add_argument("project", nargs="?", help="a project of your own over a CSV file, in place of --data")
    parser.add_argument(
        "--data", nargs="+", default=DATA, help="sample, olist, truth, or a truth set such as form_two/1"
    )
    parser.add_argument("--engine", nargs="+", default=tuple(AGAINST), choices=tuple(AGAINST))
    parser.add_argument("--cases", type=int, default=0, help="the first so many cases; 0 for all")
    parser.add_argument("--out", type=Path, default=ROOT / "out/engines")
    given = parser.parse_args(arguments)
    wanted = [given.project] if given.project else [one for d in given.data for one in (TRUTH if d == "truth" else [d])]
    lines, faults = [LINE.format(*HEAD)], 0
    with postgresql() as url:
        engines = [engine for engine in given.engine if _is_here(engine, url)]
        for data in wanted:
            for line, fault in compared(data, engines, given.cases, given.out, url):
                lines.append(line)
                faults += fault
    print("\n".join(lines))
    return 1 if faults or len(lines) == 1 else 0


def _is_here(engine: str, url: str | None) -> bool:
    """Whether an engine can be asked; if not, that is said."""
    if engine == "postgresql" and url is None:
        print("postgresql is not here: install its server and the extra postgres")
        return False
    if engine.startswith("spark") and shutil.which("java") is None:
        print(f"{engine} is not here: install Java 17 and the extra spark")
        return False
    return True


def compared(data: str, engines: list[str], cases: int, out: Path, url: str | None) -> list[tuple[str, int]]:
    """The line of each engine in the table, and 1 where it says something else than it must."""
    found, needed = [], [engine for engine in AGAINST if engine in engines]
    every = {*needed, *(AGAINST[engine] or "duckdb" for engine in needed), "duckdb"}
    with tempfile.TemporaryDirectory() as folder:
        said = {}
        for engine in ("duckdb", *AGAINST):
            if engine in every:
                said[engine] = analysed(data, engine, cases, out, Path(folder), url)
                if said[engine] is None:
                    return [(LINE.format(data, engine, *"------", "is not here"), 0)]
    for engine, one in said.items():
        against = AGAINST.get(engine)
        other = said[against]["document"] if against else None
        apart = differences(other, one["document"], "") if other else []
        for line in apart[:20]:
            print(f"  {data}, {engine}: {line}")
        said_so = f"{len(apart)} differences" if apart else f"as {against}" if against else ""
        distance = f"{largest(other, one['document']):.0e}" if other else "-"
        costs = [f"{one[key]:.0f}" if one[key] is not None else "-" for key in ("processor_s", "server_s", "clock_s")]
        found.append(
            (LINE.format(data, engine, one["questions"], one["crossed"], *costs, distance, said_so), bool(apart))
        )
    return found


@cache
def program() -> str:
    """What tells the program from another: a digest of its files."""
    digest = hashlib.sha256()
    for file in sorted((ROOT / "analyzer").rglob("*.py")):
        digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def analysed(data: str, engine: str, cases: int, out: Path, folder: Path, url: str | None) -> dict[str, Any] | None:
    """What an engine says and what that cost, as it was written to `out` when it was made; None without the data."""
    kept = out / f"{data.replace('/', '-')}{f'-{cases}' if cases else ''}-{engine}.json"
    if kept.is_file() and (before := json.loads(kept.read_text(encoding="utf-8")))["program"] == program():
        return dict(before)
    (folder / f"made-{engine}").mkdir()
    given = material(data, folder / f"made-{engine}", cases)
    if given is None:
        return None
    project = place(given, engine, folder / engine, url)
    counts, to = folder / f"{engine}.json", folder / engine / "out"
    command = [sys.executable, "-m", "tests.benchmarks.engines.asked", str(counts)]
    server = ServerCost(url) if engine == "postgresql" and url else None
    try:
        cost = run_counted([*command, "align", "--project", str(project), "--out", str(to)])
    except subprocess.CalledProcessError as error:
        sys.exit(f"{data}, {engine}: the analysis ended with {error.returncode}")
    asked = max(json.loads(counts.read_text(encoding="utf-8")).values(), key=lambda one: one["questions"])
    found = {
        "program": program(),
        "clock_s": cost.clock_s,
        "processor_s": cost.processor_s,
        "server_s": server.seconds() if server else None,
        **asked,
        "document": document_of(json.loads((to / "alignment.json").read_text(encoding="utf-8"))),
    }
    print(f"  {data}, {engine}: {cost.clock_s:.0f} s on the clock, {cost.processor_s:.0f} s of processor", flush=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


if __name__ == "__main__":
    sys.exit(main())
