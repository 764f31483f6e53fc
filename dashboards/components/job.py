"""A job on a page: what it does, how far it is, what stopped it, and the button that stops it."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.wording import step_name
from dashboards.providers.jobs import Job


def job_card(job: Job, may_edit: bool) -> Component:
    """One job: a bar and words while it is under way, its message once it has failed. Pages poll to renew it."""
    if job.state == "failed":
        return html.Pre(job.message or say("job.it_failed"), className="message", role="alert")
    if job.state == "cancelled":
        return html.P(job.message or say("job.cancelled"), role="status")
    if job.state == "done":
        return html.P(say("job.done"), role="status")
    words = (
        say("job.stopping")
        if job.cancel
        else say("job.waits_for_its_turn")
        if job.state == "waiting"
        else step_name(job.step)
        if job.step
        else say("job.starting")
    )
    percent = round(100 * (job.share or 0.0))
    bar = dmc.Progress(
        value=percent if job.share is not None else 100,
        animated=job.share is None or None,
        striped=job.share is None or None,
        size="md",
        radius="sm",
        **{"aria-label": f"{words}, {percent} %" if job.share is not None else words},
    )
    rows = [html.P(words, className="job-step", role="status"), bar]
    if may_edit and not job.cancel:
        rows.append(cancel_button(job))
    return html.Div(rows, className="job")


def cancel_button(job: Job) -> Component:
    """Stops a job; the callback stands in pages/first_run.py and serves every page."""
    return dmc.Button(
        say("job.cancel"), id={"kind": "cancel-job", "of": job.id}, variant="default", size="xs", className="job-cancel"
    )
