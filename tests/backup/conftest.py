"""A project with a run, people and their words; and a PostgreSQL server for those who want one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analyzer.catalog import add_action, add_comment, add_user, open_catalog, password_hash
from analyzer.settings import load_project
from tests.exports.conftest import shop
from tests.spec.catalog.test_postgresql import server

__all__ = ["server", "shop"]


def peopled(file: Path) -> Path:
    """The project with a user, a comment and an action in its catalog."""
    with open_catalog(load_project(file)) as catalog:
        add_user(catalog, "Anna", "analyst", password_hash("correct horse battery"), "test")
        add_comment(catalog, "stage:Delivery", "Was für ein Chaos ☂", "Anna")
        add_action(catalog, {"title": "Call before the driver leaves", "tried_on": {"region": ["North"]}}, "Anna")
    return file


@pytest.fixture
def project(shop: Path, tmp_path: Path) -> Path:
    """A copy of the little shop with a user, a comment and an action."""
    folder = tmp_path / "shop"
    shutil.copytree(shop.parent, folder)
    return peopled(folder / shop.name)
