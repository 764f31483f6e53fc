"""Projects (`/projects`): every project that one may open, how it stands and how it develops, the neediest first."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.interval_bar import share_bar
from analyzer.figures.sparkline import sparkline
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.moments import moment_of
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.chips import kind_chip
from dashboards.components.drawing import place
from dashboards.providers.overview import Glance, glances

ORIGINS = {"align": "projects.by_command", "nightly": "projects.by_night", "web": "projects.from_here"}


def page(asked: Asked) -> Component:
    """The page."""
    assert asked.projects is not None
    found = glances(asked.projects)
    parts = [
        html.Header([html.P(say("word.projects"), className="eyebrow"), html.H1(_sentence(found))]),
        html.P(say("projects.where_the_most_unhappy"), className="quiet") if len(found) > 1 else None,
        html.Ol([html.Li(_row(one)) for one in found], className="projects"),
    ]
    return html.Div([part for part in parts if part is not None], className="page projects-page")


def _origin(origin: str) -> str:
    return say(ORIGINS[origin]) if origin in ORIGINS else origin


def _sentence(found: list[Glance]) -> str:
    late = sum(one.overdue for one in found)
    first = next((one for one in found if one.first), None)
    count = f"{len(found)} {wording.plural(say('noun.project'), len(found))}"
    words = say("projects.needs_a_look_first", count=count, name=first.name) if first and len(found) > 1 else count
    return words + (
        say("projects.and_overdue", late=late, actions=wording.plural(say("noun.action"), late)) if late else "."
    )


def _row(one: Glance) -> Component:
    at = Address("/", {"project": one.key})
    name = html.H2(dcc.Link(one.name, href=at.to("/"), className="story-link"), dir="auto")
    if one.last is None:
        waiting = html.P(say("projects.no_run_yet_open"), className="quiet")
        return html.Article([html.Div([name, waiting], className="story-words")], className="story glance")
    return html.Article([_words(one, name, at), _figures(one)], className="story glance")


def _words(one: Glance, name: Component, at: Address) -> Component:
    if one.first is None:
        first: list[Component] = [html.P(say("projects.no_mismatch_is_supported"), className="quiet")]
    else:
        link = dcc.Link(one.first["title"], href=at.mismatch(one.first["id"]), className="above")
        more = say("projects.and_more", mismatches=one.mismatches - 1) if one.mismatches > 1 else ""
        first = [
            dmc.Group([kind_chip(one.first["kind"]), html.Span(more, className="quiet-inline")], gap="xs"),
            html.P(link, dir="auto"),
        ]
    return html.Div([name, *first, html.P(_beneath(one), className="quiet")], className="story-words")


def _beneath(one: Glance) -> str:
    assert one.last is not None
    when = moment_of(one.last.started_at)
    rated = say("projects.of_visits_rated", rated=wording.count(one.rated), visits=wording.count(one.visits))
    actions = (
        say(
            "projects.open", open_actions=one.open_actions, actions=wording.plural(say("noun.action"), one.open_actions)
        )
        if one.open_actions
        else ""
    )
    late = say("projects.overdue", overdue=one.overdue) if one.overdue else ""
    run = say("projects.last_run", when=when, origin=_origin(one.last.origin))
    return " · ".join(part for part in (rated, run, actions, late) if part)


def _figures(one: Glance) -> Component:
    if one.score is None:
        why = (
            say("word.no_customer_voice_yet")
            if not one.rated
            else say("projects.no_alignment_score", none=say("measure.score.none"))
        )
        return html.Div(html.P(why, className="quiet"), className="story-amount")
    limits = wording.percent_limits(one.score)
    line = sparkline(one.scores, say("projects.alignment_score"), one.score, one.rated)
    return html.Div(
        [
            html.Span(wording.percent(one.score["value"]), className="amount"),
            html.Span(
                say("projects.alignment_score_limits", limits=limits or say("word.no_interval")), className="unit"
            ),
            place(share_bar(one.score, "accent", say("projects.alignment_score"))),
            place(line) if line else html.Span(say("projects.one_run_so_far"), className="unit"),
        ],
        className="story-amount",
    )
