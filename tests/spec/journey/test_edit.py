"""Editing a journey: content in, the file with its comments out, and errors that know their field."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import JourneyError
from analyzer.journey import content_of, edit_journey, fault_in, field_of, load_journey
from analyzer.settings.writing import digest_of

JOURNEY = """\
# How a shop's customer lives it
journey: Shopping
stages:   # in this order
  # where it begins
  - name: Order
    owner: Sales   # since May
    activities:
      - {name: Place order, lane: frontstage, team: Sales}
      - Confirm order   # by mail
    touchpoints: [app]
  - name: Delivery
    activities: [Ship]
    target: {from: Place order, to: Ship, within: 24h}   # agreed
attributes: {region: given}
"""


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    path = tmp_path / "journey.yaml"
    path.write_text(JOURNEY, encoding="utf-8")
    return path


def content(path: Path) -> dict:
    return content_of(load_journey(path))


def test_nothing_changed_is_the_same_file(journey: Path):
    edit_journey(journey, content(journey))
    assert journey.read_text(encoding="utf-8") == JOURNEY


def test_a_moved_activity_takes_its_team_along_and_the_comments_stay(journey: Path):
    edited = content(journey)
    edited["stages"][1]["activities"].insert(0, edited["stages"][0]["activities"].pop(0))
    edit_journey(journey, edited)
    text = journey.read_text(encoding="utf-8")
    for comment in ("# How a shop", "# in this order", "# where it begins", "# since May", "# agreed"):
        assert comment in text
    assert "{name: Place order, lane: frontstage, team: Sales}" in text
    assert [a.name for a in load_journey(journey).stages[1].activities] == ["Place order", "Ship"]


def test_stages_are_added_renamed_reordered_and_removed(journey: Path):
    edited = content(journey)
    edited["stages"][0]["name"] = 'Ordering: "now"'
    edited["stages"].append({"name": "Return", "activities": ["Send back"], "target": {"within": "3d"}})
    edited["stages"].reverse()
    edit_journey(journey, edited)
    saved = load_journey(journey)
    assert [s.name for s in saved.stages] == ["Return", "Delivery", 'Ordering: "now"']
    assert saved.stages[2].owner == "Sales"
    del edited["stages"][0]
    edit_journey(journey, {**edited, "stages": [{**s, "was": n + 1} for n, s in enumerate(edited["stages"])]})
    assert [s.name for s in load_journey(journey).stages] == ["Delivery", 'Ordering: "now"']


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": ""}, (1, "name"), "text"),
        ({"name": "Order"}, (1, "name"), "every stage once"),
        ({"name": "journey"}, (1, "name"), "a stage's own name"),
        ({"target": {"within": "4 parsecs"}}, (1, "target"), "a duration such as 90m"),
        ({"target": {"from": "Ship"}}, (1, "target"), "a target with a check"),
        ({"promise": {"max_repeats": "-1"}}, (1, "promise"), "a whole number"),
        ({"weight": "heavy"}, (1, "weight"), "a weight above 0"),
        ({"activities": ["Confirm order"]}, (1, "activities"), "every activity in one stage, once"),
        ({"touchpoints": ["a", "a"]}, (1, "touchpoints"), "every touchpoint once"),
    ],
)
def test_what_is_wrong_is_said_as_the_loader_says_it_at_its_field(
    journey: Path, change: dict, field: tuple, words: str
):
    edited = content(journey)
    edited["stages"][1].update(change)
    fault = fault_in(edited)
    assert fault is not None
    assert field_of(fault) == field
    assert words in fault.expected
    with pytest.raises(JourneyError, match="Expected"):
        edit_journey(journey, edited)
    assert journey.read_text(encoding="utf-8") == JOURNEY


def test_a_journey_without_a_fault_has_none(journey: Path):
    assert fault_in(content(journey)) is None


def test_whoever_saves_second_is_told(journey: Path):
    seen, edited = digest_of(journey), content(journey)
    edited["journey"] = "First"
    edit_journey(journey, edited, seen)
    edited["journey"] = "Second"
    with pytest.raises(JourneyError) as caught:
        edit_journey(journey, edited, seen)
    assert "somebody saved it" in caught.value.found
    assert load_journey(journey).name == "First"
    assert load_journey(journey.with_name("journey.yaml.bak")).name == "Shopping"


def test_a_file_whose_style_cannot_be_kept_is_written_anew(journey: Path):
    journey.write_text("stages: &all\n  - name: A\n    activities: [x]\n", encoding="utf-8")
    edited = content(journey)
    edited["stages"][0]["activities"].append("y")
    edit_journey(journey, edited)
    assert [a.name for a in load_journey(journey).stages[0].activities] == ["x", "y"]


@pytest.mark.parametrize("name", ["No", "12:30", "null", "<img src=x>", "a: b", "- x", "🚚 تسليم", "[x", "#1", "'"])
def test_names_of_any_sort_come_back_as_they_are(journey: Path, name: str):
    edited = content(journey)
    edited["stages"][0]["name"] = name
    edited["stages"][0]["activities"].append(name)
    edited["stages"][0]["owner"] = name
    edit_journey(journey, edited)
    stage = load_journey(journey).stages[0]
    assert (stage.name, stage.owner, stage.activities[-1].name) == (name, name, name)
