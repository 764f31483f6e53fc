"""A run of four orders that keeps its tables, and one of the project's sample."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analyzer.jobs.analyse import analyse_project
from tests.conftest import ROOT
from tests.kept_project import kept_run, newest


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_run(tmp_path_factory.mktemp("four") / "orders")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "food"
    shutil.copytree(
        ROOT / "data" / "samples" / "food_distribution", folder, ignore=shutil.ignore_patterns(".alignment")
    )
    analyse_project(folder / "project.yaml", {}, lambda step, share: None)
    return newest(folder)
