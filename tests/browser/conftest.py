"""A real server over the project's own sample, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import ROOT, absent, answers

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
PATIENCE = 60  # seconds; the machine may be busy


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

    def open(self, url: str) -> Page:
        self.page.goto(url)
        return self.page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample, analysed by the command and served by the command."""
    folder = tmp_path_factory.mktemp("sample") / "food_distribution"
    shutil.copytree(
        ROOT / "data" / "samples" / "food_distribution", folder, ignore=shutil.ignore_patterns(".alignment")
    )
    project, out = folder / "project.yaml", folder.parent / "out"
    analyzer = [str(Path(sys.executable).with_name("analyzer"))]
    command = [*analyzer, "align", "--project", str(project), "--out", str(out)]
    made = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert made.returncode == 0, made.stderr
    with serving([*analyzer, "serve", "--project", str(project)]) as url:
        yield Served(url, project, out)


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
            time.sleep(0.2)
        self.__exit__()
        raise AssertionError(f"the server did not answer within {PATIENCE} seconds")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()


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


@pytest.fixture
def watch(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Opens pages that are watched; at the end none of them may have asked anybody else or have had an error."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def one(width: int = 1440, height: int = 900, ground: str = "light") -> Watched:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, color_scheme=ground, reduced_motion="reduce")  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        watched = Watched(context.new_page())
        page = watched.page
        page.on(
            "request", lambda request: None if request.url.startswith(LOCAL) else watched.foreign.append(request.url)
        )
        page.on("console", lambda said: watched.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        opened.append((context, watched))
        return watched

    yield one
    for context, watched in opened:
        context.close()
        assert watched.foreign == [], "a request left this machine"
        assert watched.errors == []
