"""A project and the server that takes files for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server as make_wsgi

from analyzer.settings import Settings
from dashboards.providers import Projects
from dashboards.providers.datasets import Datasets
from dashboards.server import make_server


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "north" / "project.yaml"
    file.parent.mkdir()
    file.write_text("name: North\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    return file


@pytest.fixture
def datasets(settings: Settings) -> Datasets:
    return Datasets(settings)


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """A server on loopback, for a client that speaks tus over a real connection."""
    server = make_wsgi("127.0.0.1", 0, make_server(Projects([project])), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()
