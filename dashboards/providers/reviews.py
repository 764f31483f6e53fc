"""The management review, for its page and its PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from analyzer.reports.mail import digest_pdf
from analyzer.reports.sheets import review_body, review_page
from analyzer.slices.with_catalog import review_of
from dashboards.providers.runs import Provider


@dataclass(frozen=True)
class ReviewSheet:
    """A month as a piece of HTML."""

    month: str
    body: str


def sheet(provider: Provider, month: str | None) -> ReviewSheet:
    """The review of a month; None: of that to which the newest run has read."""
    found, titles = review_of(provider.catalog(), month)
    return ReviewSheet(found.month, review_body(found, titles, provider.name))


def pdf(provider: Provider, month: str | None) -> bytes:
    """The same as a PDF. Raises SettingsError where the extra that makes PDFs is not installed."""
    found, titles = review_of(provider.catalog(), month)
    return digest_pdf(review_page(found, titles, provider.name))


def around(month: str) -> tuple[str, str]:
    """The month before and the month after."""
    first = date.fromisoformat(f"{month}-01")
    return f"{first - timedelta(days=1):%Y-%m}", f"{first + timedelta(days=32):%Y-%m}"
