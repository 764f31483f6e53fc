"""Two slices side by side: what goes with unhappy visits in each, and what their customers speak about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.bars import Bar, bars
from analyzer.words import topic_words, wording
from analyzer.words.side_words import driver_rows
from dashboards.components.asked import Asked
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.job import job_card
from dashboards.components.page_parts import card, halves, nothing, quiet
from dashboards.components.slice_drivers import CAREFUL, POLL_MS
from dashboards.providers.beside import Sides
from dashboards.providers.jobs import Job
from dashboards.providers.slices import Filters, Topic, Topics

DRIVERS = "both-drivers"
TITLE = "What sets unhappy visits apart, in A and in B"
ASK = "Drivers are looked for in each side by itself, by the rules of the whole run. That takes a while."
NOBODY_ASKED = "Drivers were not looked for in these two sides. An analyst can have them looked for here."
FOUND_NOTHING = (
    "No driver is supported in A, and none in B. Each holds fewer visits than the whole: weaker ones stay unseen."
)
NOT_FOUND = (
    "Not found in a side is not disproved there: it may hold too few visits. Two ratios differ only where their "
    "intervals lie apart."
)
NO_TOPICS = "{name}: too few comments for topics; fifty or more of them fill this."
OWN_TOPICS = "Topics are found in each side by itself, so the same words may stand in topics of two names."


def drivers_card(asked: Asked, sides: Sides) -> Component:
    """The card; what it holds is asked for again while jobs are under way."""
    return card(TITLE, html.Div(drivers_parts(asked, sides), id=DRIVERS), of="both-drivers-card")


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
        return [*told, quiet(NOBODY_ASKED)]
    button = dmc.Button(
        "Look for drivers in both", id={"kind": "look-in-both", "of": "both"}, variant="default", size="xs"
    )
    return [*told, quiet(ASK), button]


def job_of(asked: Asked, filters: Filters) -> Job | None:
    """The newest job for one side, in the newest run."""
    kind, arguments = asked.provider.slices.driver_job(filters)
    return next((job for job in asked.provider.jobs.all(kind=kind) if job.arguments == arguments), None)


def topics_card(first: Topics | None, second: Topics | None) -> Component:
    """The topics of both, each with how many of its customers are unhappy."""
    columns = []
    for name, found in (("A", first), ("B", second)):
        head = html.H3(f"What customers of {name} speak about")
        if found is None or not found.topics:
            columns.append(html.Div([head, nothing(NO_TOPICS.format(name=name))]))
            continue
        rows = [_bar(topic, found) for topic in found.topics]
        figure = drawing(
            bars(rows, f"Topics of {name}", 1.0),
            f"topics-{name.lower()}",
            topic_words.topic_rows(found),
            topic_words.topics_opening(found),
        )
        columns.append(html.Div([head, figure]))
    return card("What they speak about", halves(*columns), quiet(OWN_TOPICS), of="both-topics")


def _bar(topic: Topic, found: Topics) -> Bar:
    share = topic.comments / found.comments if found.comments else 0.0
    tip = f"{topic_words.topic_name(topic)}\n{wording.count(topic.comments)} comments\n{topic_words.share_words(topic)}"
    return Bar(
        topic_words.topic_name(topic),
        share,
        f"{wording.percent(share)} of comments",
        tip,
        note=f"{wording.percent(topic.share.value)} unhappy" if topic.share else "no score",
    )


def _job(asked: Asked, name: str, job: Job) -> Component:
    shown = asked.provider.jobs.told(job, asked.visitor)
    return html.Div([html.H3(f"Side {name}"), job_card(shown, asked.visitor.may_edit)])


def _found(first: Sequence[dict[str, Any]], second: Sequence[dict[str, Any]]) -> list[Component]:
    rows = driver_rows(first, second)
    if not rows:
        return [nothing(FOUND_NOTHING)]
    return [table(rows), downloads("both-drivers", rows, image=False), quiet(NOT_FOUND), quiet(CAREFUL)]
