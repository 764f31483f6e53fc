"""The pages on which people work, by the first part of their address, and the callbacks of each.

A desk is built from what was asked (components/asked.py), with a run or without one; it brings its own callbacks in a
function `register(app, projects)`.
"""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash
from dash.development.base_component import Component

from dashboards.components.asked import Asked
from dashboards.pages import (
    audit,
    cards,
    case,
    cases,
    compliance,
    data,
    discussion,
    finding_life,
    first_run,
    front_line,
    hypotheses,
    improvement,
    kata,
    method,
    mismatch_work,
    named,
    nights,
    present,
    process,
    projects,
    review,
    risk,
    sliced,
    voice,
    workbench,
)
from dashboards.providers import Projects

DESKS: dict[str, Callable[[Asked], Component]] = {
    "/projects": projects.page,
    "/improvement": improvement.page,
    "/kata": kata.page,
    "/cards": cards.page,
    "/compliance": compliance.page,
    "/hypotheses": hypotheses.page,
    "/review": review.page,
    "/risk": risk.page,
    "/audit": audit.page,
    "/nights": nights.page,
    "/cases": cases.page,
    "/case": case.page,
    "/method": method.page,
    "/present": present.page,
    "/data": data.page,
}
CALLBACKS: tuple[Callable[[Dash, Projects], None], ...] = (
    first_run.register,
    improvement.register,
    kata.register,
    mismatch_work.register,
    finding_life.register,
    discussion.register,
    front_line.register,
    hypotheses.register,
    sliced.register,
    named.register,
    data.register,
    voice.register,
    process.register,
    workbench.register,
    method.register,
)


def desk_of(path: str) -> Callable[[Asked], Component] | None:
    """The desk at an address: `/case/7` is at the desk `/case`."""
    return DESKS.get("/" + path.removeprefix("/").partition("/")[0])
