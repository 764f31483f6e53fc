"""`analyzer serve`: which projects, and on which address."""

from __future__ import annotations

import socket
import sys
from types import ModuleType

import pytest

from analyzer.settings import load_project
from analyzer.settings.machine import is_this_machine


@pytest.fixture
def server(monkeypatch):
    """The dashboard's server, replaced by one that remembers what it was to serve."""
    served = []
    module = ModuleType("dashboards.server")
    module.serve = lambda projects, host, port: served.append((projects, host, port))
    monkeypatch.setitem(sys.modules, "dashboards.server", module)
    return served


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_one_project(analyzer, server, inputs, free_port):
    ended = analyzer("serve", "--project", inputs / "project.yaml", "--port", str(free_port))
    assert ended.code == 0
    assert server == [([inputs / "project.yaml"], "127.0.0.1", free_port)]
    assert f"http://127.0.0.1:{free_port}" in ended.out


def test_ctrl_c_is_the_way_to_end_it(analyzer, server, inputs, free_port, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["dashboards.server"], "serve", interrupted)
    ended = analyzer("serve", "--project", inputs, "--port", str(free_port))
    assert (ended.code, ended.err) == (0, "")


def test_a_folder_of_projects(analyzer, server, tmp_path, free_port):
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "project.yaml").write_text("log: l\njourney: j\n")
    assert analyzer("serve", "--project", tmp_path, "--port", str(free_port)).code == 0
    assert server[0][0] == [tmp_path / "a" / "project.yaml", tmp_path / "b" / "project.yaml"]


def test_a_folder_that_holds_something_else(analyzer, server, tmp_path, refused):
    (tmp_path / "letter.txt").write_text("not ours")
    assert refused(analyzer("serve", "--project", tmp_path))["found"] == "a folder without one"


@pytest.mark.parametrize("there", [True, False])
def test_of_an_empty_or_a_new_folder_a_project_is_made(analyzer, server, tmp_path, free_port, there):
    new = tmp_path / "shop"
    if there:
        new.mkdir()
    ended = analyzer("serve", "--project", new, "--port", str(free_port))
    assert ended.code == 0, ended.err
    assert server[0][0] == [new / "project.yaml"]
    settings = load_project(new)
    assert (settings.name, str(settings.log.path), settings.journey) == ("shop", "log.csv", "journey.yaml")
    assert f"A new project is in {new}: its first page takes a log." in ended.out


@pytest.mark.parametrize("name", ["nowhere/shop", "shop.yaml"])
def test_a_path_that_leads_nowhere_makes_nothing(analyzer, server, tmp_path, refused, name):
    assert refused(analyzer("serve", "--project", tmp_path / name))["found"] == "no such file"
    assert not any(tmp_path.iterdir())


def test_a_port_that_is_taken(analyzer, server, inputs, refused):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        parts = refused(analyzer("serve", "--project", inputs, "--port", str(port)))
    assert "in use" in parts["found"]
    assert "--port" in parts["where"]
    assert server == []


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("[::1]", True),
        ("[::1]:8050", True),
        ("127.0.0.1:8050", True),
        ("LOCALHOST:80", True),
        ("[::1", False),
        ("127.0.0.1.example.org:80", False),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("example.org", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_which_addresses_only_this_machine_reaches(host, only_here):
    assert is_this_machine(host) is only_here
