"""`analyzer calibrate`: fit the ruler anew, and say what that alone changes."""

from __future__ import annotations

import click

from analyzer.cli.printing import say
from analyzer.cli.progress import progress_bar
from analyzer.cli.session import Session
from analyzer.settings import check_files, load_project


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and keep nothing.")
@click.pass_obj
def calibrate(session: Session, project: str, dry_run: bool) -> None:
    """Fit the ruler anew to all data at hand, and say what that alone changes."""
    settings = session.settings = load_project(project)
    check_files(settings)
    from analyzer.recalibrate import recalibrate
    from analyzer.words.ruler import recalibration_words

    with progress_bar() as drawn:
        outcome = recalibrate(settings, drawn, keep=not dry_run)
    say(recalibration_words(outcome.differences, outcome.gone, outcome.appeared, first=outcome.before is None))
    say(f"\n{'Not kept' if dry_run else 'Kept'}: ruler {outcome.ruler.id} in {outcome.path}.")
