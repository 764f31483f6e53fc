"""`analyzer user`: who may open a project through the dashboard."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from analyzer.cli.options import WHO, project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.errors import ArgumentError
from analyzer.settings import load_project

if TYPE_CHECKING:
    from analyzer.catalog import User

NOBODY_LEFT = (
    "That was the last user. Nobody has to sign in any more: the dashboard answers this machine only, where everyone "
    "is analyst. `analyzer serve` refuses any other address until a user is added."
)
NONE = "No user. Nobody has to sign in, and the dashboard answers this machine only; everyone there is analyst."


@click.group(cls=Commands)
def user() -> None:
    """Add, remove and list the people who may open a project; give them another password; end their sessions."""


@user.command()
@click.argument("name", metavar="NAME")
@project_option
@click.option(
    "--role",
    type=click.Choice(["analyst", "viewer", "partner"]),
    default="viewer",
    show_default=True,
    help="A viewer reads and comments; an analyst also uploads, maps, runs and edits; a partner sees their own card.",
)
@click.option("--partner", metavar="NAME", help="With --role partner: whom they stand for, as the log names them.")
@click.option("--password-stdin", is_flag=True, help="Take the password from stdin, up to its first line end.")
@click.option("--external", is_flag=True, help="No password: an identity provider or a proxy says who they are.")
@click.pass_obj
def add(
    session: Session, name: str, project: str, role: str, partner: str | None, password_stdin: bool, external: bool
) -> None:
    """Add a user. The password is asked for twice, unseen."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import add_user, check_new, external_mark, open_catalog, password_hash

    with open_catalog(settings) as catalog:
        check_new(catalog, name)
        if external:
            hashed = external_mark()
        else:
            hashed = password_hash(_from_stdin() if password_stdin else _asked())
        added = add_user(catalog, name, role, hashed, WHO, partner)
    sees = f"their own card, that of {added.partner}, and nothing else of {settings.name}"
    say(f"{added.name} may now open {sees if added.partner else f'{settings.name} as {role}'}.")


@user.command()
@click.argument("name", metavar="NAME")
@project_option
@click.option("--password-stdin", is_flag=True, help="Take the password from stdin, up to its first line end.")
@click.pass_obj
def password(session: Session, name: str, project: str, password_stdin: bool) -> None:
    """Give a user another password, and end their sessions. It is asked for twice, unseen."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import change_password, find_user, open_catalog, password_hash

    with open_catalog(settings) as catalog:
        known = find_user(catalog, name)
        hashed = password_hash(_from_stdin() if password_stdin else _asked()) if known is not None else ""
        changed = change_password(catalog, name, hashed, WHO)
    say(f"{changed.name} has another password for {settings.name} now, and has to sign in with it.")


@user.command()
@click.argument("name", metavar="NAME")
@project_option
@click.pass_obj
def remove(session: Session, name: str, project: str) -> None:
    """Take a user away. What they wrote stays."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_catalog, remove_user

    with open_catalog(settings) as catalog:
        left = remove_user(catalog, name, WHO)
    say(f"{name} can no longer open {settings.name}." + (f"\n{NOBODY_LEFT}" if not left else ""))


@user.command("sign-out")
@click.argument("name", metavar="NAME")
@project_option
@click.pass_obj
def sign_out(session: Session, name: str, project: str) -> None:
    """End all sessions of a user, on every machine. They can sign in again; `remove` keeps them out."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import end_sessions_of, known_user, open_catalog

    with open_catalog(settings) as catalog:
        ended = end_sessions_of(catalog, name, WHO)  # in a server of several projects also of users of the others
        name = name if ended else known_user(catalog, name).name
    counted = f"{ended} session{'' if ended == 1 else 's'} of {name} ended."
    say(counted if ended else f"{name} has no session here. A server of several projects keeps them with its first.")


@user.command("list")
@project_option
@click.pass_obj
def list_(session: Session, project: str) -> None:
    """List the users of a project."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import count_sessions, list_users, open_catalog
    from analyzer.catalog.users import folded

    with open_catalog(settings) as catalog:
        found, sessions = list_users(catalog), count_sessions(catalog)
    lines = (
        f"{one.name}  {_role(one)}  since {one.created_at:%Y-%m-%d}" + _signed_in(sessions.get(folded(one.name), 0))
        for one in found
    )
    say("\n".join(lines) or NONE)


def _from_stdin() -> str:
    """The first line of stdin, without its end."""
    try:
        password = sys.stdin.readline()
    except UnicodeDecodeError:
        raise _no_password("bytes that are no UTF-8 text") from None
    if not password.rstrip("\r\n"):
        raise _no_password("nothing")
    return password.rstrip("\r\n")


def _asked() -> str:
    if not sys.stdin.isatty():
        raise ArgumentError(
            expected="a terminal to ask for the password",
            found="none",
            where="stdin",
            do="run it in a terminal, or hand the password on with --password-stdin",
        )
    first = click.prompt("Password", hide_input=True, err=True)
    if first != click.prompt("The same again", hide_input=True, err=True):
        raise ArgumentError(
            expected="the same password twice", found="two that differ", where="the password", do="try again"
        )
    return str(first)


def _no_password(found: str) -> ArgumentError:
    return ArgumentError(
        expected="a password on the first line of stdin", found=found, where="--password-stdin", do="pipe it in"
    )


def _signed_in(sessions: int) -> str:
    return f"  signed in, {sessions} session{'' if sessions == 1 else 's'}" if sessions else ""


def _role(one: User) -> str:
    whom = f" ({one.partner})" if one.partner else ""
    return f"{one.role}{whom}, external" if one.is_external else f"{one.role}{whom}"
