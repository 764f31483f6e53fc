"""One engine for all tests of this folder, and small logs read as the analysis reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.engine import Engine, open_engine
from tests.spec.small import Run

JOURNEY = """
journey: Ordering
stages:
  - {name: Order, activities: [order, pay]}
  - {name: Delivery, activities: [pack, send]}
"""


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="session")
def run(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """A log as text → the rooms; `journey` has the stages Order (order, pay) and Delivery (pack, send)."""
    folder: Path = tmp_path_factory.mktemp("small")
    return lambda log, journey=JOURNEY: Run(engine, folder, log, journey)
