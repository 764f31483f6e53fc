"""The id that a project's folder keeps: made once, read from then on, refused where it is none."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import Settings, identity, load_project
from analyzer.settings.identity import project_id


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "project.yaml").write_text("log: l\njourney: j\n")
    return load_project(tmp_path)


def test_it_is_made_once_and_nothing_else_is_left(settings):
    made = project_id(settings)
    assert re.fullmatch("[0-9a-f]{32}", made)
    assert project_id(settings) == made
    assert [file.name for file in settings.home.iterdir()] == ["project-id"]


def test_a_file_system_without_links_is_enough(settings, monkeypatch):
    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    made = project_id(settings)
    assert (settings.home / "project-id").read_text() == made


def test_where_it_stands_nothing_is_written(settings, monkeypatch):
    made = project_id(settings)

    def read_only(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", read_only)
    monkeypatch.setattr(Path, "write_text", read_only)
    assert project_id(settings) == made


def test_several_that_make_it_at_once_get_the_same(settings):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: project_id(settings), range(32)))) == 1


@pytest.mark.parametrize("text", [b"", b"\n", b"north", b"0" * 31, b"\xff" * 32])
def test_what_is_no_id_is_refused(settings, monkeypatch, text):
    monkeypatch.setattr(identity, "WAIT_S", 0.05)
    settings.home.mkdir()
    (settings.home / "project-id").write_bytes(text)
    with pytest.raises(SettingsError, match="a project's id, 32 digits") as refused:
        project_id(settings)
    assert refused.value.where == str(settings.home / "project-id")
    assert "remove the file" in refused.value.do
