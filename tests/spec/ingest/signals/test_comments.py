"""Words without a score: counted and kept, neither bad nor good."""

from __future__ import annotations

HEAD = "case_id,timestamp,kind,score,comment\n"


def test_an_answer_with_words_alone_is_a_comment(rows, signals):
    read = signals(HEAD + "1,2026-03-05 10:00:00,nps,,so slow\n1,2026-03-05 11:00:00,nps,3,late\n")
    assert rows(read.table.order_by("signal"), "kind", "verdict", "score", "comment") == [
        ("comment", "neutral", None, "so slow"),
        ("nps", "bad", 3.0, "late"),
    ]
    assert read.by_kind == {"comment": 1, "nps": 1}
    assert read.quality.refused == 0


def test_an_answer_without_words_and_score_is_refused(signals):
    read = signals(HEAD + "1,2026-03-05 10:00:00,nps,,\n1,2026-03-05 11:00:00,nps,3,late\n", max_refused=0.5)
    assert read.quality.reasons == {"no score": 1}


def test_a_file_of_comments(signals):
    """Where people only wrote, silence says nothing: not every complaint comes this way."""
    read = signals("case_id,timestamp,comment\n1,2026-03-05 10:00:00,so slow\n", kind="comment")
    assert (read.by_kind, read.silence_good) == ({"comment": 1}, False)
