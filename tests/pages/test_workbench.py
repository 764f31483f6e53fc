"""The views of the process beside its map as trees of components, over tests/kept_project.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from dash import html
from dash.development.base_component import Component

from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.process_views import VIEWS
from dashboards.pages import sliced, workbench
from dashboards.providers import Provider
from dashboards.providers.visitor import Visitor
from tests.kept_project import kept_run
from tests.pages.tree import drawings, of_class, of_type, walk, words

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
