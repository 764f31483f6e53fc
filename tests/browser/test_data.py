"""The analyst's main path in a browser: a log is uploaded, a column corrected, the quality report read, the journey
drafted, the analysis asked for, a mismatch opened. And the journey's editor by mouse and by keyboard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Served, serving
from tests.conftest import ANALYZER, SAMPLE


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A project with signals, and neither a log nor a journey; beside it an export with columns nobody knows."""
    folder = tmp_path_factory.mktemp("empty") / "shop"
    folder.mkdir()
    shutil.copyfile(SAMPLE / "signals.csv", folder / "signals.csv")
    rows = (SAMPLE / "log.csv").read_text(encoding="utf-8").partition("\n")[2]
    header = (SAMPLE / "log.csv").read_text(encoding="utf-8").partition("\n")[0]
    header = header.replace("order_id", "reference").replace("activity", "what was done", 1)
    (folder.parent / "export 1.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    (folder / "project.yaml").write_text(
        "name: Shop\nlog: log.csv\njourney: journey.yaml\ntimezone: America/Chicago\ncase_noun: order\n"
        "signals: [{path: signals.csv, columns: {case_id: order_id}, window: 30d}]\n",
        encoding="utf-8",
    )
    with serving([ANALYZER, "serve", "--project", str(folder / "project.yaml")]) as url:
        yield url, folder


def test_from_a_file_to_a_mismatch(watch, empty: tuple[str, Path]):
    url, folder = empty
    page: Page = watch().open(f"{url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No log yet")
    expect(page.get_by_role("button", name="Analyse the sample")).to_be_visible()
    page.get_by_role("link", name="Look at the files").click()
    expect(page.get_by_text("There is no file log.csv yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Analyse the sample")).to_be_visible()

    with page.expect_file_chooser() as chooser:
        page.get_by_text("Drop an event log here").click()
    chooser.value.set_files(folder.parent / "export 1.csv")
    expect(page.locator("#uploaded")).to_contain_text("export 1.csv")
    page.get_by_role("link", name="Look, map and use").click()

    expect(page.locator("#quality")).to_contain_text("Expected a column for the case")
    expect(page.get_by_role("button", name="Use this log")).to_be_disabled()
    page.locator('select[data-column="reference"]').select_option("case_id")
    expect(page.locator("#quality")).to_contain_text("Expected a column for the activity")
    page.locator('select[data-column="what was done"]').select_option("activity")
    expect(page.locator("#quality")).to_contain_text("Kept out: no activity 6.")
    expect(page.locator("#quality")).to_contain_text("14285")
    page.get_by_role("button", name="Use this log").click()
    page.get_by_role("link", name="Go on to the journey").click()

    expect(page.locator(".stage-card")).to_have_count(8)
    expect(page.locator('[data-field="name"][data-of="5"] input')).to_have_value("Delivery")
    page.locator('select[data-activity-of="Review account"]').select_option("")
    expect(page.locator("#unmapped")).to_contain_text("happens between Check credit and Release order")
    page.get_by_role("button", name="Take all suggestions").click()
    expect(page.locator("#unmapped")).to_have_count(0)
    page.get_by_role("button", name="Confirm the stages").click()
    expect(page.locator(".editor-bar")).to_contain_text("Saved. The pages show it after the next analysis.")
    assert "Review account" in (folder / "journey.yaml").read_text(encoding="utf-8")

    page.locator(".editor-bar").get_by_role("link", name="Analyse").click()
    page.get_by_role("button", name="Analyse").click()
    expect(page.locator("#data-job .job")).to_be_visible()
    page.reload()  # what is going on comes from the server
    page.get_by_role("link", name="See where the two views part").click(timeout=4 * PATIENCE * 1000)
    page.locator(".story-link").first.click()
    expect(page).to_have_url(re.compile("/mismatch/"))
    expect(page.locator("#page h1")).to_be_visible()


def test_activities_move_by_mouse_and_by_key_and_steps_are_undone(watch, served: Served):
    page = watch(width=2200).open(f"{served.url}/data/journey")
    stage = page.locator(".stage-card")
    expect(stage).to_have_count(7)
    card = page.locator('[data-je-activity="Load truck"]')
    card.drag_to(page.locator('[data-je-activity="Depart depot"]'))
    expect(stage.nth(3)).to_contain_text("Load truck")
    expect(stage.nth(3).locator(".activity-name").first).to_have_text("Load truck")
    card.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(stage.nth(3).locator(".activity-name").first).to_have_text("Depart depot")
    expect(card).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(stage.nth(2)).to_contain_text("Load truck")
    expect(card).to_be_focused()
    undo = page.get_by_role("button", name="Undo")
    for _ in range(2):
        undo.click()
    expect(stage.nth(3).locator(".activity-name").first).to_have_text("Load truck")
    undo.click()
    expect(undo).to_be_disabled()
    expect(page.get_by_text("Saved: this is what the file says.")).to_be_visible()


def test_what_is_wrong_is_said_at_its_field_and_mended_there(watch, served: Served):
    page = watch().open(f"{served.url}/data/journey")
    name = page.locator('[data-field="name"][data-of="0"] input')
    name.fill("Delivery")
    name.blur()
    expect(page.locator(".field-fault")).to_contain_text("every stage once")
    expect(page.get_by_role("button", name="Save the journey")).to_be_disabled()
    page.get_by_role("button", name="Undo").click()
    expect(name).to_have_value("Ordering")
    expect(page.locator(".field-fault")).to_have_count(0)


def test_the_blueprint_leads_to_the_editor(watch, served: Served):
    page = watch().open(f"{served.url}/blueprint")
    page.get_by_role("link", name="Map activities to stages").click()
    expect(page).to_have_url(re.compile("/data/journey"))
    expect(page.locator(".stage-card")).to_have_count(7)
