"""A run of four orders that keeps its tables, and one of the project's sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.slices import FOLDER
from tests.conftest import Analysed
from tests.kept_project import newest


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, four_orders: Callable[[Path], Path]) -> Path:
    return four_orders(tmp_path_factory.mktemp("four") / "orders")


@pytest.fixture(scope="session")
def sample(analysed: Analysed) -> Path:
    """The folder of the sample's run."""
    return newest(analysed.project.parent)


@pytest.fixture(scope="session")
def worked_out(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the sample's run without its document, so that everything is taken from them."""
    alone = tmp_path_factory.mktemp("alone")
    (alone / FOLDER).symlink_to(sample / FOLDER)
    return alone
