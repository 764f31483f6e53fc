"""`analyzer action`: what is done about the mismatches, the same as on the board."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analyzer.cli.options import WHO, project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.settings import load_project
from analyzer.settings.moments import iso_utc
from analyzer.tables.money import in_money

if TYPE_CHECKING:
    from analyzer.improvement import Card

NONE = "No action yet. `analyzer action add` makes one."
STATUSES = ("new", "accepted", "under_way", "done", "dropped")
Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(cls=Commands)
def action() -> None:
    """List the actions about the mismatches with their verdicts; add, change and remove them."""


def _fields(command: Command) -> Command:
    """The options that `add` and `set` have in common."""
    options = (
        click.option("--owner", metavar="NAME", help="Who does it. Default: who answers for the causing stage."),
        click.option("--start", metavar="DATE", help="The first day on which visits are lived with it."),
        click.option("--due", metavar="DATE", help="The day by which it is to be done."),
        click.option("--review", metavar="DATE", help="The day on which its effect is judged for good."),
        click.option(
            "--on",
            metavar="ATTRIBUTE=VALUE",
            multiple=True,
            help="The part that it is tried on first; several values of an attribute are alternatives.",
        ),
        click.option("--effort", metavar="small|medium|large", help="How much work it takes."),
        click.option(
            "--expected",
            metavar="SHARE",
            help="The part of the unhappy visits that it is to take away. `add`: default the first driver's share.",
        ),
        click.option("--note", metavar="TEXT", help="What else is to be known of it."),
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
    """Add an action and print its id; on stderr when its effect would be seen."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import add_action, open_catalog
    from analyzer.cli.action_arguments import before_starting, check_mismatch, newest
    from analyzer.improvement import proposed_effect, proposed_owner

    values = _values(given)
    with open_catalog(settings) as catalog:
        run, document = newest(catalog, "--mismatch")
        check_mismatch(document, mismatch)
        _check_on(run.folder, values)
        row = next(m for m in document["mismatches"] if m["id"] == mismatch)
        owner = values.pop("owner", None) or proposed_owner(row, document["journey"]["stages"])
        expected = values.pop("expected", None) or proposed_effect(row)
        values = {**values, "mismatch_id": mismatch, "title": title, "owner": owner, "expected": expected}
        added = add_action(catalog, values, WHO)
        foretold = before_starting(run.folder, row["stage"], added)
    say(added.id)
    for line in foretold:
        click.echo(line, err=True)


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


@action.command()
@click.argument("identity", metavar="ID")
@project_option
@click.pass_obj
def remove(session: Session, identity: str, project: str) -> None:
    """Take an action away; the record of changes keeps what it said. To keep it in the list: set --status dropped."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import list_actions, open_catalog, remove_action
    from analyzer.cli.action_arguments import find_action

    with open_catalog(settings) as catalog:
        known = find_action(list_actions(catalog), identity, "action remove")
        remove_action(catalog, known.id, WHO)
    say(f"{known.id}  {known.title}")


@action.command("list")
@project_option
@click.option("--owner", metavar="NAME", help="Only those of one owner.")
@click.option("--stage", metavar="NAME", help="Only those about a mismatch of one stage.")
@click.option("--age", metavar="DAYS", type=click.IntRange(0), default=0, help="Only those at least so many days old.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def list_(session: Session, project: str, owner: str | None, stage: str | None, age: int, as_json: bool) -> None:
    """List the actions, the oldest first, each with whether it helped."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_to_read
    from analyzer.cli.action_arguments import cards_of
    from analyzer.improvement import only

    with open_to_read(settings) as catalog:
        found = only(cards_of(catalog), owner, stage, age)
    rows = [_row(card) for card in found]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        from analyzer.words.action_words import reopened_words, verdict_words

        lines = [
            (_line(row), reopened_words(card.action), verdict_words(card.verdict, card.worth))
            for row, card in zip(rows, found, strict=True)
        ]
        say("\n".join("\n    ".join(part for part in parts if part) for parts in lines) or NONE)


def _row(card: Card) -> dict[str, Any]:
    """An action for JSON; one that is done counts as verified once its verdict is decided."""
    one = card.action
    return {
        "id": one.id,
        "mismatch": one.mismatch_id,
        "title": one.title,
        "owner": one.owner,
        "status": card.stands.replace(" ", "_"),
        "start": one.starts_on.isoformat() if one.starts_on else None,
        "review": one.review_on.isoformat() if one.review_on else None,
        "due": one.due_on.isoformat() if one.due_on else None,
        "on": one.tried_on or {},
        "effort": one.effort,
        "expected": one.expected,
        "note": one.note,
        "stage": card.stage,
        "age_days": card.age_days,
        "reopened_at": iso_utc(one.reopened_at) if one.reopened_at else None,
        "avoided_money": in_money(card.verdict.avoided.as_dict(), card.worth) if card.verdict else None,
        "verdict": card.verdict.as_row() if card.verdict else None,
    }


def _line(row: dict[str, Any]) -> str:
    days = f"{row['start'] or 'no start'} to {row['review'] or 'no review date'}"
    parts = (row["id"], row["status"], row["title"], row["owner"] or "nobody", days)
    return "  ".join(part for part in parts if part)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of an action that were given, read and named as the catalog has them."""
    from analyzer.cli.action_arguments import read_day_of, read_on

    plain = ("owner", "effort", "expected", "note")
    values: dict[str, Any] = {name: given[name] for name in plain if given[name] is not None}
    for option, name in (("start", "starts_on"), ("due", "due_on"), ("review", "review_on")):
        if given[option] is not None:
            values[name] = read_day_of(f"--{option}", given[option])
    if given["on"]:
        values["tried_on"] = read_on(given["on"])
    return values


def _check_on(run: Any, values: dict[str, Any]) -> None:
    from analyzer.slices import check_part

    if values.get("tried_on"):
        check_part(run, values["tried_on"], "--on")
