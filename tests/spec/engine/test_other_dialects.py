"""What an analysis asks, in the SQL of engines that are not here: it is compiled without a connection, and all of it
compiles. What these engines would answer is not known."""

from __future__ import annotations

import importlib.util
import re
from typing import Any

import duckdb
import pandas as pd
import pytest
import sqlglot

from analyzer.engine import Engine, ibis, open_engine, other_dialects
from analyzer.engine.embedded import Embedded
from analyzer.engine.remote import KINDS
from analyzer.errors import SettingsError
from analyzer.pipeline import align
from analyzer.settings import load_project
from tests.conftest import ROOT

SAMPLE = ROOT / "data/samples/food_distribution"


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
        patch.setattr(Engine, "is_duckdb", False)  # as these engines are asked, which are neither
        patch.setattr(Engine, "orders_aggregates", False)
        for name, place in (("create", 1), ("append", 1), ("fetch", 0), ("write", 0)):
            patch.setattr(Embedded, name, _noting(getattr(Embedded, name), found, place))
        patch.setattr(Engine, "is_here", True)  # what is kept for filters is asked for too
        align(load_project(folder / "project.yaml"), keep=folder / "tables")
    return found


def _noting(method: Any, found: list[Any], place: int) -> Any:
    def noted(store: Any, *given: Any, **named: Any) -> Any:
        found.append(given[place])
        return method(store, *given, **named)

    return noted


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_an_analysis_asks_compiles(asked: list[Any], kind: str) -> None:
    compiler = getattr(other_dialects, KINDS[kind].compiler)()
    said = [compiler.to_sqlglot(expression.unbind()).sql(dialect=compiler.dialect) for expression in asked]
    assert len(said) > 100
    read = [text for text in said if UNREAD not in text]
    assert all(sqlglot.parse_one(text, read=compiler.dialect) for text in read[::10])


UNREAD = "quantilesExactInclusive("  # of ClickHouse: several quantiles at once, which sqlglot writes and cannot read
QUANTILE = {  # of the values x of a group, as the manual of each engine says it
    "snowflake": r"PERCENTILE_CONT\(0\.9\) WITHIN GROUP \(ORDER BY",
    "bigquery": r"ARRAY_AGG\(.* IGNORE NULLS ORDER BY .*\)\[SAFE_OFFSET\(",
    "databricks": r"SORT_ARRAY\(COLLECT_LIST\(",
    "clickhouse": r"quantiles?ExactInclusive(If)?\(.*0\.9\)\(",
    "trino": r"ELEMENT_AT\(ARRAY_AGG\(.* ORDER BY .*\) FILTER\(WHERE",
}


@pytest.mark.parametrize("kind", KINDS)
def test_quantiles_are_exact(kind: str) -> None:
    compiler = getattr(other_dialects, KINDS[kind].compiler)()
    table = ibis.table({"x": "float64", "g": "string"}, name="t")
    for asked in (table.x.quantile(0.9), table.x.quantile([0.5, 0.9]), table.x.quantile(0.9, where=table.g == "a")):
        found = table.group_by("g").aggregate(q=asked)
        text = compiler.to_sqlglot(found).sql(dialect=compiler.dialect)
        assert re.search(QUANTILE[kind], text, re.IGNORECASE), text
        assert "approx" not in text.lower()


@pytest.mark.parametrize("kind", ["bigquery", "trino"])
def test_a_quantile_from_the_ordered_values(kind: str) -> None:
    """The formula of these, run in DuckDB, which knows the same functions by other names: of 1, 2, 4, 8 and a missing
    value the 0.9-quantile lies at place 3 × 0.9 = 2.7, so 4 × 0.3 + 8 × 0.7 = 6.8; the median is 3."""
    dialect = getattr(other_dialects, KINDS[kind].compiler)()
    table = ibis.table({"x": "float64"}, name="t")
    for share, expected in ((0.9, 6.8), (0.5, 3.0), (0.0, 1.0), (1.0, 8.0)):
        found = table.aggregate(q=table.x.quantile(share))
        text = dialect.to_sqlglot(found).sql(dialect="duckdb")
        text = re.sub(r"SAFE_OFFSET\((CAST\(\w+\(.*? AS \w+\))\)", r"\1 + 1", text)
        with duckdb.connect() as link:
            link.execute("CREATE TABLE t AS SELECT unnest([8, 2, NULL, 1, 4])::double AS x")
            assert link.execute(text).fetchone()[0] == pytest.approx(expected), text


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_client_is_said_with_what_to_install(kind: str) -> None:
    if kind == "snowflake" and importlib.util.find_spec("snowflake") is not None:
        pytest.skip("its client is here")
    with pytest.raises(SettingsError) as refused, open_engine(f"{kind}://somewhere/db"):
        pass
    assert refused.value.exit_code == 2
    assert f"process-alignment-analyzer[{kind}]" in refused.value.do
    assert KINDS[kind].called in refused.value.expected


def test_an_engine_that_nobody_knows_is_said_by_name() -> None:
    with pytest.raises(SettingsError) as refused, open_engine("mysql://somewhere/db"):
        pass
    assert "Found:    mysql\n" in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("trino", "'$2 of $1'"),
        ("databricks", "'$2 of $1'"),
        ("bigquery", r"\\2 of \\1'"),
        ("clickhouse", r"\\2 of \\1'"),
    ],
)
def test_groups_of_a_regular_expression_are_named_as_each_engine_names_them(kind: str, written: str) -> None:
    """Java's and Presto's manuals: $1; RE2's, which BigQuery and ClickHouse take: \\1."""
    compiler = getattr(other_dialects, KINDS[kind].compiler)()
    table = ibis.table({"w": "string"}, name="t")
    found = table.select(w=table.w.re_replace("^([a-z]+)-([0-9]+)$", r"\2 of \1"))
    assert written in compiler.to_sqlglot(found).sql(dialect=compiler.dialect)
