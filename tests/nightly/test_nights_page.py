"""`/nights`: each night with what changed, what it read, how long it took, and who was told."""

from __future__ import annotations

import json
import time

import pytest

from analyzer.nightly.deliver import deliver
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.pages import nights as desk
from dashboards.providers import Projects
from dashboards.providers.visitor import Visitor
from tests.pages.tree import walk, words

DELIVERY = "hidden-friction-delivery-182bfb"


@pytest.fixture
def open_page():
    opened = []

    def show(kept, search="", role="analyst"):
        opened.append(Projects([kept.settings.project]))
        provider = opened[-1].all[0]
        return desk.page(Asked(provider, read_address("/nights", search), Visitor("Vera", role), opened[-1]))

    yield show
    for one in opened:
        one.close()


def keep_changes(kept, night) -> None:
    """What a night keeps beside its document."""
    folder = kept.settings.home / "runs" / night.run_id
    (folder / "changes.json").write_text(json.dumps(night.changes), encoding="utf-8")


@pytest.fixture
def two_nights(mailed, nights, mailbox):
    """Anna is told of the second one, and Ben's address is refused."""
    mailbox.refuses.add("ben@example.org")
    kept = nights(mailed("[anna@example.org, ben@example.org]"))
    keep_changes(kept, kept.next({"new": [DELIVERY]}, since=None))
    second = kept.next({"worse": [DELIVERY], "resolved": ["gone"]})
    second.changes["details"] = {"warnings": [{"kind": "volume", "fact": "Half as many events as on other Sundays."}]}
    keep_changes(kept, second)
    deliver(kept.settings, kept.catalog, second)
    return kept


def test_the_newest_night_comes_first_and_says_what_changed(two_nights, open_page):
    told = words(open_page(two_nights))
    assert told.startswith("Nights · Greenleaf Foods 1 worse and 1 resolved.")
    assert told.index("1 worse and 1 resolved.") < told.index("First night: 6 mismatches found.")
    assert "Worse: Delivery looks fine to us" in told
    assert "Resolved: gone" in told
    assert "To know: Half as many events as on other Sundays." in told
    assert "Read 3,144 cases, 29,915 events and" in told
    assert "told: anna@example.org" in told
    assert "not told yet: ben@example.org (127.0.0.1" in told


def test_a_mismatch_that_is_still_there_is_a_link(two_nights, open_page):
    links = [node.href for node in walk(open_page(two_nights)) if getattr(node, "href", None)]
    payment = "/mismatch/hidden-friction-payment-3e6864"  # in the lives of the findings
    assert set(links) == {f"/mismatch/{DELIVERY}", payment}


def test_viewers_see_how_many_were_told_and_not_whom(two_nights, open_page):
    told = words(open_page(two_nights, role="viewer"))
    assert "2 recipients named" in told
    assert "example.org" not in told


def test_without_a_night_the_page_says_how_to_make_one(made, nights, open_page):
    assert "analyzer nightly --project" in words(open_page(nights(made(""))))


def test_a_run_that_is_no_night_is_not_listed(two_nights, open_page, tmp_path):
    from analyzer.catalog import keep_run
    from analyzer.reports import write
    from tests.real_document import example

    folder = tmp_path / "by-hand"
    folder.mkdir()
    write(example(), folder)
    keep_run(two_nights.catalog, example(), folder)
    assert len(listed(open_page(two_nights))) == 2


def listed(page):
    """The nights of a page."""
    (section,) = [node for node in walk(page) if getattr(node, "id", None) == "night-list"]
    return section.children.children


def test_sixty_at_once_and_the_older_ones_behind_a_link(made, nights, open_page, monkeypatch):
    from dashboards.pages import nights as page
    from dashboards.providers import nights as provider

    for module in (page, provider):
        monkeypatch.setattr(module, "PAGE", 2)
    kept = nights(made(""))
    for _ in range(3):
        keep_changes(kept, kept.next())
    first = open_page(kept)
    (older,) = [node.href for node in walk(first) if "older=" in (getattr(node, "href", None) or "")]
    began = time.monotonic()
    rest = open_page(kept, older.partition("?")[2])
    assert time.monotonic() - began < 5
    assert [len(listed(one)) for one in (first, rest)] == [2, 1]
