"""`analyzer runs`: the runs that the catalog keeps."""

from __future__ import annotations

import json
from typing import Any

import click

from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.settings import load_project


@click.command()
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def runs(session: Session, project: str, as_json: bool) -> None:
    """List the project's runs, the newest first."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_to_read
    from analyzer.catalog import runs as kept_runs

    with open_to_read(settings) as catalog:
        found = [run.as_dict() for run in kept_runs(catalog)]
    if as_json:
        say(json.dumps(found, ensure_ascii=False, indent=1))
    elif not found:
        say("No run is kept yet. `analyzer align --project … --out …` makes one.")
    else:
        say(_listed(found, settings.case_noun))


def _listed(found: list[dict[str, Any]], noun: str) -> str:
    from analyzer.words import source_words, wording

    lines = []
    for run in found:
        score = wording.percent(run["score"]) if run["score"] is not None else "no customer voice yet"
        mismatches = f"{run['mismatches']} {wording.plural('mismatch', run['mismatches'])}"
        cases = f"{wording.count(run['cases'])} {wording.plural(noun, run['cases'])}"
        whose = source_words.whose(run["source"]) if source_words.rests_on(run["source"]) else ""
        parts = (run["id"], cases, mismatches, f"alignment {score}", whose, run["folder"])
        lines.append("  ".join(part for part in parts if part))
    return "\n".join(lines)
