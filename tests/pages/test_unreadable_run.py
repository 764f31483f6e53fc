"""A run whose alignment.json is not what an analysis writes: the pages say so, and those that need none of it stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboards.providers import Projects
from dashboards.server import make_server
from tests.pages.test_server import keep, named, post
from tests.real_document import real

RUN = "20260701T120000Z"


def kept(folder: Path) -> Path:
    """The alignment.json of the one run of a project in this folder."""
    keep(named(folder / "project.yaml", "Greenleaf Foods"), RUN, real())
    return folder / ".alignment" / "runs" / RUN / "alignment.json"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return kept(tmp_path)


@pytest.fixture
def client(tmp_path: Path, file: Path) -> FlaskClient:
    return make_server(Projects([tmp_path / "project.yaml"])).test_client()


def shown(client: FlaskClient, path: str) -> str:
    """What the page's callback answers, without escapes."""
    return json.dumps(json.loads(post(client, path)), ensure_ascii=False)


def cut_off(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: len(text) // 2], encoding="utf-8")
    return "no JSON"


def wrong_type(file: Path) -> str:
    content = json.loads(file.read_text(encoding="utf-8"))
    content["stages"][1]["visits"] = "many"
    file.write_text(json.dumps(content), encoding="utf-8")
    return "Expected `int`, got `str`"


def another_format(file: Path) -> str:
    file.write_text('{"format": "alignment/9"}', encoding="utf-8")
    return "alignment/9"


@pytest.mark.parametrize("spoil", [cut_off, wrong_type, another_format])
@pytest.mark.parametrize("path", ["/", "/process", "/voice", "/cases", "/mismatch/any"])
def test_the_page_says_what_is_wrong_with_it(client: FlaskClient, file: Path, spoil, path: str):
    found = spoil(file)
    said = shown(client, path)
    assert "This run cannot be shown" in said
    assert found in said
    assert str(file.parent) not in said, "visitors need not know where it is"


def test_the_list_of_runs_stands(client: FlaskClient, file: Path):
    cut_off(file)
    said = shown(client, "/data/runs")
    assert RUN in said or "1 Jul 2026" in said
    assert "This run cannot be shown" not in said


def test_another_project_stands_beside_it(tmp_path: Path):
    folders = [tmp_path / "north", tmp_path / "south"]
    for folder in folders:
        folder.mkdir()
    cut_off(kept(folders[0]))
    kept(folders[1])
    client = make_server(Projects([folder / "project.yaml" for folder in folders])).test_client()
    said = shown(client, "/projects")
    assert said.count("/mismatch/") == 1, "the first mismatch of the one that can be read"


def test_a_document_is_decoded_once_a_run(client: FlaskClient, file: Path):
    post(client, "/")
    another_format(file)
    assert "This run cannot be shown" not in shown(client, "/voice")
