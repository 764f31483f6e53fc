"""Case (`/case/<id>`): the case mirror, with what was said and done in tables beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document.parts.case import CaseDocument
from analyzer.figures.case_mirror import case_mirror
from analyzer.words import wording
from analyzer.words.case_words import case_facts, event_rows, opening, signal_rows, story_rows, visit_rows
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.icon import icon
from dashboards.components.page_parts import card, nothing, quiet, tiles
from dashboards.pages import first_run
from dashboards.pages.nothing import not_found


def page(asked: Asked, beneath_heading: Sequence[Component] = ()) -> Component:
    """The mirror of one case of the newest run."""
    document, at = asked.provider.document(), asked.at
    if document is None:
        return first_run.page(asked)
    noun = document.get("case_noun") or "case"
    if not asked.provider.slices.has_tables():
        return not_found(say("filter_bar.this_run_was_made"), at)
    name = at.rest("/case")
    case, problem = asked.provider.slices.case(name) if name else (None, None)
    if case is None:
        return not_found(problem or say("case.the_newest_run_has", noun=noun), at)
    stages = [stage["name"] for stage in document["stages"]]
    return html.Div(
        [
            _opening(case, noun, at),
            *beneath_heading,
            tiles(case_facts(case)),
            card(say("case.the_case_mirror"), _mirror(case, stages), of="case-mirror"),
            card(say("word.what_the_customer_said"), *_said(case, noun), of="said"),
            card(
                say("case.how_each_stage_went"),
                table(visit_rows(case)),
                *_saved("visits", visit_rows(case)),
                of="visits",
            ),
            card(say("word.what_happened"), table(event_rows(case)), *_saved("events", event_rows(case)), of="events"),
            card(say("case.about_the", noun=noun), _attributes(case), *_others(case, noun, at), of="about"),
        ],
        className="page case-page",
    )


def _opening(case: CaseDocument, noun: str, at: Address) -> Component:
    many = wording.plural(noun, 2)
    back = dcc.Link([icon("back"), many.capitalize()], href=at.to("/cases"), className="back")
    eyebrow = html.P(f"{noun.capitalize()} {case['case_id']}", className="eyebrow", dir="auto")
    return html.Header([back, eyebrow, html.H1(opening(case, noun), dir="auto")])


def _mirror(case: CaseDocument, stages: list[str]) -> Component:
    return drawing(case_mirror(case, stages), "case-mirror", story_rows(case), say("caption.case"))


def _said(case: CaseDocument, noun: str) -> list[Component]:
    rows = signal_rows(case)
    if not rows:
        return [nothing(say("case.the_customer_said_nothing", noun=noun))]
    return [table(rows), *_saved("signals", rows), quiet(say("case.mail_addresses_phone_card"))]


def _saved(name: str, rows: list[dict[str, Any]]) -> list[Component]:
    return [downloads(name, rows, image=False)] if rows else []


def _attributes(case: CaseDocument) -> Component:
    held = [("customer", case["customer_id"])] if case["customer_id"] else []
    held += [(one["name"], one["value"]) for one in case["attributes"]]
    if not held:
        return nothing(say("case.the_log_has_no"))
    tiles = [html.Div([html.Dt(name, dir="auto"), html.Dd(value, dir="auto")]) for name, value in held]
    return html.Dl(tiles, className="attributes-list")


def _others(case: CaseDocument, noun: str, at: Address) -> list[Component]:
    if not case["others"]:
        return []
    total = case["others_total"]
    links = [html.Li(dcc.Link(other, href=at.case(other))) for other in case["others"]]
    more = [html.Li(say("case.and_more", total=wording.count(total - len(links))))] if total > len(links) else []
    title = say("case.further_of_this_customer", total=wording.count(total), noun=wording.plural(noun, total))
    return [html.H3(title), html.Ul([*links, *more], className="cases-ways")]
