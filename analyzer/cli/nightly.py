"""`analyzer nightly`: one night of a project."""

from __future__ import annotations

import sys

import click

from analyzer.cli.printing import say
from analyzer.cli.progress import progress_bar
from analyzer.cli.session import Session
from analyzer.errors import EXIT_DELIVERY, EXIT_FINDINGS
from analyzer.settings import check_files, load_project


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option(
    "--fail-on",
    type=click.Choice(["new", "worse", "stale"]),
    help="Exit 1 when there is such a change; worse includes new and regressed.",
)
@click.pass_obj
def nightly(session: Session, project: str, fail_on: str | None) -> None:
    """Read what is new, compare with the last night, keep the night and tell of it."""
    settings = session.settings = load_project(project)
    check_files(settings)
    from analyzer.nightly import run_night
    from analyzer.words.nights import night_words

    with progress_bar() as drawn:
        outcome = run_night(settings, drawn)
    say(night_words(outcome.night.document, outcome.night.changes))
    say(f"\nWritten to {outcome.folder}.")
    failed = [one for one in outcome.deliveries if one.failed]
    for one in outcome.deliveries:
        say(f"{'Not told' if one.failed else 'Told'}: {one.recipient}{f' ({one.error})' if one.error else ''}")
    if failed:
        sys.exit(EXIT_DELIVERY)
    if outcome.crossed(fail_on):
        sys.exit(EXIT_FINDINGS)
