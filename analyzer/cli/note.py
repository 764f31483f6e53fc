"""`analyzer note`: what the people who meet customers write down, from a file and as a list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from analyzer.cli.options import WHO, project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.errors import ArgumentError
from analyzer.settings import load_project, suggestion
from analyzer.settings.moments import iso_utc

if TYPE_CHECKING:
    from analyzer.tables.field_note import FieldNote

NONE = "No note yet. `analyzer note import FILE.csv` takes some."


@click.group(cls=Commands)
def note() -> None:
    """What the front line says gets in the way: take notes from a file or one by one, agree with them, list them."""


@note.command("import")
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@project_option
@click.pass_obj
def import_(session: Session, file: Path, project: str) -> None:
    """Take the notes of a CSV file, all or none: date, author, stage, activity, text."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import add_notes, open_catalog
    from analyzer.improvement import read_notes
    from analyzer.slices.with_catalog import places_of

    with open_catalog(settings) as catalog:
        lines = read_notes(file, places_of(catalog))
        added = add_notes(catalog, lines, WHO)
    known = len(lines) - len(added)
    say(f"{len(added)} taken" + (f", {known} known already" if known else ""))


@note.command()
@project_option
@click.option("--text", metavar="TEXT", required=True, help="What gets in the way.")
@click.option("--author", metavar="NAME", required=True, help="Who says it.")
@click.option("--date", "said_on", metavar="DATE", help="The day on which it was said. Default: today.")
@click.option("--stage", metavar="NAME", help="The stage that it speaks of.")
@click.option("--activity", metavar="NAME", help="The activity that it speaks of.")
@click.option("--mismatch", metavar="ID", help="The mismatch that it speaks of.")
@click.option("--attention", is_flag=True, help="People should look at this.")
@click.pass_obj
def add(session: Session, project: str, **given: Any) -> None:
    """Write one note, the same as in the form, and print its id."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import add_notes, open_catalog
    from analyzer.cli.action_arguments import read_day_of
    from analyzer.slices.with_catalog import places_of
    from analyzer.tables.field_note import NoteLine

    with open_catalog(settings) as catalog:
        today = datetime.now(ZoneInfo(settings.timezone)).date()
        said_on = read_day_of("--date", given["said_on"]) or today
        places = places_of(catalog)
        for name, known in (
            ("stage", places.stages),
            ("activity", list(places.activities)),
            ("mismatch", places.mismatches),
        ):
            _check_known(name, given[name], known)
        stage = given["stage"] or places.activities.get(given["activity"] or "")
        line = NoteLine(
            said_on, given["author"], given["text"], stage, given["activity"], given["mismatch"], given["attention"]
        )
        added = add_notes(catalog, [line], WHO)
    say(added[0].id if added else "known already")


@note.command()
@click.argument("identity", metavar="ID")
@project_option
@click.pass_obj
def vote(session: Session, identity: str, project: str) -> None:
    """Agree with a note; the second time that is taken back."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import list_notes, open_catalog
    from analyzer.catalog import vote as cast

    with open_catalog(settings) as catalog:
        agrees = cast(catalog, _note(list_notes(catalog), identity, "note vote").id, WHO)
    say("agreed" if agrees else "taken back")


@note.command()
@click.argument("identity", metavar="ID")
@project_option
@click.pass_obj
def remove(session: Session, identity: str, project: str) -> None:
    """Take a note away with its votes; the record of changes keeps what it said."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import list_notes, open_catalog, remove_note

    with open_catalog(settings) as catalog:
        known = _note(list_notes(catalog), identity, "note remove")
        remove_note(catalog, known.id, WHO, any_author=True)
    say(f"{known.id}  {known.line.text}")


@note.command("list")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def list_(session: Session, project: str, as_json: bool) -> None:
    """List the notes, the newest first, and whether the data came to say the same."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import latest, list_notes, open_to_read
    from analyzer.slices.with_catalog import borne_out
    from analyzer.words.note_words import borne_out_words, place_words, votes_words

    with open_to_read(settings) as catalog:
        found = list_notes(catalog)
        known = borne_out(catalog, found, latest(catalog))
    if as_json:
        say(json.dumps([_row(one, known.get(one.id)) for one in found], ensure_ascii=False, indent=1))
        return
    lines = []
    for one in found:
        said = (one.id, one.line.said_on.isoformat(), one.line.author, place_words(one.line), one.line.text)
        lines.append("  ".join(part for part in (*said, votes_words(len(one.voters))) if part))
        words = borne_out_words(one.line, known.get(one.id))
        lines += [f"    {words}"] if words else []
    say("\n".join(lines) or NONE)


def _note(notes: Sequence[FieldNote], identity: str, where: str) -> FieldNote:
    """The note of an id. Raises ArgumentError, naming the nearest."""
    found = next((one for one in notes if one.id == identity), None)
    if found is None:
        do = suggestion(identity, [one.id for one in notes]) if notes else "write one: analyzer note add …"
        raise ArgumentError(expected="the id of a note of this project", found=identity, where=where, do=do)
    return found


def _row(one: Any, borne: Any) -> dict[str, Any]:
    """A note for JSON."""
    line = one.line
    found = (
        {"mismatch": borne.mismatch_id, "found": borne.found_on.isoformat(), "first": borne.first} if borne else None
    )
    return {
        "id": one.id,
        "date": line.said_on.isoformat(),
        "author": line.author,
        "stage": line.stage,
        "activity": line.activity,
        "mismatch": line.mismatch_id,
        "text": line.text,
        "attention": line.attention,
        "votes": len(one.voters),
        "added": iso_utc(one.added_at),
        "borne_out": found,
    }


def _check_known(name: str, found: str | None, known: Sequence[str]) -> None:
    if found is not None and found not in known:
        do = suggestion(found, known) if known else "leave it out"
        raise ArgumentError(expected=f"a known {name}", found=found, where=f"--{name}", do=do)
