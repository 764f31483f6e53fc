"""The board pack over the web: for who may see the project, and of no other."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pptx import Presentation

from dashboards.providers import Projects
from dashboards.server import make_server
from tests.conftest import ROOT
from tests.pages.test_people import House
from tests.pages.test_people import ground as ground
from tests.pages.test_people import house as house  # a fixture
from tests.pages.test_server import keep, named


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    project = named(tmp_path / "project.yaml", "Shop")
    text = (ROOT / "tests" / "fixtures" / "alignment.json").read_text(encoding="utf-8")
    keep(project, "20260701T021500Z", json.loads(text))
    return make_server(Projects([project])).test_client()


def test_slides_and_pages_of_the_newest_run(client):
    slides = client.get("/board-pack.pptx")
    assert slides.status_code == 200
    assert 1 < len(Presentation(io.BytesIO(slides.data)).slides) <= 6
    assert client.get("/board-pack.pdf").data.startswith(b"%PDF")
    assert "attachment" in slides.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/board-pack.exe", "/board-pack.pptx?project=nowhere"])
def test_what_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_nobody_gets_it_without_signing_in_nor_of_a_project_that_is_not_theirs(house: House):
    assert house.client().get("/board-pack.pptx").status_code in (302, 401)
    sam = house.signed_in("Sam")
    assert sam.get("/board-pack.pptx?project=north").status_code == 404
