"""When the process page is drawn anew, and when its map alone."""

from __future__ import annotations

import pytest

from dashboards.components.address import read_address
from dashboards.components.map_card import page_key


def key(path: str, search: str = "", run: str = "r1") -> str:
    return page_key(read_address(path, search), run)


@pytest.mark.parametrize("search", ["?activities=90&paths=2", "?measure=time", "?activity=Pack+order"])
def test_settings_of_the_map_change_the_map_alone(search: str):
    assert key("/process", search) == key("/process")


@pytest.mark.parametrize("search", ["?segment=region:North", "?stage=Delivery", "?measure=compare", "?project=two"])
def test_filters_groups_and_projects_change_the_page(search: str):
    assert key("/process", search) != key("/process")


def test_a_new_run_changes_the_page():
    assert key("/process", "?paths=2", "r2") != key("/process", "?paths=2", "r1")


def test_on_another_page_the_same_words_mean_something_else():
    assert key("/cases", "?activity=Pack+order") != key("/cases")
