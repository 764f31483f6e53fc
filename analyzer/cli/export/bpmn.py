"""`analyzer export bpmn`."""

from __future__ import annotations

import click

from analyzer.cli.export.options import chosen_part, export_options
from analyzer.cli.printing import say
from analyzer.cli.session import Session


@click.command()
@export_options
@click.pass_obj
def bpmn(session: Session, project: str, out: str, filters: tuple[str, ...]) -> None:
    """The mined model, as BPMN 2.0 with its layout or as a Petri net.

    FILE ends in .bpmn or .pnml.
    """
    from analyzer.exports.model import FORMS, export_model

    with chosen_part(session, project, out, filters, FORMS) as (chosen, to):
        assert session.settings is not None
        notes = export_model(chosen, to, session.settings.discovery_budget_s)
    say("\n".join([f"The model written to {out}.", *notes]))
