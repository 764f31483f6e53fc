"""`analyzer kata`: the improvement kata of each action, the same as on its page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from analyzer.cli.options import WHO, project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.errors import ArgumentError
from analyzer.settings import load_project
from analyzer.settings.moments import iso_utc

if TYPE_CHECKING:
    from analyzer.catalog import Catalog
    from analyzer.tables.action import Action
    from analyzer.tables.kata import Kata, KataCycle

NONE = "No kata yet. `analyzer kata set ACTION` writes down where an action is to lead."


@click.group(cls=Commands)
def kata() -> None:
    """Where an action is to lead, and the experiments on the way: list, write, begin, end."""


@kata.command("set")
@click.argument("action", metavar="ACTION")
@project_option
@click.option("--challenge", metavar="TEXT", help="Where we want to be.")
@click.option("--target", metavar="TEXT", help="The target condition: the next step on the way.")
@click.option("--by", metavar="DATE", help="The day by which it is to be reached.")
@click.pass_obj
def set_(session: Session, action: str, project: str, **given: str | None) -> None:
    """Write down challenge and target condition of an action; what is not given stays."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import find_kata, open_catalog, save_kata
    from analyzer.cli.action_arguments import read_day_of

    with open_catalog(settings) as catalog:
        one = _action(catalog, action)
        known = find_kata(catalog, one.id)
        values: dict[str, Any] = {name: known_or(given[name], getattr(known, name)) for name in ("challenge", "target")}
        values["target_on"] = read_day_of("--by", given["by"]) if given["by"] is not None else known.target_on
        save_kata(catalog, one.id, known.version, values, WHO)
    say(f"{one.id}  {one.title}")


@kata.command()
@click.argument("action", metavar="ACTION")
@project_option
@click.option("--experiment", metavar="TEXT", required=True, help="What is tried next.")
@click.option("--expect", metavar="TEXT", required=True, help="What we expect of it.")
@click.option("--obstacle", metavar="TEXT", default="", help="What we work on now.")
@click.option("--look", metavar="DATE", help="The day on which we look at what happened.")
@click.pass_obj
def add(
    session: Session, action: str, project: str, experiment: str, expect: str, obstacle: str, look: str | None
) -> None:
    """Begin an experiment of an action, one at a time; how things stand now is kept with it."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import begin_cycle, latest, open_catalog
    from analyzer.cli.action_arguments import read_day_of
    from analyzer.document import read_document
    from analyzer.improvement import current_condition
    from analyzer.words.kata_words import condition_words

    values: dict[str, Any] = {"experiment": experiment, "expected": expect, "obstacle": obstacle}
    values["look_on"] = read_day_of("--look", look)
    with open_catalog(settings) as catalog:
        one, run = _action(catalog, action), latest(catalog)
        document = read_document(run.folder / "alignment.json") if run else None
        now = current_condition(one.mismatch_id, document["mismatches"], document["stages"]) if document else None
        begin_cycle(catalog, one.id, condition_words(now), values, WHO)
    say(f"{one.id}  {one.title}")


@kata.command()
@click.argument("action", metavar="ACTION")
@project_option
@click.option("--happened", metavar="TEXT", required=True, help="What happened.")
@click.option("--learned", metavar="TEXT", required=True, help="What we learned.")
@click.pass_obj
def end(session: Session, action: str, project: str, happened: str, learned: str) -> None:
    """End the experiment of an action that is under way."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import end_cycle, find_kata, open_catalog

    with open_catalog(settings) as catalog:
        one = _action(catalog, action)
        cycle = find_kata(catalog, one.id).open_cycle
        if cycle is None:
            raise ArgumentError(
                expected="an action with an experiment that is under way",
                found=f"none in “{one.title}”",
                where="kata end",
                do=f"begin one: analyzer kata add {one.id} --experiment … --expect …",
            )
        end_cycle(catalog, cycle.id, happened, learned, WHO)
    say(f"{one.id}  {one.title}")


@kata.command("list")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def list_(session: Session, project: str, as_json: bool) -> None:
    """List what is written, an action each, with all its experiments."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import find_kata, list_actions, open_to_read

    with open_to_read(settings) as catalog:
        known = [(one, find_kata(catalog, one.id)) for one in list_actions(catalog)]
    found = [(one, written) for one, written in known if written.version or written.cycles]
    if as_json:
        say(json.dumps([_row(one, written) for one, written in found], ensure_ascii=False, indent=1))
    else:
        say("\n".join(_lines(one, written) for one, written in found) or NONE)


def known_or(given: str | None, known: str) -> str:
    """What was given, an empty text too; else what is known."""
    return known if given is None else given


def _action(catalog: Catalog, identity: str) -> Action:
    from analyzer.catalog import list_actions
    from analyzer.cli.action_arguments import find_action

    return find_action(list_actions(catalog), identity, "ACTION")


def _row(action: Action, written: Kata) -> dict[str, Any]:
    return {
        "action": action.id,
        "title": action.title,
        "challenge": written.challenge,
        "target": written.target,
        "by": written.target_on.isoformat() if written.target_on else None,
        "cycles": [_cycle(one) for one in written.cycles],
    }


def _cycle(one: KataCycle) -> dict[str, Any]:
    texts = {name: getattr(one, name) for name in ("obstacle", "experiment", "expected", "happened", "learned")}
    return {
        **texts,
        "condition": one.condition,
        "look": one.look_on.isoformat() if one.look_on else None,
        "began": iso_utc(one.began_at),
        "by": one.began_by,
        "ended": iso_utc(one.ended_at) if one.ended_at else None,
    }


def _lines(action: Action, written: Kata) -> str:
    from analyzer.words.kata_words import kata_lines

    return "\n    ".join([f"{action.id}  {action.title}", *kata_lines(written)])
