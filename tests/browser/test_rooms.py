"""Process, journey, voice and blueprint in a browser: they do what their controls say. That they stand in every width
and on either ground is held in test_accessibility. The fixture `watch` fails on an error in the console and on a
request that leaves the machine."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served

SHOWN = {
    "/process": ".window-inside svg",
    "/journey": ".flow-drawing:visible",
    "/voice": "#months .main-svg",
    "/blueprint": ".blueprint:visible",
}
SCALE = "document.querySelector('#map .window-inside').style.transform"


def opened(watch, served: Served, path: str, **how) -> Page:
    page = watch(**how).open(served.url + path)
    expect(page.locator("#page h1")).to_be_visible()
    return page


def test_the_navigation_leads_from_page_to_page(watch, served: Served):
    page = opened(watch, served, "/")
    for name, path in (
        ("Process", "/process"),
        ("Journey", "/journey"),
        ("Voice", "/voice"),
        ("Blueprint", "/blueprint"),
    ):
        page.locator("#navigation").get_by_text(name, exact=True).click()
        expect(page).to_have_url(re.compile(f"{path}$"))
        expect(page.locator(SHOWN[path]).first).to_be_visible()


def test_the_map_keeps_its_settings_in_the_address(watch, served: Served):
    page = opened(watch, served, "/process")
    boxes = page.locator("#map svg.drawing [data-activity]")
    expect(boxes.first).to_be_visible()
    every = boxes.count()
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(rf"activities={every - 5}"))
    expect(boxes).to_have_count(every - 5)
    page.locator("#map .views").get_by_text("Time").click()
    expect(page).to_have_url(re.compile(rf"measure=time.*activities={every - 5}|activities={every - 5}.*measure=time"))
    page.reload()
    expect(boxes).to_have_count(every - 5)
    page.go_back()
    expect(page.locator("#map .views [aria-current]")).to_have_text("Frequency")


def test_an_activity_is_chosen_by_click_and_by_key(watch, served: Served):
    page = opened(watch, served, "/process")
    box = page.locator('#map [data-activity="Place order"]')
    box.click()
    expect(page).to_have_url(re.compile("activity=Place(%20|\\+)order"))
    expect(page.locator(".panel")).to_contain_text("Right after it")
    expect(page.locator("#map .activity.lit")).to_have_attribute("data-activity", "Place order")
    page.locator(".panel .close").click()
    expect(page.locator(".panel")).to_have_count(0)
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_be_visible()


def test_the_map_is_zoomed_and_dragged(watch, served: Served):
    page = opened(watch, served, "/process")
    expect(page.locator("#map svg.drawing")).to_be_visible()
    first = page.evaluate(SCALE)
    page.locator("#map [data-zoom=in]").click()
    zoomed = page.evaluate(SCALE)
    assert zoomed != first
    frame = page.locator("#map .window").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 40, frame["y"] + 300)
    page.mouse.down()
    page.mouse.move(frame["x"] + 40, frame["y"] + 120, steps=4)
    page.mouse.up()
    assert page.evaluate(SCALE) != zoomed
    expect(page.locator(".panel")).to_have_count(0)  # a drag chooses nothing
    page.locator("#map [data-zoom=fit]").click()
    inside = page.locator("#map svg.drawing").bounding_box()
    assert inside is not None
    assert inside["height"] <= frame["height"] + 2
    for _ in range(3):
        page.locator("#map [data-zoom=out]").click()
    small = page.locator("#map svg.drawing").bounding_box()
    assert small is not None
    for start, room in (("x", "width"), ("y", "height")):  # what is smaller than its window stands in the middle of it
        assert abs(small[start] + small[room] / 2 - frame[start] - frame[room] / 2) < 4


@pytest.mark.parametrize(("path", "place"), [("/blueprint", "#blueprint .scroll"), ("/data/journey", ".stage-row")])
def test_what_goes_on_beside_its_window_fades_out_there(watch, served: Served, path: str, place: str):
    page = watch(width=1024).open(served.url + path)
    row = page.locator(place).first
    expect(row).to_have_class(re.compile("more-right"))
    row.evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    expect(row).to_have_class(re.compile("more-left"))
    expect(row).not_to_have_class(re.compile("more-right"))


@pytest.mark.parametrize(("path", "card"), [("/process", "#map"), ("/journey", "#flow"), ("/blueprint", "#blueprint")])
def test_drawings_are_saved_without_a_network(watch, served: Served, path: str, card: str):
    page = opened(watch, served, path)
    expect(page.locator(f"{card} svg.drawing:visible").first).to_be_visible()
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as saved:
            page.locator(f"{card} .saves-menu summary").first.click()
            page.locator(f"{card} [data-save={kind}]").first.click()
        assert saved.value.path().read_bytes().startswith(begins)


def test_the_journey_says_on_hover_what_a_step_is(watch, served: Served):
    page = opened(watch, served, "/journey")
    page.locator(".kept .has-tip:visible").first.hover()
    expect(page.locator(".tip")).to_contain_text(re.compile(r"target met: .*% \(.*\), n "))


def test_the_trend_of_one_stage_has_an_address(watch, served: Served):
    page = opened(watch, served, "/voice")
    page.locator("#months .views").get_by_text("Delivery", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?stage=Delivery$"))
    expect(page.locator("#months h3").first).to_contain_text("about Delivery")


def test_the_blueprint_leads_to_a_mismatch(watch, served: Served):
    page = opened(watch, served, "/blueprint")
    page.locator(".blueprint:visible a.way").first.click()
    expect(page).to_have_url(re.compile("/mismatch/"))
