"""What customers were seen to do is told apart from what they said, with its own numbers."""

from __future__ import annotations

from analyzer.words.sentences import behaviour

AGAIN = {"kind": "again", "stage": "Talk", "within_s": 3600.0, "activities": [], "signals": 120, "cases": 480}
GAVE_UP = {"kind": "gave_up", "stage": "Wait", "within_s": None, "activities": ["Hang up", "Cancel"], "signals": 7}


def test_each_source_has_a_sentence() -> None:
    document = {"case_noun": "call", "signals": {"behaviour": [AGAIN, {**GAVE_UP, "cases": 1000}]}}
    assert [one.replace("\u202f", " ") for one in behaviour(document)] == [
        "Seen, not said: after 120 of 480 calls (25 %) customers came back within 60 min.",
        "Seen, not said: in 1,000 calls customers gave up 7 times (Hang up, Cancel).",
    ]


def test_without_behaviour_nothing_is_said() -> None:
    assert behaviour({"case_noun": None, "signals": {}}) == []
