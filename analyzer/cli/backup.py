"""`analyzer backup` and `analyzer restore`: a project whole in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import load_project

if TYPE_CHECKING:
    from analyzer.backup.manifest import BackupOutcome

ENDINGS = (".tar.gz", ".tgz")


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--out", metavar="FILE.tar.gz", required=True, help="The file; one that is there is replaced.")
@click.pass_obj
def backup(session: Session, project: str, out: str) -> None:
    """Write the catalog and the files of a project into one file, while others work."""
    settings = session.settings = load_project(project)
    path = Path(out)
    if not path.name.lower().endswith(ENDINGS):
        raise _refused(out, path.name or "nothing", "let its name end in .tar.gz")
    if not path.parent.is_dir() or path.is_dir():
        raise _refused(out, "a folder of that name" if path.is_dir() else f"no folder {path.parent}", "name a file")
    from analyzer.backup import back_up

    try:
        outcome = back_up(settings, path)
    except OSError as reason:
        raise _refused(out, reason.strerror or "an error", "name a file where there is room to write") from None
    say(f"{_words(outcome)} written to {out}.")
    if outcome.outside:
        say("Not in it, for they lie outside of the project's folder:")
        say("\n".join(f"  {one}" for one in outcome.outside))
    say("It holds the project's password hashes, keys and customers' words: keep it as you keep the project.")


@click.command()
@click.argument("file", metavar="FILE.tar.gz")
@click.option("--into", metavar="DIR", required=True, help="A folder that is empty or does not exist yet.")
@click.option(
    "--catalog",
    metavar="ADDRESS",
    help="Where the catalog is to be, as in a project file; `sqlite` for a file beside it. Default: as it was.",
)
def restore(file: str, into: str, catalog: str | None) -> None:
    """Put a backup back into an empty folder, all of it or nothing."""
    from analyzer.backup import restore as put_back

    outcome = put_back(Path(file), Path(into), catalog)
    say(f"{_words(outcome)} put into {into}.")
    if outcome.outside:
        say("The project also reads these, which no backup holds:")
        say("\n".join(f"  {one}" for one in outcome.outside))


def _words(outcome: BackupOutcome) -> str:
    from analyzer.words import wording

    files, rows = wording.count(outcome.files), wording.count(outcome.rows)
    return f"{files} {wording.plural('file', outcome.files)} and {rows} {wording.plural('row', outcome.rows)}"


def _refused(out: str, found: str, do: str) -> ArgumentError:
    return ArgumentError(expected="a file that can be written", found=found, where=f"--out {out}", do=do)
