"""Which arcs a document holds where a process has more than it takes: none of its activities stands alone.

| from | to | count |                                   of five
|------|----|-------|------------------------------------------------------
| a    | b  | 90    | the most frequent into b and out of a
| b    | a  | 80    | the most frequent into a and out of b
| a    | c  | 70    | the most frequent into c
| b    | c  | 60    | left out: all others hold an activity
| a    | a  | 50    | left out: a loop holds nothing together
| c    | z  | 1     | the only one into z
| z    | a  | 1     | the only one out of z
"""

from __future__ import annotations

import pandas as pd
import pytest

from analyzer.document import process_rows

ARCS = [("a", "b", 90), ("b", "a", 80), ("a", "c", 70), ("b", "c", 60), ("a", "a", 50), ("c", "z", 1), ("z", "a", 1)]


def kept(monkeypatch: pytest.MonkeyPatch, most: int) -> list[str]:
    monkeypatch.setattr(process_rows, "FLOWS", most)
    found = process_rows._flows(pd.DataFrame(ARCS, columns=["from", "to", "count"]))
    return [f"{row['from']}{row['to']}" for row in found.to_dict("records")]


def test_each_activity_keeps_its_most_frequent_arcs(monkeypatch: pytest.MonkeyPatch):
    assert kept(monkeypatch, 5) == ["ab", "ba", "ac", "cz", "za"]


def test_what_is_left_goes_to_the_most_frequent_of_the_others(monkeypatch: pytest.MonkeyPatch):
    assert kept(monkeypatch, 6) == ["ab", "ba", "ac", "bc", "cz", "za"]


def test_a_process_with_no_more_keeps_all(monkeypatch: pytest.MonkeyPatch):
    assert kept(monkeypatch, 7) == ["ab", "ba", "ac", "bc", "aa", "cz", "za"]


def test_there_are_never_more(monkeypatch: pytest.MonkeyPatch):
    assert kept(monkeypatch, 2) == ["ab", "ba"]
