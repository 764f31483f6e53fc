"""What the three measures say where they have no value."""

from __future__ import annotations

from analyzer.words.sentences import measures

NULL = {"value": None, "low": None, "high": None, "n": 0}


def said(**alignment: object) -> list[str]:
    return [one.sentence for one in measures({"alignment": {"score": NULL, **alignment}})]


def test_what_is_said_of_none_holds_where_the_company_has_no_verdict_on_some() -> None:
    """Ten rated visits, of which our measures judge four, all of them happy: others may well be unhappy."""
    felt = {"value": 0.0, "low": 0.0, "high": 0.6, "n": 2}
    visibility, relevance, score = said(rated=10, visibility=NULL, relevance=felt)
    assert visibility == "No visit judged by both sides is unhappy, so that there is nothing to compare."
    assert relevance.startswith("Customers felt 0")
    assert score.startswith("At least one side found nothing wrong in the visits that both judged")


def test_without_a_voice_all_three_need_one() -> None:
    assert said(rated=0, visibility=NULL, relevance=NULL) == ["Needs what customers say: signals fill it."] * 3
