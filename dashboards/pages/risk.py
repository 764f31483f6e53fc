"""Risk (`/risk`): every mismatch with likelihood, impact, controls and what is left, as a matrix and a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.risk_words import HIGH, risk_headline, risk_row
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.drawing import downloads, table
from dashboards.components.page_parts import card, quiet
from dashboards.providers import risk as risks
from dashboards.providers.risk import Risk

LEVELS = (1, 2, 3, 4, 5)


def page(asked: Asked) -> Component:
    """The page."""
    found = risks.register(asked.provider)
    back = dcc.Link(say("word.improvement"), href=asked.at.to("/improvement"), className="back")
    head = html.Header(
        [
            back,
            html.P(say("risk.risk_register", name=asked.provider.name), className="eyebrow"),
            html.H1(risk_headline(found)),
        ]
    )
    if not found:
        return html.Div([head], className="page")
    rows = [risk_row(one) for one in found]
    listed = html.Div(
        [table(rows), _as_list(found, rows, asked.at), downloads("risks", rows, image=False)],
        **attributes(data_name="risks"),
    )
    return html.Div(
        [
            head,
            card(
                say("risk.likelihood_and_impact"),
                _matrix(found, asked.at),
                quiet(say("risk.likelihood_the_share_of")),
                of="risk-matrix",
            ),
            card(say("risk.register"), listed, of="risk-register"),
        ],
        className="page risk-page",
    )


def _as_list(found: Sequence[Risk], rows: Sequence[Mapping[str, str]], at: Address) -> Component:
    """The register on a phone: a risk after the other, its facts beneath."""
    items = []
    for one, row in zip(found, rows, strict=True):
        facts = [html.Div([html.Dt(name), html.Dd(value, dir="auto")]) for name, value in list(row.items())[1:]]
        link = dcc.Link(html.Bdi(one.title), href=at.mismatch(one.id))
        items.append(html.Li([link, html.Dl(facts, className="pairs")]))
    return html.Ol(items, className="risk-list")


def _matrix(found: Sequence[Risk], at: Address) -> Component:
    """Impact upwards, likelihood to the right; each risk as its number in the register."""
    head = html.Thead(
        html.Tr([html.Th(say("risk.impact"), scope="col"), *(html.Th(str(n), scope="col") for n in LEVELS)])
    )
    lines = []
    for impact in reversed(LEVELS):
        cells = [html.Td(_in_cell(found, likely, impact, at), className=_tone(likely * impact)) for likely in LEVELS]
        lines.append(html.Tr([html.Th(str(impact), scope="row"), *cells]))
    foot = html.Tfoot(html.Tr([html.Th(""), html.Td(say("risk.likelihood"), colSpan=5)]))
    uncounted = [one for one in found if one.impact is None]
    below = [quiet(say("risk.without_a_count_of", listed=", ".join(o.title for o in uncounted)))]
    return html.Div(
        [html.Table([head, html.Tbody(lines), foot], className="risk-matrix"), *(below if uncounted else [])],
        className="scroll",
        tabIndex="0",
    )


def _in_cell(found: Sequence[Risk], likelihood: int, impact: int, at: Address) -> list[Component]:
    return [
        dcc.Link(str(number), href=at.mismatch(one.id), title=one.title, className="risk-number")
        for number, one in enumerate(found, start=1)
        if (one.likelihood, one.impact) == (likelihood, impact)
    ]


def _tone(score: int) -> str:
    return "high" if score >= HIGH else "middle" if score >= 6 else "low"
