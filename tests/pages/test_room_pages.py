"""The pages `/process`, `/journey`, `/voice` and `/blueprint` as trees of components."""

from __future__ import annotations

from typing import Any

import pytest
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.page_parts import NOTHING_MORE, Slots
from dashboards.pages import workbench
from dashboards.pages.rooms import ROOMS
from tests.pages.tree import drawings, of_class, of_type, words
from tests.real_document import empty, example, journey_of, quiet

ODD = '<img src=x onerror=alert(1)> & "quotes" 🚚 تسليم'
DRAWN = [path for path in ROOMS if path not in workbench.TITLES]  # from the document; the others ask the kept tables
SILENT = {"showSendToCloud": False, "plotlyServerURL": "", "displaylogo": False}
MONTHLY = [
    {
        "month": "2026-01",
        "stage": "Delivery",
        "whole": False,
        "kind": "nps",
        "signals": 40,
        "good": 20,
        "bad": 10,
        "score": 7.5,
    },
    {
        "month": "2026-02",
        "stage": "Delivery",
        "whole": False,
        "kind": "nps",
        "signals": 60,
        "good": 30,
        "bad": 3,
        "score": 8.1,
    },
    {
        "month": "2026-02",
        "stage": "Discover",
        "whole": False,
        "kind": "complaint",
        "signals": 4,
        "good": 0,
        "bad": 4,
        "score": None,
    },
    {"month": "2026-02", "stage": None, "whole": True, "kind": "nps", "signals": 7, "good": 7, "bad": 0, "score": 9.0},
]


def document() -> dict[str, Any]:
    made = example()
    made["signals"]["monthly"] = [dict(row) for row in MONTHLY]
    return made


def page(path: str, made: dict[str, Any] | None = None, **query: str) -> Component:
    return ROOMS[path](document() if made is None else made, Address(path, query))


@pytest.mark.parametrize("path", ROOMS)
@pytest.mark.parametrize("made", [document, empty, quiet, lambda: journey_of(1), lambda: journey_of(15)])
def test_every_page_stands_whatever_the_document_holds(path: str, made):
    (heading,) = of_type(page(path, made()), "H1")
    assert words(heading)


@pytest.mark.parametrize("path", ROOMS)
def test_a_run_of_before_these_pages_is_shown_too(path: str):
    made = example()
    made["signals"].pop("monthly", None)
    for stage in made["journey"]["stages"]:
        stage.pop("blueprint", None)
    assert of_type(page(path, made), "H1")


@pytest.mark.parametrize("path", DRAWN)
def test_a_log_without_events_says_what_would_fill_the_page(path: str):
    made = empty()
    made["process"] = {"activities": [], "flows": [], "starts": [], "ends": [], "variants": []}
    for stage in made["stages"]:
        stage.update(visits=0, median_s=None, p90_s=None)
    assert of_class(page(path, made), "nothing") or path == "/blueprint"


@pytest.mark.parametrize("path", ROOMS)
def test_names_are_never_read_as_html(path: str):
    made = document()
    made["stages"][3]["name"] = made["journey"]["stages"][3]["name"] = ODD
    for row in made["process"]["activities"]:
        row["stage"] = ODD if row["stage"] == "Delivery" else row["stage"]
    for flow in made["process"]["flows"]:
        flow["from"], flow["to"] = (ODD if name == "Load truck" else name for name in (flow["from"], flow["to"]))
    for row in made["process"]["activities"]:
        row["activity"] = ODD if row["activity"] == "Load truck" else row["activity"]
    assert "<img" not in drawings(page(path, made))


@pytest.mark.parametrize("path", DRAWN)
def test_every_graph_is_silent_and_every_figure_can_be_saved(path: str):
    tree = page(path)
    for one in of_type(tree, "Graph"):
        assert {key: one.config[key] for key in SILENT} == SILENT
    boxes = of_class(tree, "figure-box")
    assert boxes
    for box in boxes:
        names = [str(getattr(c, "children", "")) for c in of_class(box, "save")]
        assert names[:2] == ["PNG", "SVG"]
        assert of_type(box, "Details") or box.to_plotly_json()["props"]["data-name"] == "model"


@pytest.mark.parametrize("path", ROOMS)
def test_links_stay_in_the_project(path: str):
    links = [link.href for link in of_type(page(path, project="North"), "Link")]
    assert all("project=North" in href for href in links)


class TestProcess:
    def test_the_address_keeps_the_settings_of_the_map(self):
        tree = page("/process", measure="time", activities="3", paths="20")
        activities, paths = of_type(tree, "Slider")
        assert (activities.value, paths.value) == (3, 20)
        assert "Activities: 3 of" in words(tree)
        (frequency,) = [link for link in of_type(tree, "Link") if link.children == "Frequency"]
        assert frequency.href == "/process?activities=3&paths=20"

    def test_settings_that_make_no_sense_are_as_if_they_were_not_there(self):
        activities, paths = of_type(page("/process", activities="all", paths="-7"), "Slider")
        assert paths.value == 0
        assert activities.value == activities.max

    def test_a_chosen_activity_is_lit_and_told_of(self):
        tree = page("/process", activity="Demand prepayment")
        (panel,) = of_class(tree, "panel")
        assert "Right before it" in words(panel)
        assert "Delivery" in words(panel), "the mismatch that it drives"
        assert 'class="activity lit"' in drawings(tree)

    def test_an_activity_that_nobody_knows_opens_no_panel(self):
        assert of_class(page("/process", activity="Nowhere"), "panel") == []

    def test_fitness_and_precision_say_what_they_rest_on(self):
        said = words(page("/process"))
        assert "99 % of what happened can be replayed" in said
        assert "99 % of what the model allows did happen" in said
        assert "Both rest on 100 % of the cases." in said

    def test_deviations_say_how_many_cases_and_what_part_of_all(self):
        assert "Hand over goods left out 119 3.8 %" in words(page("/process"))


