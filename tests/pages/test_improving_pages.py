"""Cards, risk, price of compliance, review and hypotheses, as the server gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import list_actions, list_hypotheses, open_catalog
from analyzer.settings import load_project
from tests.pages.test_front_line import JOURNEY
from tests.pages.test_people import House, built, call, callbacks, ground, show, take_action, words_of  # noqa: F401
from tests.real_document import example

REQUIRED = JOURNEY.replace("[Demand prepayment]", "[{name: Demand prepayment, required_by: Credit policy 7}]")


@pytest.fixture
def house(ground: Path, tmp_path: Path) -> House:  # noqa: F811
    made = built(ground, tmp_path / "house")
    (made.north.parent / load_project(made.north).journey).write_text(REQUIRED, encoding="utf-8")
    return made


def test_the_register_holds_every_mismatch_with_its_numbers(house):
    answer = show(house.signed_in("Vera"), "/risk")
    assert f"{len(example()['mismatches'])} risks, " in words_of(answer)
    for mismatch in example()["mismatches"]:
        assert mismatch["title"][:30] in answer.text


def test_a_journey_that_cannot_be_read_leaves_the_register_without_controls(house):
    (house.north.parent / load_project(house.north).journey).write_text("stages: 7", encoding="utf-8")
    assert show(house.signed_in("Vera"), "/risk").status_code == 200
    assert show(house.signed_in("Vera"), "/compliance").status_code == 200


def test_what_is_required_and_costs_nothing_is_listed(house):
    told = words_of(show(house.signed_in("Vera"), "/compliance"))
    assert "No mismatch of the newest run rests on something that is required." in told
    assert "Demand prepayment, by Credit policy 7" in told


def test_the_review_of_a_month_and_of_none(house):
    vera = house.signed_in("Vera")
    take_action(house, house.signed_in("Anna"), due_on="2026-12-24")
    told = show(vera, "/review", "?month=2026-12").text
    assert "Dec 2026: 1 promised" in told
    assert "Accept or drop \\u201cDrop prepayment\\u201d (Finance)?" in told
    assert "There is no such month" in show(vera, "/review", "?month=2026-13").text


def test_the_review_as_a_pdf_for_those_who_may_open_the_project(house):
    vera = house.signed_in("Vera")
    answer = vera.get("/review.pdf?month=2026-12")
    assert answer.data.startswith(b"%PDF")
    assert vera.get("/review.pdf?month=13").status_code == 400
    assert vera.get("/review.pdf?project=South").status_code == 404
    assert house.client().get("/review.pdf").status_code in (302, 401)


def test_without_tables_nobody_has_a_card(house):
    told = words_of(show(house.signed_in("Vera"), "/cards"))
    assert "No owner has a visit in the newest run." in told
    assert "In the order of their names, never of a number" in told
    assert "`" not in told, "what one types is set as such"


def ask(house: House, name: str, **given: str | None):
    fields = {"text": "It hurts", "stage": "Delivery", "activity": None, "attribute": "", "part": "", **given}
    client = house.signed_in(name)
    output = callbacks(house, "hypothesis-send.n_clicks")
    names = [one.rsplit(".", 1) for one in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": [{"id": of, "property": prop} for of, prop in names],
        "inputs": [{"id": "hypothesis-send", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["hypothesis-send.n_clicks"],
        "state": [
            {"id": "address", "property": "search", "value": ""},
            *({"id": f"hypothesis-{field}", "property": "value", "value": value} for field, value in fields.items()),
        ],
    }
    return client.post("/_dash-update-component", json=body)


def trail(house: House):
    with open_catalog(load_project(house.north)) as catalog:
        return list_hypotheses(catalog)


def test_a_hypothesis_is_on_record_before_it_is_answered(house):
    answer = ask(house, "Anna", activity="Demand prepayment")
    assert "Not answered yet." in words_of(answer)
    (one,) = trail(house)
    assert (one.text, one.asked_by, one.suspect) == ("It hurts", "Anna", {"activity": "Demand prepayment"})
    assert "Not answered yet." in words_of(show(house.signed_in("Vera"), "/hypotheses"))


@pytest.mark.parametrize("given", [{}, {"activity": "Nothing like it"}, {"activity": "Demand prepayment", "text": " "}])
def test_a_hypothesis_that_cannot_be_tested_is_not_kept(house, given):
    assert ask(house, "Anna", **given).status_code == 200
    assert trail(house) == []


def test_a_viewer_reads_the_trail_and_asks_nothing(house):
    assert ask(house, "Vera", activity="Demand prepayment").status_code == 403
    assert "hypothesis-send" not in show(house.signed_in("Vera"), "/hypotheses").text


def test_the_board_leads_to_all_of_them(house):
    told = show(house.signed_in("Vera"), "/improvement").text.replace("\\u002f", "/")
    for path in ("/cards", "/risk", "/compliance", "/hypotheses", "/review"):
        assert f'"href":"{path}' in told


def test_the_form_keeps_the_part_and_the_expected_effect(house):
    take_action(house, house.signed_in("Anna"), expected=35, on=['["region", "North"]', '["region", "South"]'])
    with open_catalog(load_project(house.north)) as catalog:
        (one,) = list_actions(catalog)
    assert (one.expected, one.tried_on) == (0.35, {"region": ["North", "South"]})
    drawer = show(house.signed_in("Anna"), "/improvement", f"?action={one.id}").text
    assert '"value":35' in drawer.replace(" ", "")
    assert "region: North" in drawer
    assert "region: North, South" in show(house.signed_in("Vera"), "/improvement", f"?action={one.id}").text


def test_a_viewer_is_not_told_ahead(house):
    fields = dict.fromkeys(("mismatch_id", "starts_on", "review_on", "expected", "on"))
    asked = {f"panel-{name}.value": value for name, value in fields.items()}
    state = {"address.pathname": "/mismatch/x", "address.search": ""}
    assert call(house.signed_in("Vera"), "panel-ahead.children", asked, state).status_code == 403
    assert call(house.signed_in("Anna"), "panel-ahead.children", asked, state).status_code == 200
