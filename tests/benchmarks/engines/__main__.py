"""Whether every engine says what the embedded one says: `make engines`. Part of the sample, or a project of one's own
over a CSV file (`PROJECT=project.yaml`), is analysed from files in DuckDB, in a table of PostgreSQL where it lies, in
Spark from files, and in Spark in a folder of Parquet where it lies. Numbers may differ by a millionth, and nothing else
may.

Needs the extras `postgres` and `spark`, a PostgreSQL server's programs and Java 17; what is missing is said and left
out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from tests.benchmarks.engines.costs import run_counted
from tests.benchmarks.engines.server import postgresql
from tests.conftest import ROOT

ANALYZER = str(Path(sys.executable).with_name("analyzer"))
SAMPLE = ROOT / "data/samples/food_distribution/project.yaml"
CASES = 400
TOLERANCE = 1e-6
ON_SPARK = ("spark", "spark-parquet")  # from files; and in place, in a folder of Parquet


def main(arguments: list[str] | None = None) -> int:
    """0 when all engines that could be asked say the same, else 1."""
    parser = argparse.ArgumentParser(prog="make engines", description=__doc__)
    parser.add_argument("project", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--cases", type=int, default=CASES, help="the first so many cases; 0 for all")
    parser.add_argument("--engines", default=",".join(("duckdb", "postgresql", *ON_SPARK)))
    given = parser.parse_args(arguments)
    wanted = given.engines.split(",")
    with tempfile.TemporaryDirectory() as folder, postgresql() as url:
        said = {"duckdb": document(Path(folder) / "duckdb", given.project, given.cases, "duckdb")}
        if "postgresql" in wanted:
            if url is None:
                print("  postgresql     is not here: install its server and the extra postgres")
            else:
                said["postgresql"] = document(Path(folder) / "postgresql", given.project, given.cases, url)
        for name in ON_SPARK:
            if name in wanted and shutil.which("java") is None:
                print(f"  {name:<14} is not here: install Java 17 and the extra spark")
            elif name in wanted:
                said[name] = document(Path(folder) / name, given.project, given.cases, name)
    different = 0
    for engine in list(said)[1:]:
        found = differences(said["duckdb"], said[engine], "")
        for line in found[:20]:
            print(f"  {engine}: {line}")
        print(f"{engine}: {'the same document' if not found else f'{len(found)} differences'}")
        different += len(found)
    return 1 if different or len(said) == 1 else 0


def document(folder: Path, project: Path, cases: int, engine: str) -> dict[str, Any]:
    """The document of the first cases of a project, without what changes from run to run and from engine to engine."""
    folder.mkdir()
    settings = yaml.safe_load(project.read_text(encoding="utf-8"))
    log = pd.read_csv(project.parent / settings["log"]["path"], dtype=str, keep_default_na=False)
    case = settings["log"].get("columns", {}).get("case_id", "case_id")
    if cases:
        log = log[log[case].isin(log[case].drop_duplicates()[:cases])]
    log.to_csv(folder / "log.csv", index=False)
    for source in settings["signals"]:
        shutil.copy(project.parent / source["path"], folder / source["path"])
    shutil.copy(project.parent / settings["journey"], folder / settings["journey"])
    settings |= {"engine": engine.removesuffix("-parquet")}
    settings["log"] |= {"path": "log.csv"}
    if engine.startswith("postgresql"):
        filled(engine, log)
        del settings["log"]["path"]
        settings["log"] |= {"url": engine, "table": "log_rows"}
    if engine == "spark-parquet":
        del settings["log"]["path"]
        settings["log"] |= {"url": "spark://", "table": str(in_parts(log, folder / "rows"))}
    (folder / "project.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    command = [ANALYZER, "align", "--project", str(folder / "project.yaml"), "--out", str(folder / "out")]
    cost = run_counted(command)
    name = engine.partition(":")[0]
    print(f"  {name:<14} {cost.clock_s:6.1f} s, {cost.processor_s:6.1f} s of processor time here", flush=True)
    return document_of(json.loads((folder / "out" / "alignment.json").read_text(encoding="utf-8")))


def document_of(found: dict[str, Any]) -> dict[str, Any]:
    """A document without what changes from run to run and from engine to engine."""
    found["quality"].pop("detected")  # says whether it was a file
    found["ruler"].pop("id")  # a digest of every digit
    return {key: value for key, value in found.items() if key != "run"}


def in_parts(log: pd.DataFrame, folder: Path) -> Path:
    """A folder of two Parquet files with the rows of a log: its times of a type of times, numbers as numbers."""
    folder.mkdir()
    types = {"timestamp": pd.to_datetime, "items": pd.to_numeric, "order_value": pd.to_numeric}
    log = log.assign(**{name: to(log[name]) for name, to in types.items() if name in log})
    for no, part in enumerate((log[: len(log) // 2], log[len(log) // 2 :])):
        part.to_parquet(folder / f"part-{no}.parquet", index=False)
    return folder


def filled(url: str, log: pd.DataFrame) -> None:
    """A table of texts with the rows of a log, in their order."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as link:
        columns = ", ".join(f'"{name}" text' for name in log.columns)
        link.execute(f"CREATE TABLE log_rows ({columns})")
        with link.cursor() as cursor, cursor.copy("COPY log_rows FROM STDIN (FORMAT csv)") as copy:
            copy.write(log.to_csv(index=False, header=False))


def differences(one: Any, other: Any, at: str) -> list[str]:
    """Where two documents differ: numbers by more than a millionth, and everything else."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [d for key in {**one, **other} for d in differences(one.get(key), other.get(key), f"{at}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for no, pair in enumerate(zip(one, other, strict=True)) for d in differences(*pair, f"{at}[{no}]")]
    if type(one) in (int, float) and type(other) in (int, float):
        return [] if abs(one - other) <= TOLERANCE * max(1, abs(one)) else [f"{at}: {one}, {other}"]
    return [] if one == other else [f"{at}: {one}, {other}"]


if __name__ == "__main__":
    sys.exit(main())
