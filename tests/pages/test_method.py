"""Every number links to the paragraph of the method that says how it is made."""

from __future__ import annotations

import pytest

from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.method_link import PARAGRAPHS, how, paragraph_of
from dashboards.pages import alignment, method, workbench
from dashboards.pages.mismatch import page as mismatch_page
from dashboards.pages.rooms import ROOMS
from dashboards.providers.method import paragraphs
from dashboards.providers.visitor import Visitor
from tests.pages.tree import of_class, walk, words
from tests.real_document import example

ANCHORS = {one.anchor for one in paragraphs()}


def test_every_name_leads_to_a_paragraph():
    assert set(PARAGRAPHS.values()) <= ANCHORS


def test_the_longest_beginning_counts():
    assert paragraph_of("slice-drivers-7") == PARAGRAPHS["slice-drivers"]
    assert paragraph_of("drivers-hidden_friction") == PARAGRAPHS["drivers"]
    assert paragraph_of("mirrored") is None
    assert how("nothing of the kind") == []


@pytest.mark.parametrize("path", ["/", "/mismatch", *(room for room in ROOMS if room not in workbench.TITLES)])
def test_every_figure_says_how_it_is_measured(path):
    document = example()
    if path == "/mismatch":
        page = mismatch_page(document, document["mismatches"][0], Address("/mismatch/x"))
    else:
        page = (alignment.page if path == "/" else ROOMS[path])(document, Address(path))
    boxes = of_class(page, "saves")
    assert boxes
    for box in boxes:
        (link,) = of_class(box, "how")
        assert link.href.removeprefix("/method#") in ANCHORS


def test_the_method_is_a_page_with_an_address_for_each_paragraph():
    page = method.page(Asked(None, Address("/method"), Visitor()))  # type: ignore[arg-type]
    assert {getattr(part, "id", None) for part in walk(page)} >= {"6-drivers", "4-measures", "coverage"}
    assert "The method" in words(page)
