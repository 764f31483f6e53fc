"""A project without a run: the server makes one as a job, and the page shows how far it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, Watched, serving
from tests.conftest import ANALYZER, SAMPLE
from tests.kept_project import small_project

SLOW = PATIENCE * 1000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "food_distribution"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".alignment"))
    return folder / "project.yaml"


@pytest.fixture
def server(project: Path) -> Iterator[str]:
    with serving([ANALYZER, "serve", "--project", str(project)]) as url:
        yield url


def test_it_is_stopped_and_begun_again(server: str, watch: Callable[..., Watched]):
    """That it is shown when it is done: below."""
    page = watch().open(f"{server}/", rest=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("The first analysis is under way", timeout=SLOW)
    expect(page.locator(".job [aria-label*=' %']")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first analysis was stopped", timeout=SLOW)
    page.get_by_role("button", name="Analyse again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first analysis is under way", timeout=SLOW)


def test_what_stops_it_is_said_and_once_it_is_mended_it_goes_on(tmp_path: Path, watch: Callable[..., Watched]):
    """The file is put back while the page is open."""
    project = small_project(tmp_path / "orders")
    journey, away = project.with_name("journey.yaml"), project.with_name("away.yaml")
    journey.rename(away)
    with serving([ANALYZER, "serve", "--project", str(project)]) as server:
        page = watch().open(f"{server}/", rest=False)
        said = page.get_by_role("alert").filter(has_text="no file journey.yaml")
        expect(said).to_be_visible(timeout=SLOW)
        away.rename(journey)
        page.get_by_role("button", name="Analyse again").click()
        expect(page.locator(".mirror-card")).to_be_visible(timeout=3 * SLOW)


def test_the_sample_is_one_click_away_and_a_closed_page_loses_nothing(
    server: str, project: Path, watch: Callable[..., Watched]
):
    """Nobody has opened the page before the files were taken away."""
    for name in ("log.csv", "signals.csv", "journey.yaml"):
        project.with_name(name).unlink()
    watched = watch()
    page = watched.open(f"{server}/", rest=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("No log yet", timeout=SLOW)
    page.get_by_role("button", name="Analyse the sample").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first analysis is under way", timeout=SLOW)
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    watched.open(f"{server}/", rest=False)
    expect(page.locator(".mirror-card")).to_be_visible(timeout=3 * SLOW)
    expect(page.locator("#stories")).to_contain_text("Demand prepayment")
    expect(page.locator("#foot")).to_contain_text(re.compile(r"Run \d{8}T\d{6}Z"), timeout=SLOW)
