"""A stage that customers speak of and that no event belongs to: it is shown, not hidden, whatever page asks for it."""

from __future__ import annotations

import pytest

from analyzer.jobs.analyse import analyse_project
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.pages import sliced
from dashboards.providers import Provider
from dashboards.providers.visitor import Visitor
from tests.kept_project import small_project
from tests.pages.tree import of_type, words


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Provider:
    """The four orders, with a third stage without events, of which one complaint speaks."""
    project = small_project(tmp_path_factory.mktemp("blind") / "orders")
    journey, signals = project.parent / "journey.yaml", project.parent / "signals.csv"
    journey.write_text(journey.read_text(encoding="utf-8").rstrip() + "\n  - {name: Freshness}\n", encoding="utf-8")
    with signals.open("a", encoding="utf-8") as stream:
        stream.write("b1,2026-02-12 11:00,complaint,,Freshness,The romaine lasted one day\n")
    analyse_project(project, {}, lambda step, share: None)
    return Provider(project)


def opened(provider: Provider, path: str):
    document = provider.document()
    assert document is not None
    return sliced.page(Asked(provider, read_address(path, "?stage=Freshness"), Visitor()), document)


@pytest.mark.parametrize("path", ["/process", "/journey", "/blueprint"])
def test_a_page_that_has_no_event_of_it_says_that_customers_speak_of_it(provider: Provider, path: str):
    page = opened(provider, path)
    assert words(of_type(page, "H1")[0]) == "A blind spot"
    assert "No event of the log belongs to Freshness, and yet 1 signal speaks of it" in words(page)
    assert "/voice?stage=Freshness" in [link.href for link in of_type(page, "Link")]


def test_voice_and_the_first_page_show_what_there_is(provider: Provider):
    assert "about Freshness" in words(opened(provider, "/voice"))
    assert "Only Freshness" in words(opened(provider, "/"))
