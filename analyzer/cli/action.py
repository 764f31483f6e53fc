"""`analyzer action`: what is done about the mismatches, the same as on the board."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.settings import load_project

WHO = "command line"  # in the audit
NONE = "No action yet. `analyzer action add` makes one."
DECIDED = ("helped", "no_effect", "worse")
STATUSES = ("new", "accepted", "under_way", "done", "dropped")
Command = TypeVar("Command", bound=Callable[..., Any])

project_option = click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")


@click.group(cls=Commands)
def action() -> None:
    """List the actions about the mismatches with their verdicts; add and change them."""


def _fields(command: Command) -> Command:
    """The options that `add` and `set` have in common."""
    options = (
        click.option("--owner", metavar="NAME", help="Who does it. Default: who answers for the causing stage."),
        click.option("--start", metavar="DATE", help="The first day on which visits are lived with it."),
        click.option("--review", metavar="DATE", help="The day on which its effect is judged for good."),
        click.option(
            "--on",
            metavar="ATTRIBUTE=VALUE",
            multiple=True,
            help="The part that it is tried on first; several values of an attribute are alternatives.",
        ),
        click.option("--effort", metavar="small|medium|large", help="How much work it takes."),
        click.option("--expected", metavar="SHARE", help="The part of the unhappy visits that it is to take away."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@action.command()
@project_option
@click.option("--mismatch", metavar="ID", required=True, help="The mismatch that it is about.")
@click.option("--title", metavar="TEXT", required=True, help="What to do.")
@_fields
@click.pass_obj
def add(session: Session, project: str, mismatch: str, title: str, **given: Any) -> None:
    """Add an action and print its id."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import add_action, open_catalog
    from analyzer.cli.action_arguments import check_mismatch, newest
    from analyzer.improvement import proposed_owner

    values = _values(given)
    with open_catalog(settings) as catalog:
        run, document = newest(catalog, "--mismatch")
        check_mismatch(document, mismatch)
        _check_on(run.folder, values)
        row = next(m for m in document["mismatches"] if m["id"] == mismatch)
        owner = values.pop("owner", None) or proposed_owner(row, document["journey"]["stages"])
        values = {**values, "mismatch_id": mismatch, "title": title, "owner": owner}
        added = add_action(catalog, values, WHO)
    say(added.id)


@action.command("set")
@click.argument("identity", metavar="ID")
@project_option
@click.option("--status", type=click.Choice(STATUSES), help="How far it is.")
@click.option("--mismatch", metavar="ID", help="The mismatch that it is about.")
@click.option("--title", metavar="TEXT", help="What to do.")
@_fields
@click.pass_obj
def set_(
    session: Session,
    identity: str,
    project: str,
    status: str | None,
    mismatch: str | None,
    title: str | None,
    **given: Any,
) -> None:
    """Change an action; what is not given stays."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import change_action, list_actions, open_catalog
    from analyzer.cli.action_arguments import check_mismatch, find_action, newest

    values = _values(given)
    values.update({name: v for name, v in (("mismatch_id", mismatch), ("title", title)) if v is not None})
    if status is not None:
        values["status"] = status.replace("_", " ")
    with open_catalog(settings) as catalog:
        known = find_action(list_actions(catalog), identity)
        if mismatch is not None:
            check_mismatch(newest(catalog, "--mismatch")[1], mismatch)
        if values.get("tried_on"):
            _check_on(newest(catalog, "--on")[0].folder, values)
        changed = change_action(catalog, known.id, known.version, values, WHO)
    say(f"{changed.id}  {changed.status.replace(' ', '_')}  {changed.title}")


@action.command("list")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def list_(session: Session, project: str, as_json: bool) -> None:
    """List the actions, the oldest first, each with whether it helped."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import latest, list_actions, open_to_read
    from analyzer.slices import verdicts

    with open_to_read(settings) as catalog:
        found = list_actions(catalog)
        known = verdicts(catalog, found, latest(catalog))
    rows = [_row(one, known[one.id].as_row() if one.id in known else None) for one in found]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        from analyzer.words.action_words import verdict_words

        lines = [(_line(row), verdict_words(known.get(row["id"]))) for row in rows]
        say("\n".join(f"{line}\n    {words}" if words else line for line, words in lines) or NONE)


def _row(one: Any, verdict: Any) -> dict[str, Any]:
    """An action for JSON; one that is done counts as verified once its verdict is decided."""
    decided = verdict is not None and verdict["word"] in DECIDED
    return {
        "id": one.id,
        "mismatch": one.mismatch_id,
        "title": one.title,
        "owner": one.owner,
        "status": "verified" if one.status == "done" and decided else one.status.replace(" ", "_"),
        "start": one.starts_on.isoformat() if one.starts_on else None,
        "review": one.review_on.isoformat() if one.review_on else None,
        "on": one.tried_on or {},
        "effort": one.effort,
        "expected": one.expected,
        "verdict": verdict,
    }


def _line(row: dict[str, Any]) -> str:
    days = f"{row['start'] or 'no start'} to {row['review'] or 'no review date'}"
    parts = (row["id"], row["status"], row["title"], row["owner"] or "nobody", days)
    return "  ".join(part for part in parts if part)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of an action that were given, read and named as the catalog has them."""
    from analyzer.cli.action_arguments import read_day_of, read_on

    values: dict[str, Any] = {name: given[name] for name in ("owner", "effort", "expected") if given[name] is not None}
    for option, name in (("start", "starts_on"), ("review", "review_on")):
        if given[option] is not None:
            values[name] = read_day_of(f"--{option}", given[option])
    if given["on"]:
        values["tried_on"] = read_on(given["on"])
    return values


def _check_on(run: Any, values: dict[str, Any]) -> None:
    from analyzer.slices import check_part

    if values.get("tried_on"):
        check_part(run, values["tried_on"], "--on")
