"""`analyzer finding`: what people say of findings, and their lives over the nights; the same as on their pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from analyzer.cli.options import WHO, project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.settings import load_project
from analyzer.settings.moments import iso_utc

if TYPE_CHECKING:
    from analyzer.tables.finding_mark import Mark

NONE = "No finding yet. `analyzer nightly` looks for some."


@click.group(cls=Commands)
def finding() -> None:
    """Findings from night to night: their lives, who acknowledged them, which are quiet until worse."""


@finding.command("list")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def list_(session: Session, project: str, as_json: bool) -> None:
    """List the findings of the newest run with their lives over the nights."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import finding_marks, findings, latest, open_to_read
    from analyzer.slices.with_catalog import lives_of
    from analyzer.words.life_words import life_words, moment_words

    zone = ZoneInfo(settings.timezone)
    with open_to_read(settings) as catalog:
        run = latest(catalog)
        known = findings(catalog, run.id) if run else []
        lives, marks = lives_of(catalog, [one.mismatch_id for one in known]), finding_marks(catalog)
    rows: list[dict[str, Any]] = []
    lines = []
    for one in known:
        life = lives.get(one.mismatch_id)
        said = marks.get(one.mismatch_id, {})
        row: dict[str, Any] = {"id": one.mismatch_id, "title": one.title, "acknowledged": None, "quiet": None}
        row |= {mark: {"by": told.who, "at": iso_utc(told.at)} for mark, told in said.items()}
        moments = life.moments if life else ()
        rows.append({**row, "moments": [{"at": iso_utc(m.at), "word": m.word, "of": m.of} for m in moments]})
        told_of = [life_words(life, zone), *(moment_words(m, zone) for m in moments)] if life else []
        lines.append("\n    ".join([f"{one.mismatch_id}  {one.title}", *told_of]))
    say(json.dumps(rows, ensure_ascii=False, indent=1) if as_json else "\n".join(lines) or NONE)


@finding.command()
@click.argument("identity", metavar="ID")
@project_option
@click.pass_obj
def acknowledge(session: Session, identity: str, project: str) -> None:
    """Say that a finding has been seen."""
    _mark(session, identity, project, "acknowledged", True)


@finding.command()
@click.argument("identity", metavar="ID")
@project_option
@click.pass_obj
def quiet(session: Session, identity: str, project: str) -> None:
    """Hear of a finding only once it is worse, or back again."""
    _mark(session, identity, project, "quiet", True)


@finding.command()
@click.argument("identity", metavar="ID")
@project_option
@click.pass_obj
def hear(session: Session, identity: str, project: str) -> None:
    """Hear of all that changes in a finding again."""
    _mark(session, identity, project, "quiet", False)


def _mark(session: Session, identity: str, project: str, mark: Mark, on: bool) -> None:
    settings = session.settings = load_project(project)
    from analyzer.catalog import findings, latest, mark_finding, open_catalog, unmark_finding
    from analyzer.errors import ArgumentError
    from analyzer.settings import suggestion

    with open_catalog(settings) as catalog:
        run = latest(catalog)
        known = [one.mismatch_id for one in findings(catalog, run.id)] if run else []
        if on and identity not in known:
            do = suggestion(identity, known) if known else "look for some: analyzer nightly --project …"
            expected = "the id of a finding of the newest run"
            raise ArgumentError(expected=expected, found=identity, where=f"finding {mark}", do=do)
        (mark_finding if on else unmark_finding)(catalog, identity, mark, WHO)
    say(identity)
