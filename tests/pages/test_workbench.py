"""The views of the process beside its map as trees of components, over tests/kept_project.py."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.side_words import driver_rows
from dashboards.components.address import COMPARED, read_address
from dashboards.components.asked import Asked
from dashboards.components.process_views import VIEWS
from dashboards.pages import sliced, workbench
from dashboards.providers import Provider, models, saved_filters
from dashboards.providers.visitor import Visitor
from tests.pages.tree import drawings, of_class, of_type, walk, words
from tests.spec.slices.test_own_model import bpmn

Open = Callable[..., Component]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory, four_orders: Callable[[Path], Path]) -> Provider:
    folder = tmp_path_factory.mktemp("bench") / "orders"
    four_orders(folder)
    return Provider(folder / "project.yaml")


@pytest.fixture(scope="module")
def opened(provider: Provider) -> Open:
    """An address → what fills the view."""

    def view(path: str, search: str = "", role: str = "analyst") -> Component:
        asked = Asked(provider, read_address(path, search), Visitor(role=role))
        return html.Div(workbench.body(asked))

    return view


def links(tree: Component) -> dict[str, str]:
    return {words(link): link.href for link in of_type(tree, "Link")}


@pytest.mark.parametrize("path", workbench.TITLES)
def test_every_view_stands_with_the_bar_and_the_other_views(provider: Provider, path: str) -> None:
    document = provider.document()
    assert document is not None
    at = read_address(path, "?segment=region:North")
    page = sliced.page(Asked(provider, at, Visitor()), document)
    assert "in 2 of 4 orders." in words(page)
    assert links(page)["Map"] == "/process?segment=region%3ANorth"
    (here,) = [one for one in of_class(page, "views")[0].children if getattr(one, "aria-current", None)]
    assert here.children == say(dict(VIEWS)[path])
    assert any(getattr(one, "id", None) == workbench.PLACE for one in walk(page))


@pytest.mark.parametrize("path", workbench.TITLES)
def test_every_figure_can_be_saved_and_says_how_it_is_measured(opened: Open, path: str) -> None:
    page = opened(path)
    boxes = of_class(page, "figure-box")
    assert boxes or path in ("/process/rules", COMPARED), "before something is asked about there is nothing to draw"
    for box in [*boxes, *of_class(opened(COMPARED, "?segment=region:North"), "figure-box")]:
        assert of_class(box, "save")
        (link,) = of_class(box, "how")
        assert link.href in ("/method#the-process-beside-its-map", "/method#two-parts-side-by-side")
    for graph in of_type(page, "Graph"):
        assert (graph.config["showSendToCloud"], graph.config["plotlyServerURL"]) == (False, "")


def test_the_map_leads_to_its_views(provider: Provider) -> None:
    document = provider.document()
    assert document is not None
    page = sliced.page(Asked(provider, read_address("/process", ""), Visitor()), document)
    assert {"Over time"} <= set(links(page))


def test_filters_that_cannot_be_used_say_so(opened: Open) -> None:
    assert "found from=2026-02-31" in words(opened("/process/time", "?from=2026-02-31"))
    assert "write Call" in words(opened("/process/time", "?has=Cal"))


class TestOverTime:
    def test_all_figures_stand_with_their_tables(self, opened: Open) -> None:
        page = opened("/process/time")
        assert [words(head) for head in of_type(page, "H2")] == [
            "Every event, case by case", "From one activity to the next", "How long orders take", "Week by week",
        ]  # fmt: skip
        assert "of 4 heard are unhappy" in words(page)
        assert "4 ended orders: half of them within" in words(page)

    def test_what_is_chosen_stands_in_the_address(self, opened: Open) -> None:
        page = opened("/process/time", "?order=unhappy&colour=verdict&segment=region:North")
        assert links(page)["Longest first"] == "/process/time?segment=region%3ANorth&order=duration&colour=verdict"
        assert links(page)["Stage"] == "/process/time?segment=region%3ANorth&order=unhappy"

    def test_a_class_of_durations_keeps_to_its_cases(self, opened: Open) -> None:
        page = opened("/process/time", "?first=Place+order&second=Confirm+order")
        hrefs = [link.href for link in of_type(page, "Link")]
        assert (
            "/process/time?first=Place+order&second=Confirm+order&follows=Place+order%3EConfirm+order%3C%3E105m.."
            in hrefs
        )
        assert "Unhappy share by the time it took" in drawings(page)

    def test_a_pair_that_never_comes_says_so(self, opened: Open) -> None:
        page = opened("/process/time", "?first=Hand+over&second=Call")
        assert "No event of the second activity comes right after" in words(page)
        assert "write Call" in words(opened("/process/time", "?first=Cal"))


class TestTeams:
    def test_who_passes_work_on(self, opened: Open) -> None:
        page = opened("/process/teams")
        assert "Who did it is read from team. 3 of 3 arrows" in words(page)
        assert "Unhappy share by who worked on it" in drawings(page)
        assert "Night depot" in drawings(page)
        assert 'data-filter="handover=team:Depot&gt;Night depot"' in drawings(page)
        assert links(page)["Depot → Night depot: 1"] == "/process/teams?handover=team%3ADepot%3ENight+depot"

    def test_a_column_that_is_none_and_a_slice_without_handovers(self, opened: Open) -> None:
        assert "write team" in words(opened("/process/teams", "?who=teem"))
        assert "Nobody passes work on" in words(opened("/process/teams", "?segment=region:West"))


class TestRules:
    RULE = "rule=must_follow:Place+order%3EConfirm+order%3C1h"

    def test_a_rule_of_the_address_with_what_customers_say(self, opened: Open) -> None:
        page = opened("/process/rules", f"?{self.RULE}")
        assert "Confirm order after Place order within 1h" in words(page)
        found = links(page)
        (only,) = [href for said, href in found.items() if said.startswith("Only the 1 orders that break")]
        assert "breaks=must_follow%3APlace+order%3EConfirm+order%3C1h" in only and "rule=" in only
        assert found["take the rule away"] == "/process/rules"

    def test_without_a_rule_and_with_nonsense(self, opened: Open) -> None:
        assert "No rule yet" in words(opened("/process/rules"))
        assert "two activities stand with" in words(opened("/process/rules", "?rule=must_follow:Call"))

    def test_a_model_is_kept_checked_and_offered_again(self, opened: Open, provider: Provider) -> None:
        data = base64.b64encode(bpmn("Place order", "Confirm order", "Load truck", "Hand over")).decode()
        mark, refused = models.keep_model(provider, "../our way.bpmn", f"data:text/xml;base64,{data}")
        assert refused is None and mark is not None
        page = opened("/process/rules", f"?model={mark}")
        assert "The model allows 75" in words(page) and "of 4 ended orders" in words(page)
        assert 'data-activity="Load truck"' in drawings(page) and "4 of 4 ended orders were aligned" in words(page)
        assert links(page)["our way.bpmn"] == f"/process/rules?model={mark}"
        assert "not kept any more" in words(opened("/process/rules", "?model=000000000000"))

    def test_a_model_with_a_long_name_in_another_script_is_kept(self, provider: Provider) -> None:
        data = base64.b64encode(bpmn("Place order", "Hand over")).decode()
        mark, refused = models.keep_model(provider, "模" * 90 + ".bpmn", f"data:text/xml;base64,{data}")
        assert refused is None
        assert [name[-6:] for one, name in models.kept_models(provider) if one == mark] == ["模.bpmn"]

    @pytest.mark.parametrize("contents", ["", "data:text/xml;base64,%%%", "data:text/xml;base64,PGE+"])
    def test_a_file_that_is_no_model_is_refused(self, provider: Provider, contents: str) -> None:
        mark, refused = models.keep_model(provider, "x.bpmn", contents)
        assert mark is None and refused

    def test_a_viewer_looks_but_does_not_upload(self, opened: Open) -> None:
        page = opened("/process/rules", role="viewer")
        assert "Only analysts may add a model" in words(page) and not of_type(page, "Upload")


class TestNamedFilters:
    def test_what_is_picked_is_saved_and_found_on_every_page(self, provider: Provider) -> None:
        document = provider.document()
        assert document is not None
        pairs = (("has", "Call"), ("segment", "region:"), ("page", "3"))
        assert saved_filters.save(provider, Visitor(), "Calls of nowhere", pairs) is None
        at = read_address("/voice", "?segment=region:North&from=2026-01")
        page = sliced.page(Asked(provider, at, Visitor()), document)
        assert links(page)["Calls of nowhere"] == "/voice?segment=region%3A&has=Call"
        assert of_class(page, "more-filters")[1].children[0].children == "Named filters"
        viewer = sliced.page(Asked(provider, at, Visitor(role="viewer")), document)
        assert links(viewer)["Calls of nowhere"] == "/voice?segment=region%3A&has=Call"
        assert not any(getattr(one, "id", None) == "filter-save" for one in walk(viewer))
        (one,) = saved_filters.named(provider)
        saved_filters.remove(provider, Visitor(), one.id)
        assert saved_filters.named(provider) == []

    def test_nonsense_is_not_saved(self, provider: Provider) -> None:
        backwards = (("from", "2026-02"), ("to", "2026-01"))
        assert "exchange the two days" in (saved_filters.save(provider, Visitor(), "x", backwards) or "")
        assert "pick a few" in (saved_filters.save(provider, Visitor(), "x", (("page", "2"),)) or "")


class TestPaths:
    def test_every_path_with_what_its_customers_say(self, opened: Open) -> None:
        page = opened("/process/paths")
        assert "2 of 2 paths, taken by 4 orders. Page 1 of 1." in words(page)
        found = links(page)
        assert "path=Place+order%3EConfirm+order%3ELoad+truck%3EHand+over" in next(
            href for said, href in found.items() if said.startswith("1. 3 orders")
        )
        assert found["Longest"] == "/process/paths?order=longest"

    def test_a_search_is_a_part_of_the_address(self, opened: Open) -> None:
        assert "1 of 2 paths, taken by 1 order." in words(opened("/process/paths", "?q=call"))
        assert "No path holds this" in words(opened("/process/paths", "?q=zzz&page=x"))


class TestCompare:
    def test_a_slice_and_the_rest_in_every_respect(self, opened: Open) -> None:
        page = opened(COMPARED, "?segment=region:North")
        said = words(page)
        assert "2 of 4 orders" in said and "the rest of them" in said and "no proof of a cause" in said
        assert [words(head) for head in of_type(page, "H2")] == [
            "What is compared", "The mirror of both", "How both flow",
            "What sets unhappy visits apart, in A and in B", "What they speak about",
        ]  # fmt: skip
        assert "2 cases of A against 2 of B" in drawings(page)
        assert "−50 points" in said and "None of 5 differences is beyond chance" in said

    def test_the_address_says_what_is_compared(self, opened: Open) -> None:
        found = links(opened(COMPARED, "?segment=region:North&measure=times"))
        assert found["B alone"] == "/process?outside=segment%3Dregion%253ANorth"
        assert found["How often"] == f"{COMPARED}?segment=region%3ANorth"
        kept = f"{COMPARED}?segment=region%3ANorth&measure=times&b.segment=region%3ANorth"
        assert found["B: what A is now; then change A above"] == kept
        page = opened(COMPARED, "?segment=region:North&b.segment=region:South&b.segment=region:")
        assert "region: no value, region: South" in words(page)
        turned = links(page)["Exchange A and B"]
        assert turned == f"{COMPARED}?b.segment=region%3ANorth&segment=region%3A&segment=region%3ASouth"

    def test_the_times_of_both_stand_on_the_arrows(self, opened: Open) -> None:
        drawn = drawings(opened(COMPARED, "?segment=region:North&measure=times"))
        assert "12 h / 25 min" in drawn.replace("\u202f", " ")

    def test_cases_of_both_sides_are_told_and_can_be_taken_out(self, opened: Open) -> None:
        page = opened(COMPARED, "?segment=region:North&b.lacks=Call")
        assert "2 orders stand on both sides" in words(page)
        apart = links(page)["B without the cases of A"]
        assert apart.endswith("&b.lacks=Call&b.outside=segment%3Dregion%253ANorth")
        assert "stand on both sides" not in words(opened(COMPARED, "?" + apart.partition("?")[2]))

    @pytest.mark.parametrize(
        ("search", "said"),
        [
            ("", "A is the whole run"),
            ("?stage=Delivery", "A chooses no cases"),
            ("?has=Call&b.segment=region:West", "B holds nothing"),
            ("?segment=region:West", "A holds nothing"),
            ("?has=Call&b.has=Cal", "write Call"),
            ("?has=Call&b.from=nonsense", "found from=nonsense"),
            ("?has=Call&b=named:gone", "not kept any more"),
            ("?verdict=good_bad", "is how it was chosen"),
            ("?outside=outside%3Dhas%253DCall", "cannot be written as filters"),
        ],
    )
    def test_what_cannot_be_compared_says_why(self, opened: Open, search: str, said: str) -> None:
        assert said in words(opened(COMPARED, search))

    def test_a_named_filter_is_a_side(self, opened: Open, provider: Provider) -> None:
        assert saved_filters.save(provider, Visitor(), "The South", (("segment", "region:South"),)) is None
        (one,) = saved_filters.named(provider)
        found = links(opened(COMPARED, "?segment=region:North"))
        assert found["B: The South"] == f"{COMPARED}?segment=region%3ANorth&b=named%3A{one.id}"
        assert "The South region: South 1 of 4 orders" in words(
            opened(COMPARED, f"?segment=region:North&b=named:{one.id}")
        )
        saved_filters.remove(provider, Visitor(), one.id)

    def test_one_comes_here_from_where_one_filters(self, opened: Open, provider: Provider) -> None:
        document = provider.document()
        assert document is not None
        page = sliced.page(Asked(provider, read_address("/voice", "?has=Call"), Visitor()), document)
        assert links(page)["Compare with the rest"] == f"{COMPARED}?has=Call"
        page = sliced.page(Asked(provider, read_address("/process", "?activity=Call"), Visitor()), document)
        assert f"{COMPARED}?repeats=Call" in [link.href for link in of_type(page, "Link")]
        for path, key in (("/process/paths", "path"), ("/process/time", "took"), ("/process/teams", "handover")):
            hrefs = [link.href for link in of_type(opened(path), "Link")]
            assert any(href.startswith(f"{COMPARED}?{key}=") for href in hrefs), path

    def test_drivers_of_both_are_told_apart(self) -> None:
        def found(*labels: str) -> list[dict[str, object]]:
            ratio = {"value": 2.0, "low": 1.5, "high": 3.0}
            return [{"stage": "Delivery", "drivers": [{"label": label, "risk_ratio": ratio} for label in labels]}]

        rows = driver_rows(found("rain", "night"), found("night", "snow"))
        assert [(row["driver"], row["found in"]) for row in rows] == [
            ("night", "A and B"), ("rain", "A alone"), ("snow", "B alone"),
        ]  # fmt: skip
        assert rows[1]["B: times as likely"] == "not found"


class TestReplay:
    def test_a_sample_moves_without_names(self, opened: Open) -> None:
        page = opened("/process/replay")
        (box,) = of_class(page, "replay")
        data = json.loads(box.to_plotly_json()["props"]["data-replay"])
        assert "4 of 4 orders, drawn by lot" in words(page)
        assert sorted(one[0] for one in data["cases"]) == [1, 2, 2, 2]  # one not unhappy, three unhappy
        assert set(data) == {"names", "cases", "begin", "last", "moment", "zone", "fromStart", "speed"}
        # From 5 January 09:00 to 4 March 10:00: 58 days and an hour.
        assert data["last"] == (58 * 24 + 1) * 3600
        way = next(way for kind, way in data["cases"] if kind == 1)
        assert [data["names"][number] for number, _ in way] == [
            "Place order", "Confirm order", "Load truck", "Hand over",
        ]  # fmt: skip
        assert [at - way[0][1] for _, at in way] == [0, 4 * 3600, 25 * 3600, 135_000]

    def test_since_each_start_all_begin_at_once(self, opened: Open) -> None:
        page = opened("/process/replay", "?since=start&has=Call")
        (box,) = of_class(page, "replay")
        data = json.loads(box.to_plotly_json()["props"]["data-replay"])
        assert [way[0][1] for _, way in data["cases"]] == [0] and data["last"] == 49 * 3600
        assert links(page)["Calendar"] == "/process/replay?has=Call"

    def test_steps_over_hidden_arrows_are_counted(self, opened: Open) -> None:
        # Three activities: Place order, Confirm order, Hand over or Load truck; what lies between is hidden.
        said = words(opened("/process/replay", "?activities=3"))
        assert "steps go over arrows" not in said, "a way through hidden activities has its dashed arrow"
