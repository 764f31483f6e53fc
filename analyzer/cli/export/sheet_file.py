"""A sheet as a file: HTML or PDF, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from analyzer.errors import ArgumentError

FORMS = (".html", ".pdf")


def check_form(out: Path) -> None:
    """Raise ArgumentError for a file that ends in neither .html nor .pdf."""
    if out.suffix.lower() not in FORMS:
        do = "end it in .html or .pdf"
        raise ArgumentError(expected="a file of a known form", found=out.name, where="--out", do=do)


def write_sheet(out: Path, page: str) -> None:
    """Write a page as HTML, or as a PDF where the file's name says so. Raises ArgumentError where it cannot be written,
    SettingsError where the extra that makes PDFs is not installed."""
    from analyzer.reports.mail import digest_pdf

    content = digest_pdf(page) if out.suffix.lower() == ".pdf" else page.encode("utf-8")
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as reason:
        found, do = reason.strerror or "an error", "choose a folder that can be written"
        raise ArgumentError(expected="a file that can be written", found=found, where=str(out), do=do) from None
