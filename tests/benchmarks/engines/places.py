"""The same analysis with its log in different places: a project for each engine, over the same rows."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from tests.benchmarks.truth.make import make
from tests.conftest import ROOT

SAMPLE = ROOT / "data/samples/food_distribution/project.yaml"
OLIST = ROOT.parent / "shared/data/olist/project.yaml"
# Sets of the small truth benchmark: a path and a number that annoy, and signals that name a customer and no case.
TRUTH = ("driver_path/3", "driver_attribute_number/6", "voice_customer_only/3")
# What each engine is held against: a folder of Parquet and a view have no places of rows, so that events of one time
# have another order there than in a file.
AGAINST = {"duckdb-view": None, "postgresql": "duckdb", "spark": "duckdb", "spark-parquet": "duckdb-view"}
_KINDS = {
    "timestamp": pd.to_datetime,
    "shipping_limit": pd.to_datetime,
    "estimated_delivery": pd.to_datetime,
    **dict.fromkeys(
        ("items", "order_value", "sellers", "price", "freight", "cost", "amount", "distance_km", "notice_days"),
        pd.to_numeric,
    ),
}


@dataclass(frozen=True)
class Material:
    """What is analysed: the settings of a project, its log as texts in the order of the file, and where the other files
    lie that it names."""

    settings: dict[str, Any]
    log: pd.DataFrame
    home: Path


def material(data: str, folder: Path, cases: int) -> Material | None:
    """`sample`, `olist`, the name and number of a truth set, or the path of a project over a CSV file; its first cases,
    0 for all. `folder` is free for what has to be made. None where it is not there."""
    if data == "olist" and not OLIST.is_file():
        return None
    file = {"sample": SAMPLE, "olist": OLIST}.get(data, Path(data))
    if file.suffix != ".yaml":
        sort, _, number = data.partition("/")
        make(sort, int(number), folder)
        file = folder / "project.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    path = file.parent / settings["log"]["path"]
    if path.suffix == ".parquet":
        pd.read_parquet(path).to_csv(folder / "log.csv", index=False)
        path = folder / "log.csv"
    log = pd.read_csv(path, dtype=str, keep_default_na=False)
    case = settings["log"].get("columns", {}).get("case_id", "case_id")
    if cases:
        log = log[log[case].isin(log[case].drop_duplicates()[:cases])]
    return Material(settings, log, file.parent)


def place(given: Material, engine: str, folder: Path, url: str | None) -> Path:
    """The project file of an analysis in an engine; `url` is that of an empty PostgreSQL database."""
    folder.mkdir()
    settings = given.settings | {"log": {k: v for k, v in given.settings["log"].items() if k != "path"}}
    for source in settings["signals"]:
        shutil.copy(given.home / source["path"], folder / source["path"])
    shutil.copy(given.home / settings["journey"], folder / settings["journey"])
    if engine in ("duckdb", "spark"):
        given.log.to_csv(folder / "log.csv", index=False)
        settings["log"] |= {"path": "log.csv"}
        settings |= {"engine": engine}
    elif engine == "postgresql" and url is not None:
        filled(url, given.log)
        settings["log"] |= {"url": url, "table": "log_rows"}
        settings |= {"engine": url}
    elif engine == "duckdb-view":
        import duckdb

        rows, file = in_parts(given.log, folder / "rows"), folder / "rows.duckdb"
        with duckdb.connect(str(file)) as link:
            link.execute(f"CREATE VIEW log_rows AS SELECT * FROM read_parquet('{rows}/*.parquet')")
        settings["log"] |= {"url": f"duckdb://{file}", "table": "log_rows"}
        settings |= {"engine": f"duckdb://{file}"}
    else:
        settings["log"] |= {"url": "spark://", "table": str(in_parts(given.log, folder / "rows"))}
        settings |= {"engine": "spark"}
    (folder / "project.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return folder / "project.yaml"


def in_parts(log: pd.DataFrame, folder: Path) -> Path:
    """A folder of two Parquet files with the rows of a log: its times of a type of times, numbers as numbers."""
    folder.mkdir()
    log = log.assign(**{name: to(log[name]) for name, to in _KINDS.items() if name in log})
    for no, part in enumerate((log[: len(log) // 2], log[len(log) // 2 :])):
        part.to_parquet(folder / f"part-{no}.parquet", index=False)
    return folder


def filled(url: str, log: pd.DataFrame) -> None:
    """A table of texts with the rows of a log, in their order."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as link:
        columns = ", ".join(f'"{name}" text' for name in log.columns)
        link.execute("DROP TABLE IF EXISTS log_rows")
        link.execute(f"CREATE TABLE log_rows ({columns})")
        with link.cursor() as cursor, cursor.copy("COPY log_rows FROM STDIN (FORMAT csv)") as copy:
            copy.write(log.to_csv(index=False, header=False))
