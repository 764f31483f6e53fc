"""A run of four orders that keeps its tables, and one of the project's sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Analysed
from tests.kept_project import newest


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, four_orders: Callable[[Path], Path]) -> Path:
    return four_orders(tmp_path_factory.mktemp("four") / "orders")


@pytest.fixture(scope="session")
def sample(analysed: Analysed) -> Path:
    """The folder of the sample's run."""
    return newest(analysed.project.parent)
