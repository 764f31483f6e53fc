"""A real server over the project's own sample, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.conftest import ANALYZER, PATIENCE, Analysed, absent, answers

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("http://127.0.0.1:", "file://", "data:", "blob:", "about:")
# What is under way in a page, and when something last happened in it.
WATCHED = """(() => {
    const state = window.underWay = {open: 0, last: performance.now()};
    const touch = () => { state.last = performance.now(); };
    const begin = () => { state.open += 1; touch(); }, end = () => { state.open -= 1; touch(); };
    const fetched = window.fetch, send = XMLHttpRequest.prototype.send;
    window.fetch = (...given) => { begin(); return fetched.apply(window, given).finally(end); };
    XMLHttpRequest.prototype.send = function (...given) {
        begin();
        this.addEventListener('loadend', end, {once: true});
        return send.apply(this, given);
    };
    window.addEventListener('resize', touch);
    new MutationObserver(changes => {
        touch();
        for (const one of changes.flatMap(change => [...change.addedNodes]))
            if (one.tagName === 'SCRIPT' && one.src) {
                begin();
                for (const how of ['load', 'error']) one.addEventListener(how, end, {once: true});
            }
    }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
})()"""
NO_TOUR = "if (location.protocol.startsWith('http')) localStorage.setItem('alignment-tour', 'seen')"
STILL_MS = 250
AT_REST = f"""() => document.readyState === 'complete' && window.underWay && underWay.open <= 0
    && performance.now() - underWay.last > {STILL_MS}"""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

expect.set_options(timeout=PATIENCE * 1000)  # the machine may be busy


@dataclass
class Served:
    """A server, the folder of its project and the three files of its newest run."""

    url: str
    project: Path
    files: Path


@dataclass
class Watched:
    """A page with what went wrong in it."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, url: str, rest: bool = True) -> Page:
        """Open a page, and wait until it is complete; not so where it never rests."""
        self.page.goto(url)
        if rest:
            at_rest(self.page)
        return self.page


def at_rest(page: Page) -> None:
    """Wait until a page is complete: nothing is asked for, and nothing has changed for a moment."""
    page.evaluate(TWO_FRAMES)
    page.wait_for_function(AT_REST, polling=50)


def becomes(ask: Callable[[], object], wanted: object) -> None:
    """Wait until what is asked for is as it is to be."""
    ends = time.monotonic() + PATIENCE
    while (found := ask()) != wanted and time.monotonic() < ends:
        time.sleep(0.05)
    assert found == wanted


def go_to(page: Page, address: str) -> None:
    """Go from one page of the dashboard to another as a link does, without loading it anew; to rest there."""
    path, _, search = address.partition("?")
    to = {"pathname": path, "search": f"?{search}" if search else ""}

    def answered(answer: object) -> bool:
        asked = answer.request  # type: ignore[attr-defined]
        return "/_dash-update-component" in asked.url and '"page.children"' in (asked.post_data or "")

    with page.expect_response(answered):
        page.evaluate("to => window.dash_clientside.set_props('address', to)", to)
    at_rest(page)


def look_again(page: Page, width: int, ground: str = "light") -> None:
    """The same page in another width or on the other ground; to rest there."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=ground)  # type: ignore[arg-type]
    at_rest(page)


def fits(page: Page) -> bool:
    """Whether nothing of a page is wider than its window."""
    found: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def served(analysed: Analysed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample, analysed by the command and served by the command."""
    project = analysed.copy(tmp_path_factory.mktemp("sample") / "food_distribution")
    with serving([ANALYZER, "serve", "--project", str(project)]) as url:
        yield Served(url, project, analysed.files)


class serving:
    """A server for the length of a with block."""

    def __init__(self, command: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen([*command, "--port", str(self.port)], stdout=subprocess.DEVNULL)

    def __enter__(self) -> str:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and self.process.poll() is None:
            if answers(self.port):
                return f"http://127.0.0.1:{self.port}"
            time.sleep(0.1)
        self.__exit__()
        raise AssertionError(f"the server did not answer within {PATIENCE} seconds")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        absent("There is no Chromium: install the system's package `chromium`, or set CHROMIUM to the program.")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield one
        one.close()


class Windows:
    """Windows of a browser for one test after the other. The first two at a time are the same ones each time, emptied:
    what a page loads they then have at hand, scripts compiled. Further ones at the same time are new. Nothing is shared
    between windows, and nobody gets one that another has not given back."""

    most = 2

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: list[Page] = []
        self.taken: list[Page] = []

    def take(self) -> Page:
        """A window that remembers nothing, of the size and the ground that new ones have."""
        page = next((one for one in self.kept if one not in self.taken), None)
        if page is None:
            page = self.new()
            if len(self.kept) < self.most:
                self.kept.append(page)
        self.taken.append(page)
        page.context.clear_cookies()  # an answer that came late may have brought one after the last test
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
        return page

    def new(self) -> Page:
        context: BrowserContext = self.browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(WATCHED)
        context.add_init_script(NO_TOUR)
        return context.new_page()

    def give_back(self, pages: list[Page], origins: set[str]) -> None:
        """Close the windows of a test but for those that are kept, which forget where they were."""
        for page in pages:
            self.taken.remove(page)
            if page in self.kept:
                try:
                    self._empty(page, origins)
                    continue
                except BrowserError:  # it hangs or has crashed: the next test gets another one
                    self.kept.remove(page)
            page.context.close()

    @staticmethod
    def _empty(page: Page, origins: set[str]) -> None:
        page.unroute_all()
        page.context.set_offline(False)
        at = urlsplit(page.url)
        here = f"{at.scheme}://{at.netloc}"
        # An empty page of another origin begins another process, which compiles every script anew.
        page.goto(f"{here}/health" if at.scheme == "http" and here in origins else "about:blank")
        page.context.clear_cookies()
        session = page.context.new_cdp_session(page)
        for origin in sorted(origins):
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.send("Page.resetNavigationHistory")
        session.detach()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


def listen(watched: Watched, origins: set[str]) -> dict[str, Callable[..., None]]:
    """Write down what goes wrong in a page and whom it asks; what listens, by the event."""

    def asked(request: Request) -> None:
        at = urlsplit(request.url)
        origins.add(f"{at.scheme}://{at.netloc}")
        if not request.url.startswith(LOCAL):
            watched.foreign.append(request.url)

    listening: dict[str, Callable[..., None]] = {
        "request": asked,
        "console": lambda said: watched.errors.append(said.text) if said.type == "error" else None,
        "pageerror": lambda error: watched.errors.append(str(error)),
    }
    for what, listener in listening.items():
        watched.page.on(what, listener)  # type: ignore[call-overload]
    return listening


@pytest.fixture
def watch(windows: Windows) -> Iterator[Callable[..., Watched]]:
    """Opens pages that are watched; at the end none of them may have asked anybody else or have had an error."""
    opened: list[tuple[Watched, dict[str, Callable[..., None]]]] = []
    origins: set[str] = set()

    def one(width: int = 1440, height: int = 900, ground: str = "light") -> Watched:
        page = windows.take()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=ground, reduced_motion="reduce")  # type: ignore[arg-type]
        watched = Watched(page)
        opened.append((watched, listen(watched, origins)))
        return watched

    yield one
    for watched, listening in opened:
        for what, listener in listening.items():
            watched.page.remove_listener(what, listener)
    windows.give_back([watched.page for watched, _ in opened], {o for o in origins if o.startswith("http")})
    for watched, _ in opened:
        assert watched.foreign == [], "a request left this machine"
        assert watched.errors == []
