"""report.html: one file that opens offline and says what was found."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from analyzer.reports.html import report_html
from tests.real_document import empty, example, journey_of, quiet

HOSTILE = "<script>alert(1)</script>\"'&amp; {{7*7}}"


class Reader(HTMLParser):
    """What a reader sees, and what a browser would fetch."""

    FETCHED = ("src", "href", "srcset", "data", "action", "poster")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.ids: list[str] = []
        self.feed(page)
        self.words = " ".join(" ".join(self.text).replace("\u202f", " ").split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in self.FETCHED and value and not value.startswith("#"):
                self.fetched.append(value)
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "id" and value:
                self.ids.append(value)

    def handle_data(self, data: str) -> None:
        if not (self.get_starttag_text() or "").startswith(("<style", "<script")):
            self.text.append(data)


@pytest.fixture(scope="module")
def report() -> Reader:
    return Reader(report_html(example()))


@pytest.mark.parametrize("document", [example(), empty(), quiet(), journey_of(3), journey_of(15)])
def test_the_report_asks_nobody_for_anything(document):
    page = report_html(document)
    assert Reader(page).fetched == []
    assert set(re.findall(r"https?://[\w./-]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert "@import" not in page
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", page)


def test_the_mirror_stands_first_with_its_numbers(report: Reader):
    # Delivery: 304 of 1,244 rated visits are good for us and bad for the customer, 31 are bad for both
    assert "24 % hidden" in report.words
    assert "27 %" in report.words
    assert (
        report.words.index("The mirror")
        < report.words.index("Seen by our measures")
        < report.words.index("6 mismatches")
    )


def test_the_three_measures_are_said_in_plain_sentences(report: Reader):
    # 132 visits are bad on both sides, of 798 that are bad for the customer: 17 %; of 327 that are off target: 40 %
    both = [stage["both"] for stage in example()["stages"]]
    seen = sum(b["bad_bad"] for b in both)
    unhappy = sum(b["bad_bad"] + b["good_bad"] for b in both)
    assert f"Our own measures see {100 * seen / unhappy:.0f} % of the unhappy visits." in report.words


def test_a_mismatch_is_told_with_its_drivers_intervals_and_quotes(report: Reader):
    for words in (
        "Delivery looks fine to us, and hurts customers",
        "owner: Logistics",
        "25–35",
        "3.9× (3.3–4.7)",
        "36 % (30–42 %)",
        "After nine years!",
        "rests on those who answered",
        "Association, not proof of a cause.",
        "Receive payment",
    ):
        assert words in report.words, words


def test_it_says_what_the_numbers_rest_on(report: Reader):
    for words in (
        "Order: 1,288 of 3,120 visits rated (41 %).",
        "4,979 stated by the customer.",
        "Derived from the data, for want of a target: Reorder.",
        "Taken as reactions to complaints and left out of visits and drivers: Goodwill call.",
        "39 of 29,954 rows could not be used",
        "16 visits not over when the log ends.",
        "Surveys without a stage count for the last stage that had ended (right in 95 % of 3,671 that state theirs).",
    ):
        assert words in report.words, words


def test_without_signals_it_says_so_and_shows_the_company_s_half():
    words = Reader(report_html(empty())).words
    assert "No customer voice yet" in words
    assert "nobody was asked" in words
    assert "2.5 %" in words  # Delivery: 76 of 3,025 visits off target


def test_without_a_mismatch_it_says_that_nothing_is_supported():
    words = Reader(report_html(quiet())).words
    assert "0 mismatches" in words
    assert "Nothing is supported by this data." in words


def hostile() -> dict:
    document = example()
    old = document["stages"][3]["name"]
    document["name"] = document["journey"]["name"] = document["journey"]["persona"] = HOSTILE
    for rows in (document["stages"], document["journey"]["stages"]):
        rows[3].update(name=HOSTILE, owner=HOSTILE)
    document["stages"][3]["inside_out"]["target"] = HOSTILE
    mismatch = document["mismatches"][0]
    mismatch.update(
        stage=HOSTILE, title=HOSTILE, owner=HOSTILE, quotes=[HOSTILE], story=f"{HOSTILE} goes with {HOSTILE}"
    )
    mismatch["words"][0]["term"] = HOSTILE
    for driver in mismatch["drivers"]:
        driver.update(label=HOSTILE, stage=HOSTILE)
    document["blame"] = [{"stage": HOSTILE, "driver_stage": HOSTILE, "visits": 3}]
    document["quality"]["warnings"] = [HOSTILE]
    document["signals"]["reactions"] = [HOSTILE]
    process = document["process"]
    for row in (*process["activities"], *process["flows"]):
        row.update({key: HOSTILE for key, value in row.items() if value in ("Pick order", old)})
    process["variants"][0]["activities"][3] = HOSTILE
    return document


def test_names_are_text_whatever_they_hold():
    plain, attacked = Reader(report_html(example())), Reader(report_html(hostile()))
    assert attacked.tags.count("script") == plain.tags.count("script") == 1
    assert attacked.handlers == []
    assert HOSTILE in attacked.words
    assert attacked.words.split().count("49") == plain.words.split().count("49"), "7 * 7 was reckoned"


def test_names_of_every_script_arrive(tmp_path):
    document = example()
    for name, stage in zip(
        ("配送", "مرحلة التسليم", "Доставка", "🚚 Fast\u0000", "e\u0301tape"), document["stages"], strict=False
    ):
        stage["name"] = name
    words = Reader(report_html(document)).words
    for name in ("配送", "مرحلة التسليم", "Доставка", "🚚 Fast", "e\u0301tape"):
        assert name in words
    assert "\u0000" not in report_html(document)


def test_no_two_elements_share_an_id(report: Reader):
    assert len(report.ids) == len(set(report.ids))


def test_nothing_can_be_sent_to_a_cloud(report: Reader):
    assert "share chart" not in report_html(example()).lower()
