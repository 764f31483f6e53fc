"""Uploads in a real browser: lost connections, reloads, a restarted server, the keyboard."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analyzer.settings import load_project
from dashboards.providers.datasets import Datasets
from tests.browser.conftest import PATIENCE, Windows, at_rest, serving
from tests.browser.wire import Wire
from tests.conftest import ANALYZER, Analysed

MIB = 1 << 20
SIZE = 32 * MIB
SLOW = PATIENCE * 1000
LOG = '.upload[data-upload="log"]'


@pytest.fixture(scope="module")
def project(analysed: Analysed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its first run, for pages in peace."""
    return analysed.copy(tmp_path_factory.mktemp("uploads") / "food_distribution")


@pytest.fixture(scope="module")
def command(project: Path) -> list[str]:
    return [ANALYZER, "serve", "--project", str(project)]


@pytest.fixture(scope="module")
def server(command: list[str]) -> Iterator[str]:
    with serving(command) as url:
        yield url


@pytest.fixture(scope="module")
def laid(server: str) -> Iterator[Wire]:
    """One for all tests, so that a browser finds its compiled scripts again."""
    one = Wire(port_of(server))
    yield one
    one.close()


@pytest.fixture
def wire(laid: Wire, server: str) -> Wire:
    """A wire without trouble."""
    laid.mend(port_of(server))
    return laid


@pytest.fixture
def datasets(project: Path) -> Iterator[Datasets]:
    one = Datasets(load_project(project))
    yield one
    for made in one.all():
        one.remove(made.id)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """32 MiB in which no two pieces of a MiB are the same."""
    path = tmp_path / "orders.csv"
    with path.open("wb") as file:
        for number in range(SIZE // MIB):
            file.write(hashlib.sha256(str(number).encode()).digest() * (MIB // 32))
    return path


@pytest.fixture
def visit(windows: Windows, wire: Wire) -> Iterator[Callable[[], Page]]:
    """Opens the page Data through the wire, in a window that remembers nothing of other tests."""
    url = f"http://127.0.0.1:{wire.port}"
    page = windows.take()
    page.set_viewport_size({"width": 1440, "height": 900})

    def open_page() -> Page:
        page.goto(f"{url}/data")
        page.wait_for_selector(f"{LOG} .upload-zone")
        at_rest(page)  # nothing is drawn anew under the test's hand
        return page

    yield open_page
    windows.give_back([page], {url})


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def choose(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click(f"{LOG} .upload-zone")
    chooser.value.set_files(list(files))


def note(page: Page, words: str) -> None:
    expect(page.locator(f"{LOG} .upload-note").first).to_contain_text(re.compile(words), timeout=SLOW)


def is_whole(datasets: Datasets, log: Path) -> bool:
    (made,) = datasets.all()
    return made.sha256 == hashlib.sha256(log.read_bytes()).hexdigest() and made.name == log.name


def test_a_connection_that_breaks_costs_nothing_but_time(visit, wire, datasets, log):
    page = visit()
    wire.trouble("cut", 20 * MIB)
    choose(page, log)
    assert wire.happened.wait(PATIENCE)
    note(page, "34 MB · uploaded")
    assert is_whole(datasets, log)
    expect(page.locator(f"{LOG} .upload-said")).to_have_text("orders.csv is uploaded.")


def test_after_a_reload_the_same_file_goes_on_where_it_was(visit, wire, datasets, log):
    page = visit()
    wire.trouble("hold", 20 * MIB)
    choose(page, log)
    assert wire.happened.wait(PATIENCE)
    bar = page.locator(f"{LOG} [role=progressbar]").first
    expect(bar).to_have_attribute("aria-valuetext", re.compile(r"\d+ %"))
    wire.cut()
    wire.free()
    with page.expect_response(lambda answer: answer.request.method == "HEAD") as head:
        page.reload()
    note(page, "choose the same file to go on")
    have = int(head.value.headers["upload-offset"])
    assert 8 * MIB < have < SIZE
    with page.expect_request(lambda request: request.method == "PATCH") as first:
        choose(page, log)
    assert int(first.value.headers["upload-offset"]) == have
    note(page, "34 MB · uploaded")
    assert is_whole(datasets, log)


def test_a_server_that_is_started_again_gets_the_rest_by_itself(visit, wire, datasets, log, command, server):
    with serving(command) as second:
        wire.target = port_of(second)
        page = visit()
        wire.trouble("hold", 20 * MIB)
        choose(page, log)
        assert wire.happened.wait(PATIENCE)
    wire.target = port_of(server)
    wire.free()
    wire.cut()
    note(page, "34 MB · uploaded")
    assert is_whole(datasets, log)


def test_pause_resume_and_remove(visit, wire, datasets, log, project):
    page = visit()
    wire.trouble("hold", 20 * MIB)
    choose(page, log)
    assert wire.happened.wait(PATIENCE)
    page.get_by_role("button", name="Pause orders.csv").click()
    note(page, "paused")
    wire.free()
    page.get_by_role("button", name="Resume orders.csv").click()
    note(page, "uploaded")
    assert is_whole(datasets, log)
    other = log.with_name("other.csv")
    log.rename(other)
    wire.trouble("hold", 20 * MIB)
    choose(page, other)
    assert wire.happened.wait(PATIENCE)
    page.get_by_role("button", name="Pause other.csv").click()
    wire.free()
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        page.get_by_role("button", name="Remove other.csv").click()
    assert gone.value.status == 204
    assert list((project.parent / ".alignment" / "uploads").iterdir()) == []


def test_it_goes_on_while_another_page_is_looked_at(visit, wire, datasets, log):
    page = visit()
    wire.trouble("hold", 20 * MIB)
    choose(page, log)
    assert wire.happened.wait(PATIENCE)
    page.evaluate("window.dash_clientside.set_props('address', {pathname: '/data/runs'})")
    wire.free()
    page.wait_for_selector(LOG, state="detached")
    page.wait_for_function("() => localStorage.getItem('alignment-uploads') === '{}'", polling=100)
    assert is_whole(datasets, log)


def test_what_the_server_refuses_stands_beside_the_file(visit, datasets, tmp_path):
    (tmp_path / "empty.csv").touch()
    page = visit()
    choose(page, tmp_path / "empty.csv")
    note(page, "The file is empty")
    assert datasets.all() == []


def test_by_keyboard(visit, datasets, tmp_path):
    (tmp_path / "small.csv").write_text("case_id,activity,timestamp\n1,Ship,2026-01-01\n")
    page = visit()
    with page.expect_file_chooser() as chooser:
        page.locator(f"{LOG} .upload-zone").press("Enter")
    chooser.value.set_files([tmp_path / "small.csv"])
    note(page, "45 bytes · uploaded")
    assert [one.name for one in datasets.all()] == ["small.csv"]


def test_dropped_files_go_one_after_the_other(visit, datasets):
    page = visit()
    page.evaluate(
        """zone => {
            const carried = new DataTransfer();
            for (const name of ["a.csv", "b.csv"]) carried.items.add(new File([name], name));
            for (const what of ["dragenter", "dragover", "drop"])
                zone.dispatchEvent(new DragEvent(what, {bubbles: true, cancelable: true, dataTransfer: carried}));
        }""",
        page.query_selector(f"{LOG} .upload-zone"),
    )
    expect(page.locator(f"{LOG} .upload-row[data-state=done]")).to_have_count(2, timeout=SLOW)
    assert sorted(one.name for one in datasets.all()) == ["a.csv", "b.csv"]
