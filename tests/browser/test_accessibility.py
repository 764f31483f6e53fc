"""Every page stands and fits, light and dark, wide and narrow, by the rules of axe-core (WCAG 2.2 A and AA and good
practice); and by keyboard alone. One goes from page to page, as links do, and looks
at each on the other ground and in other widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from analyzer.catalog import add_user, open_catalog, password_hash
from analyzer.settings import load_project
from tests.browser.conftest import Watched, Windows, at_rest, fits, go_to, listen, look_again, serving
from tests.conftest import ANALYZER, Analysed

RULES = Axe().axe_script
PASSWORD = "correct horse battery"
SERIOUS = ("serious", "critical")
# Held to all rules on a phone too: the pages on which something else is shown there.
NARROW = ("/", "/process", "/voice", "/cases", "/improvement?action=new", "/data/columns", "/data/journey")
PAGES = (
    "/",
    "/?view=table",
    "/process",
    "/process/rules",
    "/process/compare?has=Demand+prepayment",
    "/process/replay",
    "/process/teams",
    "/journey",
    "/process?activity=Place+order",  # not after /process, of which it would draw a part alone
    "/voice",
    "/blueprint",
    "/cases",
    "/case/O100455",
    "/improvement",
    "/improvement?action=new",
    "/data",
    "/data/columns",
    "/data/journey",
    "/data/runs",
    "/projects",
    "/audit",
    "/nights",
    "/cards",
    "/risk",
    "/compliance",
    "/hypotheses",
    "/review",
    "/method",
    "/voice?segment=region:North",
    "/nowhere",
    "/source",
)
# What makes a page what it is, in every width.
SHOWN = {
    "/": "svg.mirror-drawing:visible",
    "/process": ".window-inside svg",
    "/journey": ".flow-drawing:visible",
    "/voice": "#months .main-svg",
    "/blueprint": ".blueprint:visible",
    "/data/columns": ".asking [data-base]",
    "/data/journey": ".asking [data-base]",
}
FOUND = """only => axe
    .run(document, {resultTypes: ['violations'], ...(only ? {runOnly: {type: 'rule', values: only}} : {})})
    .then(told => told.violations.flatMap(rule => rule.nodes.map(
        node => [rule.id, rule.impact, node.html.slice(0, 200), node.failureSummary])))"""
# Where the focus is, in words, and whether one sees it: something on it, in it or around it looks other than without.
FOCUS = """() => {
    const one = document.activeElement, near = [one, ...one.querySelectorAll('*')];
    for (let up = one.parentElement, i = 0; up && i < 4; up = up.parentElement, i++) near.push(up);
    const look = () => near.map(node => { const s = getComputedStyle(node);
        return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.stroke, s.strokeWidth]; }).join('|');
    const name = (one.getAttribute('aria-label') || one.id || one.textContent || one.tagName).trim().slice(0, 60);
    if (one === document.body) return {name: name, seen: false};
    const with_it = look(), tip = document.querySelector('.tip');
    const told = tip && tip.getClientRects().length > 0;
    one.blur();
    const seen = look() !== with_it;
    one.focus({preventScroll: true, focusVisible: true});
    return {name: name, seen: Boolean(seen || told)};
}"""


@pytest.fixture(scope="module")
def house(analysed: Analysed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The analysed sample with a user, so that there is a page to sign in, and a menu of who has signed in."""
    project = analysed.copy(tmp_path_factory.mktemp("house") / "sample")
    with open_catalog(load_project(project)) as catalog:
        add_user(catalog, "Anna", "analyst", password_hash(PASSWORD))
    with serving([ANALYZER, "serve", "--project", str(project)]) as url:
        yield url


@pytest.fixture(scope="module")
def cookies(house: str, windows: Windows) -> list[Any]:
    """What a browser holds after signing in."""
    page = windows.take()
    page.goto(house)
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".page h1")).to_be_visible()
    held = page.context.cookies()
    windows.give_back([page], {house})
    return held


@pytest.fixture(scope="module")
def walked(house: str, cookies: list[Any], windows: Windows) -> Iterator[Watched]:
    """A window of somebody who has signed in, for going from page to page as links do."""
    page = windows.new()
    page.context.add_cookies(cookies)
    watched = Watched(page)
    listen(watched, set())
    page.goto(house + "/elsewhere")
    ready(page)
    yield watched
    page.context.close()


@pytest.fixture
def opened(house: str, cookies: list[Any], watch: Callable[..., Watched]) -> Callable[..., Page]:
    """A page of the house in the browser of somebody who has signed in, complete and at rest."""

    def one(path: str, width: int = 1440) -> Page:
        page = watch(width=width).page
        page.context.add_cookies(cookies)
        page.goto(house + path)
        ready(page)
        return page

    return one


