"""A huge process in a browser: `python -m tests.benchmarks.huge`. Writes 1,000 activities and more than 100,000
variants in a folder for the time being, analyses and serves them, and prints seconds, memory and longest tasks."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.huge.generate import write
from tests.benchmarks.huge.measure import LONG_TASKS, PAGES, drag, slide, timed, to, visit
from tests.browser.conftest import FLAGS, serving

ANALYZER = str(Path(sys.executable).with_name("analyzer"))
SHOWN = "document.querySelectorAll('#map .activity').length"


def main() -> None:
    """All of it, once."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        project = write(Path(folder) / "huge")
        print(f"written in {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        command = [ANALYZER, "align", "--project", str(project), "--out", str(Path(folder) / "out")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        print(f"analysed in {time.perf_counter() - begun:.1f} s ({cpu:.1f} s of processor time, {peak:.0f} MB)")
        with serving([ANALYZER, "serve", "--project", str(project)]) as url, sync_playwright() as playwright:
            found = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(120_000)
            page.add_init_script(LONG_TASKS)
            measure(page, url)
            browser.close()


def measure(page: Page, url: str) -> None:
    """The map as an analyst uses it, then every page."""
    timed(page, "the process page, the browser empty", lambda: page.goto(url + "/process"), f"{SHOWN} === 30")
    page.wait_for_load_state("networkidle")
    timed(page, "slider to 100 activities", lambda: slide(page, 0, 1.0), f"{SHOWN} >= 100")
    timed(page, "slider to all arrows", lambda: slide(page, 1, 0.0), "location.search.includes('paths=0')")
    timed(page, "time instead of frequency", lambda: to(page, "/process?activities=100&paths=0&measure=time"))
    for way in ("in", "out", "fit", "full"):
        timed(page, f"zoom {way}", page.locator(f"#map [data-zoom={way}]").click)
    timed(page, "drag", lambda: drag(page))
    panel = "document.querySelector('#map .panel')"
    timed(page, "an activity of the tail", lambda: to(page, "/process?activity=Sign+consent"), panel)
    timed(page, "slider to 1 activity", lambda: slide(page, 0, 0.0), f"{SHOWN} <= 2")
    to(page, "/audit")
    page.wait_for_function("() => !document.querySelector('#map')")
    for address, what in PAGES.items():
        visit(page, address, what)


if __name__ == "__main__":
    main()
