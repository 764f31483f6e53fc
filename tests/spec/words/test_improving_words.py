"""What a digest tells of improving: what is decided, due, high, answered; each with its numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analyzer.improvement import ImprovingSummary, Risk, cards, review
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.field_note import BorneOut, FieldNote, NoteLine
from analyzer.tables.hypothesis import Hypothesis
from analyzer.tables.interval import Interval
from analyzer.tables.kata import Kata, KataCycle
from analyzer.words.improving_words import improving_news, short
from tests.spec.improvement.test_review import action

TODAY = date(2026, 4, 20)
AT = datetime(2026, 4, 1, tzinfo=UTC)
MISMATCH: dict[str, Any] = {
    "id": "m1", "title": "Delivery hurts.", "owner": "Ann", "stage": "Delivery", "affected_visits": 300,
    "avoidable_bad_per_month": {"value": 38.0, "low": 31.0, "high": 45.0},
}  # fmt: skip
HELPED = EffectVerdict(
    "helped", "", "2026-04-20T00:00:00Z", Interval(-0.081, -0.12, -0.042), after=812, decided_on=date(2026, 4, 2)
)


def cycle(look_on: date | None, ended: datetime | None = None) -> KataCycle:
    return KataCycle("c1", "a1", "", "", "Call first", "fewer", look_on, "", "", AT, "Ann", ended)


def risk(score: tuple[int, int]) -> Risk:
    return Risk("m1", "Delivery hurts", "hidden_friction", "Delivery", "Ann", 0.3, 0.1, *score, (), None, "none")


def summary(**given: Any) -> ImprovingSummary:
    quiet = {"cards": (), "katas": {}, "risks": (), "prices": (), "free": (), "came_true": (), "hypotheses": ()}
    months = {"month": review("2026-04", [], [], [], TODAY), "last_month": review("2026-03", [], [], [], TODAY)}
    return ImprovingSummary(**{"today": TODAY, **quiet, **months, "titles": {}, "owners": (), **given})


def carded(verdict: EffectVerdict | None = None, **changed: Any) -> Any:
    one = action("a1", changed.pop("status", "under way"), title="No checks", **changed)
    return cards([one], [MISMATCH], TODAY, {"a1": verdict} if verdict else {})


def said(found: ImprovingSummary) -> list[tuple[str, str, str]]:
    return [(one.kind, one.text, one.path) for one in improving_news(found)]


def test_where_nothing_is_done_nothing_is_told():
    assert said(summary(cards=carded())) == []


def test_a_verdict_is_told_with_its_limits_and_its_visits():
    found = summary(cards=carded(HELPED))
    words = "“No checks” helped: −8.1 points unhappy (−12.0 to −4.2), 812 visits since the start"
    assert said(found) == [("action", words, "/improvement?action=a1")]
    assert improving_news(found)[0].key == "verdict:a1:helped"


@pytest.mark.parametrize("word", ["too_early", "not_measurable"])
def test_what_is_not_decided_is_not_told(word):
    assert said(summary(cards=carded(EffectVerdict(word, "waiting", "2026-04-20T00:00:00Z")))) == []


def test_an_action_that_is_open_again():
    found = summary(cards=carded(reopened_at=datetime(2026, 4, 19, tzinfo=UTC)))
    assert said(found)[0][1] == "“No checks” is open again: its mismatch came back"
    assert said(summary(cards=carded(reopened_at=datetime(2026, 4, 19, tzinfo=UTC), status="done"))) == []


@pytest.mark.parametrize(
    ("look", "target", "told"),
    [
        (date(2026, 4, 20), None, ["“Call first” (experiment of “No checks”), due 20 Apr 2026"]),
        (date(2026, 4, 21), None, []),  # tomorrow
        (None, date(2026, 4, 19), ["the target of “No checks” was to be reached by 19 Apr 2026"]),
        (None, date(2026, 4, 20), []),  # today is its last day
    ],
)
def test_what_is_due_in_a_kata(look, target, told):
    kata = Kata("a1", target="Half", target_on=target, version=1, cycles=(cycle(look),))
    assert [one[1] for one in said(summary(cards=carded(), katas={"a1": kata}))] == told
    over = Kata("a1", target_on=None, version=1, cycles=(cycle(look, ended=AT),))
    assert said(summary(cards=carded(), katas={"a1": over})) == [], "an experiment that has ended is not due"
    assert said(summary(cards=carded(status="done"), katas={"a1": kata})) == []


@pytest.mark.parametrize(("score", "told"), [((5, 3), 1), ((3, 5), 1), ((3, 4), 0)])
def test_a_risk_is_told_once_it_is_high(score, told):
    found = said(summary(risks=[risk(score)]))
    assert found == [("risk", "“Delivery hurts”, 15 of 25", "/risk")] * told


def test_price_note_and_hypothesis():
    line = NoteLine(date(2026, 1, 15), "Ana", "They   wait.", "Delivery", "Check")
    note = (FieldNote("n1", line, AT, "Ana"), BorneOut("m1", date(2026, 3, 2), True))
    asked = {"stage": "Delivery", "suspect": {"activity": "Check"}, "part": None, "asked_at": AT, "asked_by": "Ann"}
    answer: Any = {"word": "not_supported"}
    trail = [Hypothesis("h2", "Open", **asked), Hypothesis("h1", "It hurts", **asked, answer=answer, answered_at=AT)]
    found = summary(prices=[MISMATCH], came_true=[note], hypotheses=trail)
    assert said(found) == [
        ("note", "“They wait” (noted 15 Jan 2026, found by the data 2 Mar 2026)", "/improvement"),
        ("compliance", "“Delivery hurts”, 38 unhappy customers a month (31–45)", "/compliance"),
        ("hypothesis", "“It hurts”: the data do not show it", "/hypotheses"),
    ]


def test_a_month_that_had_something_has_its_review_once_it_is_over():
    march = review("2026-03", carded(due_on=date(2026, 3, 31)), [], [], TODAY)
    found = said(summary(last_month=march, owners=["Ann", "Ben"]))
    assert [(kind, path) for kind, _, path in found] == [("review", "/review?month=2026-03"), ("cards", "/cards")]
    assert found[0][1].startswith("Mar 2026: 1 promised, 0 proved, 1 stuck")
    assert found[1][1] == "of Ann and Ben: own visits, fair to the mix"


def test_what_somebody_wrote_is_cut_to_a_line():
    assert short("a" * 91) == "a" * 89 + "…"
    assert short("a\n b.") == "a b"