def ready(page: Page) -> None:
    expect(page.locator("h1").first).to_be_visible()
    at_rest(page)


def faults(page: Page, *rules: str) -> list[Any]:
    """What the rules find, of the impact that shuts people out."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(RULES)
    return [one for one in page.evaluate(FOUND, list(rules) or None) if one[1] in SERIOUS]


def in_every_light(page: Page, narrow: bool, shown: str = "h1") -> None:
    """All rules on the light page, those of colour on the dark and narrower one; on a phone all rules on the dark one.
    Nothing sticks out of it anywhere."""
    for width, ground in ((1440, "light"), (1024, "dark"), (390, "dark")):
        look_again(page, width, ground)
        expect(page.locator(shown).first).to_be_visible()
        assert fits(page), width
        if width != 390 or narrow:
            assert faults(page, *(("color-contrast", "link-in-text-block") if width == 1024 else ())) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_fits_and_shuts_nobody_out(walked: Watched, path: str):
    page = walked.page
    look_again(page, 1440)
    go_to(page, path)
    ready(page)
    in_every_light(page, path in NARROW, SHOWN.get(path, "h1"))
    wrong = [*walked.foreign, *walked.errors]
    walked.foreign.clear()
    walked.errors.clear()
    assert wrong == []


def test_nothing_on_a_mismatch_that_people_work_on_shuts_anybody_out(opened):
    page = opened("/")
    page.locator(".story-link").first.click()
    panel = page.locator("#actions")
    expect(panel).to_be_visible()
    at_rest(page)
    if panel.locator("details:not([open])").count():
        panel.get_by_text("Take action").click()
    panel.get_by_label("What to do").fill("Drop prepayment")
    panel.get_by_role("button", name="Take this action").click()
    expect(panel.get_by_role("link", name="Drop prepayment")).to_be_visible()
    page.get_by_label("Say something").fill("Finance knows")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comments li").filter(has_text="Finance knows")).to_be_visible()
    at_rest(page)
    in_every_light(page, narrow=True)
    home = "/".join(page.url.split("/")[:3])
    for path in ("/improvement", "/audit"):  # these now hold a card, and changes
        page.goto(home + path)
        ready(page)
        assert faults(page) == []
    page.goto(home + "/improvement")
    page.locator("a[href*='/kata/']").first.click()
    expect(page.locator(".kata-sheet")).to_be_visible()
    at_rest(page)
    in_every_light(page, narrow=True)


def test_what_opens_shuts_nobody_out(opened):
    page = opened("/")
    page.locator("#filter-period").click()
    expect(page.get_by_role("button", name="Mar 2026", exact=True)).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#filter-segment").click()
    expect(page.get_by_role("option").first).to_be_visible()
    # The list itself need not take the focus: the arrow keys move through it, and scroll it, from the field.
    assert [one for one in faults(page) if 'role="listbox"' not in one[2]] == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Signed in as Anna").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize(("width", "ground"), [(1440, "light"), (390, "dark")])
def test_the_page_to_sign_in_shuts_nobody_out(house: str, watch, width: int, ground: str):
    watched = watch(width=width, ground=ground)
    page = watched.open(house + "/sign-in")
    expect(page.locator("h1")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Password").fill("not the one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
    assert ["401" in one for one in watched.errors] == [True], "a browser notes that it was not let in"
    watched.errors.clear()


def tab_to(page: Page, there: str, most: int = 60) -> list[dict[str, Any]]:
    """Press Tab until what the selector means has the focus; where the focus was on the way."""
    way = []
    for _ in range(most):
        page.keyboard.press("Tab")
        way.append(page.evaluate(FOCUS))
        if page.evaluate("there => document.activeElement.matches(there)", there):
            return way
    raise AssertionError(f"no way to {there}: {[one['name'] for one in way]}")


def test_by_keyboard_from_the_first_page_to_a_mismatch(opened):
    page = opened("/")
    way = tab_to(page, ".skip")
    assert len(way) == 1, "the first stop leads past the navigation"
    page.keyboard.press("Enter")
    way = tab_to(page, ".story-link")
    assert [one["name"] for one in way if not one["seen"]] == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/mismatch/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_filter_by_keyboard(opened):
    page = opened("/voice")
    tab_to(page, "#filter-segment")
    page.keyboard.type("North")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("segment=region%3ANorth"))
    expect(page.locator("#slice-holds")).to_be_visible()


def test_the_map_by_keyboard(opened):
    page = opened("/process")
    expect(page.locator("#map svg.drawing")).to_be_visible()
    way = tab_to(page, "[role=slider]")
    assert [one["name"] for one in way if not one["seen"]] == []
    shown = int(page.evaluate("document.activeElement.getAttribute('aria-valuenow')"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(rf"activities={shown - 1}"))
    expect(page.locator("#map svg.drawing [data-activity]")).to_have_count(shown - 1)
