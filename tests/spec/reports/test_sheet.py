"""mismatches.csv: one row a mismatch, and no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io

import pytest

from analyzer.figures.cells import as_csv, guard
from analyzer.reports.sheet import mismatches_csv
from tests.real_document import example


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff"), "spreadsheets know UTF-8 by the byte order mark"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_one_row_a_mismatch_in_the_order_of_the_ranking():
    found = rows(mismatches_csv(example()))
    assert [(row["rank"], row["kind"], row["stage"]) for row in found] == [
        ("1", "hidden_friction", "Delivery"),
        ("2", "hidden_friction", "Payment"),
        ("3", "missing_touchpoint", "Use & return"),
        ("4", "silent_defect", "Use & return"),
        ("5", "blind_spot", "Discover"),
        ("6", "unowned", "Discover"),
    ]


def test_a_row_says_what_goes_with_it_and_how_sure_that_is():
    first = rows(mismatches_csv(example()))[0]
    assert first["driver"] == "Demand prepayment"
    assert (first["risk_ratio"], first["risk_ratio_low"], first["risk_ratio_high"]) == ("3.94087", "3.31473", "4.68528")
    assert (first["avoidable_per_month"], first["avoidable_low"], first["avoidable_high"]) == (
        "30.9234",
        "25.1834",
        "35.3098",
    )
    assert (first["controllable"], first["owner"]) == ("yes", "Logistics")


def test_what_is_not_known_is_an_empty_cell():
    silent = rows(mismatches_csv(example()))[2]
    assert silent["driver"] == silent["avoidable_per_month"] == silent["risk_ratio"] == ""


def test_a_priority_is_of_unhappy_customers_or_it_is_not_there():
    document = example()
    document["mismatches"][2].update(rank_by="affected", priority=-0.0004)  # only puts it behind the others
    assert [row["priority"] for row in rows(mismatches_csv(document))][:3] == ["50.3669", "4.72275", ""]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49 30 1234", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", '=HYPERLINK("x")', "  =1+1"],
)
def test_a_text_that_looks_like_a_formula_is_text(text: str):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [("Delivery", "Delivery"), (-2.5, -2.5), (0, 0), (None, ""), (True, "yes")])
def test_everything_else_stays_as_it_is(value: object, cell: object):
    assert guard(value) == cell


def test_every_text_of_the_file_is_guarded():
    document = example()
    mismatch = document["mismatches"][0]
    mismatch.update(title="=title", story="@story", owner="+owner", id="-id")
    mismatch["drivers"][0]["label"] = "=label"
    first = rows(mismatches_csv(document))[0]
    told = [first[name] for name in ("title", "story", "owner", "id", "driver")]
    assert told == ["'=title", "'@story", "'+owner", "'-id", "'=label"]


def test_lines_end_as_spreadsheets_want_them():
    assert as_csv(["a", "b"], [{"a": 1, "b": 'say "x", y'}]) == '\ufeffa,b\r\n1,"say ""x"", y"\r\n'
