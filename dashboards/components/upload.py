"""Where people drop files: a place for them and a list of how far each is. assets/upload.js does the rest."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.attributes import attributes
from dashboards.components.icon import icon
from dashboards.providers.datasets import Role

WORDS: dict[Role, tuple[str, str]] = {
    "log": (
        "upload.drop_an_event_log",
        "upload.csv_tsv_parquet_xes",
    ),
    "signals": (
        "upload.drop_customer_signals_here",
        "upload.csv_tsv_parquet_or",
    ),
}


def upload(role: Role, project: str | None) -> Component:
    """A drop zone with its list. `project` is what the address says (`?project=`).

    Each file that has become a data set is told to the store `{"kind": "uploaded", "of": role}`:
    `{"dataset": id, "role": role, "name": name, "at": ms}`.
    """
    call, kinds = map(say, WORDS[role])
    zone = html.Button(
        [icon("upload"), html.Span(call, className="upload-call"), html.Span(kinds, className="upload-kinds")],
        type="button",
        className="upload-zone",
    )
    live = html.Div(className="upload-said", role="status", **attributes(aria_live="polite"))
    parts = [zone, html.Ul(className="upload-list", **attributes(aria_label=say("upload.uploads"))), live]
    store = dcc.Store(id={"kind": "uploaded", "of": role})
    return html.Div([*parts, store], className="upload", **attributes(data_upload=role, data_project=project or ""))
