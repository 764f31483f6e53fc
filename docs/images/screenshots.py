"""Pictures of the dashboard, made by command: `make screenshots`.

    python docs/images/screenshots.py --walk                      the pictures of docs/walk-*.md, of the sample
    python docs/images/screenshots.py --project P --out FOLDER    every page of a project, each width, each ground

A project is analysed first where it was not. A Chromium of the system is needed (`CHROMIUM` names another one).
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "data" / "samples" / "food_distribution"
ANALYZER = Path(sys.executable).parent / "analyzer"
WIDTHS, GROUNDS = (1440, 1024, 390), ("light", "dark")
HEIGHT = 900
PATIENCE_S = 150
NO_TOUR = "if (location.protocol.startsWith('http')) localStorage.setItem('alignment-tour', 'seen')"
PATHS = (
    "/", "/process", "/journey", "/voice", "/blueprint", "/cases", "/improvement", "/data", "/nights", "/audit",
    "/review", "/risk",
)  # fmt: skip
STILL = """() => document.querySelector('#page > *') && !document.querySelector('._dash-loading-callback, .js-pending')
    && !document.body.innerText.includes('Looking through the comments')"""
# name, address (None: the first mismatch), height of the picture, element at its top (None: the top of the page)
WALK: tuple[tuple[str, str | None, int, str | None], ...] = (
    ("verdict", "/", 900, None),
    ("journey", "/journey", 900, None),
    ("mismatch", None, 900, None),
    ("voice", "/voice", 900, "#topics-card"),
    ("process", "/process", 900, None),
    ("blueprint", "/blueprint", 900, None),
)


@contextmanager
def served(project: Path) -> Iterator[str]:
    """A server over a project, for the length of a with block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(ANALYZER), "serve", "--project", str(project), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        ends = time.monotonic() + PATIENCE_S
        while not _answers(url) and time.monotonic() < ends:
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def open_page(page: Page, url: str, path: str) -> None:
    """A page of the dashboard, complete."""
    page.goto(url + path, timeout=1000 * PATIENCE_S)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(STILL, timeout=1000 * PATIENCE_S)
    page.wait_for_timeout(600)


def first_links(page: Page, url: str) -> list[str]:
    """The addresses of the first two mismatches and of one case."""
    open_page(page, url, "/")
    links = "nodes => [...new Set(nodes.map(n => n.getAttribute('href')))]"
    found = page.eval_on_selector_all("a[href^='/mismatch/']", links)[:2]
    open_page(page, url, "/cases")
    return [*found, *page.eval_on_selector_all("a[href^='/case/']", links)[:1]]


def every_page(project: Path, out: Path, only: Sequence[str], widths: Sequence[int], grounds: Sequence[str]) -> None:
    """Each page, whole, in each width and on each ground, as `out/<page>-<width>-<ground>.png`."""
    out.mkdir(parents=True, exist_ok=True)
    with served(project) as url, chromium() as browser:
        for ground in grounds:
            for width in widths:
                context = browser.new_context(color_scheme=ground, reduced_motion="reduce")  # type: ignore[arg-type]
                context.add_init_script(NO_TOUR)
                page = context.new_page()
                page.set_viewport_size({"width": width, "height": HEIGHT})
                for path in only or (*PATHS, *first_links(page, url)):
                    open_page(page, url, path)
                    name = "-".join(path.split("?")[0].strip("/").split("/")[:1]) or "alignment"
                    extra = "-2" if (out / f"{name}-{width}-{ground}.png").exists() and name == "mismatch" else ""
                    page.screenshot(path=out / f"{name}{extra}-{width}-{ground}.png", full_page=True)
                context.close()


def walk(project: Path, out: Path) -> None:
    """The pictures of the walks, one screen each."""
    with served(project) as url, chromium() as browser:
        page = browser.new_context(color_scheme="light", reduced_motion="reduce").new_page()
        page.add_init_script(NO_TOUR)
        page.set_viewport_size({"width": 1440, "height": HEIGHT})
        story = first_links(page, url)[0]
        for name, path, height, top in WALK:
            page.set_viewport_size({"width": 1440, "height": height})
            open_page(page, url, path or story)
            if top:
                page.locator(top).scroll_into_view_if_needed()
                page.evaluate("top => document.querySelector(top).scrollIntoView()", top)
                page.wait_for_timeout(300)
            page.screenshot(path=out / f"walk-{name}.jpg", type="jpeg", quality=72)


def main() -> None:
    """Read what is asked for, analyse, draw."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--walk", action="store_true")
    asked.add_argument("--project", type=Path)
    asked.add_argument("--out", type=Path, default=Path("out/screenshots"))
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--width", type=int, nargs="*", default=WIDTHS)
    asked.add_argument("--ground", nargs="*", default=GROUNDS)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as held:
        project = chosen.project
        if project is None:
            project = Path(shutil.copytree(SAMPLE, Path(held) / "sample")) / "project.yaml"
            subprocess.run([ANALYZER, "align", "--project", project, "--out", Path(held) / "out"], check=True)
        if chosen.walk:
            walk(project, HERE)
        else:
            every_page(project, chosen.out, chosen.only, chosen.width, chosen.ground)


if __name__ == "__main__":
    main()
