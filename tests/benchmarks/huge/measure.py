"""What a huge process does to the browser: seconds until something stands, and the longest time the page did not
answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

PAGES = {  # each with what stands on it once it is complete
    "/": "#page svg",
    "/process": "#map svg.drawing",
    "/journey": "#page svg",
    "/blueprint": "[data-name='blueprint'] svg",
    "/voice": "#page svg",
    "/cases": ".case-name",
    "/improvement": "#page h1",
    "/data": "#page h1",
    "/data/columns": "#page table",
    "/data/journey": ".activity-card",
    "/data/runs": "#page table",
    "/method": "#page h2",
}
LONG_TASKS = """window.tasks = []; new PerformanceObserver(all => all.getEntries().forEach(one =>
    window.tasks.push(one.duration))).observe({ type: 'longtask', buffered: true });"""
DRAWN = """![...document.querySelectorAll('.drawing-place')].some(place => !place.childElementCount)"""


@dataclass(frozen=True)
class Measured:
    """How long something took, and the longest task of the browser's main thread meanwhile."""

    what: str
    seconds: float
    longest_ms: float

    def __str__(self) -> str:
        return f"  {self.what:<44} {self.seconds:6.2f} s   longest task {self.longest_ms:5.0f} ms"


def timed(page: Page, what: str, go: Callable[[], Any], until: str = "true") -> Measured:
    """Do something and wait until a condition holds in the page; printed."""
    page.evaluate("window.tasks && (window.tasks.length = 0)")
    begun = time.perf_counter()
    go()
    page.wait_for_function(f"() => ({until}) && {DRAWN}")
    seconds = time.perf_counter() - begun
    page.wait_for_timeout(80)  # a task is told of once it has ended
    found = Measured(what, seconds, page.evaluate("Math.max(0, ...(window.tasks || []))"))
    print(found, flush=True)
    return found


def to(page: Page, address: str) -> None:
    """Follow a link within the dashboard, as a click does."""
    path, _, search = address.partition("?")
    told = json.dumps({"pathname": path, "search": f"?{search}" if search else ""})
    page.evaluate(f"window.dash_clientside.set_props('address', {told})")


def visit(page: Page, address: str, what: str) -> Measured:
    """Go to another page and wait until it stands in the place of the one before."""
    page.evaluate("document.querySelector('#page').firstElementChild.left = true")
    new = "document.querySelector('#page').firstElementChild && !document.querySelector('#page').firstElementChild.left"
    return timed(page, address, lambda: to(page, address), f"{new} && document.querySelector({json.dumps(what)})")


def slide(page: Page, number: int, part: float) -> None:
    """Click on a slider of the map at a part of its length."""
    rail = page.locator("#map .mantine-Slider-trackContainer").nth(number)
    width, height = rail.evaluate("one => [one.clientWidth, one.clientHeight]")
    rail.click(position={"x": max(1.0, width * part - 1), "y": height / 2})


def drag(page: Page) -> None:
    """Drag the map by forty small steps."""
    frame = page.locator("#map .window").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x - 6 * step, y + 3 * step)
    page.mouse.up()
