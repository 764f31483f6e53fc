"""`analyzer conform`: the newest run beside a model of one's own."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from analyzer.cli.export.options import pair
from analyzer.cli.printing import say
from analyzer.cli.result import plain_table
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import load_project


@click.command()
@click.argument("model", metavar="MODEL", type=click.Path(path_type=Path))
@click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
@click.option("--filter", "filters", metavar="key=value", multiple=True, help="A part of the run; several times.")
@click.option("--budget", metavar="SECONDS", type=click.FloatRange(0.1, 3600), default=60.0, help="Time; default 60.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_obj
def conform(
    session: Session, model: Path, project: str, filters: tuple[str, ...], budget: float, as_json: bool
) -> None:
    """Hold the newest run against a model (BPMN 2.0 or PNML): where cases depart, and what their customers say."""
    settings = session.settings = load_project(project)
    pairs = [pair(text) for text in filters]
    data = _bytes(model)
    from analyzer.catalog import open_to_read
    from analyzer.cli.action_arguments import newest
    from analyzer.exports import check_chosen
    from analyzer.slices import check_model, read_filters

    with open_to_read(settings) as catalog:
        run, _ = newest(catalog, "--project")
    check_chosen(run.folder, pairs)
    found = check_model(run.folder, read_filters(pairs), data, model.name, budget)
    if as_json:
        say(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    from analyzer.figures.rule_tables import departure_rows, model_notes, model_sentence
    from analyzer.figures.shares_beside import share_words

    noun = settings.case_noun
    lines = [model_sentence(found, noun)]
    lines += [f"As the model allows: {share_words(found.fitting)}.", f"Departing: {share_words(found.departing)}."]
    if rows := departure_rows(found, noun):
        heads = tuple(rows[0])
        lines += ["", plain_table([tuple(row.values()) for row in rows], heads, range(2, len(heads))), ""]
    say("\n".join([*lines, *model_notes(found)]))


def _bytes(model: Path) -> bytes:
    try:
        return model.read_bytes()
    except OSError as fault:
        do = "write the path of a .bpmn or .pnml file"
        found = fault.strerror or "a file that cannot be read"
        raise ArgumentError(expected="a model file", found=found, where=str(model), do=do) from None
