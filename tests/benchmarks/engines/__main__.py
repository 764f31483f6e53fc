"""Whether Spark says what the embedded engine says: `make engines`. Part of the sample is analysed on both, and the two
documents must be the same to the last digit. Needs the extra `spark` and Java 17; takes minutes, for Spark is slow on
small tables."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from tests.conftest import ROOT

ANALYZER = str(Path(sys.executable).with_name("analyzer"))
SAMPLE = ROOT / "data/samples/food_distribution"
ORDERS = 400


def main() -> int:
    """0 when both say the same, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        said = {engine: document(Path(folder) / engine, engine) for engine in ("duckdb", "spark")}
    for key in said["duckdb"]:
        if said["duckdb"][key] != said["spark"].get(key):
            print(f"  {key} differs")
    same = said["duckdb"] == said["spark"]
    print("the same document" if same else "NOT the same document")
    return 0 if same else 1


def document(folder: Path, engine: str) -> dict[str, Any]:
    """The document of the first orders of the sample, without what changes from run to run."""
    folder.mkdir()
    log = pd.read_csv(SAMPLE / "log.csv", dtype=str)
    orders = log["order_id"].drop_duplicates()[:ORDERS]
    log[log["order_id"].isin(orders)].to_csv(folder / "log.csv", index=False)
    signals = pd.read_csv(SAMPLE / "signals.csv", dtype=str)
    signals[signals["order_id"].isin(orders)].to_csv(folder / "signals.csv", index=False)
    (folder / "journey.yaml").write_bytes((SAMPLE / "journey.yaml").read_bytes())
    settings = (SAMPLE / "project.yaml").read_text(encoding="utf-8")
    (folder / "project.yaml").write_text(f"{settings.rstrip()}\nengine: {engine}\n", encoding="utf-8")
    begun = time.perf_counter()
    command = [ANALYZER, "align", "--project", str(folder / "project.yaml"), "--out", str(folder / "out")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"  {engine:<8} {time.perf_counter() - begun:6.1f} s", flush=True)
    found: dict[str, Any] = json.loads((folder / "out" / "alignment.json").read_text(encoding="utf-8"))
    return {key: value for key, value in found.items() if key != "run"}


if __name__ == "__main__":
    sys.exit(main())
