"""Beneath the form of an action: when its effect would be seen, and on which part it is tried best first."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from werkzeug.exceptions import BadRequest

from dashboards.access import must_edit
from dashboards.components.action_form import PLAN_FIELDS, planned
from dashboards.components.address import read_address
from dashboards.providers import Projects, improvement


def register_ahead(app: Dash, projects: Projects, prefix: str) -> None:
    """What is said changes with the form's fields; it is looked up once the form is there, so that no page waits."""

    @app.callback(
        Output(f"{prefix}-ahead", "children"),
        {name: Input(f"{prefix}-{name}", "value") for name in PLAN_FIELDS},
        State("address", "pathname"),
        State("address", "search"),
    )
    def say_ahead(form: dict[str, Any], path: str, search: str) -> list[Component]:
        provider = projects.pick(read_address(path, search).get("project"))
        must_edit(provider)
        try:
            lines = improvement.ahead(provider, form["mismatch_id"], planned(form))
        except ValueError:  # a day, a number or a part that no form holds
            raise BadRequest from None
        return [html.P(line) for line in lines]
