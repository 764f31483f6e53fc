"""A whole cycle in a browser: a finding, an action on one region, nights pass, the verdict `helped`, the finding is
resolved, and a relapse opens its action again. The nights are those of the command, over files that grow."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analyzer.nightly import run_night
from analyzer.settings import load_project
from tests.browser.conftest import Watched, at_rest, serving
from tests.conftest import ANALYZER

JOURNEY = """
journey: A parcel
stages:
  - {name: Order, owner: Sales, activities: [Order, Check], target: {must: [Order]}}
  - {name: Delivery, owner: Logistics, activities: [Hand over],
     target: {from: Order, to: Hand over, within: 3d}}
"""
PROJECT = """
name: Parcels
log: {path: "log*.csv"}
journey: journey.yaml
signals: [{path: "signals*.csv", kind: csat, about: Delivery}]
"""
REGIONS = ("North", "South", "East", "West", "Coast", "Hills")
CHECKED = 0.4  # of the orders; 60 % of these are unhappy with Delivery, 5 % of the others
A_DAY = 40


def weeks(folder: Path, first: int, last: int, checked: Callable[[str], float]) -> None:
    """Write the orders of some weeks from Monday 5 January 2026 on; `checked`: region → the share that is checked."""
    chance = random.Random(first)
    log, signals = [["case_id", "activity", "timestamp", "region"]], [["case_id", "timestamp", "score"]]
    for day in range(first * 7, last * 7):
        for number in range(A_DAY):
            at, case = datetime(2026, 1, 5, 8) + timedelta(days=day, minutes=20 * number), f"c{day}-{number}"
            region = REGIONS[chance.randrange(len(REGIONS))]
            is_checked = chance.random() < checked(region)
            log.append([case, "Order", at.isoformat(), region])
            if is_checked:
                log.append([case, "Check", (at + timedelta(hours=1)).isoformat(), region])
            log.append([case, "Hand over", (at + timedelta(hours=3)).isoformat(), region])
            unhappy = chance.random() < (0.6 if is_checked else 0.05)
            signals.append([case, (at + timedelta(hours=4)).isoformat(), "1" if unhappy else "5"])
    for stem, rows in (("log", log), ("signals", signals)):
        with (folder / f"{stem}{first:02}.csv").open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(rows)


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight weeks in which four of ten orders are checked, and a first night."""
    folder = tmp_path_factory.mktemp("parcels")
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
    weeks(folder, 0, 8, lambda region: CHECKED)
    run_night(load_project(folder / "project.yaml"))
    return folder / "project.yaml"


@pytest.fixture
def house(parcels: Path) -> Iterator[str]:
    with serving([ANALYZER, "serve", "--project", str(parcels)]) as url:
        yield url


def put(page: Page, field: str, value: str) -> None:
    """Put a day into a field, as its calendar does when one is picked."""
    page.evaluate("([id, value]) => window.dash_clientside.set_props(id, {value: value})", [field, value])


def test_a_finding_an_action_a_verdict_a_relapse(watch: Callable[..., Watched], house: str, parcels: Path):
    page = watch().open(house)
    page.locator(".story-link").first.click()
    expect(page).to_have_url(re.compile("/mismatch/hidden-friction-delivery"))
    expect(page.locator("#life")).to_contain_text("Known since")
    at_rest(page)
    finding = page.url

    panel = page.locator("#actions")
    panel.get_by_label("What to do").fill("No checks in North")
    put(page, "panel-starts_on", "2026-03-02")
    put(page, "panel-review_on", "2026-04-27")
    panel.locator("#panel-on").click()
    page.get_by_role("option", name="region: North").click()
    page.keyboard.press("Escape")
    panel.get_by_role("button", name="Take this action").click()
    expect(panel.get_by_role("link", name="No checks in North")).to_be_visible()
    page.locator("#life-quiet").click()
    expect(page.locator("#life")).to_contain_text("Quiet until it is worse")

    weeks(parcels.parent, 8, 17, lambda region: 0.0 if region == "North" else CHECKED)
    run_night(load_project(parcels))
    page.goto(house + "/improvement")
    card = page.locator(".action-card", has_text="No checks in North").first
    expect(card).to_contain_text("Helped:")
    for status in ("Accepted", "Under way", "Done"):
        card.get_by_role("button", name=f"Move “No checks in North” to {status}").click()
        expect(page.locator(".action-card[data-status]", has_text="No checks in North")).to_have_attribute(
            "data-status", status.lower()
        )

    weeks(parcels.parent, 17, 37, lambda region: 0.0)
    run_night(load_project(parcels))
    page.goto(house + "/nights")
    expect(page.locator("#page h1")).to_contain_text("resolved")

    weeks(parcels.parent, 37, 49, lambda region: CHECKED)
    run_night(load_project(parcels))
    page.goto(house + "/improvement")
    expect(page.locator(".action-card", has_text="No checks in North").first).to_contain_text("Reopened")
    page.goto(finding)
    expect(page.locator("#life")).to_contain_text("back again")
    expect(page.locator("#life-quiet")).to_be_visible()  # the relapse ended the quiet
