"""A digest as a mail: HTML for phones and desks, light and dark; the same as text; a PDF and a workbook to attach.

Every text is escaped by the template. Nothing is loaded from elsewhere: no picture, no font, no script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.errors import SettingsError
from analyzer.figures.palette import PALETTE
from analyzer.reports.digest import Digest
from analyzer.reports.marked import apart, marked, percent_95, whole
from analyzer.reports.sheet import COLUMNS, mismatch_row
from analyzer.reports.workbook import as_workbook
from analyzer.words import digest_words
from analyzer.words.language import say

TONE = {
    "new": "alarm",
    "regressed": "alarm",
    "worse": "alarm",
    "not_measurable": "unsure",
    "better": "calm",
    "resolved": "calm",
}


@dataclass(frozen=True)
class MailWays:
    """Why somebody gets a mail, and how they hear less: a link of their own, or whom to ask."""

    reason: str
    choose: str | None
    sender: str
    note: str | None = None  # what is missing in the mail


def digest_html(digest: Digest, ways: MailWays | None = None) -> str:
    """The digest as one HTML page."""
    light = {name: colour.light for name, colour in PALETTE.items()}
    dark = {name: colour.dark for name, colour in PALETTE.items()}
    return _render(
        "digest.html.j2", True, digest=digest, ways=ways, tone=TONE, light=light, dark=dark, improving_head=_head()
    )


def digest_text(digest: Digest, ways: MailWays | None = None) -> str:
    """The digest as plain text."""
    return _render("digest.txt.j2", False, digest=digest, ways=ways, improving_head=_head())


def _head() -> str:
    return say("news.head")


def digest_workbook(document: AlignmentDocument, changes: Mapping[str, Any]) -> bytes:
    """All mismatches of a night as an Excel workbook, a row each, with what changed of it in the first column."""
    change_of = {
        one: digest_words.label(key) for key in (*digest_words.TOLD, "unchanged") for one in changes.get(key) or ()
    }
    rows = [
        [change_of.get(mismatch["id"], ""), *(_cell(row.get(name)) for name in COLUMNS)]
        for rank, mismatch in enumerate(document["mismatches"], start=1)
        for row in (mismatch_row(rank, mismatch),)
    ]
    return as_workbook(say("word.mismatches"), [[say("column.change"), *COLUMNS], *rows])


def digest_pdf(html: str) -> bytes:
    """The digest as a PDF. Raises SettingsError where the extra that makes PDFs is not installed."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as reason:  # OSError: a library of the system that it draws with is missing
        raise SettingsError(
            expected="WeasyPrint, which makes PDFs",
            found=f"it cannot be loaded ({' '.join(str(reason).split())[:120]})",
            where="key report.pdf in the project file",
            do="install the extra: pip install 'process-alignment-analyzer[pdf]'; or take pdf: true out",
        ) from None
    within = URLFetcher(allowed_protocols=("data",))  # what stands in the page itself, and nothing from elsewhere
    made: bytes = HTML(string=html, url_fetcher=within).write_pdf()
    return made


def _cell(value: object) -> str:
    if value is None:
        return ""
    return say("word.yes" if value else "word.no") if isinstance(value, bool) else str(value)


def _render(name: str, escaped: bool, **shown: Any) -> str:
    from jinja2 import DictLoader, Environment, StrictUndefined

    text = files("analyzer").joinpath("reports", "templates", name).read_text(encoding="utf-8")
    texts = {"t": marked, "apart": apart, "whole": whole, "percent_95": percent_95()} if escaped else {"t": say}
    environment = Environment(
        loader=DictLoader({name: text}),
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(**texts, **shown)
