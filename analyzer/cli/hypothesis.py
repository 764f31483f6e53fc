"""`analyzer hypothesis`: write down what one thinks, have it tested, read the trail."""

from __future__ import annotations

import json
from typing import Any

import click

from analyzer.cli.options import WHO, project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.errors import ArgumentError
from analyzer.settings import load_project
from analyzer.settings.moments import iso_utc

NONE = "No hypothesis yet. `analyzer hypothesis test` writes one down and tests it."


@click.group(cls=Commands)
def hypothesis() -> None:
    """Write down what you think goes with unhappiness, and have the data answer by the rules of a driver."""


@hypothesis.command()
@project_option
@click.option("--text", metavar="TEXT", required=True, help="The hypothesis, in your words.")
@click.option("--stage", metavar="NAME", required=True, help="The stage in which customers are unhappy.")
@click.option("--activity", metavar="NAME", help="The activity that is suspected.")
@click.option("--attribute", metavar="ATTRIBUTE=VALUE", help="The attribute's value that is suspected.")
@click.option("--on", metavar="ATTRIBUTE=VALUE", multiple=True, help="The part of the cases that it speaks of.")
@click.pass_obj
def test(
    session: Session,
    project: str,
    text: str,
    stage: str,
    activity: str | None,
    attribute: str | None,
    on: tuple[str, ...],
) -> None:
    """Write a hypothesis down, test it on the newest run, and keep the answer."""
    settings = session.settings = load_project(project)
    suspect = _suspect(activity, attribute)
    from analyzer.catalog import add_hypothesis, answer_hypothesis, list_hypotheses, open_catalog
    from analyzer.cli.action_arguments import newest, read_on
    from analyzer.slices import check_part, has_tables
    from analyzer.slices.with_catalog import check_place, put_to_data
    from analyzer.words.hypothesis_words import answer_words

    with open_catalog(settings) as catalog:
        run, document = newest(catalog, "--project")
        check_place(document, stage, suspect.get("activity"))
        part = read_on(on)
        if not has_tables(run.folder):
            found = f"the run {run.id}, which keeps none"
            raise ArgumentError(
                expected="a run that keeps its tables", found=found, where="--project", do="analyse anew"
            )
        if part:
            check_part(run.folder, part, "--on")
        if "attribute" in suspect:
            check_part(run.folder, {suspect["attribute"]: [suspect["value"]]}, "--attribute")
        one = add_hypothesis(catalog, text, stage, suspect, part, WHO)
        answer_hypothesis(catalog, one.id, put_to_data(run, one, settings))
        kept = next(h for h in list_hypotheses(catalog) if h.id == one.id)
    say(f"{kept.id}\n{answer_words(kept)}")


@hypothesis.command("list")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def list_(session: Session, project: str, as_json: bool) -> None:
    """List the hypotheses with their answers, the newest first."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import list_hypotheses, open_to_read
    from analyzer.words.hypothesis_words import about_words, answer_words

    with open_to_read(settings) as catalog:
        found = list_hypotheses(catalog)
    if as_json:
        say(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=1))
        return
    lines = [f"{one.id}  {one.text}\n    {about_words(one)}\n    {answer_words(one)}" for one in found]
    say("\n".join(lines) or NONE)


def _row(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "stage": one.stage,
        "suspect": one.suspect,
        "on": one.part or {},
        "asked": iso_utc(one.asked_at),
        "by": one.asked_by,
        "answer": one.answer,
        "answered": iso_utc(one.answered_at) if one.answered_at else None,
    }


def _suspect(activity: str | None, attribute: str | None) -> dict[str, str]:
    name, equals, value = (attribute or "").partition("=")
    if (activity is None) == (attribute is None) or (attribute is not None and not (equals and name.strip())):
        raise ArgumentError(
            expected="--activity NAME or --attribute ATTRIBUTE=VALUE",
            found=attribute or ("both" if activity else "neither"),
            where="hypothesis test",
            do="give one of the two, such as --attribute segment=Cafe",
        )
    return {"activity": activity} if activity else {"attribute": name.strip(), "value": value.strip()}
