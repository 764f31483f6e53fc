"""`analyzer export cases`."""

from __future__ import annotations

import click

from analyzer.cli.export.options import chosen_part, export_options, written_to
from analyzer.cli.printing import say
from analyzer.cli.session import Session


@click.command()
@export_options
@click.pass_obj
def cases(session: Session, project: str, out: str, filters: tuple[str, ...]) -> None:
    """The cases, with both verdicts on each stage.

    FILE ends in .csv, .csv.gz or .parquet.
    """
    from analyzer.exports.cases import FORMS, export_cases

    with chosen_part(session, project, out, filters, FORMS) as (chosen, to):
        noun = chosen.document.get("case_noun") or "case"
        n = export_cases(chosen, to)
    say(written_to(noun, n, out))
