"""Pages of a slice, lists of cases and single cases as trees of components, over tests/kept_project.py."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.address import Address, path_key, read_address
from dashboards.components.asked import Asked
from dashboards.pages import case, cases, sliced
from dashboards.providers import Provider
from dashboards.providers.visitor import Visitor
from tests.kept_project import ODD, RTL
from tests.pages.tree import drawings, of_class, of_type, walk, words

Open = Callable[..., Component]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory, four_orders: Callable[[Path], Path]) -> Provider:
    folder = tmp_path_factory.mktemp("pages") / "orders"
    four_orders(folder)
    return Provider(folder / "project.yaml")


@pytest.fixture(scope="module")
def opened(provider: Provider) -> Open:
    """An address → its page."""

    def page(path: str, search: str = "", role: str = "analyst") -> Component:
        at = read_address(path, search)
        asked = Asked(provider, at, Visitor(role=role))
        if path == "/cases":
            return cases.page(asked)
        if path.startswith("/case/"):
            return case.page(asked)
        document = provider.document()
        assert document is not None
        return sliced.page(asked, document)

    return page


def links(tree: Component, of: str) -> list[str]:
    return [link.href for link in of_class(tree, of)]


def by_id(tree: Component, name: str) -> Any:
    return next(one for one in walk(tree) if getattr(one, "id", None) == name)


@pytest.mark.parametrize("path", ["/", "/process", "/journey", "/voice", "/blueprint"])
def test_every_page_has_the_bar_and_shows_a_slice(opened: Open, path: str) -> None:
    assert by_id(opened(path), "filter-segment").value == []
    page = opened(path, "?segment=region:North")
    assert by_id(page, "filter-segment").value == ["region:North"]
    assert "4 visits (2 rated) in 2 of 4 orders." in words(by_id(page, "slice-holds"))
    assert "found over the whole run" in words(page)


def test_the_kind_of_signal_is_out_of_sight_where_it_changes_nothing(opened: Open) -> None:
    assert "away" in by_id(opened("/process"), "filter-kind").className
    assert "away" not in by_id(opened("/voice"), "filter-kind").className


def test_the_pickers_offer_values_with_how_many_cases_have_each(opened: Open) -> None:
    groups = by_id(opened("/"), "filter-segment").data
    region = next(group for group in groups if group["group"] == "region")
    assert [one["label"] for one in region["items"]] == ["North · 2", "no value · 1", "South · 1"]
    assert by_id(opened("/"), "filter-kind").data[-1] == {"value": "nps", "label": "NPS · 2"}


def test_what_is_picked_can_be_taken_away_one_by_one_or_all(opened: Open) -> None:
    page = opened("/voice", "?from=2026-01&segment=region:North&segment=region:South&kind=nps")
    assert [words(chip) for chip in of_class(page, "picked")] == [
        "from 1 Jan 2026 ×", "region: North ×", "region: South ×", "NPS ×",
    ]  # fmt: skip
    assert links(page, "picked")[1] == "/voice?from=2026-01&kind=nps&segment=region%3ASouth"
    assert by_id(page, "clear-filters").href == "/voice"


def test_conditions_on_cases_are_offered_and_stand_as_chips(opened: Open) -> None:
    page = opened("/process", "?has=Call&follows=Place+order%3EConfirm+order&took=1d..&verdict=bad_bad")
    assert [words(chip) for chip in of_class(page, "picked")] == [
        "with Call ×", "Confirm order directly after Place order ×", "took 1d or more ×", "off target, unhappy ×",
    ]  # fmt: skip
    assert links(page, "picked")[1] == "/process?has=Call&took=1d..&verdict=bad_bad"
    assert by_id(page, "clear-filters").href == "/process"
    assert "in 1 of 4 orders." in words(by_id(page, "slice-holds"))
    assert by_id(page, "more-first").data == ["Call", "Confirm order", "Hand over", "Load truck", "Place order"]
    assert [one["value"] for one in by_id(page, "more-kind").data] == [
        "has", "lacks", "starts", "ends", "follows", "later", "repeats", "number", "took", "verdict",
    ]  # fmt: skip


def test_an_activity_an_arrow_and_a_path_offer_only_the_cases_with_them(opened: Open) -> None:
    def offered(page: Component) -> dict[str, str]:
        return {words(link): link.href for link in of_type(page, "Link") if words(link).lower().startswith("only")}

    found = offered(opened("/process", "?activity=Call&region=1&segment=region:"))
    assert found["Only orders with this"] == "/process?segment=region%3A&region=1&has=Call"
    assert found["Only orders without this"] == "/process?segment=region%3A&region=1&lacks=Call"
    assert "follows=Call%3EHand+over" in found["Only orders with Hand over directly after it"]
    assert "follows=Load+truck%3ECall" in found["Only orders with Load truck directly before it"]
    page = opened("/process", "?arrow=Load+truck%3EHand+over")
    found = offered(page)
    assert "3 times directly one after the other" in words(page)
    assert found["Only orders with this"] == "/process?follows=Load+truck%3EHand+over"
    assert found["Only orders in which the second comes at any time later"] == "/process?later=Load+truck%3EHand+over"
    path = "Place+order%3EConfirm+order%3ELoad+truck%3EHand+over"
    paths = [link.href for link in of_class(opened("/process"), "only-these")]
    assert paths[0] == f"/process?path={path}" and len(paths) == 2
    assert "in 3 of 4 orders." in words(by_id(opened("/process", paths[0][len("/process") :]), "slice-holds"))
    assert of_class(opened("/process", "?arrow=No+such%3EHand+over"), "panel") == []


def test_conditions_hold_on_lists_and_links_and_an_unknown_activity_is_said(opened: Open) -> None:
    assert words(of_type(opened("/cases", "?lacks=Call&ends=Hand+over"), "H1")[0]) == "3 orders"
    assert Address("/", {}, (("has", "A"), ("took", "..3d"))).to("/voice") == "/voice?has=A&took=..3d"
    assert "write Call" in words(opened("/voice", "?has=Cal"))


def test_a_list_of_cases_says_what_its_columns_are(opened: Open) -> None:
    heads = [words(one) for one in of_type(opened("/cases"), "Th") if getattr(one, "scope", "") == "col"]
    assert heads[1:] == [
        "Customer",
        "First event",
        "Took",
        "Events",
        "What both sides say",
        "In the customer's words",
    ]


def test_a_list_of_cases_says_whose_they_are_and_what_was_said(opened: Open) -> None:
    rows = {words(of_class(row, "case-name")[0]): words(row) for row in of_type(opened("/cases"), "Tr")[1:]}
    assert " K1 " in rows["a1"] and "Seal broken, write to" in rows["a1"]
    assert "ann@example.com" not in rows["a1"], "masked"
    assert "Far too late" in rows[ODD]


def test_a_quote_opens_its_one_case(opened: Open, provider: Provider) -> None:
    document = provider.document()
    assert document is not None
    at = Address("/", {}).to("/cases", said="Far too late", one="1")
    assert f"Order {ODD}" in words(opened("/cases", at.partition("?")[2]))
    several = opened("/cases", Address("/", {}).to("/cases", said="l", one="1").partition("?")[2])
    assert "The same words were said in 4 orders: this is the first." in words(by_id(several, "same-words"))
    assert by_id(several, "case-mirror")


def test_an_empty_slice_and_nonsense_say_so_in_words(opened: Open) -> None:
    assert "Take one of the filters away" in words(opened("/", "?from=2030-01"))
    assert "found from=2026-02-31" in words(opened("/", "?from=2026-02-31"))
    assert "write Delivery" in words(opened("/journey", "?stage=Delivry"))
    assert "found kind=mood" in words(opened("/", "?kind=mood"))


@pytest.mark.parametrize("value", ["🙂", RTL, "<i>:\"'", "<script>alert(1)</script>", "%"])
def test_odd_values_are_words_like_any_other(opened: Open, value: str) -> None:
    at = Address("/", {}).to("/", segment=f"note:{value}")
    page = opened("/", at.partition("?")[2])
    assert f"note: {value}" in words(page)
    assert "<script>" not in drawings(page)


def test_a_run_whose_tables_cannot_be_asked_shows_the_rest_and_says_why(
    tmp_path: Path, four_orders: Callable[[Path], Path]
) -> None:
    """First its folder says that they lie in a database, and the project names one that has none of them; then they are
    gone."""
    run = four_orders(tmp_path / "old")
    meta = run / "tables" / "meta.json"
    place = {"schema": "alignment", "prefix": "kept_1_2_", "project": "../project.yaml"}
    meta.write_text(json.dumps(json.loads(meta.read_text(encoding="utf-8")) | {"place": place}), encoding="utf-8")
    provider = Provider(tmp_path / "old" / "project.yaml")
    for path, listed in (("/cases", cases.page), ("/case/a1", case.page)):
        said = words(listed(Asked(provider, read_address(path, ""), Visitor())))
        assert "the tables of the run in the database of its log" in said

    shutil.rmtree(run / "tables")
    document = provider.document()
    assert document is not None

    def page(search: str) -> Component:
        return sliced.page(Asked(provider, read_address("/", search), Visitor()), document)

    gone = say("filter_bar.this_run_was_made")
    assert gone in words(page("")) and drawings(page(""))
    assert gone in words(page("?segment=region:North"))
    assert "Only Delivery" in words(page("?stage=Delivery"))  # the mirror's own filter needs no tables
    asked = Asked(provider, read_address("/cases", ""), Visitor())
    assert gone in words(cases.page(asked))
    assert gone in words(case.page(Asked(provider, read_address("/case/a1", ""), Visitor())))


def test_links_keep_the_filters() -> None:
    at = read_address("/", "?project=North&segment=a:1&segment=b:2&from=2026-01&view=table")
    assert at.to("/voice") == "/voice?project=North&segment=a%3A1&segment=b%3A2&from=2026-01"
    assert at.mismatch("m") == "/mismatch/m?project=North&segment=a%3A1&segment=b%3A2&from=2026-01"
    assert at.to("/", stage="Use & return").endswith("&stage=Use+%26+return")
    assert at.without("segment", "a:1") == "/?project=North&from=2026-01&view=table&segment=b%3A2"
    assert at.everything() == "/?project=North&view=table"


def test_a_list_of_cases(opened: Open) -> None:
    page = opened("/cases")
    assert "4 orders" in words(page)
    assert [words(one) for one in of_class(page, "case-name")] == [ODD, "a1", "b1", "a2"]
    assert "Delivery: off target and unhappy" in words(page)
    assert [words(o) for o in of_class(opened("/cases", "?order=oldest&segment=region:North"), "case-name")] == [
        "a1",
        "a2",
    ]


def test_a_path_of_a_slice_leads_to_its_cases(opened: Open) -> None:
    page = opened("/process", "?segment=region:North")
    (way,) = [link.href for link in of_type(page, "Link") if "variant=" in str(link.href)]
    key = path_key(["Place order", "Confirm order", "Load truck", "Hand over"])
    assert way == f"/cases?segment=region%3ANorth&variant={key}"
    listed = opened("/cases", way.partition("?")[2])
    assert {words(one) for one in of_class(listed, "case-name")} == {"a1", "a2"}


def test_a_list_that_cannot_be_made_says_why(opened: Open) -> None:
    assert "resolved, or the address is wrong" in words(opened("/cases", "?mismatch=none"))
    assert "resolved, or the address is wrong" in words(opened("/cases", "?variant=none"))
    assert "No orders are like this" in words(opened("/cases", "?activity=Nothing"))
    assert "found from=x" in words(opened("/cases", "?from=x"))
    assert "/cases?project=North" in str(opened("/cases", "?project=North&mismatch=none&from=2026-01"))


def test_any_page_number_is_a_page(opened: Open) -> None:
    for number in ("0", "-1", "x", "99999999999999999999", "²"):
        assert len(of_class(opened("/cases", f"?page={number}"), "case-name")) == 4


def test_the_case_mirror_of_any_name(opened: Open) -> None:
    for name in ("a1", ODD):
        address = Address("/").case(name)
        page = opened(address)
        assert f"Order {name}" in words(page)
        assert "Case mirror of" in drawings(page)
    assert "Unhappy with Delivery, which looked fine to us" in words(opened("/case/a1"))
    assert "Seal broken, write to [mail]" in words(opened("/case/a1")) and "ann@" not in str(opened("/case/a1"))
    assert "<script>" not in drawings(opened("/case/b1"))


def test_a_case_that_is_not_there(opened: Open) -> None:
    assert "no order of that name" in words(opened("/case/zz"))


def test_only_who_may_edit_can_look_for_drivers(opened: Open, provider: Provider) -> None:
    provider.works = True
    try:
        assert "Look for drivers in this slice" in words(opened("/", "?segment=region:North"))
        assert "Look for drivers" not in words(opened("/", "?segment=region:North", role="viewer"))
    finally:
        provider.works = False
    assert "Look for drivers" not in words(opened("/", "?segment=region:North"))  # nobody works on jobs here


def test_unhappy_against_happy_of_a_stage(opened: Open) -> None:
    page = opened("/process", "?measure=compare&kind=nps")
    assert "1 unhappy and 1 other visits to Delivery" in words(page)
    assert "Call" in drawings(page)
    (chosen,) = [one for one in walk(page) if getattr(one, "aria-current", None) and words(one) == "Delivery"]
    assert chosen is not None
    assert "Unhappy against happy" in words(opened("/process"))


def test_a_question_is_answered_once(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboards.providers import slices

    asked: list[object] = []
    whole = provider.document()
    assert whole is not None
    filters = provider.slices.read([("segment", "region:South"), ("from", "2026-02-01")]).filters

    def counted(*given: Any) -> dict[str, Any]:
        asked.append(given)
        return {"slice": {}, "signals": {}}

    monkeypatch.setattr(slices, "answer", counted)
    for _ in range(3):
        provider.slices.document(whole, filters, ("views",))
    assert len(asked) == 1
