"""Filters and cases in a browser, over the sample; numbers against the sample's own CSV files."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, Watched

Watch = Callable[..., Watched]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def orders_of(served: Served, region: str) -> set[str]:
    """The orders of a region, by the log's own file."""
    return {row["order_id"] for row in rows(served.project.parent / "log.csv") if row["region"] == region}


def pick_segment(page: Page, value: str) -> None:
    page.locator("#filter-segment").fill(value)
    page.get_by_role("option", name=re.compile(rf"^{value} · ")).click()
    page.keyboard.press("Escape")


def height(page: Page, of: str) -> float:
    box = page.locator(of).bounding_box()
    assert box is not None
    return round(box["height"])


def test_a_picked_segment_changes_the_numbers_to_those_of_the_files(served: Served, watch: Watch) -> None:
    page = watch().open(f"{served.url}/voice")
    orders = orders_of(served, "North")
    asked = [row for row in rows(served.project.parent / "signals.csv") if row["kind"] == "csat"]
    heard = sum(row["order_id"] in orders for row in asked)
    assert 0 < heard < len(asked)
    kinds = page.locator("#kinds")
    expect(kinds).to_contain_text(f"{len(asked):,}")
    high = height(page, "#filters .filter-pickers")
    pick_segment(page, "North")
    expect(page).to_have_url(re.compile(r"/voice\?segment=region%3ANorth$"))
    assert height(page, "#filters .filter-pickers") == high, "a picked segment stays on one line"
    expect(page.locator("#slice-holds")).to_contain_text(f"in {len(orders):,} of 7,600 orders")
    expect(kinds).to_contain_text(f"{heard:,}")
    page.get_by_role("link", name="Process", exact=True).click()
    expect(page).to_have_url(re.compile(r"/process\?segment=region%3ANorth$"))
    expect(page.locator(".facts").first).to_contain_text(f"{len(orders):,}")


def test_a_month_is_two_clicks_and_a_chip_takes_it_away(served: Served, watch: Watch) -> None:
    page = watch().open(f"{served.url}/journey")
    page.locator("#filter-period").click()
    page.get_by_role("button", name="Mar 2026", exact=True).click()
    expect(page).to_have_url(re.compile(r"from=2026-03-01&to=2026-03-31$"))
    expect(page.locator(".eyebrow").first).to_contain_text("1 Mar – 31 Mar 2026")
    page.keyboard.press("Escape")
    page.locator(".picked", has_text="from 1 Mar 2026").click()
    expect(page).to_have_url(re.compile(r"\?to=2026-03-31$"))
    page.locator("#clear-filters").click()
    expect(page).to_have_url(re.compile(r"/journey$"))
    expect(page.locator("#slice-holds")).to_have_count(0)


def paths_of(served: Served) -> dict[str, list[str]]:
    """Order → its activities in order of time, by the log's own file; rows of one time stand as in the file."""
    found: dict[str, list[str]] = {}
    for row in sorted(rows(served.project.parent / "log.csv"), key=lambda row: row["timestamp"]):
        found.setdefault(row["order_id"], []).append(row["activity"])
    return found


