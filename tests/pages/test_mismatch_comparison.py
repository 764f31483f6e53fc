"""The comparison of a mismatch's two groups, on its page and in the report."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.reports.html import report_html
from dashboards.components.address import Address
from dashboards.pages import mismatch
from tests.pages.tree import drawings, words
from tests.real_document import example

TITLE = "What these cases do more or less often"


def compared(activity: str, bad: float, good: float, q: float) -> dict[str, Any]:
    difference = {"value": bad - good, "low": bad - good - 0.04, "high": bad - good + 0.04}
    return {
        "activity": activity, "bad_share": bad, "good_share": good, "difference": difference, "q": q,
        "bad_n": 304, "good_n": 905,
    }  # fmt: skip


@pytest.fixture
def document() -> dict[str, Any]:
    """The example with a comparison for its first mismatch: Demand prepayment in 60 % against 20 %."""
    made = example()
    for one in made["mismatches"]:
        one["comparison"] = None
    made["mismatches"][0]["comparison"] = {
        "groups": {"bad": 304, "good": 905},
        "by": "customer",
        "activities": [compared("Demand prepayment", 0.6, 0.2, 0.0001), compared("Check credit", 0.5, 0.49, 0.8)],
        "flows": [],
        "repeats": [],
    }
    return made


def shown(document: dict[str, Any]):
    first = document["mismatches"][0]
    return mismatch.page(document, first, Address(f"/mismatch/{first['id']}"))


def test_the_page_draws_the_difference_and_lists_it(document):
    page = shown(document)
    assert TITLE in words(page)
    assert "More often in unhappy visits: Demand prepayment (+40 points)." in words(page)
    assert "Difference map: 304 unhappy against 905 happy visits" in drawings(page)
    assert "Demand prepayment 60 % 20 % +40 points (+36 to +44) < 0.001" in words(page)
    assert "no proof of a cause" in words(page)
    assert "Where it happens in the process" in words(page), "the process map keeps its place"


def test_the_report_draws_it_too(document):
    report = report_html(document)
    assert report.count(TITLE) == 1
    assert "More often in unhappy visits: Demand prepayment (+40 points)." in report
    assert "Difference map: 304 unhappy against 905 happy visits" in report


@pytest.mark.parametrize("without", [None, {"activities": [], "flows": [], "repeats": [], "by": "company"}])
def test_where_nothing_was_compared_nothing_is_said(document, without):
    document["mismatches"][0]["comparison"] = without
    assert TITLE not in words(shown(document))
    assert TITLE not in report_html(document)
