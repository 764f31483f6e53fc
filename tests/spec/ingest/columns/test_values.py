"""What columns hold: numbers, truths, times or text, settled by the whole column."""

from __future__ import annotations

import pytest

from analyzer.tables.quality import noted


def column(*values):
    lines = (f'{n:05d},A,2026-03-02 09:00:00,"{value}"\n' for n, value in enumerate(values))
    return "case_id,activity,timestamp,x\n" + "".join(lines)


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        (["1", "2.5", "-3", "1e3"], "number", [1.0, 2.5, -3.0, 1000.0]),
        (["1,5", "2,25", "3"], "number", [1.5, 2.25, 3.0]),
        (["1.234,5", "12.345.678", "3"], "number", [1234.5, 12345678.0, 3.0]),
        (["1,234.5", "12,345,678", "3"], "number", [1234.5, 12345678.0, 3.0]),
        (["1", "NA", "-", "n/a", "2"], "number", [1.0, None, None, None, 2.0]),
        (["1", "2", "three"], "text", ["1", "2", "three"]),
        (["1.5", "1,5"], "text", ["1.5", "1,5"]),
        (["0123", "0456"], "text", ["0123", "0456"]),
        (["0", "0.5", "10"], "number", [0.0, 0.5, 10.0]),
        (["12345678901234567890", "1"], "text", ["12345678901234567890", "1"]),
        (["true", "FALSE", "", "n/a"], "boolean", [True, False, None, None]),
        (["yes", "no"], "text", ["yes", "no"]),
        (["inf", "1"], "text", ["inf", "1"]),
        (["1_000", "1"], "text", ["1_000", "1"]),
        (["2026-03-02", "null"], "time", ["2026-03-02 00:00:00", None]),
        (["2026-03-02", "tomorrow"], "text", ["2026-03-02", "tomorrow"]),
        (["20260302", "20260303"], "number", [20260302.0, 20260303.0]),
        (["1.2.26", "10.12.13"], "text", ["1.2.26", "10.12.13"]),
        (["12 ", " 13"], "number", [12.0, 13.0]),
        (["None", "Some"], "text", ["None", "Some"]),
    ],
)
def test_kinds(log, rows, values, kind, read):
    found = log(column(*values))
    assert [(a.name, a.type) for a in found.attributes] == [("x", kind)]
    assert [value for (value,) in rows(found.cases, "case:x")] == read


@pytest.mark.parametrize(
    ("others", "decimal", "value"),
    [
        ("1,50", None, 1.234),  # another column of the file has decimal commas
        ("1.50", None, 1234.0),  # or points
        ("7", ",", 1.234),  # or the project says so
        ("7", ".", 1234.0),
        ("7", None, 1234.0),  # nothing says anything: in a file with commas between the columns they mark thousands
    ],
)
def test_a_sign_that_may_be_either(log, rows, engine, tmp_path, others, decimal, value):
    from dataclasses import replace

    from analyzer.ingest import read_log
    from tests.spec.ingest.conftest import settings_for

    path = tmp_path / "log.csv"
    path.write_text(f'case_id,activity,timestamp,x,y\n1,A,2026-03-02 09:00:00,"1,234","{others}"\n')
    settings = settings_for(path)
    found = read_log(engine, replace(settings, log=replace(settings.log, decimal=decimal)))
    assert rows(found.cases, "case:x") == [(value,)]


@pytest.mark.parametrize(("plain", "kind"), [("5", "number"), ("2026-03-02 09:00:00", "time"), ("true", "boolean")])
@pytest.mark.parametrize("first", [True, False])
def test_one_word_in_a_hundred_values_is_missing_and_more_make_a_text(log, rows, plain, kind, first):
    """One altered cell changes its own case. 15 of 1,515 values are one in a hundred (0.99 %), 16 of 1,516 are more
    (1.06 %), wherever they stand."""

    def read(words: int):
        said, others = ["see remarks"] * words, [plain] * 1500
        return log(column(*(said + others if first else others + said)))

    found = read(15)
    assert (found.attributes[0].type, found.quality.missing) == (kind, {"x": 15})
    said = {"number": "stray_numbers", "time": "stray_times", "boolean": "stray_truths"}[kind]
    assert noted(said, column="x", n=15, values=1515) in found.quality.warnings
    assert sum(value is None for (value,) in rows(found.cases, "case:x")) == 15
    text = read(16)
    assert (text.attributes[0].type, text.quality.warnings) == ("text", ())


def test_a_late_way_of_writing_times_is_read_too(log, rows):
    found = log(column(*(["2026-03-02 09:00:00"] * 1500), "2026-03-03T10:00:00Z"))
    assert found.attributes[0].type == "time"
    assert rows(found.cases, "case:x")[-1] == ("2026-03-03 10:00:00",)


def test_a_first_value_that_comes_late(log):
    """A column whose first thousand rows are empty."""
    assert log(column(*([""] * 1500), "2.5")).attributes[0].type == "number"


def test_a_cost_in_two_ways_is_read_in_the_way_of_most(log, rows):
    """Two thirds have decimal commas, the others points: where a role says that it is a number, those are missing."""
    costs = ["1,5", "2,5", "3.25"] * 600
    read = log(column(*costs).replace("timestamp,x", "timestamp,cost"))
    assert [cost for (cost,) in rows(read.events, "cost")] == [1.5, 2.5, None] * 600


def test_so_too_where_the_other_way_comes_late(log, rows):
    costs = ["3.25"] * 1100 + ["1,5"] * 1300
    read = log(column(*costs).replace("timestamp,x", "timestamp,cost"))
    assert [cost for (cost,) in rows(read.events, "cost")] == [None] * 1100 + [1.5] * 1300
