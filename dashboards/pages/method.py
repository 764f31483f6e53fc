"""Method (`/method`): how every number is made, where its formula comes from and when not to trust it."""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.asked import Asked
from dashboards.components.how_box import SAID, WANTED, how_said
from dashboards.components.page_parts import nothing
from dashboards.providers import Projects
from dashboards.providers.method import Paragraph, paragraphs

LARGEST = (html.H1, html.H2, html.H3)


def page(asked: Asked) -> Component:
    """The method, each paragraph with its own address."""
    found = paragraphs()
    if not found:
        return html.Div(nothing(say("method.the_text_of_the")), className="page")
    links = [html.Li(html.A(one.title, href=f"#{one.anchor}")) for one in found if one.level == 2]
    contents = html.Nav(html.Ol(links), className="contents card")
    return html.Div([_part(found[0]), contents, *(_part(one) for one in found[1:])], className="page method")


def _part(paragraph: Paragraph) -> Component:
    heading = LARGEST[paragraph.level - 1](paragraph.title)
    body = [dcc.Markdown(paragraph.text, link_target="_self")] if paragraph.text else []
    return html.Section([heading, *body], id=paragraph.anchor)


def register(app: Dash, _: Projects) -> None:
    """A paragraph for the box over a page. It is the same for everybody, of no project."""

    @app.callback(Output(SAID, "children"), Input(WANTED, "data"), prevent_initial_call=True)
    def said(anchor: str | None) -> list[Component]:
        return how_said(anchor)
