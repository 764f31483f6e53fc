"""What every test may use."""

from __future__ import annotations

import http.client
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from analyzer.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: a packed file holds the time of its packing, and two workers must agree on names."""
    return argname if isinstance(val, bytes) else None


def absent(what: str) -> None:
    """Skip a test for want of something outside the project; in continuous integration that is a failure."""
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(f"{what} A test may not be skipped in continuous integration.", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs, which is not part of the project: `shared/data` beside it, or where SHARED_DATA says."""
    folder = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        absent(f"The real logs are not in {folder}; set SHARED_DATA to the folder that holds them.")
    return folder


@pytest.fixture
def settings(project: Path) -> Settings:
    """The settings of the test's project: a fixture `project` of the tests that ask for it."""
    from analyzer.settings import load_project

    return load_project(project)


def answers(port: int, patience: float = 60) -> bool:
    """Whether a server on this port says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()
