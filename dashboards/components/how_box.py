"""A paragraph of the method in a box over the page: nobody has to leave a figure to learn how it is measured."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.attributes import attributes
from dashboards.providers.method import paragraphs

WANTED, SAID, BOX = "how-wanted", "how-said", "how-box"


def how_box() -> list[Component]:
    """The box, closed and empty, and the place where the script writes which paragraph is wanted (assets/method.js)."""
    close = html.Form(html.Button(say("word.close"), type="submit", className="button plain"), method="dialog")
    inside = [html.Div(id=SAID, className="method"), close]
    box = html.Dialog(inside, id=BOX, className="how-box card", **attributes(aria_label=say("word.how_it_is_measured")))
    return [dcc.Store(id=WANTED), box]


def how_said(anchor: str | None) -> list[Component]:
    """The paragraph of an anchor, and the way to the whole method; nothing where there is none."""
    one = next((one for one in paragraphs() if one.anchor == anchor), None)
    if one is None:
        return []
    whole = html.P(html.A(say("how_box.the_whole_method"), href=f"/method#{one.anchor}"))
    return [html.H2(one.title), dcc.Markdown(one.text, link_target="_self"), whole]
