"""report.html in a browser, from a disk and without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from analyzer.figures.palette import PALETTE
from tests.browser.conftest import Served
from tests.browser.test_alignment import _rgb


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_opens_offline_in_light_and_dark_wide_and_narrow(watch, served: Served, ground: str, width: int):
    watched = watch(width=width, ground=ground)
    watched.page.context.set_offline(True)
    page = watched.open((served.files / "report.html").as_uri())
    expect(page.locator("svg.mirror-drawing:visible")).to_have_count(1)
    expect(page.locator("article.story").first).to_contain_text("Demand prepayment")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    face = ".mirror-columns" if width == 1440 else ".mirror-rows"
    fill = page.locator(f"{face} .c-hidden").first.evaluate("one => getComputedStyle(one).fill")
    assert fill == _rgb(getattr(PALETTE["hidden"], ground))


def test_its_figures_say_their_numbers_on_hover(watch, served: Served):
    page = watch().open((served.files / "report.html").as_uri())
    page.locator(".mirror-columns .stage-link").nth(3).hover()
    expect(page.locator(".tip")).to_contain_text("rated visits")
    page.locator(".forest-wide .has-tip").first.hover()
    expect(page.locator(".tip")).to_contain_text("adjusted for Place credit hold")


def test_it_is_read_without_scripts(watch, browser, served: Served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((served.files / "report.html").as_uri())
    expect(page.locator("svg.mirror-drawing:visible")).to_have_count(1)
    context.close()


def test_on_paper_it_is_light_and_whole(watch, served: Served):
    page = watch(ground="dark").open((served.files / "report.html").as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    fill = page.locator(".mirror-columns .c-hidden").first.evaluate("one => getComputedStyle(one).fill")
    assert fill == _rgb(PALETTE["hidden"].light)
    expect(page.locator(".mirror-columns svg")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
