"""The digest of a night: what it says first, each finding in a sentence with its number, and nothing in it that comes
alive."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest

from analyzer.catalog import Finding
from analyzer.reports.chat import webhook_body
from analyzer.reports.digest import DigestContent, digest
from analyzer.reports.mail import MailWays, digest_html, digest_pdf, digest_text, digest_workbook
from analyzer.tables.nights import ChangedFinding
from tests.real_document import example

DELIVERY, PAYMENT, DEFECT = (
    "hidden-friction-delivery-182bfb",
    "hidden-friction-payment-3e6864",
    "silent-defect-use-return-13ca59",
)
REST = ["blind-spot-discover-b1138a", "unowned-discover-96e6fb"]
EVIL = '<script>alert(1)</script> "=HYPERLINK(1)" \x1b[31mred\x1b[0m \u202egnp.exe\u2066'


def known(identity: str, title: str = "Order looks fine to us", **more: object) -> Finding:
    """A mismatch as an earlier run found it: 22 avoidable a month, from 17 to 28."""
    return Finding("before", identity, 0, "hidden_friction", "Order", title, 1.0, 9, 22.0, 17.0, 28.0)


def told(document=None, **changes) -> DigestContent:
    """A night of the example with these changes."""
    more = {key: changes.pop(key) for key in ("warnings", "known", "said", "url") if key in changes}
    since = changes.pop("since", "before")
    return DigestContent("20260701T021500Z", document or example(), {"since": since, **changes}, **more)


class TestTheFirstLine:
    @pytest.mark.parametrize(
        ("changes", "line"),
        [
            ({"new": [DELIVERY], "unchanged": REST}, "1 new."),
            ({"new": [DELIVERY, DEFECT], "worse": [PAYMENT]}, "1 worse and 2 new."),
            ({"regressed": [DELIVERY], "resolved": ["a"], "better": ["b"]}, "1 back again, 1 better and 1 resolved."),
            ({"not_measurable": ["gone"]}, "1 not measurable any more."),
            ({"unchanged": [DELIVERY]}, "Nothing changed. 1 mismatch stays as it was."),
            ({"unchanged": REST}, "Nothing changed. 2 mismatches stay as they were."),
            ({}, "Nothing changed. No mismatch is open."),
            ({"new": REST, "since": None}, "First night: 2 mismatches found. From now on you hear of what changes."),
        ],
    )  # fmt: skip
    def test_says_what_changed_or_that_nothing_did(self, changes, line):
        one = digest(told(**changes))
        assert one.headline == line
        assert digest_text(one).splitlines()[0] == line

    def test_it_counts_what_is_the_reader_s(self):
        one = digest(told(new=[DELIVERY, PAYMENT], unchanged=REST), only={DELIVERY, REST[0]})
        assert (one.headline, one.ongoing) == ("1 new.", "1 mismatch stays as it was.")


class TestAFinding:
    def test_a_sentence_the_number_with_its_limits_and_who_answers(self):
        (line,) = digest(told(new=[DELIVERY])).lines
        assert line.sentence == (
            "Delivery looks fine to us, and hurts customers; it is linked to Demand prepayment in Payment."
        )
        assert (line.number, line.unit) == ("31 (25–35)", "unhappy customers a month that could be avoided")
        assert line.owners == ("Logistics", "Finance")  # of the stage, and of the stage in which the cause lies

    def test_a_share_where_no_unhappy_customers_can_be_counted(self):
        """The share off target with the limits of the stage: 1 − its yield."""
        document = example()
        stage = next(one for one in document["stages"] if one["name"] == "Use & return")
        stage["inside_out"] |= {"yield": 0.67, "low": 0.62, "high": 0.71}
        (line,) = digest(told(document, new=[DEFECT])).lines
        assert (line.number, line.unit) == ("33\u202f% (29–38\u202f%)", "of visits off target")

    def test_what_is_counted_over_all_cases_stands_with_its_counts(self):
        document = example()
        blind = next(one for one in document["mismatches"] if one["kind"] == "blind_spot")
        blind["evidence"] = {"basis": "cases", "share": 0.05, "cases": 50, "of_cases": 1000}
        (line,) = digest(told(document, new=[blind["id"]])).lines
        assert (line.number, line.unit) == ("5.0\u202f% (50 of 1,000)", "of orders")

    def test_the_number_of_before_and_the_share_that_moved(self):
        said = ChangedFinding(DELIVERY, "worse", "same_ruler", "2026-06-03", (14, 100), (48, 200), 0.10, 0.06, 0.14)
        one = digest(told(worse=[DELIVERY], known={DELIVERY: known(DELIVERY)}, said={DELIVERY: said}))
        (line,) = one.lines
        assert line.before == "22 (17–28)"
        assert line.shift == "14\u202f% before, 24\u202f% since 3 Jun 2026: +10 points (+6 to +14, over all nights)"
        assert line.shift in digest_text(one)

    def test_what_is_gone_is_told_as_it_was_known(self):
        (line,) = digest(told(resolved=["gone"], known={"gone": known("gone")}, url="https://a.example.org")).lines
        assert line.sentence == (
            "“Order looks fine to us” is resolved: the data shows that its cause has no noticeable effect any more."
        )
        assert (line.number, line.before, line.owners, line.link) == ("", "22 (17–28)", ("Sales",), None)

    def test_links_keep_project_and_finding(self):
        (line,) = digest(told(new=[DELIVERY], url="https://a.example.org")).lines
        project = "Greenleaf+Foods%2C+restaurant+orders"
        assert line.link == f"https://a.example.org/mismatch/{DELIVERY}?project={project}"
        assert line.cases_link == f"https://a.example.org/cases?project={project}&mismatch={DELIVERY}"

    def test_six_are_told_one_by_one(self):
        gone = [f"gone-{n}" for n in range(8)]
        one = digest(told(resolved=gone, known={key: known(key) for key in gone}))
        assert (len(one.shown), one.rest) == (6, 2)
        assert "2 more findings have changed: see the workbook." in digest_text(one)

    def test_restated_stands_apart(self):
        one = digest(told(restated=[DELIVERY]))
        assert one.lines == ()
        assert "no cause for alarm" in digest_text(one)


def test_a_warning_says_what_it_means():
    one = digest(told(new=[DELIVERY], warnings=[("answers_stopped", "No answer since 20 Jun 2026.")]))
    text = " ".join(digest_text(one).split())
    assert "READ THIS FIRST: No answer since 20 Jun 2026. Without answers nothing new can be said" in text


def news(kind: str, text: str, path: str, mismatch: str | None = DELIVERY) -> dict[str, object]:
    return {"key": text, "kind": kind, "mismatch": mismatch, "text": text, "path": path}


class TestImproving:
    ROWS = (
        news("risk", "“Delivery”, 20 of 25", "/risk"),
        news("action", "“A” helped", "/improvement?action=1"),
        news("action", "“B” had no effect", "/improvement?action=2", PAYMENT),
        news("action", "“C” made it worse", "/improvement?action=3"),
        news("review", "Apr 2026: 1 promised", "/review?month=2026-04", None),
    )

    @pytest.fixture
    def content(self) -> DigestContent:
        return replace(told(new=[DELIVERY], url="https://a.example.org"), improving=self.ROWS, project="P")

    def test_one_line_a_kind_in_a_fixed_order_and_the_page_where_there_are_several(self, content):
        lines = digest(content).improving
        assert [(one.label, one.text, one.link) for one in lines] == [
            (
                "Actions",
                "“A” helped; “B” had no effect; and 1 more.",
                "https://a.example.org/improvement?project=P",
            ),
            ("High risk", "“Delivery”, 20 of 25.", "https://a.example.org/risk?project=P"),
            ("Review", "Apr 2026: 1 promised.", "https://a.example.org/review?project=P&month=2026-04"),
        ]

    def test_who_is_named_for_a_part_hears_of_that_part_alone(self, content):
        (line,) = digest(content, only={PAYMENT}).improving
        assert (line.text, line.link) == ("“B” had no effect.", "https://a.example.org/improvement?project=P&action=2")

    def test_it_stands_in_every_form(self, content):
        one = digest(content)
        said = "Review: Apr 2026: 1 promised."
        assert "IMPROVING\n- Actions: “A” helped" in digest_text(one)
        assert f"- {said}\n  https://a.example.org/review?project=P&month=2026-04\n" in digest_text(one)
        assert '<a class="news" href="https://a.example.org/risk?project=P">“Delivery”, 20 of 25.</a>' in digest_html(
            one
        )
        assert webhook_body(one, "json")["improving"][2] == {
            "kind": "review",
            "text": "Apr 2026: 1 promised.",
            "url": "https://a.example.org/review?project=P&month=2026-04",
        }
        for shape in ("slack", "teams"):
            assert said in json.dumps(webhook_body(one, shape), ensure_ascii=False)

    def test_without_news_nothing_is_said(self):
        one = digest(told(new=[DELIVERY]))
        assert one.improving == ()
        assert "IMPROVING" not in digest_text(one)
        assert webhook_body(one, "json")["improving"] == []

    def test_what_people_wrote_does_nothing(self):
        one = digest(replace(told(new=[DELIVERY]), improving=[news("note", EVIL, "/improvement")]))
        assert "<script" not in digest_html(one)
        assert "\x1b" not in digest_text(one)
        assert one.improving[0].link is None


class TestNamesFromTheData:
    @pytest.fixture
    def evil(self) -> DigestContent:
        document = example()
        document["name"] = EVIL
        for mismatch in document["mismatches"]:
            mismatch["title"] = mismatch["stage"] = EVIL
            mismatch["owner"] = EVIL
            for driver in mismatch["drivers"]:
                driver["label"] = driver["stage"] = EVIL
        ids = [one["id"] for one in document["mismatches"]]
        return told(document, new=ids[:4], restated=ids[4:], warnings=[("column", EVIL)], url="https://a.example.org")

    def test_html_shows_them_and_runs_nothing(self, evil):
        page = digest_html(digest(evil), MailWays("you are named for Logistics", None, "a@example.org"))
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_nothing_is_loaded_from_elsewhere(self, evil):
        page = digest_html(digest(evil))
        assert not re.search(r"<(img|link|iframe|object|script)\b|url\(|@import", page)

    @pytest.mark.parametrize("shape", ["json", "slack", "teams", "text", "html"])
    def test_no_terminal_sequence_and_no_turn_of_direction(self, evil, shape):
        one = digest(evil)
        written = {"text": digest_text, "html": digest_html}.get(
            shape, lambda d: json.dumps(webhook_body(d, shape), ensure_ascii=False)
        )(one)
        assert not re.search("[\x1b\u202e\u2066]", written)
        assert "\x1b" not in written.encode("unicode_escape").decode()
        assert "red" in written

    def test_a_name_from_right_to_left_is_closed_in(self):
        document = example()
        document["mismatches"][0]["owner"] = "שלום"
        (line,) = digest(told(document, new=[DELIVERY])).lines
        assert line.owners[0] == "\u2068שלום\u2069"

    def test_no_cell_of_the_workbook_is_a_formula(self, evil):
        document = evil.document
        document["mismatches"][0]["title"] = "=1+1"
        sheet = openpyxl.load_workbook(io.BytesIO(digest_workbook(document, evil.changes))).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert "'=1+1" in [cell.value for cell in cells]

    def test_slack_reads_no_mention_and_no_link(self):
        document = example()
        document["mismatches"][0]["title"] = "<!channel> *bold* & <https://evil.example|here>"
        body = webhook_body(digest(told(document, new=[DELIVERY])), "slack")
        marked = [
            e["text"] for b in body["blocks"] for e in b.get("elements", [b.get("text", {})]) if e["type"] == "mrkdwn"
        ]
        assert marked == []
        assert body["mrkdwn"] is False
        assert "<!channel>" in json.dumps(body["blocks"])  # as plain text

    def test_a_card_reads_no_markdown(self):
        document = example()
        document["mismatches"][0]["title"] = "[here](https://evil.example) *bold*"
        card = webhook_body(digest(told(document, new=[DELIVERY])), "teams")["attachments"][0]["content"]
        assert next(b["text"] for b in card["body"] if "evil" in b["text"]).startswith(
            "New: \\[here\\]\\(https://evil.example\\) \\*bold\\*"
        )


def test_a_pdf_is_made_of_the_same():
    assert digest_pdf(digest_html(digest(told(new=[DELIVERY])))).startswith(b"%PDF-")
