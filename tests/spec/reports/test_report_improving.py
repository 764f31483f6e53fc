"""The report's section about improving: actions and whether they helped, risks, prices, notes, answers, the month."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from analyzer.improvement import Risk, review
from analyzer.reports.html import report_html
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.field_note import BorneOut, FieldNote, NoteLine
from analyzer.tables.interval import Interval
from analyzer.tables.kata import Kata, KataCycle
from tests.real_document import example
from tests.spec.words.test_improving_words import AT, MISMATCH, TODAY, carded, summary

EVIL = "<script>alert(1)</script>"
SHARES = {"before": 0.26, "after": 0.03, "others_before": 0.28, "others_after": 0.26}
HELPED = EffectVerdict(
    "helped", "", "2026-04-20T00:00:00Z", Interval(-0.2, -0.3, -0.1), before=337, after=401, units=5, shares=SHARES
)


def section(found: Any) -> str:
    """The section as HTML; empty where there is none."""
    page = report_html(example(), found)
    return page[page.index('class="improving"') : page.index('<h2 id="process"')] if 'id="improving"' in page else ""


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def risk(number: int) -> Risk:
    text = (f"m{number}", f"Risk {number}", "hidden_friction", "Delivery", "Ann")
    return Risk(*text, 0.3, 0.1, 5, 4, ("target: within 3 days",), 2, "proved")


def test_without_a_project_or_without_anything_there_is_no_section():
    assert section(None) == ""
    assert section(summary()) == ""


def test_an_action_stands_with_verdict_interval_and_picture():
    kata = Kata("a1", "No waiting", "Half", date(2026, 4, 30), 1, "Ann", (experiment(),))
    found = section(summary(cards=carded(HELPED, owner="Ann", tried_on={"region": ["North"]}), katas={"a1": kata}))
    told = words_of(found)
    assert "Under way · Ann · first where region: North" in told
    assert "Helped: 20.0 points fewer unhappy (−30.0 to −10.0), 80 unhappy visits avoided so far" in told
    assert "effect-picture" in found
    assert "Without the action it would have been 23\u202f% (13–33\u202f%)" in unescape(found)
    assert "Target: Half (by 30 Apr 2026)" in told
    assert "Trying: Call first. Expected: fewer" in told


def experiment() -> KataCycle:
    return KataCycle("c1", "a1", "", "", "Call first", "fewer", None, "", "", AT, "Ann", None)


def test_a_verdict_without_limits_has_no_picture():
    found = section(summary(cards=carded(EffectVerdict("too_early", "waiting", "2026-04-20T00:00:00Z", of_weeks=8))))
    assert "Too early to say: 0 of 8 weeks count so far." in words_of(found)
    assert "effect-picture" not in found


def test_the_eight_greatest_risks_in_a_table():
    found = section(summary(risks=[risk(number) for number in range(10)]))
    assert found.count('<th scope="row"') == 8
    assert "Risk 7 Delivery Ann 5 4 20 10 proved by an action that helped" in words_of(found)
    assert "10 risks, 10 of them high (15 or more of 25)." in words_of(found)


def test_price_of_compliance_note_and_month():
    row = {"what": "activity", "name": "Check", "by": "ISO 27001 A.8"}
    note = FieldNote("n1", NoteLine(date(2026, 1, 15), "Ana", "They wait", "Delivery", "Check"), AT, "Ana")
    late = carded(due_on=date(2026, 4, 1), owner="Ann")
    found = words_of(
        section(
            summary(
                cards=late,
                prices=[{**MISMATCH, "required": [row]}],
                free=[{**row, "name": "Order"}],
                came_true=[(note, BorneOut("m1", date(2026, 3, 2), True))],
                month=review("2026-04", late, [], [], TODAY),
                owners=["Ann", "Ben"],
            )
        )
    )
    assert "38 unhappy customers a month (31–45). Check is required by ISO 27001 A.8" in found
    assert "Required, without a price that the data show: Order, by ISO 27001 A.8." in found
    assert "“They wait” Delivery · Check. They spoke first: noted 15 Jan 2026, found by the data 2 Mar 2026." in found
    assert "Ana" not in found, "the report goes to people who do not know who wrote it"
    assert "Apr 2026: 1 promised, 0 proved, 1 stuck, 0 decisions asked for." in found
    assert "What is stuck, and with whom No checks (Ann): overdue by 19 days (due 1 Apr 2026)" in found
    assert "Score cards: of Ann and Ben" in found


def test_what_people_wrote_is_escaped_and_the_same_gives_the_same_bytes():
    note = FieldNote("n1", NoteLine(date(2026, 1, 15), EVIL, EVIL, EVIL, EVIL), AT, "Ana")
    kata = Kata("a1", EVIL, EVIL, None, 1)
    reopened = datetime(2026, 4, 19, tzinfo=UTC)
    found = summary(
        cards=carded(HELPED, owner=EVIL, reopened_at=reopened),
        katas={"a1": kata},
        came_true=[(note, BorneOut("m1", date(2026, 3, 2), True))],
    )
    assert "<script>alert" not in section(found)
    assert report_html(example(), found) == report_html(example(), found)
