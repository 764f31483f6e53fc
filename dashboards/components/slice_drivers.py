"""Drivers of a slice: the button that has them looked for, the job while it runs, and what it found."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document.parts.whole import SliceStageRow
from analyzer.figures.forest import forest, forest_rows
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.asked import Asked
from dashboards.components.drawing import drawing
from dashboards.components.job import job_card
from dashboards.providers.jobs import Job
from dashboards.providers.slices import Filters

POLL_MS = 1500


def slice_drivers(asked: Asked, filters: Filters) -> Component:
    """The block beneath the filters of the alignment page."""
    return html.Div(_parts(asked, filters), id="slice-drivers", className="slice-drivers")


def _parts(asked: Asked, filters: Filters) -> list[Component]:
    job = _job(asked, filters)
    if job is None or job.state in ("failed", "cancelled"):
        button = dmc.Button(
            say("slice_drivers.look_for_drivers_in"),
            id={"kind": "look-for-drivers", "of": "slice"},
            variant="default",
            size="xs",
        )
        told = [job_card(asked.provider.jobs.told(job, asked.visitor), False)] if job else []
        return [*told, button] if asked.visitor.may_edit and asked.provider.works else told
    if job.under_way:
        wait = dcc.Interval(id={"kind": "slice-drivers-wait", "of": job.id}, interval=POLL_MS)
        return [job_card(job, asked.visitor.may_edit), wait]
    return _found((job.result or {}).get("stages", []))


def _job(asked: Asked, filters: Filters) -> Job | None:
    """The newest job for this slice of this run."""
    kind, arguments = asked.provider.slices.driver_job(filters)
    return next((j for j in asked.provider.jobs.all(kind=kind) if j.arguments == arguments), None)


def _found(stages: list[SliceStageRow]) -> list[Component]:
    parts: list[Component] = [html.H2(say("slice_drivers.what_sets_unhappy_visits"))]
    for row in stages:
        if row["drivers"]:
            words = say(
                "slice_drivers.unhappy_of_visits_we", bad=wording.count(row["bad"]), visits=wording.count(row["visits"])
            )
            name = f"slice-drivers-{row['stage']}"
            figure = drawing(
                forest(row["drivers"], say("slice_drivers.drivers_of", stage=row["stage"])),
                name,
                forest_rows(row["drivers"]),
                words,
            )
            parts += [html.H3(row["stage"], dir="auto"), figure]
    if len(parts) == 1:
        return [*parts, html.P(say("slice_drivers.no_driver_is_supported"), className="nothing")]
    return [*parts, html.P(say("slice_drivers.looking_into_many_parts"), className="quiet")]
