"""`analyzer serve`: the dashboard. The one place in analyzer that knows it."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from analyzer.cli.session import Session
from analyzer.errors import ArgumentError, SettingsError
from analyzer.settings import find_projects, load_project
from analyzer.settings.machine import is_this_machine
from analyzer.settings.samples import make_empty_project


@click.command()
@click.option(
    "--project",
    "projects",
    metavar="PROJECT.yaml",
    multiple=True,
    required=True,
    help="A project file, or a folder that holds projects. May be given several times.",
)
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(1, 65_535),
    default=8050,
    show_default=True,
    help="The port to listen on.",
)
@click.pass_obj
def serve(session: Session, projects: tuple[str, ...], host: str, port: int) -> None:
    """Serve the dashboard until Ctrl-C."""
    files = find_projects([made_where_new(given) for given in projects])
    if not is_this_machine(host):
        must_have_users(files, host)
    check_port(host, port)
    must_be_kept(files)
    from dashboards.server import serve as serve_dashboard

    click.echo(f"The dashboard is at http://{f'[{host}]' if ':' in host else host}:{port} until Ctrl-C.")
    with suppress(KeyboardInterrupt):  # the way to end it
        serve_dashboard(list(files), host, port)


def made_where_new(given: str) -> Path:
    """The path as given; where it is a new or an empty folder, a project is made there, which waits for its log."""
    path = Path(given)
    new = not path.exists() and not path.suffix and path.absolute().parent.is_dir()
    if new or (path.is_dir() and not any(path.iterdir())):
        make_empty_project(path)
        click.echo(f"A new project is in {path}: its first page takes a log.")
    return path


def must_have_users(projects: Sequence[Path], host: str) -> None:
    """Raise ArgumentError where nobody has to sign in: then only this machine may reach the dashboard."""
    from analyzer.catalog import has_users, open_catalog

    for project in projects:
        with open_catalog(load_project(project)) as catalog:
            if has_users(catalog):
                return
    raise ArgumentError(
        expected="an address of this machine only (127.0.0.1), as long as nobody has to sign in",
        found=host,
        where="--host",
        do=f"add a user first: analyzer user add --project {projects[0]} NAME --role analyst",
    )


def must_be_kept(projects: Sequence[Path]) -> None:
    """Raise SettingsError where a catalog is damaged, or nothing can be written beside a project."""
    from analyzer.catalog import check_whole, open_catalog

    for project in projects:
        settings = load_project(project)
        if settings.home.exists() and not os.access(settings.home, os.W_OK):
            raise SettingsError(
                expected="a folder beside the project file that can be written",
                found="one that this user may only read",
                where=str(settings.home),
                do="give this user the right to write there",
            )
        with open_catalog(settings) as catalog:
            check_whole(catalog)
            with catalog.writing():
                pass


def check_port(host: str, port: int) -> None:
    """Raise ArgumentError where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as reason:
        raise ArgumentError(
            expected="an address and port that are free",
            found=f"{host}:{port}: {reason.strerror}",
            where="--port",
            do="give another --port, or end what listens there",
        ) from None
