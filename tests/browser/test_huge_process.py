"""1,000 activities and more than 100,000 variants: the process map and every page stay usable. What it took is printed
(`pytest -s`, and `make huge` on a larger log); nothing here is held against a clock."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.huge.generate import write
from tests.benchmarks.huge.measure import LONG_TASKS, PAGES, drag, slide, timed, visit
from tests.browser.conftest import PATIENCE, serving

expect.set_options(timeout=PATIENCE * 1000)  # the machine may be busy

CASES, BRIEF = 115_000, 0.4  # about 770,000 events
MOST_ACTIVITIES, MOST_ARROWS = 100, 400  # drawn at once: a map with more cannot be read
SHOWN = "document.querySelectorAll('#map .activity').length"
START, END = "the start", "the end"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The huge process, analysed by the command and served by the command."""
    project = write(tmp_path_factory.mktemp("huge") / "claims", CASES, BRIEF)
    analyzer = [str(Path(sys.executable).with_name("analyzer"))]
    command = [*analyzer, "align", "--project", str(project), "--out", str(project.parent / "out")]
    made = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert made.returncode == 0, made.stderr
    with serving([*analyzer, "serve", "--project", str(project)]) as served:
        yield served


def arrows(page: Page) -> list[tuple[str, str]]:
    script = """all => all.map(one => [one.getAttribute('data-from'), one.getAttribute('data-to')])"""
    drawn = page.locator("#map .flow").evaluate_all(script)
    return [(a or START, b or END) for a, b in drawn]


def reached(origin: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """All that arrows lead to."""
    pairs, found, waiting = list(pairs), {origin}, [origin]
    while waiting:
        here = waiting.pop()
        new = {b for a, b in pairs if a == here} - found
        found |= new
        waiting += new
    return found


def holds_together(page: Page) -> int:
    """Every activity that is drawn lies on a drawn way from start to end; how many there are."""
    names = page.locator("#map .activity").evaluate_all("all => all.map(one => one.getAttribute('data-activity'))")
    drawn = arrows(page)
    assert set(names) <= reached(START, drawn)
    assert set(names) <= reached(END, [(b, a) for a, b in drawn])
    assert len(drawn) <= MOST_ARROWS
    return len(names)


def view(page: Page) -> str:
    return str(page.locator("#map .window-inside").evaluate("one => one.style.transform"))


def test_the_map_stays_usable(url: str, watch):
    page = watch().page
    page.add_init_script(LONG_TASKS)
    print()
    timed(page, "first draw", lambda: page.goto(f"{url}/process"), f"{SHOWN} === 30")
    variants = re.search(r"In all there are ([\d,]+) paths", page.locator("h1").inner_text())
    assert variants and int(variants[1].replace(",", "")) > 100_000
    assert holds_together(page) == 30
    page.locator("h1").evaluate("one => { one.stays = true; }")

    page.locator("#map-activities [role=slider]").focus()
    for count in (31, 32):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#map .activity")).to_have_count(count)
        expect(page.locator("#map-activities [role=slider]")).to_be_focused()

    timed(page, "slider: as many activities as can be", lambda: slide(page, 0, 1.0), f"{SHOWN} === 100")
    assert holds_together(page) == MOST_ACTIVITIES
    expect(page.locator("#map")).to_contain_text("At most 100 of the 1,000 activities are drawn")
    before = len(arrows(page))
    least = "location.search.includes('paths=0')"
    timed(page, "slider: as many arrows as can be", lambda: slide(page, 1, 0.0), least)
    page.wait_for_function(f"() => document.querySelectorAll('#map .flow').length > {before}")
    assert holds_together(page) == MOST_ACTIVITIES
    expect(page.locator("#map")).to_contain_text("most frequent arrows are drawn")
    timed(page, "time instead of frequency", lambda: page.get_by_role("link", name="Time", exact=True).click())
    expect(page.locator("#map .flow title", has_text=re.compile("(h|min|d)$")).first).to_be_attached()

    for way in ("in", "fit", "full"):
        was = view(page)
        timed(page, f"zoom: {way}", page.locator(f"#map [data-zoom={way}]").click)
        assert view(page) != was
    was = view(page)
    timed(page, "drag", lambda: drag(page))
    assert view(page) != was

    timed(page, "slider: one activity", lambda: slide(page, 0, 0.0), f"{SHOWN} === 1")
    assert holds_together(page) == 1
    assert page.locator("h1").evaluate("one => one.stays"), "a slider draws the map again, and not the whole page"

    timed(
        page, "frequency again", page.get_by_role("link", name="Frequency").click, "!location.search.includes('time')"
    )
    slide(page, 0, 0.3)
    expect(page.locator("#map .activity").nth(25)).to_be_attached()
    any_activity_can_be_opened(page)


def any_activity_can_be_opened(page: Page) -> None:
    """By a click on it, and one that is not drawn by its name."""
    name = page.locator("#map .activity").nth(1).get_attribute("data-activity")
    panel = page.locator("#map .panel")
    timed(page, "click on an activity", page.locator("#map .activity").nth(1).click, "document.querySelector('.panel')")
    expect(panel.locator("h3")).to_have_text(name or "")
    page.locator("#map-find").fill("witness statem")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("witness statement")
    assert options.count() <= 50
    page.get_by_role("option", name="Sign witness statement", exact=True).click()
    expect(panel.locator("h3")).to_have_text("Sign witness statement")
    expect(page.locator("#map .activity.lit, #map [data-activity='Sign witness statement']").first).to_be_attached()
    expect(panel).to_contain_text("Right before it")
    holds_together(page)
    found = "document.querySelector(\"[data-name='unhappy-against-happy'] svg\")"
    timed(page, "unhappy against happy", page.get_by_role("link", name="Unhappy against happy").click, found)
    assert page.locator("[data-name='unhappy-against-happy'] .activity").count() <= MOST_ACTIVITIES


def test_every_page_opens(url: str, watch):
    page = watch(width=390).page
    page.add_init_script(LONG_TASKS)
    page.goto(f"{url}/audit")
    expect(page.locator("#page h1")).to_be_visible()
    mismatch = page.locator("#navigation a[href*='/mismatch/']").first.get_attribute("href") or ""
    print()
    for address, what in {**PAGES, mismatch: "#page svg", "/case/D000007": "#case-mirror svg"}.items():
        visit(page, address, what)
        expect(page.locator("#page h1").first).to_be_visible()
        page.wait_for_function("document.documentElement.scrollWidth <= 390")
        if address == "/data/journey":
            expect(page.locator("#journey-work")).to_contain_text("Taken from the newest analysis")
