"""What the report of a run of the sample says, kept word for word: a change is seen in the difference of these files.

`UPDATE_GOLDEN=1` writes them again; then read what changed before you keep it.
"""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analyzer.figures.mirror import columns
from analyzer.figures.mirror_stages import mirror_stages
from analyzer.reports.html import report_html
from analyzer.reports.sheet import mismatches_csv
from tests.real_document import real

KEPT = Path(__file__).with_name("sample")
BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "tr", "dt", "dd", "blockquote", "summary", "caption", "text", "figcaption"}


class Lines(HTMLParser):
    """The text of a page, a line a block."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[]]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.lines.append([])
        if tag in ("td", "th"):
            self.lines[-1].append("|")

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.get_starttag_text() or "").startswith(("<style", "<script")):
            self.lines[-1].append(" ".join(data.split()))

    def text(self) -> str:
        return "\n".join(" ".join(line) for line in self.lines if line) + "\n"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("report.txt", lambda: Lines(report_html(real())).text()),
        ("mismatches.csv", lambda: mismatches_csv(real())),
        ("mirror.svg", lambda: columns(mirror_stages(real())).replace("><", ">\n<") + "\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_files_say_what_they_said(name: str, made):
    written, kept = made().encode("utf-8"), KEPT / name
    if os.environ.get("UPDATE_GOLDEN"):
        kept.write_bytes(written)
    assert kept.read_bytes() == written
