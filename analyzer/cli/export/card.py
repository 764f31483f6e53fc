"""`analyzer export card`."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.export.sheet_file import check_form, write_sheet
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import load_project, suggestion


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--partner", metavar="NAME", help="The partner whose card it is.")
@click.option("--owner", metavar="NAME", help="The stage owner whose card it is.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.pass_obj
def card(session: Session, project: str, partner: str | None, owner: str | None, out: Path) -> None:
    """The score card of one partner or stage owner, to be shared with them alone.

    FILE ends in .html or .pdf.
    """
    settings = session.settings = load_project(project)
    if (partner is None) == (owner is None):
        found = "both" if partner else "neither"
        do = "give one of the two"
        raise ArgumentError(expected="--partner NAME or --owner NAME", found=found, where="export card", do=do)
    check_form(out)
    from analyzer.catalog import latest, open_to_read
    from analyzer.reports.sheets import card_page
    from analyzer.slices.with_catalog import card_of, parties

    kind, name = ("partner", partner) if partner is not None else ("owner", owner or "")
    with open_to_read(settings) as catalog:
        run = latest(catalog)
        made = card_of(catalog, run, kind, name)  # type: ignore[arg-type]
        known = parties(run, kind) if made is None else []  # type: ignore[arg-type]
    if made is None:
        do = suggestion(name, known) if known else "analyse first, with a log and a journey that name them"
        expected = f"a {kind} that has a visit in the newest run"
        raise ArgumentError(expected=expected, found=name, where=f"--{kind}", do=do)
    write_sheet(out, card_page(made))
    say(f"The card of {made.name} written to {out}.")
