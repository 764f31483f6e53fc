"""The page of a kata: read by everybody, written by analysts, with live numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import find_kata, open_catalog
from analyzer.settings import load_project
from tests.pages.test_people import House, built, call, callbacks, ground, show, take_action, words_of  # noqa: F401

FIELDS = ("challenge", "target", "target-on", "obstacle", "experiment", "expected", "look-on", "happened", "learned")


@pytest.fixture
def house(ground: Path, tmp_path: Path) -> House:  # noqa: F811
    made = built(ground, tmp_path / "house")
    take_action(made, made.signed_in("Anna"))
    return made


def identity(house: House) -> str:
    return house.actions()[0].id


def press(house: House, name: str, button: str, cycle: str | None = None, version: int = 0, **given: Any) -> Any:
    client, action = house.signed_in(name), identity(house)
    pressed = {f"kata-{one}.n_clicks": (1 if one == button else None) for one in ("save", "begin", "end")}
    form = {f"kata-{field}.value": given.get(field.replace("-", "_")) for field in FIELDS}
    asked = {"kata-asked.data": {"action": action, "version": version, "cycle": cycle}}
    state = {**asked, "address.pathname": f"/kata/{action}", "address.search": "", **form}
    changed = f"kata-{button}.n_clicks"
    output = callbacks(house, changed)
    names = [name.rsplit(".", 1) for name in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": [{"id": one, "property": prop} for one, prop in names],
        "inputs": [{"id": k.rsplit(".", 1)[0], "property": "n_clicks", "value": v} for k, v in pressed.items()],
        "changedPropIds": [changed],
        "state": [{"id": k.rsplit(".", 1)[0], "property": k.rsplit(".", 1)[1], "value": v} for k, v in state.items()],
    }
    return client.post("/_dash-update-component", json=body)


def kata(house: House) -> Any:
    with open_catalog(load_project(house.north)) as catalog:
        return find_kata(catalog, identity(house))


def test_it_shows_the_numbers_of_the_newest_run(house):
    told = words_of(show(house.signed_in("Vera"), f"/kata/{identity(house)}"))
    assert "Drop prepayment" in told
    assert "unhappy in Delivery" in told
    assert "31 avoidable unhappy customers a month 25–35" in told  # 30.9 (25.2 to 35.3)
    assert "kata-save" not in show(house.signed_in("Vera"), f"/kata/{identity(house)}").text


def test_a_whole_cycle_on_the_page(house):
    press(house, "Anna", "save", challenge="Nobody waits", target="One in ten", target_on="2026-12-24")
    told = words_of(press(house, "Anna", "begin", experiment="Ask early", expected="Half of the calls"))
    assert "Next experiment Ask early We expect: Half of the calls" in told
    assert "One in ten by 24 Dec 2026" in told
    cycle = kata(house).open_cycle
    assert "unhappy in Delivery" in cycle.condition, "how it stood is kept with the cycle"
    told = words_of(press(house, "Anna", "end", cycle.id, happened="A third", learned="Ask earlier"))
    assert "1 cycle so far" in told
    assert "Learned last: Ask earlier" in told


def test_what_is_refused_says_why_and_leaves_the_page(house):
    answer = press(house, "Anna", "begin", experiment="", expected="Half")
    assert "The next experiment of 1 to 2,000 characters is needed" in answer.text
    assert kata(house).cycles == ()


@pytest.mark.parametrize("button", ["save", "begin", "end"])
def test_a_viewer_who_posts_all_the_same_is_refused(house, button):
    assert press(house, "Vera", button, "x", experiment="a", expected="b", happened="c", learned="d").status_code == 403
    assert kata(house).version == 0


def test_an_action_that_is_not_there(house):
    assert "There is no such action any more" in words_of(show(house.signed_in("Anna"), "/kata/nothing"))
