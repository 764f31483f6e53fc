"""Money beside customers: the number times the price, and whose price it is."""

from __future__ import annotations

import pytest

from analyzer.reports.digest import DigestContent, digest
from analyzer.reports.html import report_html
from analyzer.settings import Worth
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.interval import Interval
from analyzer.tables.money import in_money
from analyzer.words.action_words import verdict_words
from analyzer.words.money import money_words, monthly_money
from tests.real_document import example

EURO = Worth(40.0, "EUR")


def test_customers_times_their_price_with_the_limits_of_the_customers():
    """38 customers (31 to 45) at 40 EUR are 1,520 EUR (1,240 to 1,800)."""
    money = in_money({"value": 38.0, "low": 31.0, "high": 45.0}, EURO)
    assert money == {"value": 1520.0, "low": 1240.0, "high": 1800.0, "currency": "EUR", "each": 40.0}
    assert money_words(money) == "1,520 EUR (1,240–1,800)"


@pytest.mark.parametrize(
    ("customers", "worth"),
    [(None, EURO), ({"value": None, "low": None, "high": None}, EURO), ({"value": 3.0, "low": 1.0, "high": 5.0}, None)],
)
def test_no_number_or_no_price_is_no_money(customers, worth):
    assert in_money(customers, worth) is None
    assert money_words(in_money(customers, worth)) == ""


def test_without_limits_the_amount_stands_alone():
    assert money_words(in_money({"value": 3.0, "low": None, "high": None}, EURO)) == "120 EUR"


def test_the_report_and_the_digest_say_that_the_price_is_theirs():
    document = example()
    first = document["mismatches"][0]
    assert "an unhappy customer" not in report_html(document)
    first["avoidable_money_per_month"] = in_money(first["avoidable_bad_per_month"], EURO)
    words = monthly_money(first)
    assert words.endswith(" a month, at your 40 EUR an unhappy customer")
    assert words in report_html(document)
    told = DigestContent("r", document, {"since": None, "new": [first["id"]]})
    assert words in digest(told).lines[0].unit


def test_what_helped_says_what_was_avoided_in_money():
    """A tenth fewer unhappy (0.04 to 0.16) of 200 visits: 20 avoided (8 to 32), 800 EUR (320 to 1,280)."""
    helped = EffectVerdict("helped", "", "2026-11-01T00:00:00Z", Interval(-0.10, -0.16, -0.04), before=180, after=200)
    assert "That is 800 EUR (320–1,280), at your 40 EUR an unhappy customer." in verdict_words(helped, EURO)
    assert "EUR" not in verdict_words(helped)
    assert "EUR" not in verdict_words(EffectVerdict("worse", "", "", Interval(0.1, 0.04, 0.16), after=200), EURO)
