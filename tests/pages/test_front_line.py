"""Notes on the pages: written, agreed with, taken away, by those who may."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from analyzer.catalog import list_notes, open_catalog
from analyzer.settings import load_project
from tests.pages.test_people import MISMATCH, House, built, call, callbacks, ground, show, words_of  # noqa: F401

JOURNEY = """
journey: Ordering
stages:
  - {name: Payment, activities: [Demand prepayment]}
  - {name: Delivery, activities: [Hand over goods]}
"""


@pytest.fixture
def house(ground: Path, tmp_path: Path) -> House:  # noqa: F811
    made = built(ground, tmp_path / "house")
    (made.north.parent / load_project(made.north).journey).write_text(JOURNEY, encoding="utf-8")
    return made


def write(house: House, client: FlaskClient, text: str, path: str = "/improvement", **given: Any) -> Any:
    fields = {"stage": None, "activity": None, **given}
    state = {
        "note-text.value": text,
        "note-stage.value": fields["stage"],
        "note-activity.value": fields["activity"],
        "note-mismatch.data": given.get("mismatch"),
        "note-attention.checked": given.get("attention", False),
        "address.pathname": path,
        "address.search": "",
    }
    return call(client, callbacks(house, "note-send.n_clicks"), {"note-send.n_clicks": 1}, state)


def touch(client: FlaskClient, kind: str, identity: str) -> Any:
    """Press a button of a note, as the page does."""
    name = next(
        c["output"]
        for c in client.get("/_dash-dependencies").json
        if any("note-vote" in str(i["id"]) for i in c["inputs"])
    )
    props = {"note-vote": "n_clicks", "note-remove": "submit_n_clicks"}
    key = json.dumps({"kind": kind, "of": identity}, separators=(",", ":"))
    body = {
        "output": name,
        "outputs": {"id": "note-list", "property": name.rsplit(".", 1)[1]},
        "inputs": [
            [{"id": {"kind": one, "of": identity}, "property": prop, "value": 1 if one == kind else None}]
            for one, prop in props.items()
        ],
        "changedPropIds": [f"{key}.{props[kind]}"],
        "state": [
            {"id": "address", "property": "pathname", "value": "/improvement"},
            {"id": "address", "property": "search", "value": ""},
        ],
    }
    return client.post("/_dash-update-component", json=body)


def kept(house: House) -> list[Any]:
    with open_catalog(load_project(house.north)) as catalog:
        return list_notes(catalog)


def test_a_viewer_writes_and_everybody_reads_it_beside_the_statistics(house):
    vera, anna = house.signed_in("Vera"), house.signed_in("Anna")
    write(house, vera, "Regulars are hurt", activity="Demand prepayment", attention=True)
    (note,) = kept(house)
    assert (note.line.author, note.line.stage, note.line.attention) == ("Vera", "Payment", True)
    for path in ("/improvement", MISMATCH):
        told = words_of(show(anna, path))
        assert "Regulars are hurt" in told
        assert "Raised by a note, not by the data." in told
        assert "The data had found this" in told, "the run of July had it; the note is of today"


def test_a_note_of_another_place_does_not_stand_beside_a_mismatch(house):
    anna = house.signed_in("Anna")
    write(house, anna, "Of the payment", stage="Payment")
    write(house, anna, "Of the delivery", stage="Delivery")
    told = words_of(show(anna, MISMATCH))
    assert ("Of the delivery" in told, "Of the payment" in told) == (True, False)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "is needed"),
        ({"text": "x", "stage": "Nowhere"}, "not known"),
        ({"text": "x", "mismatch": "gone"}, "does not have this mismatch"),
    ],
)
def test_what_cannot_be_kept_says_why(house, given, words):
    text = given.pop("text")
    assert words in write(house, house.signed_in("Vera"), text, **given).text
    assert kept(house) == []


def test_one_agrees_once_and_takes_it_back(house):
    anna, vera = house.signed_in("Anna"), house.signed_in("Vera")
    write(house, anna, "It is slow")
    (note,) = kept(house)
    assert "1 vote" in words_of(touch(vera, "note-vote", note.id))
    touch(anna, "note-vote", note.id)
    assert kept(house)[0].voters == ("Anna", "Vera")
    touch(vera, "note-vote", note.id)
    assert kept(house)[0].voters == ("Anna",)


def test_a_viewer_cannot_take_away_what_another_wrote(house):
    anna, vera = house.signed_in("Anna"), house.signed_in("Vera")
    write(house, anna, "It is slow")
    (note,) = kept(house)
    touch(vera, "note-remove", note.id)
    assert len(kept(house)) == 1
    touch(anna, "note-remove", note.id)
    assert kept(house) == []
