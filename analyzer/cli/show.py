"""`analyzer show`: what the pages of improvement show, in the terminal or as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import click

from analyzer.cli.options import project_option
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.cli.usage import Commands
from analyzer.errors import ArgumentError
from analyzer.settings import load_project, suggestion

if TYPE_CHECKING:
    from analyzer.catalog import Catalog, Run
    from analyzer.document import AlignmentDocument

json_option = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group(cls=Commands)
def show() -> None:
    """Risk register, price of compliance, management review, score cards: as on their pages."""


@show.command()
@project_option
@json_option
@click.pass_obj
def risks(session: Session, project: str, as_json: bool) -> None:
    """The risk register of the newest run, the greatest score first."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_to_read
    from analyzer.slices.with_catalog import risk_register
    from analyzer.words.risk_words import risk_headline, risk_row

    with open_to_read(settings) as catalog:
        run, document = _newest(catalog)
        found = risk_register(catalog, run, document)
    if as_json:
        _print([{**asdict(one), "score": one.score, "residual": one.residual} for one in found])
        return
    lines = [risk_headline(found)]
    for row in map(risk_row, found):
        (_, risk), *rest = row.items()
        said = "; ".join(f"{name} {value}" for name, value in rest)
        lines.append(f"{risk}\n    {said}")
    say("\n".join(lines))


@show.command()
@project_option
@json_option
@click.pass_obj
def compliance(session: Session, project: str, as_json: bool) -> None:
    """What is required, and its price in customers where the newest run shows one."""
    settings = session.settings = load_project(project)
    from analyzer.catalog import open_to_read
    from analyzer.slices.with_catalog import compliance_of
    from analyzer.words.compliance_words import no_requirement_words, price_words, required_words, requirement_words
    from analyzer.words.money import monthly_money

    with open_to_read(settings) as catalog:
        found = compliance_of(catalog, _newest(catalog)[1])
    if as_json:
        names = ("id", "title", "avoidable_bad_per_month", "affected_visits", "required")
        prices = [{name: row.get(name) for name in names} for row in found.prices]
        _print({"prices": prices, "free": found.free})
        return
    lines = []
    for row in found.prices:
        said = [row["title"], price_words(row), monthly_money(row), required_words(row)]
        lines.append("\n    ".join(part for part in said if part))
    lines += [requirement_words(row) for row in found.free]
    say("\n".join(lines) or no_requirement_words())


@show.command()
@project_option
@click.option("--month", metavar="YYYY-MM", help="The month. Default: that to which the newest run has read.")
@json_option
@click.pass_obj
def review(session: Session, project: str, month: str | None, as_json: bool) -> None:
    """The management review of a month."""
    settings = session.settings = load_project(project)
    if month is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise ArgumentError(expected="a month such as 2026-03", found=month, where="--month", do="write year and month")
    from analyzer.catalog import open_to_read
    from analyzer.slices.with_catalog import review_of
    from analyzer.words.review_words import review_headline, review_parts

    with open_to_read(settings) as catalog:
        found, titles = review_of(catalog, month)
    parts = review_parts(found, titles)
    if as_json:
        _print({"month": found.month, "headline": review_headline(found), "parts": dict(parts)})
        return
    listed = ["\n    ".join([heading, *lines]) for heading, lines in parts]
    say("\n".join([review_headline(found), *listed]))


@show.command()
@project_option
@click.option("--partner", metavar="NAME", help="The card of one partner.")
@click.option("--owner", metavar="NAME", help="The card of one stage owner.")
@json_option
@click.pass_obj
def cards(session: Session, project: str, partner: str | None, owner: str | None, as_json: bool) -> None:
    """Who has a score card, by name; with --partner or --owner that card."""
    settings = session.settings = load_project(project)
    if partner is not None and owner is not None:
        found, do = "both", "leave one of them out"
        raise ArgumentError(expected="either --partner or --owner", found=found, where="show cards", do=do)
    from analyzer.catalog import latest, open_to_read
    from analyzer.slices.with_catalog import card_of, parties
    from analyzer.words.card_words import card_lines

    with open_to_read(settings) as catalog:
        run = latest(catalog)
        if partner is None and owner is None:
            known = {"owner": parties(run, "owner"), "partner": parties(run, "partner")}
            lines = [f"{kind}  {name}" for kind, names in known.items() for name in names]
            _print(known) if as_json else say("\n".join(lines) or "Nobody has a card yet: analyse first.")
            return
        kind: Literal["owner", "partner"] = "owner" if partner is None else "partner"
        name = partner if partner is not None else owner or ""
        card = card_of(catalog, run, kind, name)
        others = parties(run, kind) if card is None else []
    if card is None:
        do = suggestion(name, others) if others else "analyse first, with a log and a journey that name them"
        expected = f"a {kind} that has a visit in the newest run"
        raise ArgumentError(expected=expected, found=name, where=f"--{kind}", do=do)
    _print(asdict(card)) if as_json else say("\n".join(card_lines(card)))


def _newest(catalog: Catalog) -> tuple[Run | None, AlignmentDocument | None]:
    from analyzer.catalog import latest
    from analyzer.document import read_document

    run = latest(catalog)
    return run, read_document(run.folder / "alignment.json") if run else None


def _print(content: Any) -> None:
    say(json.dumps(content, ensure_ascii=False, indent=1, default=str))
