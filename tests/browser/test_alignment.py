"""The dashboard in a browser: the mirror, its filter, the way to a mismatch, light and dark, narrow and wide."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.request import urlopen

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from analyzer.figures.palette import PALETTE
from tests.browser.conftest import Served, becomes, fits, go_to, look_again

SHOWN = "svg.mirror-drawing:visible"


def opened(watch, served: Served, path: str = "/", **how) -> Page:
    page = watch(**how).open(served.url + path)
    expect(page.locator("h1")).to_be_visible()
    return page


def test_health_answers_with_the_run(served: Served):
    with urlopen(served.url + "/health", timeout=30) as answer:
        health = json.load(answer)
    run = json.loads((served.files / "alignment.json").read_text(encoding="utf-8"))["run"]["id"]
    assert health == {"status": "ok", "run": run}


def test_from_the_mirror_to_a_mismatch_and_back(watch, served: Served):
    page = opened(watch, served)
    mirror = page.locator(SHOWN)
    expect(mirror).to_have_count(1)
    expect(mirror.locator("a[data-stage]")).to_have_count(7)
    expect(mirror).to_contain_text("Delivery")
    page.locator(".story-link").first.click()
    expect(page).to_have_url(re.compile(r"/mismatch/[\w-]+$"))
    expect(page.get_by_text("What sets the unhappy visits apart")).to_be_visible()
    expect(page.locator(".forest-wide svg")).to_contain_text("Demand prepayment")
    expect(page.locator(".mosaic")).to_be_visible()
    page.locator(".back").click()
    expect(page.locator(SHOWN)).to_be_visible()


def test_a_click_on_a_stage_filters_and_the_address_keeps_it(watch, served: Served):
    page = opened(watch, served)
    every = page.locator(".story").count()
    page.locator(f"{SHOWN} >> a[data-stage=Invoicing]").click()
    expect(page).to_have_url(re.compile(r"\?stage=Invoicing$"))
    expect(page.locator(".filter")).to_contain_text("Invoicing")
    assert page.locator(".story").count() < every
    page.reload()
    expect(page.locator(".filter")).to_contain_text("Invoicing")
    page.locator(f"{SHOWN} >> a[data-stage=Invoicing]").click()
    expect(page.locator(".filter")).to_have_count(0)
    expect(page.locator(".story")).to_have_count(every)
    page.go_back()
    expect(page.locator(".filter")).to_contain_text("Invoicing")


def test_the_mirror_works_by_keyboard(watch, served: Served):
    page = opened(watch, served)
    expect(page.locator(SHOWN)).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('data-stage')") == "Delivery":
            break
    expect(page.locator(".tip")).to_contain_text("rated visits")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?stage=Delivery$"))
    expect(page.locator(".filter")).to_contain_text("Delivery")
    expect(page.locator(f"{SHOWN} >> a[data-stage=Delivery]")).to_be_focused()


def test_a_tooltip_says_n_and_interval(watch, served: Served):
    page = opened(watch, served)
    page.locator(f"{SHOWN} >> a[data-stage=Delivery]").hover()
    expect(page.locator(".tip")).to_contain_text(re.compile(r"hidden from our measure: .*% \(.*–.*%\)"))


def test_light_and_dark_reach_drawings_graphs_and_tables(watch, served: Served):
    page = opened(watch, served, "/?view=table", ground="dark")
    expect(page.locator(".ag-row").first).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()

    def seen() -> list[str]:
        script = """() => [
            getComputedStyle(document.querySelector('.mirror-columns .c-hidden')).fill,
            document.querySelector('.js-plotly-plot').layout?.font?.color,
            getComputedStyle(document.querySelector('.ag-row')).backgroundColor]"""
        found: list[str] = page.evaluate(script)
        return found

    def wanted(one: str) -> list[str]:
        colour = {name: getattr(PALETTE[name], one) for name in ("hidden", "ink", "surface")}
        return [_rgb(colour["hidden"]), colour["ink"], _rgb(colour["surface"])]

    becomes(seen, wanted("dark"))  # as the system has it
    for ground in ("light", "dark"):  # as is chosen
        page.locator("#scheme").click()
        becomes(seen, wanted(ground))


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))


def test_no_graph_has_a_toolbar_and_none_offers_to_share(watch, served: Served):
    page = opened(watch, served)
    page.locator(".js-plotly-plot").first.hover()
    expect(page.locator(".modebar")).to_have_count(0)
    assert "share chart" not in page.content().lower()


FACES = {1440: ".mirror-columns", 1024: ".mirror-columns", 760: ".mirror-rows-wide", 390: ".mirror-rows"}
SMALLEST = """() => Math.min(...[...document.querySelectorAll('svg.mirror-drawing text')]
    .filter(t => t.getClientRects().length && t.textContent)
    .map(t => t.getBoundingClientRect().height))"""


def test_the_mirror_has_a_face_for_each_width_and_nothing_sticks_out(watch, served: Served):
    page = opened(watch, served)
    for width, face in FACES.items():
        look_again(page, width)
        expect(page.locator(f"{face} svg")).to_be_visible()
        expect(page.locator(SHOWN)).to_have_count(1)
        assert fits(page), width
        assert page.evaluate(SMALLEST) >= 9, "text that nobody can read"


def test_on_a_phone_the_navigation_opens_and_closes(watch, served: Served):
    page = opened(watch, served, width=390, height=800)
    link = page.locator(".nav-scroll .mantine-NavLink-root").first
    expect(link).not_to_be_in_viewport()
    page.locator("#burger").click()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(link).not_to_be_in_viewport()
    expect(page.locator("#burger")).to_be_focused()
    page.keyboard.press("Enter")
    expect(link).to_be_in_viewport()
    link.click()
    expect(page).to_have_url(re.compile("/mismatch/"))
    expect(link).not_to_be_in_viewport()


def test_the_mirror_is_saved_as_a_picture(watch, served: Served):
    page = opened(watch, served)
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as saved:
            page.locator(".mirror-card .saves-menu summary").click()
            page.locator(f".mirror-card [data-save={kind}]").click()
        assert saved.value.suggested_filename == f"mirror.{kind}"
        assert saved.value.path().read_bytes().startswith(begins)


def test_how_it_is_measured_the_tour_and_the_presentation_by_keyboard(watch, served: Served):
    page = opened(watch, served)
    how = page.locator("#trend a.how")
    how.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#how-box")).to_be_visible()
    expect(page.locator("#how-said h2")).to_have_text("4. Measures")
    page.keyboard.press("Escape")
    expect(page.locator("#how-box")).to_be_hidden()
    expect(how).to_be_focused()

    go_to(page, "/voice")
    page.evaluate("localStorage.clear()")  # as on a first visit
    go_to(page, "/")
    tour = page.locator("#tour")
    expect(tour).to_contain_text("The verdict")
    tour.get_by_role("button", name="Next").press("Enter")
    expect(tour).to_contain_text("The mirror")
    page.keyboard.press("Escape")
    expect(tour).to_be_hidden()
    go_to(page, "/voice")
    go_to(page, "/")
    expect(tour).to_be_hidden()

    page.get_by_role("link", name="Present, one finding a screen").click()
    expect(page.locator("#present .present-foot")).to_contain_text("1 of")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#present h1")).to_have_text("Delivery looks fine to us, and hurts customers")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#present .mirror")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#verdict")).to_be_visible()


def test_a_graph_is_saved_as_a_picture_and_as_numbers(watch, served: Served):
    page = opened(watch, served)
    expect(page.locator("#trend .main-svg").first).to_be_visible()
    with page.expect_download() as saved:
        page.locator("#trend .saves-menu summary").click()
        page.locator("#trend [data-save=svg]").click()
    assert b"<svg" in saved.value.path().read_bytes()[:200]
    with page.expect_download() as saved:
        page.locator("#trend .saves-menu summary").click()
        page.locator("#trend a.save").click()
    assert saved.value.path().read_bytes().startswith(b"\xef\xbb\xbfmonth,")


@pytest.mark.parametrize(("path", "box"), [("/", "#trend"), ("/?view=table", "[data-name=mismatches]")])
def test_a_table_is_saved_as_a_workbook(watch, served: Served, path: str, box: str):
    page = opened(watch, served, path)
    saved_csv = page.locator(f"{box} a.save")
    expect(saved_csv).to_have_count(1)
    with page.expect_download() as saved:
        page.locator(f"{box} .saves-menu summary").click()
        page.locator(f"{box} [data-workbook]").click()
    name = saved_csv.get_attribute("download").removesuffix(".csv")
    assert saved.value.suggested_filename == f"{name}.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes())).active
    with page.expect_download() as saved:
        page.locator(f"{box} .saves-menu summary").click()
        saved_csv.click()
    rows = list(csv.reader(saved.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert sheet.max_row == len(rows) > 1
    assert any(isinstance(cell.value, int | float) for cell in sheet[2])


def test_every_mismatch_has_a_page_that_shows_itself(watch, served: Served):
    document = json.loads((served.files / "alignment.json").read_text(encoding="utf-8"))
    watched = watch()
    for mismatch in document["mismatches"]:
        page = watched.open(f"{served.url}/mismatch/{mismatch['id']}")
        expect(page.locator("h1")).to_have_text(mismatch["title"])


def test_it_prints_with_the_mirror_and_without_navigation(watch, served: Served):
    page = opened(watch, served)
    page.emulate_media(media="print")
    expect(page.locator(SHOWN)).to_be_visible()
    expect(page.locator("#navigation")).not_to_be_visible()
