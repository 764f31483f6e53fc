"""The views of the process beside its map as trees of components, over tests/kept_project.py."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from dash import html
from dash.development.base_component import Component

from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.process_views import VIEWS
from dashboards.pages import sliced, workbench
from dashboards.providers import Provider, models, saved_filters
from dashboards.providers.visitor import Visitor
from tests.kept_project import kept_run
from tests.pages.tree import drawings, of_class, of_type, walk, words
from tests.spec.slices.test_own_model import bpmn

Open = Callable[..., Component]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Provider:
    folder = tmp_path_factory.mktemp("bench") / "orders"
    kept_run(folder)
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
    assert here.children == dict(VIEWS)[path]
    assert any(getattr(one, "id", None) == workbench.PLACE for one in walk(page))


@pytest.mark.parametrize("path", workbench.TITLES)
def test_every_figure_can_be_saved_and_says_how_it_is_measured(opened: Open, path: str) -> None:
    page = opened(path)
    boxes = of_class(page, "figure-box")
    assert boxes or path == "/process/rules", "before a rule is asked about there is nothing to draw"
    for box in boxes:
        assert of_class(box, "save")
        (link,) = of_class(box, "how")
        assert link.href == "/method#the-process-beside-its-map"
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