def test_a_condition_is_added_without_a_mouse_and_taken_away(served: Served, watch: Watch) -> None:
    held = sum("Demand prepayment" in path for path in paths_of(served).values())
    page = watch().open(f"{served.url}/cases")
    page.locator("#more-filters > summary").focus()
    page.keyboard.press("Enter")
    page.locator("#more-first").focus()
    page.keyboard.type("Demand prep")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#more-add").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?has=Demand\+prepayment$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{held:,} orders")
    expect(page.locator("#more-filters > summary")).to_be_focused()
    page.locator(".filters .picked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("7,600 orders")


def test_what_is_missing_in_a_condition_is_said(served: Served, watch: Watch) -> None:
    page = watch().open(f"{served.url}/voice")
    page.locator("#more-filters > summary").click()
    page.locator("#more-add").click()
    expect(page.locator("#more-said")).to_have_text("Choose an activity.")
    page.keyboard.press("Escape")
    expect(page.locator("#more-fields")).to_be_hidden()


def test_an_arrow_of_the_map_offers_only_the_cases_with_it(served: Served, watch: Watch) -> None:
    pair = ("Check credit", "Review account")
    paths = paths_of(served).values()
    held = sum(any(step == pair for step in pairwise(path)) for path in paths)
    assert 0 < held < 7600
    page = watch().open(f"{served.url}/process")
    arrow = page.locator(f".flow[data-from='{pair[0]}'][data-to='{pair[1]}'] > path").last
    arrow.dispatch_event("click")
    panel = page.get_by_role("complementary", name=f"About {pair[0]} → {pair[1]}")
    panel.get_by_role("link", name="Only orders with this", exact=True).click()
    expect(page.locator("#slice-holds")).to_contain_text(f"in {held:,} of 7,600 orders.")
    expect(page.locator(".picked")).to_contain_text(f"{pair[1]} directly after {pair[0]}")


def test_weeks_stand_beneath_the_map_and_follow_the_filters(served: Served, watch: Watch) -> None:
    starts: dict[str, str] = {}
    for row in rows(served.project.parent / "log.csv"):
        starts[row["order_id"]] = min(row["timestamp"], starts.get(row["order_id"], "9"))
    north = orders_of(served, "North")
    # from Monday 12 January; weeks are those of UTC, and none of these orders began on a Sunday evening of Chicago
    held = sum("2026-01-12" <= at < "2026-01-19" for order, at in starts.items() if order in north)
    page = watch().open(f"{served.url}/process?segment=region:North")
    week = page.locator("#weekly-flow tr", has_text="2026-01-12").first
    page.locator("#weekly-flow summary").first.click()
    expect(week.locator("td").first).to_have_text(f"{held:,}")


def test_a_case_in_two_clicks_from_a_mismatch(served: Served, watch: Watch) -> None:
    document = json.loads((served.files / "alignment.json").read_text(encoding="utf-8"))
    mismatch = next(m for m in document["mismatches"] if m["kind"] == "hidden_friction")
    driver = mismatch["drivers"][0]
    page = watch().open(f"{served.url}/mismatch/{mismatch['id']}")
    page.get_by_role("link", name=f"with: {driver['label']}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{driver['unhappy_visits']:,} orders")
    page.locator(".case-name").first.click()
    expect(page.locator("#case-mirror svg:visible").first).to_be_visible()
    expect(page.locator("#events")).to_contain_text(driver["activity"])


def test_a_quote_leads_to_the_case_in_which_it_was_said(served: Served, watch: Watch) -> None:
    document = json.loads((served.files / "alignment.json").read_text(encoding="utf-8"))
    mismatch = next(m for m in document["mismatches"] if m["quotes"])
    page = watch().open(f"{served.url}/mismatch/{mismatch['id']}")
    page.locator("blockquote", has_text=mismatch["quotes"][0]).get_by_role("link").click()
    expect(page.locator("#said")).to_contain_text(mismatch["quotes"][0])


def test_the_list_has_pages_and_finds_a_case_by_its_name(served: Served, watch: Watch) -> None:
    page = watch().open(f"{served.url}/cases?order=case")
    expect(page.locator(".case-name")).to_have_count(50)
    page.locator("#next").click()
    expect(page.locator(".pager")).to_contain_text("51–100 of 7,600")
    page.locator("#case-name").fill("o10045")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("10 orders")
    expect(page).to_have_url(re.compile(r"name=o10045"))


def test_odd_values_and_nonsense_are_words(served: Served, watch: Watch) -> None:
    watched = watch()
    page = watched.open(f"{served.url}/?segment=region:%3Cimg%20src=x%20onerror=alert(1)%3E%F0%9F%99%82")
    expect(page.locator("#no-slice")).to_contain_text("Take one of the filters away")
    expect(page.locator(".picked")).to_contain_text("<img src=x onerror=alert(1)>🙂")
    page = watched.open(f"{served.url}/process?from=2026-99")
    expect(page.locator("#no-slice")).to_contain_text("found from=2026-99")
    page = watched.open(f"{served.url}/case/a%2Fb%22%3Cb%3E")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing here")


def test_drivers_of_a_slice_are_looked_for_by_a_job(served: Served, watch: Watch) -> None:
    page = watch().open(f"{served.url}/?stage=Delivery&segment=region:North")
    page.get_by_role("button", name="Look for drivers in this slice").click()
    found = page.locator("#slice-drivers")
    expect(found).to_contain_text("What sets unhappy visits apart in this slice", timeout=120_000)
    expect(found).to_contain_text("Demand prepayment")
