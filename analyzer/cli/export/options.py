"""What the commands of `analyzer export` have in common: project, file, filters, and the newest run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import load_project

if TYPE_CHECKING:
    from analyzer.exports import Chosen, Destination

Command = TypeVar("Command", bound=Callable[..., Any])


def export_options(command: Command) -> Command:
    """`--project`, `--out` and `--filter`."""
    options = (
        click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file."),
        click.option("--out", metavar="FILE", required=True, help="The file; its ending says the format."),
        click.option(
            "--filter",
            "filters",
            metavar="key=value",
            multiple=True,
            help="A part of the run, as in an address of the dashboard; may be given several times.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def chosen_part(
    session: Session, project: str, out: str, filters: Sequence[str], forms: Mapping[str, str]
) -> Iterator[tuple[Chosen, Destination]]:
    """The part of the newest run that filters leave, open; and where it is to go. Nothing is read before the
    arguments are known to be good."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_to_read
    from analyzer.cli.action_arguments import newest
    from analyzer.exports import destination, open_chosen

    to, pairs = destination(out, forms), [pair(text) for text in filters]
    with open_to_read(settings) as catalog:
        run, document = newest(catalog, "--project")
    with open_chosen(run.folder, document, pairs) as chosen:
        yield chosen, to


def pair(text: str) -> tuple[str, str]:
    """A filter of the command line as key and value."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise ArgumentError(
            expected="a key and a value",
            found=text or "nothing",
            where="--filter",
            do="write it like --filter stage=Delivery or --filter segment=region:North",
        )
    return key.strip(), value.strip()


def written_to(what: str, n: int, out: str) -> str:
    """What is said at the end: 3,144 cases written to cases.csv."""
    from analyzer.words import wording

    return f"{wording.count(n)} {wording.plural(what, n)} written to {out}."
