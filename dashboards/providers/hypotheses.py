"""Hypotheses for their page: written down, given to the worker, listed with their answers."""

from __future__ import annotations

from analyzer.catalog import add_hypothesis, list_hypotheses
from analyzer.errors import InputError
from analyzer.jobs import TEST_HYPOTHESIS
from analyzer.slices import check_part
from analyzer.slices.with_catalog import check_place
from analyzer.tables.action import On
from analyzer.tables.hypothesis import Hypothesis
from analyzer.words.language import say
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["Hypothesis"]


def trail(provider: Provider) -> list[Hypothesis]:
    """All hypotheses, the newest first."""
    return list_hypotheses(provider.catalog())


def ask(
    provider: Provider, who: Visitor, text: str, stage: str | None, activity: str | None, suspected: str, part: str
) -> str | None:
    """Write one down and have it tested by the worker; why not, where that cannot be. `suspected`, `part`:
    attribute=value."""
    document, run = provider.document(), provider.newest_run()
    if document is None or run is None:
        return say("hypotheses.there_is_no_run")
    value, on = _pair(suspected), _pair(part)
    if (activity is None) == (value is None):
        return say("hypotheses.name_an_activity_that")
    suspect = {"activity": activity} if activity else {"attribute": value[0], "value": value[1]} if value else {}
    chosen: On | None = {on[0]: [on[1]]} if on else None
    try:
        check_place(document, stage or "", activity)
        if value:
            check_part(run.folder, {value[0]: [value[1]]}, say("hypotheses.what_is_suspected"))
        if chosen:
            check_part(run.folder, chosen, say("hypotheses.the_part"))
        one = add_hypothesis(provider.catalog(), text, stage or "", suspect, chosen, who.name)
    except InputError as error:
        return say(
            "hypotheses.is_needed_not",
            expected=error.expected.capitalize(),
            found=error.found or say("word.nothing"),
            do=error.do.capitalize(),
        )
    provider.jobs.start(TEST_HYPOTHESIS, {"hypothesis": one.id}, who.name)
    return None


def _pair(text: str) -> tuple[str, str] | None:
    name, equals, value = text.partition("=")
    return (name.strip(), value.strip()) if equals and name.strip() else None