class TestJourney:
    def test_it_opens_with_where_customers_are_unhappiest_and_draws_the_map(self):
        """Of the 100 answers about Delivery in MONTHLY 13 were bad."""
        tree = page("/journey")
        (heading,) = of_type(tree, "H1")
        assert words(heading).startswith("Customers are unhappiest at Delivery: 13 % of those who were asked")
        assert "map-drawing" in drawings(tree)
        assert "nobody was asked here" in words(tree)

    def test_a_quote_of_each_stage_stands_in_the_map_and_in_its_table(self):
        tree = ROOMS["/journey"](document(), Address("/journey", {}), Slots(said={"Delivery": "Cash at the door"}))
        assert "Cash at the door" in drawings(tree)
        assert "Cash at the door" in words(tree)

    def test_a_stage_without_an_event_is_a_hole_in_the_flow(self):
        assert "no event" in drawings(page("/journey"))

    def test_promise_target_and_customers_stand_beside_each_other(self):
        said = words(page("/journey"))
        assert "within 24h from Pick order to Hand over goods" in said
        assert "within 48h from Place order to Hand over goods" in said


class TestVoice:
    def test_scores_stand_with_their_formulas(self):
        assert "share of promoters (9–10) − share of detractors (0–6)" in words(page("/voice"))

    def test_the_trend_of_one_stage_is_an_address(self):
        tree = page("/voice", stage="Delivery")
        assert "What was heard, about Delivery" in words(tree)
        assert [g.id["of"] for g in of_type(tree, "Graph")] == ["signals", "unhappy"]

    def test_signals_by_stage_and_kind(self):
        assert "Delivery 100 (13 % bad)" in words(page("/voice"))
        assert "the whole journey 7 (0 % bad)" in words(page("/voice"))

    def test_words_and_quotes_lead_to_their_mismatch(self):
        links = [link.href for link in of_type(page("/voice"), "Link")]
        assert "/mismatch/hidden-friction-delivery-182bfb" in links

    def test_without_signals_it_says_what_would_fill_it(self):
        said = words(page("/voice", empty()))
        assert "No customer voice yet" in said
        assert "project file" in said


class TestBlueprint:
    def test_lanes_systems_partners_and_owners(self):
        made = document()
        made["journey"]["stages"][3]["blueprint"] = [
            {"name": "Load truck", "lane": "backstage", "team": "Warehouse", "system": "WMS", "partner": "ColdChain"},
            {"name": "Hand over goods", "lane": "frontstage", "team": None, "system": None, "partner": None},
        ]
        drawn = drawings(page("/blueprint", made))
        assert drawn.index("Hand over goods") < drawn.index("line of visibility") < drawn.index(">Load truck<")
        for word in ("WMS", "ColdChain", "Logistics", "line of interaction", "line of internal interaction"):
            assert word in drawn

    def test_holes_are_counted_and_drawn(self):
        tree = page("/blueprint")
        assert "1 stage with no owner: Discover." in words(tree)
        assert "nobody answers for it" in drawings(tree)
        assert "no event exists" in drawings(tree)

    def test_work_of_no_stage_has_a_column(self):
        made = document()
        made["process"]["activities"][0]["stage"] = None
        assert "Work of no stage" in drawings(page("/blueprint", made))

    def test_mismatches_lead_to_their_pages(self):
        assert 'href="/mismatch/hidden-friction-delivery-182bfb"' in drawings(page("/blueprint"))


def test_a_thousand_activities_are_shown_in_part():
    made = document()
    names = [f"Activity {i}" for i in range(1000)]
    made["process"]["activities"] = [
        {"activity": name, "stage": "Order", "events": 2000 - i, "cases": 1000, "repeated_cases": 0}
        for i, name in enumerate(names)
    ]
    made["process"]["flows"] = [
        {"from": names[i], "to": names[(i + j) % 1000], "count": 5000 - i, "cases": 9, "median_s": 1.0, "p90_s": 2.0}
        for i in range(1000)
        for j in range(1, 6)
    ]
    made["process"]["starts"] = [{"activity": names[0], "cases": 9}]
    made["process"]["ends"] = [{"activity": names[999], "cases": 9}]
    made["journey"]["stages"][1]["blueprint"] = [{"name": name, "lane": "backstage"} for name in names]
    tree = page("/process", made, activities="1000", paths="0")
    assert of_type(tree, "Slider")[0].value == 100
    assert "Only the 120 most frequent arrows are drawn" in words(tree)
    assert len(of_type(tree, "Tr")) < 500
    assert "and 988 more" in drawings(page("/blueprint", made))


def test_a_stage_without_hidden_unhappy_visits_has_no_way_to_them():
    document = example()
    document["stages"][1]["both"]["good_bad"] = 0
    page = ROOMS["/voice"](document, Address("/voice"), NOTHING_MORE)
    ways = [one.href for one in of_type(page, "Link") if "cell=good_bad" in str(one.href)]
    assert ways and not any("stage=Order&" in href for href in ways)
    assert any("stage=Delivery&" in href for href in ways)
