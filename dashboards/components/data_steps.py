"""The steps of the page Data, and a place that a script fills by asking the server."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice

STEPS = (
    ("word.files", "/data"),
    ("word.columns_and_quality", "/data/columns"),
    ("word.journey", "/data/journey"),
    ("word.runs", "/data/runs"),
)


def steps(at: Address) -> Component:
    """Links between the steps."""
    return choice(say("data_steps.steps"), [(say(name), at.to(path), at.path == path) for name, path in STEPS])


def heading(at: Address, title: str, sentence: str) -> Component:
    """The page's name, its steps and its first sentence."""
    return html.Header(
        [
            html.Div([html.P(say("word.data"), className="eyebrow"), steps(at)], className="section-head"),
            html.H1(title),
            html.P(sentence, className="lead"),
        ]
    )


def asking(name: str, waiting: str, **more: str) -> list[Component]:
    """A place for what the server answers to what is asked in it, the stores between, and words for the meantime."""
    held: dict[str, Any] = attributes(data_desk=name, aria_busy="true", **more)
    wait = html.P(waiting, className="quiet wait", role="status")
    return [
        dcc.Store(id=f"{name}-asked"),
        dcc.Store(id=f"{name}-base"),
        html.Div(wait, id=f"{name}-work", className="asking", **held),
    ]


def answer(base: str, *parts: Any) -> Component:
    """The answer; what is asked next counts from this base."""
    return html.Div([part for part in parts if part is not None], **attributes(data_base=base))
