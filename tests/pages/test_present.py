"""The presentation, one finding a screen; the tour; the box with the method."""

from __future__ import annotations

from typing import Any

import pytest

from dashboards import shell
from dashboards.components.address import Address
from dashboards.components.how_box import how_box, how_said
from dashboards.components.tour import STEPS, tour
from dashboards.pages.alignment import page as alignment_page
from dashboards.pages.present import screen
from dashboards.providers.method import paragraphs
from tests.pages.tree import drawings, of_class, of_type, walk, words
from tests.real_document import empty, example


def shown(number: str | None = None, made: dict[str, Any] | None = None, **query: str):
    document = example() if made is None else made
    return screen(document, Address("/present", {**query, **({"screen": number} if number else {})}))


def ways(tree: Any) -> dict[str, str]:
    return {link.children: link.href for link in of_type(tree, "Link")}


def test_it_begins_with_the_mirror_and_goes_on_with_the_findings_in_their_order():
    first = shown()
    assert "mirror-columns" in drawings(first)
    found = example()["mismatches"]
    for number, mismatch in enumerate(found, start=2):
        (title,) = of_type(shown(str(number)), "H1")
        assert words(title) == mismatch["title"]
    assert ways(first) == {"Next": "/present?screen=2", "End": "/"}
    assert set(ways(shown(str(len(found) + 1)))) == {"Back", "End"}


@pytest.mark.parametrize("number", ["0", "-1", "99", "two", "²", "9" * 40])
def test_a_screen_that_there_is_not_is_the_first(number: str):
    assert "mirror-columns" in drawings(shown(number))


def test_it_stays_in_its_project():
    assert all("project=North" in href for href in ways(shown("2", project="North")).values())


def test_without_findings_it_is_the_mirror_alone():
    assert set(ways(shown(made={**empty(), "mismatches": []}))) == {"End"}


def test_every_step_of_the_tour_points_at_something_of_the_first_page():
    tree = [alignment_page(example(), Address("/")), shell.frame()]
    ids = {str(getattr(part, "id", "")) for part in walk(tree)}
    for target, _, _ in STEPS:
        assert target[1:] in ids if target[0] == "#" else of_class(tree, target[1:]), target
    assert [step.hidden for step in of_class(tour(), "tour-step")] == [False, *[True] * (len(STEPS) - 1)]


def test_the_tour_can_be_taken_again_from_the_first_page_alone():
    assert "A short tour" in words(shell.foot(example(), Address("/")))
    assert "A short tour" not in words(shell.foot(example(), Address("/voice")))


def test_a_paragraph_of_the_method_comes_into_the_box():
    known = paragraphs()[3]
    assert known.title in words(how_said(known.anchor))
    assert f"/method#{known.anchor}" in {link.href for link in of_type(how_said(known.anchor), "A")}
    assert how_said("nowhere") == how_said(None) == []
    assert of_class(how_box(), "how-box")
