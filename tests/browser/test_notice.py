"""What a reader is told when the server is away, or when a part of the page failed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, Windows

ASKED = re.compile("_dash-update-component")


@pytest.fixture
def page(windows: Windows, served: Served):
    page = windows.take()
    page.goto(served.url)
    expect(page.locator("#stories")).to_be_visible()
    yield page
    windows.give_back([page], {served.url})


def test_a_server_that_does_not_answer_is_said_until_it_does(page: Page):
    page.route(ASKED, lambda route: route.abort())
    page.locator("#navigation a[href='/voice']").click()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    page.unroute(ASKED)
    page.locator("#navigation a[href='/journey']").click()
    expect(page.locator("h1")).to_have_text(re.compile("unhappiest at Delivery"))
    expect(page.locator("#notice")).to_be_hidden()


def test_a_fault_is_said_and_where_its_reason_stands(page: Page):
    page.route(ASKED, lambda route: route.fulfill(status=500, body="fault"))
    page.locator("#navigation a[href='/voice']").click()
    expect(page.get_by_role("alert").filter(has_text="The server's log says why")).to_be_visible()
    page.unroute(ASKED)
    page.locator("#navigation a[href='/voice']").click()
    page.locator("#navigation a[href='/journey']").click()
    expect(page.locator("#notice")).to_be_hidden()
