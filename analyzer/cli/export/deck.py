"""`analyzer export deck`."""

from __future__ import annotations

import click

from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.settings import load_project


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--out", metavar="FILE", required=True, help="The file; its ending says the format.")
@click.pass_obj
def deck(session: Session, project: str, out: str) -> None:
    """The board pack of the newest run: at most six slides or pages.

    FILE ends in .pptx or .pdf.
    """
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_to_read
    from analyzer.cli.action_arguments import newest
    from analyzer.exports import destination
    from analyzer.reports.board import FORMS
    from analyzer.settings import masked_document

    to = destination(out, {ending: ending for ending in FORMS})
    with open_to_read(settings) as catalog:
        _, document = newest(catalog, "--project")
    made = FORMS[to.form](masked_document(settings, document))
    with to.opened() as file:
        file.write(made)
    say(f"The board pack written to {out}.")
