"""Rules, against tests/kept_project.py: placed to confirmed 60, 240, 30 and 10 minutes; one order has a call; a1, b1
and the last are unhappy with their delivery."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import ArgumentError, SettingsError
from analyzer.figures.rule_tables import difference, rule_rows
from analyzer.settings import load_project
from analyzer.settings.rule import Rule, read_rule
from analyzer.slices import Question, list_cases, read_filters, rules_kept
from analyzer.words.filter_words import condition_words, rule_words
from tests.kept_project import ODD

ALL = read_filters([])
SLOW = "must_follow:Place order>Confirm order<1h"


def numbers(run: Path, *rules: str) -> list[tuple[int, int, int, int, int, int]]:
    """Of each rule: violations, open; cases that break it, unhappy ones of these; the same of those that keep it."""
    return [
        (r.violations, r.open, r.broken.cases, r.broken.unhappy, r.kept.cases, r.kept.unhappy)
        for r in rules_kept(run, ALL, rules)
    ]


def test_what_must_follow(run: Path) -> None:
    assert numbers(run, SLOW, "must_follow:Load truck>Hand over", "must_follow:Hand over>Call") == [
        (1, 0, 1, 0, 3, 3),  # a2 alone, after four hours; its customer is content
        (0, 0, 0, 0, 4, 3),
        (4, 0, 4, 3, 0, 0),  # the call comes before
    ]


def test_what_never_comes_together(run: Path) -> None:
    assert numbers(run, "never_together:Call>Load truck", "never_together:Call>Call") == [
        (1, 0, 1, 1, 3, 2),
        (0, 0, 0, 0, 1, 1),  # of one activity: not twice
    ]


def test_the_difference_is_that_of_the_shares(run: Path) -> None:
    (one,) = rules_kept(run, ALL, [SLOW])
    assert (one.difference.value, one.broken.share.value, one.kept.share.value) == (-1.0, 0.0, 1.0)
    assert difference(one).startswith("-100 points")
    (row,) = rule_rows((one,), "order")
    assert (row["rule"], row["orders that break it"]) == ("Confirm order after Place order within 1h", "1 of 4")


def test_the_cases_that_break_a_rule_are_a_filter(run: Path) -> None:
    def broken(rule: str) -> set[str]:
        return {row["case_id"] for row in list_cases(run, read_filters([("breaks", rule)]), Question()).rows}

    assert broken(SLOW) == {"a2"}
    assert broken("never_together:Call>Load truck") == {ODD}
    assert condition_words("breaks", SLOW, ()) == "breaks the rule: Confirm order after Place order within 1h"
    with pytest.raises(ArgumentError, match="write Call"):
        broken("never_together:Cal>Load truck")


def test_a_rule_that_outlives_its_log_says_so(run: Path) -> None:
    (one,) = rules_kept(run, ALL, ["must_follow:Place ordr>Call"])
    assert one.problem == "The log has no activity Place ordr: write Place order."
    assert rule_rows((one,), "order") == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("follow:A>B", "write must_follow"),
        ("must_follow:A", "two activities"),
        ("must_follow:A>B<soon", "not a duration"),
        ("never_together:A>B<2h", "behind must_follow alone"),
    ],
)
def test_a_text_that_is_no_rule_is_refused(run: Path, text: str, why: str) -> None:
    with pytest.raises(ArgumentError, match=why):
        rules_kept(run, ALL, [text])
    with pytest.raises(ArgumentError, match=why):
        read_filters([("breaks", text)])


def test_a_rule_is_written_to_be_read_again() -> None:
    for rule in (Rule("must_follow", "a>b", "50% <c", 5400.0), Rule("never_together", "A", "B")):
        assert read_rule(rule.text) == rule
    assert Rule("must_follow", "A", "B", 7200.0).text == "must_follow:A>B<2h"
    assert rule_words("never_together:A>B") == "never A and B in one case"


def project(folder: Path, rules: str) -> Path:
    file = folder / "project.yaml"
    file.write_text(f"log: log.csv\njourney: journey.yaml\nrules: {rules}\n", encoding="utf-8")
    return file


def test_rules_of_a_project_file(tmp_path: Path) -> None:
    given = "[{must_follow: [A, B], within: 2h}, {never_together: [A, C]}]"
    assert load_project(project(tmp_path, given)).rules == (
        Rule("must_follow", "A", "B", 7200.0),
        Rule("never_together", "A", "C"),
    )
    assert load_project(project(tmp_path, "[]")).rules == ()


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("[{must_folow: [A, B]}]", "must_follow"),
        ("[{must_follow: [A]}]", "two activities"),
        ("[{must_follow: [A, B], never_together: [A, B]}]", "one of the two"),
        ("[{never_together: [A, B], within: 2h}]", "leave it out"),
        ("[{must_follow: [A, B], within: 8 working hours}]", "leave out the word working"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(tmp_path: Path, rules: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as refused:
        load_project(project(tmp_path, rules))
    assert "line 3" in refused.value.message
