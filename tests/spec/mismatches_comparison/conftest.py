"""One engine for all tests of this folder, and the rooms over small files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.engine import Engine, open_engine
from tests.spec.small import Run


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="session")
def run(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Log, journey and signals as text → the rooms, each run when first asked."""
    folder: Path = tmp_path_factory.mktemp("small")
    return lambda *given, **further: Run(engine, folder, *given, **further)
