"""What was said within a slice: topics lazily, quotes searched, masked and with their case."""

from __future__ import annotations

import csv
from pathlib import Path

from analyzer.slices import find_quotes, read_filters, said_about, stage_quotes
from tests.conftest import ROOT

SIGNALS = ROOT / "data" / "samples" / "food_distribution" / "signals.csv"


def commented() -> list[dict[str, str]]:
    with SIGNALS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["comment"].strip() and row["order_id"]]


def test_quotes_hold_all_the_words_in_any_letter_case(sample: Path):
    found = find_quotes(sample, read_filters([]), "TRUCK prepay")
    by_hand = [row for row in commented() if "prepay" in row["comment"].lower() and "truck" in row["comment"].lower()]
    assert found.total >= len(by_hand) > 0
    assert all("prepay" in row.comment.lower() and "truck" in row.comment.lower() for row in found.rows)
    assert [row.month for row in found.rows] == sorted((row.month for row in found.rows), reverse=True)


def test_what_a_mask_hides_cannot_be_searched_for(sample: Path):
    address = next(row["comment"] for row in commented() if "@example.com" in row["comment"])
    assert "@" in address
    assert find_quotes(sample, read_filters([]), "@example.com").total == 0
    assert find_quotes(sample, read_filters([]), "[mail]").total > 0


def test_a_stage_keeps_to_what_was_said_about_it(sample: Path):
    every, one = find_quotes(sample, read_filters([])), find_quotes(sample, read_filters([("stage", "Delivery")]))
    assert 0 < one.total < every.total
    assert {row.stage for row in one.rows} == {"Delivery"}


def test_a_page_beyond_the_last_is_the_last(sample: Path):
    found = find_quotes(sample, read_filters([]), "", 9_999)
    assert found.page == found.pages
    assert 1 <= len(found.rows) <= 20


def test_of_a_run_without_comments_nothing_is_said(run: Path):
    assert said_about(run, read_filters([])).topics == ()


def test_the_topics_of_a_slice_are_of_its_comments(sample: Path):
    filters = read_filters([("stage", "Delivery")])
    topics, quotes = said_about(sample, filters), find_quotes(sample, filters)
    assert topics.comments == quotes.comments
    assert sum(topic.comments for topic in topics.topics) + topics.others == topics.comments


def test_the_quote_of_a_stage_was_said_about_it(sample: Path):
    """Nobody speaks of Payment; the quote of each other stage is among its comments, and a part has its own."""
    found = stage_quotes(sample, read_filters([]))
    assert set(found) == {"Ordering", "Picking", "Delivery", "Freshness", "Invoicing", "Service"}
    for stage, quote in found.items():
        assert find_quotes(sample, read_filters([("stage", stage)]), quote.rstrip("…")).total > 0
    assert set(stage_quotes(sample, read_filters([("stage", "Picking")]))) == {"Picking"}
