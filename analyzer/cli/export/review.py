"""`analyzer export review`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from analyzer.cli.export.sheet_file import check_form, write_sheet
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import load_project


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--month", metavar="YYYY-MM", help="The month. Default: that to which the newest run has read.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.pass_obj
def review(session: Session, project: str, month: str | None, out: Path) -> None:
    """The management review of a month: promised, changed, proved, stuck, to decide.

    FILE ends in .html or .pdf.
    """
    settings = session.settings = load_project(project)
    check_form(out)
    if month is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise ArgumentError(expected="a month such as 2026-03", found=month, where="--month", do="write year and month")
    from analyzer.catalog import open_to_read
    from analyzer.reports.sheets import review_page
    from analyzer.slices.with_catalog import review_of

    with open_to_read(settings) as catalog:
        found, titles = review_of(catalog, month)
    write_sheet(out, review_page(found, titles, settings.name))
    say(f"The review of {found.month} written to {out}.")
