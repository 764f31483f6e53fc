"""Which project files a command means."""

from __future__ import annotations

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import find_projects


@pytest.fixture
def house(tmp_path):
    for name in ("south", "north"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "project.yaml").write_text("name: x\n", encoding="utf-8")
    return tmp_path


def test_a_folder_of_projects_means_each_of_them_by_name(house):
    assert [file.parent.name for file in find_projects([house])] == ["north", "south"]


def test_a_project_that_is_named_twice_counts_once(house):
    north = house / "north"
    assert find_projects([north, north / "project.yaml", house]) == (
        north.resolve() / "project.yaml",
        house.resolve() / "south" / "project.yaml",
    )


def test_a_folder_without_a_project_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"holds project\.yaml"):
        find_projects([tmp_path])


def test_two_projects_of_one_folder_are_refused_because_they_would_share_what_is_kept(house):
    second = house / "north" / "second.yaml"
    second.write_text("name: y\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"project\.yaml and second\.yaml in one folder"):
        find_projects([house / "north", second])
