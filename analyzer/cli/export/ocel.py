"""`analyzer export ocel`."""

from __future__ import annotations

import click

from analyzer.cli.export.options import chosen_part, export_options, written_to
from analyzer.cli.printing import say
from analyzer.cli.session import Session


@click.command()
@export_options
@click.pass_obj
def ocel(session: Session, project: str, out: str, filters: tuple[str, ...]) -> None:
    """An object-centric log (OCEL 2.0) with cases, customers and resources.

    FILE ends in .sqlite, .jsonocel, .json, .xmlocel or .xml (all but the first also .gz).
    """
    from analyzer.exports.ocel import FORMS, export_ocel

    with chosen_part(session, project, out, filters, FORMS) as (chosen, to):
        noun = "event"
        n = export_ocel(chosen, to)
    say(written_to(noun, n, out))
