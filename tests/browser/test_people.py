"""People at the dashboard in real browsers: signing in, a viewer and an analyst, two at once, the board by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analyzer.catalog import add_user, open_catalog, password_hash
from analyzer.settings import load_project
from tests.browser.conftest import Watched, Windows, at_rest, fits, look_again, serving
from tests.conftest import ANALYZER, Analysed

PASSWORD = "correct horse battery"
VIEWER = "Vera <b>'مريم'</b> 👩‍🍳"


@dataclass
class Peopled:
    """A server with two projects and their people; `url` is its address."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def peopled(analysed: Analysed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    """The analysed sample as two projects: north has Anna, Ben (analysts) and Vera (viewer), south only Anna."""
    folder = tmp_path_factory.mktemp("people")
    for place, name in (("north", "Northern kitchens"), ("south", 'South "& <i>sons</i>"')):
        file = analysed.copy(folder / place)
        text = file.read_text(encoding="utf-8").replace("name: Food distribution", f"name: '{name}'")
        file.write_text(text, encoding="utf-8")
    for place, name, role in (
        ("north", "Anna", "analyst"),
        ("north", "Ben", "analyst"),
        ("north", VIEWER, "viewer"),
        ("south", "Anna", "analyst"),
    ):
        add(folder / place / "project.yaml", name, role)
    with serving([ANALYZER, "serve", "--project", str(folder)]) as url:
        yield Peopled(url, folder)


def add(project: Path, name: str, role: str) -> None:
    with open_catalog(load_project(project)) as catalog:
        add_user(catalog, name, role, password_hash(PASSWORD))


@pytest.fixture
def sign_in(watch: Callable[..., Watched], peopled: Peopled) -> Callable[..., Page]:
    """A page of somebody who has signed in, in a browser of their own."""

    def one(name: str, path: str = "/", **how: object) -> Page:
        page = watch(**how).open(peopled.url + path)
        expect(page).to_have_url(re.compile("/sign-in"))
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator(".page h1")).to_be_visible()
        at_rest(page)
        return page

    return one


def mismatch(page: Page) -> str:
    """The address of the first mismatch."""
    page.goto("/".join(page.url.split("/")[:3]) + "/")
    href = page.locator(".story-link").first.get_attribute("href")
    assert href
    return href


def take(page: Page, title: str, owner: str = "Finance") -> None:
    """Fill in the form of the drawer and save it."""
    page.get_by_role("link", name="Add an action").click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    at_rest(page)
    drawer.get_by_label("What to do").fill(title)
    drawer.get_by_label("Owner").fill(owner)
    drawer.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page, title)).to_have_count(1)


def card(page: Page, title: str):
    return page.locator(".action-card").filter(has_text=title)


def column(page: Page, name: str):
    return page.locator(f'[data-column="{name}"]')


def test_the_form_fits_and_leads_back(sign_in, peopled: Peopled):
    page = sign_in("anna", "/voice", width=390, height=844, ground="dark")
    expect(page).to_have_url(re.compile(r"/voice$"))
    assert fits(page)


def test_a_wrong_password_is_said_and_signing_out_is_the_end(windows: Windows, peopled: Peopled):
    page = windows.take()
    page.goto(peopled.url + "/improvement")
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Password").fill("not the one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/improvement$"))
    assert page.evaluate("document.cookie") == "", "no script reads the session"
    page.get_by_role("button", name="Signed in as Anna").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.goto(peopled.url + "/")
    expect(page).to_have_url(re.compile("/sign-in$"))
    windows.give_back([page], {peopled.url})


def test_a_viewer_reads_comments_and_edits_nothing(sign_in, peopled: Peopled):
    page = sign_in(VIEWER)
    expect(page.locator(".who-name")).to_have_text(VIEWER)
    expect(page.get_by_role("link", name="Who changed what")).to_have_count(0)
    expect(page.get_by_role("link", name="Projects", exact=True)).to_have_count(0)
    page.goto(peopled.url + mismatch(page))
    expect(page.locator("#actions")).to_be_visible()
    expect(page.get_by_text("Take action")).to_have_count(0)
    text = "From the dock: <script>window.bad = 1</script> https://example.com\nsecond line"
    page.get_by_label("Say something").fill(text)
    page.get_by_role("button", name="Comment", exact=True).click()
    said = page.locator(".comments li").filter(has_text="From the dock")
    expect(said.locator("p.as-typed")).to_have_text(text)
    expect(said.locator("strong")).to_have_text(VIEWER)
    assert said.locator("a, script").count() == 0
    assert page.evaluate("window.bad") is None
    expect(page.get_by_label("Say something")).to_have_value("")
    page.goto(peopled.url + "/improvement")
    expect(page.locator(".page h1")).to_be_visible()
    expect(page.get_by_role("link", name="Add an action")).to_have_count(0)
    page.goto(peopled.url + "/?project=south")
    expect(page.get_by_text("There is no such project, or you have no user in it.")).to_be_visible()


def test_one_comments_and_the_other_sees_it(sign_in, peopled: Peopled):
    anna, ben = sign_in("Anna"), sign_in("Ben")
    href = mismatch(anna)
    anna.goto(peopled.url + href)
    ben.goto(peopled.url + href)
    anna.get_by_label("Say something").fill("Finance knows")
    anna.get_by_role("button", name="Comment", exact=True).click()
    expect(anna.locator("#comment-list .as-typed", has_text="Finance knows")).to_be_visible()
    ben.reload()
    said = ben.locator(".comments li").filter(has_text="Finance knows")
    expect(said.locator("strong")).to_have_text("Anna")
    ben.once("dialog", lambda asked: asked.dismiss())  # one is asked before, and may say no
    said.get_by_role("button", name="Remove").click()
    expect(said).to_be_visible()
    ben.once("dialog", lambda asked: asked.accept())
    said.get_by_role("button", name="Remove").click()
    expect(ben.locator("#comment-list").get_by_text("Finance knows")).to_have_count(0)
    anna.reload()
    expect(anna.locator("#comments")).to_be_visible()
    expect(anna.get_by_text("Finance knows")).to_have_count(0)


def test_two_move_different_actions_and_both_stand(sign_in):
    anna = sign_in("Anna", "/improvement")
    take(anna, "Of Anna")
    take(anna, "Of Ben")
    ben = sign_in("Ben", "/improvement")
    card(anna, "Of Anna").get_by_role("button", name="to Accepted").click()
    expect(column(anna, "accepted")).to_contain_text("Of Anna")
    card(ben, "Of Ben").drag_to(column(ben, "done"))
    expect(column(ben, "done")).to_contain_text("Of Ben")
    expect(column(ben, "accepted")).to_contain_text("Of Anna")


def test_two_move_the_same_and_the_second_is_told(sign_in):
    anna = sign_in("Anna", "/improvement")
    take(anna, "Of both")
    ben = sign_in("Ben", "/improvement")
    expect(card(ben, "Of both")).to_have_count(1)
    card(anna, "Of both").get_by_role("button", name="to Accepted").click()
    expect(column(anna, "accepted")).to_contain_text("Of both")
    card(ben, "Of both").drag_to(column(ben, "done"))
    expect(ben.locator("#board-said")).to_contain_text("was moved to accepted by Anna meanwhile")
    expect(column(ben, "accepted")).to_contain_text("Of both")


def test_two_edit_the_same_and_no_word_is_lost(sign_in):
    anna = sign_in("Anna", "/improvement")
    take(anna, "Edited by two")
    ben = sign_in("Ben", "/improvement")
    for page in (anna, ben):
        page.get_by_role("link", name="Edited by two").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        at_rest(page)
    anna.get_by_role("dialog").get_by_label("Note").fill("of Anna")
    anna.get_by_role("button", name="Save").click()
    expect(anna.get_by_role("dialog")).to_have_count(0)
    ben.get_by_role("dialog").get_by_label("Note").fill("of Ben, long and thought through")
    ben.get_by_role("button", name="Save").click()
    expect(ben.locator("#drawer-said")).to_contain_text("Anna has changed this action since you opened it")
    expect(ben.get_by_role("dialog").get_by_label("Note")).to_have_value("of Ben, long and thought through")
    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_role("dialog")).to_have_count(0)
    anna.reload()
    anna.get_by_role("link", name="Edited by two").click()
    dialog = anna.get_by_role("dialog")
    expect(dialog.get_by_label("Note")).to_have_value("of Ben, long and thought through")
    expect(dialog.locator(".changes li").first).to_contain_text("note: of Anna → of Ben, long and thought through")


def test_the_board_by_keyboard(sign_in):
    page = sign_in("Anna", "/improvement")
    take(page, "By keyboard")
    page.get_by_role("link", name="By keyboard").focus()
    for to in ("accepted", "under way", "done"):
        page.keyboard.press("Alt+ArrowRight")
        expect(column(page, to)).to_contain_text("By keyboard")
        expect(page.get_by_role("link", name="By keyboard")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(column(page, "under way")).to_contain_text("By keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("action="))
    page.get_by_role("link", name="By keyboard").click()
    page.get_by_role("button", name="Remove").click()
    expect(card(page, "By keyboard")).to_have_count(0)


def test_from_a_mismatch_to_an_action_to_the_story(sign_in, peopled: Peopled):
    page = sign_in("Anna")
    href = mismatch(page)
    page.goto(peopled.url + href)
    panel = page.locator("#actions")
    expect(panel).to_be_visible()
    at_rest(page)
    if panel.locator("details:not([open])").count():
        panel.get_by_text("Take action").click()
    panel.get_by_label("What to do").fill("Drop prepayment <i>now</i>")
    panel.get_by_label("or in days of work").fill("4")
    panel.get_by_role("button", name="Take this action").click()
    expect(panel.get_by_role("link", name="Drop prepayment <i>now</i>")).to_be_visible()
    page.goto(peopled.url + "/")
    expect(page.locator(".story").first).to_contain_text("action new")
    page.goto(peopled.url + "/improvement")
    expect(page.locator("#matrix .face-wide")).to_contain_text("<i>now</i>")
    page.goto(peopled.url + "/audit")
    expect(page.locator(".changes li").first).to_contain_text("added the action “Drop prepayment <i>now</i>”")


def test_projects_at_a_glance(sign_in, peopled: Peopled):
    page = sign_in("Anna", "/projects")
    rows = page.locator(".glance")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("alignment score")
    expect(rows.first).to_contain_text("visits rated")
    for width, ground in ((1440, "light"), (1024, "dark"), (390, "light")):
        look_again(page, width, ground)
        assert fits(page), width
    page.get_by_role("button", name="Project").click()
    page.get_by_role("menuitem", name='South "& <i>sons</i>"').click()
    expect(page.locator(".switch .project")).to_have_text('South "& <i>sons</i>"')
    assert "project=" in page.url
