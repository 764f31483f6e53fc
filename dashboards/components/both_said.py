"""Two slices side by side: what goes with unhappy visits in each, and what their customers speak about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.bars import Bar, bars
from analyzer.words import topic_words, wording
from analyzer.words.language import say
from analyzer.words.side_words import driver_rows
from dashboards.components.asked import Asked
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.job import job_card
from dashboards.components.page_parts import card, halves, nothing, quiet
from dashboards.components.slice_drivers import POLL_MS
from dashboards.providers.beside import Sides
from dashboards.providers.jobs import Job
from dashboards.providers.slices import Filters, Topic, Topics

DRIVERS = "both-drivers"


def drivers_card(asked: Asked, sides: Sides) -> Component:
    """The card; what it holds is asked for again while jobs are under way."""
    return card(
        say("both_said.what_sets_unhappy_visits"),
        html.Div(drivers_parts(asked, sides), id=DRIVERS),
        of="both-drivers-card",
    )


def drivers_parts(asked: Asked, sides: Sides) -> list[Component]:
    """A button, the jobs while they run, or what they found."""
    jobs = [job_of(asked, one) for one in (sides.first, sides.second)]
    done = [job for job in jobs if job is not None and job.state == "done"]
    if len(done) == 2:
        return _found(*((job.result or {}).get("stages", []) for job in done))
    known = [(name, job) for name, job in zip("AB", jobs, strict=True) if job is not None]
    if any(job.under_way for _, job in known):
        wait = dcc.Interval(id={"kind": "both-drivers-wait", "of": "both"}, interval=POLL_MS)
        return [*(_job(asked, name, job) for name, job in known), wait]
    told = [_job(asked, name, job) for name, job in known if job.state in ("failed", "cancelled")]
    if not (asked.visitor.may_edit and asked.provider.works):
        return [*told, quiet(say("both_said.drivers_were_not_looked"))]
    button = dmc.Button(
        say("both_said.look_for_drivers_in"), id={"kind": "look-in-both", "of": "both"}, variant="default", size="xs"
    )
    return [*told, quiet(say("both_said.drivers_are_looked_for")), button]


def job_of(asked: Asked, filters: Filters) -> Job | None:
    """The newest job for one side, in the newest run."""
    kind, arguments = asked.provider.slices.driver_job(filters)
    return next((job for job in asked.provider.jobs.all(kind=kind) if job.arguments == arguments), None)


def topics_card(first: Topics | None, second: Topics | None) -> Component:
    """The topics of both, each with how many of its customers are unhappy."""
    columns = []
    for name, found in (("A", first), ("B", second)):
        head = html.H3(say("both_said.what_customers_of_speak", name=name))
        if found is None or not found.topics:
            columns.append(html.Div([head, nothing(say("both_said.too_few_comments_for", name=name))]))
            continue
        rows = [_bar(topic, found) for topic in found.topics]
        figure = drawing(
            bars(rows, say("both_said.topics_of", name=name), 1.0),
            f"topics-{name.lower()}",
            topic_words.topic_rows(found),
            topic_words.topics_opening(found),
        )
        columns.append(html.Div([head, figure]))
    return card(
        say("word.what_they_speak_about"),
        halves(*columns),
        quiet(say("both_said.topics_are_found_in")),
        of="both-topics",
    )


def _bar(topic: Topic, found: Topics) -> Bar:
    share = topic.comments / found.comments if found.comments else 0.0
    tip = say(
        "both_said.comments",
        topic_name=topic_words.topic_name(topic),
        comments=wording.count(topic.comments),
        topic=topic_words.share_words(topic),
    )
    return Bar(
        topic_words.topic_name(topic),
        share,
        say("both_said.of_comments", share=wording.percent(share)),
        tip,
        note=say("both_said.unhappy", value=wording.percent(topic.share.value))
        if topic.share
        else say("both_said.no_score"),
    )


def _job(asked: Asked, name: str, job: Job) -> Component:
    shown = asked.provider.jobs.told(job, asked.visitor)
    return html.Div([html.H3(say("both_said.side", name=name)), job_card(shown, asked.visitor.may_edit)])


def _found(first: Sequence[dict[str, Any]], second: Sequence[dict[str, Any]]) -> list[Component]:
    rows = driver_rows(first, second)
    if not rows:
        return [nothing(say("both_said.no_driver_is_supported"))]
    return [
        table(rows),
        downloads("both-drivers", rows, image=False),
        quiet(say("both_said.not_found_in_a")),
        quiet(say("slice_drivers.looking_into_many_parts")),
    ]
