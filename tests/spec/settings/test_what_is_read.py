"""Which runs rest on the same files: by name, and by the folder where the path says one."""

from __future__ import annotations

import json
from pathlib import Path

from analyzer.settings import load_project
from analyzer.settings.what_is_read import Read, same_source, what_is_read


def read(folder: Path, log: str | Path) -> Read:
    """What a project in `folder` reads, as a run gives it back from its JSON."""
    folder.mkdir(exist_ok=True)
    (folder / "project.yaml").write_text(f"log: {log}\njourney: j\n")
    found: Read = json.loads(json.dumps(what_is_read(load_project(folder))))
    return found


def test_files_of_one_name_in_two_folders_are_not_the_same(tmp_path):
    north, south = (read(tmp_path / "shop", tmp_path / place / "log.csv") for place in ("north", "south"))
    assert same_source(north, south) is False
    assert same_source(north, read(tmp_path / "shop", tmp_path / "north" / "log.csv")) is True


def test_the_folder_is_not_shown(tmp_path):
    found = read(tmp_path / "shop", tmp_path / "north" / "log.csv")
    assert found["log"]["name"] == "log.csv"
    assert str(tmp_path) not in json.dumps(found)
    assert "north" not in json.dumps(found)


def test_a_path_of_the_project_s_own_goes_along_when_its_folder_is_moved(tmp_path):
    before, after = read(tmp_path / "before", "data/log.csv"), read(tmp_path / "after", "data/log.csv")
    assert same_source(before, after) is True
    assert "place" not in before["log"]
