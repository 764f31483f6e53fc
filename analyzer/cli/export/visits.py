"""`analyzer export visits`."""

from __future__ import annotations

import click

from analyzer.cli.export.options import chosen_part, export_options, written_to
from analyzer.cli.printing import say
from analyzer.cli.session import Session


@click.command()
@export_options
@click.pass_obj
def visits(session: Session, project: str, out: str, filters: tuple[str, ...]) -> None:
    """The visits, a row a case and stage, with both verdicts.

    FILE ends in .parquet, .csv or .csv.gz.
    """
    from analyzer.exports.visits import FORMS, export_visits

    with chosen_part(session, project, out, filters, FORMS) as (chosen, to):
        noun = "visit"
        n = export_visits(chosen, to)
    say(written_to(noun, n, out))
