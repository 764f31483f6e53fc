"""What an analysis asks, in the SQL of engines that are not here: Ibis compiles without a connection. What does not
compile is listed in docs/scale.md; nothing else may join it unseen."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from ibis.common.exceptions import OperationNotDefinedError, UnsupportedOperationError

from analyzer.engine.embedded import Embedded
from analyzer.pipeline import align
from analyzer.settings import load_project
from tests.conftest import ROOT

SAMPLE = ROOT / "data/samples/food_distribution"
LACKS = {
    "snowflake": {"MultiQuantile"},
    "bigquery": {"Quantile", "MultiQuantile"},
    "databricks": {"order_by"},
    "clickhouse": {"subsecond", "order_by"},
    "trino": {"Quantile", "MultiQuantile", "Hash"},
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Every expression that an analysis of a table where it lies hands to its engine."""
    folder = tmp_path_factory.mktemp("asked")
    log = pd.read_csv(SAMPLE / "log.csv", dtype=str)
    orders = log["order_id"].drop_duplicates()[:60]
    log = log[log["order_id"].isin(orders)]
    with duckdb.connect(folder / "warehouse.duckdb") as link:
        link.register("given", log)
        link.execute("CREATE TABLE orders AS SELECT * FROM given")
    signals = pd.read_csv(SAMPLE / "signals.csv", dtype=str)
    signals[signals["order_id"].isin(orders)].to_csv(folder / "signals.csv", index=False)
    (folder / "journey.yaml").write_bytes((SAMPLE / "journey.yaml").read_bytes())
    url = f"duckdb://{folder / 'warehouse.duckdb'}"
    settings = (SAMPLE / "project.yaml").read_text(encoding="utf-8").rstrip()
    settings = settings.replace("log: {path: log.csv,", f"log: {{url: '{url}', table: orders,")
    (folder / "project.yaml").write_text(f"{settings}\nengine: '{url}'\n", encoding="utf-8")
    found: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, place in (("create", 1), ("append", 1), ("fetch", 0), ("write", 0)):
            patch.setattr(Embedded, name, _noting(getattr(Embedded, name), found, place))
        align(load_project(folder / "project.yaml"))
    return found


def _noting(method: Any, found: list[Any], place: int) -> Any:
    def noted(store: Any, *given: Any, **named: Any) -> Any:
        found.append(given[place])
        return method(store, *given, **named)

    return noted


@pytest.mark.slow
@pytest.mark.parametrize("dialect", LACKS)
def test_nothing_fails_to_compile_but_what_is_listed(asked: list[Any], dialect: str) -> None:
    compiler = importlib.import_module(f"ibis.backends.sql.compilers.{dialect}").compiler
    lacks, compiled = set[str](), 0
    for expression in asked:
        try:
            compiled += bool(compiler.to_sqlglot(expression.unbind()).sql(dialect=compiler.dialect))
        except (OperationNotDefinedError, UnsupportedOperationError) as error:
            named = re.search(r"for '(\w+)' operation|(subsecond|order_by)", str(error))
            lacks.add(str(named and (named[1] or named[2])))
    assert lacks == LACKS[dialect]
    assert compiled > 0.85 * len(asked) > 50
    told = Path(ROOT / "docs/scale.md").read_text(encoding="utf-8")
    (line,) = (line for line in told.splitlines() if line.startswith(f"| {dialect} "))
    assert {
        word for word in ("Quantile", "MultiQuantile", "Hash", "order_by", "subsecond") if f"`{word}`" in line
    } == lacks
