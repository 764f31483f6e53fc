"""A small file in, its tables out: what every test of reading needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.engine import Engine, open_engine
from analyzer.errors import AnalyzerError
from analyzer.ingest import read_log, read_signals
from analyzer.journey import Journey, Stage
from analyzer.settings import Settings, SignalSource, from_arguments
from analyzer.tables.log import Log
from analyzer.tables.signals import Signals

TWO_ORDERS = """\
case_id,activity,timestamp
1,Order,2026-03-02 09:00:00
1,Deliver,2026-03-03 10:00:00
2,Order,2026-03-02 11:00:00
"""


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


@pytest.fixture
def log(engine: Engine, tmp_path: Path) -> Callable[..., Log]:
    """`log(content, name="log.csv", **arguments)`: write a file and read it as a log."""

    def read(content: str | bytes, name: str = "log.csv", **arguments: Any) -> Log:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_log(engine, settings_for(path, **arguments))

    return read


@pytest.fixture
def signals(engine: Engine, tmp_path: Path) -> Callable[..., Signals]:
    """`signals(content, name="signals.csv", **source)`: signals about two orders, on the journey Order, Delivery."""

    def read(content: str | bytes, name: str = "signals.csv", timezone: str = "UTC", **source: Any) -> Signals:
        orders, path = tmp_path / "log.csv", tmp_path / name
        orders.write_text(TWO_ORDERS)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        settings = replace(settings_for(orders, timezone=timezone), signals=(SignalSource(path=name, **source),))
        return read_signals(engine, settings, JOURNEY, read_log(engine, settings))

    return read


JOURNEY = Journey("Ordering", (Stage(0, "Order"), Stage(1, "Delivery")))


def settings_for(path: Path | str, folder: Path | None = None, **arguments: Any) -> Settings:
    """The settings of a log file; names in messages are relative to its folder."""
    path = Path(path)
    settings = from_arguments(path.name, "journey.yaml", **arguments)
    return replace(settings, folder=folder or path.parent)


@pytest.fixture
def rows(engine: Engine) -> Callable[..., list[tuple[Any, ...]]]:
    """`rows(table, "activity", "at")`: columns of a table as tuples, times as text, in its own order."""

    def taken(table: Any, *columns: str) -> list[tuple[Any, ...]]:
        frame = engine.frame(table.select(*columns))
        return [tuple(_plain(value) for value in row) for row in frame.itertuples(index=False, name=None)]

    return taken


def _plain(value: Any) -> Any:
    if value is None or value != value:  # NaN and NaT
        return None
    return str(value) if hasattr(value, "isoformat") else value


@pytest.fixture
def refusal(log: Callable[..., Log]) -> Callable[..., AnalyzerError]:
    """`refusal(content, …)`: the error with which a log is refused."""

    def refused(content: str | bytes, name: str = "log.csv", **arguments: Any) -> AnalyzerError:
        with pytest.raises(AnalyzerError) as caught:
            log(content, name, **arguments)
        return caught.value

    return refused
