"""`analyzer worker`: the jobs of projects and their schedules, without pages."""

from __future__ import annotations

import threading

import click

from analyzer.cli.session import Session
from analyzer.settings import find_projects, load_project


@click.command()
@click.option(
    "--project",
    "projects",
    metavar="PROJECT.yaml",
    multiple=True,
    required=True,
    help="A project file, or a folder that holds projects. May be given several times.",
)
@click.pass_obj
def worker(session: Session, projects: tuple[str, ...]) -> None:
    """Work on jobs, and keep to the schedule, until Ctrl-C."""
    from analyzer.catalog import open_catalog
    from analyzer.jobs.consume import work_until_told

    files = find_projects(projects)
    for file in files:
        settings = session.settings = load_project(file)
        open_catalog(settings).close()  # what cannot be opened is said before the work begins
        when = f", every day at {settings.schedule:%H:%M} ({settings.timezone})" if settings.schedule else ""
        click.echo(f"The jobs of {settings.name}{when}.")
    click.echo("Working until Ctrl-C.")
    work_until_told(files, threading.Event())
