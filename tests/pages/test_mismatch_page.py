"""The page of a mismatch as a tree of components."""

from __future__ import annotations

import pytest

from dashboards.components.address import Address
from dashboards.pages import mismatch
from tests.pages.tree import drawings, of_class, of_type, words
from tests.real_document import example

DELIVERY = "hidden-friction-delivery-182bfb"


def page(identity: str, document: dict | None = None):
    document = document or example()
    found = mismatch.find(document, identity)
    assert found
    return mismatch.page(document, found, Address(f"/mismatch/{identity}"))


def test_it_tells_the_story_and_its_numbers():
    told = words(page(DELIVERY))
    assert "Delivery looks fine to us in 97 % of 3,025 visits" in told
    assert "avoidable unhappy a month 31 25–35" in told
    assert "visits affected 304" in told
    assert "rests on those who answered" in told


def test_drivers_stand_as_a_forest_and_as_a_table():
    shown = page(DELIVERY)
    assert "adjusted risk ratio (95 %)" in drawings(shown)
    assert "Demand prepayment Payment 240 3.9× (3.3–4.7) 36 % (30–42 %) Receive payment" in words(shown)
    assert "Association, not proof of a cause" in words(shown)


def test_both_verdicts_stand_as_a_mosaic():
    assert "hidden friction" in drawings(page(DELIVERY))
    assert "good bad 304" in words(page(DELIVERY))


def test_it_develops_in_a_graph_and_says_whom_customers_blame():
    names = [graph.id["of"] for graph in of_type(page(DELIVERY), "Graph")]
    assert names == ["share", "blame"]


def test_the_process_map_lights_the_driver():
    assert "Where it happens in the process" in words(page(DELIVERY))
    assert "Demand prepayment" in drawings(of_class(page(DELIVERY), "window"))


def test_words_and_quotes():
    told = words(page(DELIVERY))
    assert "After nine years!" in told
    assert told.index("Said more by the unhappy") < told.rindex("waited") < told.rindex("prepay again")


@pytest.mark.parametrize("identity", [m["id"] for m in example()["mismatches"]])
def test_every_kind_has_a_page(identity: str):
    assert mismatch.find(example(), identity)["title"] in words(page(identity))


def test_a_kind_without_drivers_says_no_more_than_it_knows():
    shown = page("unowned-discover-96e6fb")
    assert of_type(shown, "Graph") == []
    assert "What sets the unhappy visits apart" not in words(shown)
    assert "In their words" not in words(shown)


def test_a_mismatch_of_another_run_is_not_found():
    assert mismatch.find(example(), "gone") is None
