"""How long pages take in a browser, on the sample and on a million events: `make speed`; or on other projects:
`python -m tests.benchmarks.speed PROJECT.yaml …`. Prints seconds and bytes over the wire; asserts none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS, serving
from tests.conftest import ROOT

TIMES = 3
GENERATE = ROOT / "tests/benchmarks/bench/generate.py"
ANALYZER = str(Path(sys.executable).with_name("analyzer"))
DRAWN = """() => document.querySelector('#page h1')
    && ![...document.querySelectorAll('.drawing-place')].some(place => !place.childElementCount)"""


def main(projects: list[Path]) -> None:
    """The sample and a million events, where no project is named."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for project in projects or [sample(Path(folder)), million(Path("out/bench/1000000"))]:
            analyse(project)
            measure(browser, project)
        browser.close()


def sample(folder: Path) -> Path:
    """A copy of the sample."""
    shutil.copytree(ROOT / "data/samples/food_distribution", folder / "sample", ignore=shutil.ignore_patterns(".*"))
    return folder / "sample" / "project.yaml"


def million(folder: Path) -> Path:
    """The million events of `make bench`."""
    if not (folder / "project.yaml").exists():
        subprocess.run([sys.executable, str(GENERATE), str(folder), "1000000"], check=True)
    return folder / "project.yaml"


def analyse(project: Path) -> None:
    """A run of the project, where it has none."""
    runs = [ANALYZER, "runs", "--project", str(project), "--json"]
    if json.loads(subprocess.run(runs, check=True, capture_output=True, text=True).stdout):
        return
    with tempfile.TemporaryDirectory() as out:
        command = [ANALYZER, "align", "--project", str(project), "--out", str(Path(out) / "out")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure(browser: Browser, project: Path) -> None:
    """One project: each figure the median of three, the first page's first time alone."""
    print(f"\n{project.parent.name}")
    with serving([ANALYZER, "serve", "--project", str(project)]) as url:
        seconds, size = first_page(browser, url)
        say("first page, nothing asked before", seconds, size)
        cold = [first_page(browser, url) for _ in range(TIMES)]
        say("first page, a new browser", median(one[0] for one in cold), cold[0][1])
        page = browser.new_context(reduced_motion="reduce").new_page()
        page.set_default_timeout(120_000)
        page.goto(url)
        page.wait_for_function(DRAWN)
        say("first page again", again(lambda: page.goto(url), page, DRAWN))
        links = page.locator("#navigation a[href*='/mismatch/']")
        first = links.first.get_attribute("href") if links.count() else None
        if first:
            say("a mismatch", again(lambda: to(page, first), page, seen("/mismatch/")))
        say("the process map", again(lambda: to(page, "/process"), page, seen("/process", "#map svg.drawing")))
        say("the map, zoomed", zoomed(page))
        say("the list of cases", again(lambda: to(page, "/cases"), page, seen("/cases", ".case-name")))
        case = page.locator(".case-name").first.inner_text()
        way = f"/case/{quote(case, safe='')}"
        say("a case", again(lambda: to(page, way), page, seen("/case/", "#case-mirror svg")))
        values = filters(page)
        for value in values[:1]:
            to(page, "/")
            page.wait_for_function(DRAWN)
            say(f"the filter {value}, asked for the first time", once(page, f"/?segment={quote(value)}"))
            say("the filter again", once(page, f"/?segment={quote(value)}"))
        stage = stages(page)
        if stage:
            for path in ("/process", "/journey", "/blueprint", "/voice"):
                say(f"{path} of the stage {stage}, first time", once(page, f"{path}?stage={quote(stage)}"))


def first_page(browser: Browser, url: str) -> tuple[float, int]:
    """Seconds until the first page is complete in a browser that has kept nothing, and bytes over the wire."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    begun = time.perf_counter()
    page.goto(url)
    page.wait_for_function(DRAWN)
    seconds = time.perf_counter() - begun
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, sum(sizes)


def to(page: Page, address: str) -> None:
    """Follow a link within the page, as a click does."""
    path, _, search = address.partition("?")
    told = json.dumps({"pathname": path, "search": f"?{search}" if search else ""})
    page.evaluate(f"window.dash_clientside.set_props('address', {told})")


def seen(path: str, what: str = "#page h1") -> str:
    """Whether a page of that address stands."""
    return (
        f"() => location.pathname.startsWith({json.dumps(path)}) && document.querySelector({json.dumps(what)}) && "
        f"({DRAWN})()"
    )


def again(go: Callable[[], object], page: Page, until: str) -> float:
    """Seconds until something stands, coming from a page where it does not: the median of three."""
    took = []
    for _ in range(TIMES):
        to(page, "/method")
        page.wait_for_function("() => document.querySelector('.page.method') && location.pathname === '/method'")
        begun = time.perf_counter()
        go()
        page.wait_for_function(f"() => !document.querySelector('.page.method') && ({until})()")
        took.append(time.perf_counter() - begun)
    return median(took)


def once(page: Page, address: str) -> float:
    """Seconds until the first page of a slice stands."""
    to(page, "/method")
    page.wait_for_function("() => document.querySelector('.page.method') && location.pathname === '/method'")
    begun = time.perf_counter()
    to(page, address)
    page.wait_for_function(f"() => document.querySelector('#slice-holds') && ({DRAWN})()")
    return time.perf_counter() - begun


def zoomed(page: Page) -> float:
    """Seconds from the press of a button to the next frame in which the map is larger."""
    script = """() => new Promise(done => { const begun = performance.now();
        document.querySelector('#map [data-zoom=in]').click();
        requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - begun) / 1000))); })"""
    return float(median(page.evaluate(script) for _ in range(TIMES)))


def filters(page: Page) -> list[str]:
    """The value of an attribute to filter by, as the address writes it."""
    to(page, "/")
    page.wait_for_function(DRAWN)
    page.locator("#filter-segment").click()
    options = page.locator("[role=option]")
    found = [options.first.get_attribute("value") or ""] if options.count() else []
    page.keyboard.press("Escape")
    return [one for one in found if one]


def stages(page: Page) -> str | None:
    """The stage in the middle of the pickers' list."""
    to(page, "/voice")
    page.wait_for_function(seen("/voice"))
    page.locator("#filter-stage").click()
    options = page.locator("[role=option]:visible")
    found = [options.nth(i).get_attribute("value") for i in range(options.count())]
    page.keyboard.press("Escape")
    return found[len(found) // 2] if found else None


def say(what: str, seconds: float, size: int | None = None) -> None:
    beside = f"   {size / 1e6:.2f} MB over the wire" if size is not None else ""
    print(f"  {what:<48} {seconds:6.2f} s{beside}", flush=True)


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
