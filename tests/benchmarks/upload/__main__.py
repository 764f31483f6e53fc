"""What a large log costs browser and server while it is uploaded: `make bench-upload`, or
`python -m tests.benchmarks.upload [GIGABYTES]`. Half-way the server is killed and started again. Prints; asserts only
that the file arrived whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from analyzer.settings import load_project
from dashboards.providers.datasets import Datasets
from tests.browser.conftest import FLAGS, serving
from tests.browser.wire import Wire
from tests.conftest import ROOT

ANALYZER = str(Path(sys.executable).with_name("analyzer"))
LOG = '.upload[data-upload="log"]'
EVERY_S = 0.2
PATIENCE_MS = 30 * 60 * 1000


class Watch:
    """The memory of process trees, at first and at most, in bytes."""

    def __init__(self, **roots: int) -> None:
        self.roots = roots
        self.first = {name: _held(pid) for name, pid in roots.items()}
        self.most = dict(self.first)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(EVERY_S):
            for name, pid in self.roots.items():
                self.most[name] = max(self.most[name], _held(pid))

    def say(self) -> None:
        self._over.set()
        self._thread.join()
        for name in self.roots:
            first, most = self.first[name] / 1e6, self.most[name] / 1e6
            print(f"  {name:<12} {first:6.0f} MB before, {most:6.0f} MB at most (+{most - first:.0f} MB)", flush=True)


def main(gigabytes: float) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = Path(folder) / "sample" / "project.yaml"
        shutil.copytree(ROOT / "data/samples/food_distribution", project.parent, ignore=shutil.ignore_patterns(".*"))
        log = write(Path(folder) / "orders.csv", gigabytes)
        print(f"{log.stat().st_size / 1e9:.2f} GB, the server killed and started again half-way")
        command = [ANALYZER, "serve", "--project", str(project)]
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        (driver,) = _children(os.getpid())  # playwright's own process, and the browser beneath it
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        first = serving(command)
        wire = Wire(int(first.__enter__().rpartition(":")[2]))
        page.goto(f"http://127.0.0.1:{wire.port}/data")
        page.wait_for_selector(f"{LOG} .upload-zone")
        begun = time.perf_counter()
        watched = Watch(browser=driver, server=first.process.pid)
        wire.trouble("hold", log.stat().st_size // 2)
        choose(page, log)
        assert wire.happened.wait(PATIENCE_MS / 1000)
        watched.say()
        first.process.kill()
        first.__exit__()
        with serving(command) as url:
            watched = Watch(browser=driver)
            wire.target = int(url.rpartition(":")[2])
            wire.free()
            wire.cut()
            page.locator(f"{LOG} .upload-note", has_text="uploaded").first.wait_for()
            watched.say()
            print(f"  {time.perf_counter() - begun:.0f} s in all", flush=True)
        (made,) = Datasets(load_project(project)).all()
        assert made.sha256 == digest(log), "the file did not arrive whole"
        print("  arrived whole (SHA-256)")
        wire.close()
        browser.close()


def write(path: Path, gigabytes: float) -> Path:
    """A log of the wanted size: the sample's rows, again and again."""
    head, _, rows = (ROOT / "data/samples/food_distribution/log.csv").read_bytes().partition(b"\n")
    with path.open("wb") as file:
        file.write(head + b"\n")
        while file.tell() < gigabytes * 1e9:
            file.write(rows)
    return path


def choose(page: Page, log: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click(f"{LOG} .upload-zone")
    chooser.value.set_files(log)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _held(pid: int) -> int:
    """Bytes of memory of their own that a process and its descendants hold, without what is mapped from files."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) * 1024
    except OSError:
        return 0
    return own + sum(_held(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0)
