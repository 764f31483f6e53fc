"""`analyzer forget`: one customer taken out of everything that the project keeps of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import load_project

if TYPE_CHECKING:
    from analyzer.erasure import ErasureOutcome


@click.command()
@click.option("--customer", metavar="ID", required=True, help="The customer, as the log or the signals name them.")
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken away, and change nothing.")
@click.pass_obj
def forget(session: Session, customer: str, project: str, dry_run: bool) -> None:
    """Take a customer's cases, signals and words out of all that the project keeps; say what cannot be."""
    settings = session.settings = load_project(project)
    if not customer.strip():
        raise ArgumentError(
            expected="the id of a customer", found="nothing", where="--customer", do="give it as the log names them"
        )
    from analyzer.erasure import forget as take_away

    outcome = take_away(settings, customer.strip(), write=not dry_run)
    say(_words(outcome, dry_run))
    say("Not forgotten by this:")
    say("\n".join(f"  {one}" for one in outcome.left))


def _words(outcome: ErasureOutcome, dry_run: bool) -> str:
    from analyzer.words.wording import count, plural

    counted = (
        (outcome.cases, "case", ""),
        (outcome.rows, "row", f" of {count(outcome.data_sets)} data {'set' if outcome.data_sets == 1 else 'sets'}"),
        (outcome.visits, "visit", ""),
        (outcome.signals, "signal", f" in the tables of {count(outcome.runs)} {plural('run', outcome.runs)}"),
        (outcome.documents, "text", " of documents and reports"),
        (outcome.entries, "row", " of the catalog"),
    )
    said = [f"  {count(n)} {plural(noun, n)}{of}" for n, noun, of in counted]
    head = "Would be taken away or cleaned:" if dry_run else "Taken away or cleaned:"
    return "\n".join([head, *said])
