"""Review (`/review`): one page a month for whoever decides; the same as a PDF."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.review_words import month_words
from dashboards.components.asked import Asked
from dashboards.components.drawing import place
from dashboards.components.page_parts import nothing
from dashboards.providers import reviews

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def page(asked: Asked) -> Component:
    """The page; `?month=2026-03` shows a month, by default that to which the newest run has read."""
    back = dcc.Link(say("word.improvement"), href=asked.at.to("/improvement"), className="back")
    month = asked.at.get("month")
    if month is not None and not MONTH.fullmatch(month):
        return html.Div(
            [back, html.H1(say("review.management_review")), nothing(say("review.there_is_no_such"))], className="page"
        )
    made = reviews.sheet(asked.provider, month)
    ways: list[Component] = [
        dcc.Link(month_words(one), href=asked.at.to("/review", month=one)) for one in reviews.around(made.month)
    ]
    query = urlencode({"project": asked.at.get("project") or asked.provider.name, "month": made.month})
    ways.append(html.A(say("review.as_a_pdf"), href=f"/review.pdf?{query}", download=f"review-{made.month}.pdf"))
    return html.Div(
        [back, html.Section(place(made.body), className="card"), html.Nav(ways, className="rooms")],
        className="page review-page",
    )
