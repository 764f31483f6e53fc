"""`analyzer export log`."""

from __future__ import annotations

import click

from analyzer.cli.export.options import chosen_part, export_options, written_to
from analyzer.cli.printing import say
from analyzer.cli.session import Session


@click.command()
@export_options
@click.pass_obj
def log(session: Session, project: str, out: str, filters: tuple[str, ...]) -> None:
    """The enriched event log: every event with its stage, both verdicts on its visit and its case's signals.

    FILE ends in .csv, .parquet or .xes (.csv and .xes also .gz).
    """
    from analyzer.exports.log import FORMS, export_log

    with chosen_part(session, project, out, filters, FORMS) as (chosen, to):
        noun = "event"
        n = export_log(chosen, to)
    say(written_to(noun, n, out))
