"""The kata of an action, for its page: read with the newest run's numbers, changed with who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.catalog import begin_cycle, end_cycle, find_kata, list_actions, save_kata
from analyzer.errors import InputError
from analyzer.improvement import CurrentCondition, current_condition
from analyzer.slices.with_catalog import verdicts
from analyzer.tables.action import Action
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.kata import Kata, KataCycle
from analyzer.words.kata_words import condition_words
from analyzer.words.language import say
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["CurrentCondition", "Kata", "KataCycle"]


@dataclass(frozen=True)
class KataSheet:
    """All that the page of a kata shows."""

    action: Action
    kata: Kata
    now: CurrentCondition | None
    verdict: EffectVerdict | None


def sheet(provider: Provider, action_id: str) -> KataSheet | None:
    """The kata of an action; None where there is no such action."""
    action = next((one for one in list_actions(provider.catalog()) if one.id == action_id), None)
    if action is None:
        return None
    verdict = verdicts(provider.catalog(), [action], provider.newest_run()).get(action.id)
    return KataSheet(action, find_kata(provider.catalog(), action_id), _now(provider, action), verdict)


def save_condition(
    provider: Provider, who: Visitor, action_id: str, version: int, values: Mapping[str, Any]
) -> str | None:
    """Keep challenge and target condition; why not, where they cannot be kept."""
    try:
        save_kata(provider.catalog(), action_id, version, values, who.name)
    except InputError as error:
        return _why(error)
    return None


def begin_experiment(provider: Provider, who: Visitor, action_id: str, values: Mapping[str, Any]) -> str | None:
    """Begin an experiment with how things stand now; why not, where it cannot begin."""
    action = next((one for one in list_actions(provider.catalog()) if one.id == action_id), None)
    condition = condition_words(_now(provider, action)) if action else ""
    try:
        begin_cycle(provider.catalog(), action_id, condition, values, who.name)
    except InputError as error:
        return _why(error)
    return None


def end_experiment(provider: Provider, who: Visitor, cycle: str, happened: str, learned: str) -> str | None:
    """End an experiment; why not, where it cannot end."""
    try:
        end_cycle(provider.catalog(), cycle, happened, learned, who.name)
    except InputError as error:
        return _why(error)
    return None


def _now(provider: Provider, action: Action) -> CurrentCondition | None:
    document = provider.document()
    if document is None:
        return None
    return current_condition(action.mismatch_id, document["mismatches"], document["stages"])


def _why(error: InputError) -> str:
    return say("katas.is_needed_found_do", expected=error.expected.capitalize(), found=error.found, do=error.do)


def change(
    provider: Provider, who: Visitor, asked: Mapping[str, Any], form: Mapping[str, Any], what: str
) -> str | None:
    """What the page asks for: save, begin or end; why not, where it was not done."""
    action = str(asked.get("action"))
    if what == "save":
        return save_condition(provider, who, action, int(asked.get("version") or 0), form)
    if what == "begin":
        return begin_experiment(provider, who, action, form)
    return end_experiment(provider, who, str(asked.get("cycle")), form["happened"] or "", form["learned"] or "")
