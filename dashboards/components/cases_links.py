"""Ways to the cases behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.process import VariantRow
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address, path_key
from dashboards.components.attributes import attributes
from dashboards.components.only_cases import path_filter

Cell = Literal["good_good", "good_bad", "bad_good", "bad_bad"]
PATHS = 20  # paths that have a way to their cases
SHORT = 90  # characters of a path


def cases_links(links: Sequence[tuple[str, str]], label: str) -> Component:
    """(words, address) side by side."""
    ways = [html.Li(dcc.Link(html.Bdi(words), href=href)) for words, href in links]
    return html.Ul(ways, className="cases-ways", **attributes(aria_label=label))


def mismatch_cases(document: AlignmentDocument, mismatch: MismatchRow, at: Address) -> Component:
    """All cases of a mismatch, and those with each of its drivers."""
    many = wording.plural(document.get("case_noun") or "case", 2)
    links = [(say("cases_links.all_of_this_mismatch", many=many), at.to("/cases", mismatch=mismatch["id"]))]
    links += [
        (
            say("cases_links.with", label=driver["label"]),
            at.to("/cases", mismatch=mismatch["id"], driver=driver["label"]),
        )
        for driver in mismatch["drivers"]
    ]
    return cases_links(links, say("cases_links.of_this_mismatch", many=many.capitalize()))


def path_cases(document: AlignmentDocument, at: Address) -> Component:
    """The cases of each of the most frequent paths."""
    noun, rows = document.get("case_noun") or "case", document["process"].get("variants") or []
    links = []
    for number, row in enumerate(rows[:PATHS], start=1):
        path = " → ".join(row["activities"])
        short = path if len(path) <= SHORT else path[: SHORT - 1].rstrip() + "…"
        cases = f"{wording.count(row['cases'])} {wording.plural(noun, row['cases'])}"
        parts: list[Component | str] = [dcc.Link(html.Bdi(cases), href=_path(row, at)), f" {number}. ", html.Bdi(short)]
        only = path_filter(row["activities"], at)
        if only:
            parts += [
                " ",
                dcc.Link(
                    say("cases_links.only_with_this", noun=wording.plural(noun, 2)), href=only, className="only-these"
                ),
            ]
        links.append(html.Li(parts))
    title = html.Summary(say("cases_links.of_each_path", noun=wording.plural(noun, 2).capitalize()))
    return html.Details([title, html.Ul(links, className="path-cases")], className="as-table")


def _path(row: VariantRow, at: Address) -> str:
    return at.to("/cases", variant=path_key(row["activities"]))


def stage_cases(document: AlignmentDocument, at: Address, cell: Cell | None = None) -> Component:
    """The cases that lived each stage; of one cell of the 2×2 where it is named, and then of stages that have any."""
    many = wording.plural(document.get("case_noun") or "case", 2)
    names = [stage["name"] for stage in document["stages"] if (stage["both"][cell] if cell else stage["visits"])]
    return cases_links(
        [(name, at.to("/cases", stage=name, cell=cell)) for name in names],
        say("cases_links.by_stage", many=many.capitalize()),
    )
