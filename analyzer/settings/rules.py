"""The rules of a project file."""

from __future__ import annotations

from analyzer.settings.rule import RULE_KINDS, Rule
from analyzer.settings.value import Value


def read_rules(value: Value) -> tuple[Rule, ...]:
    """The rules of a project file. Raises what the value raises: an unknown key, not two activities, no duration."""
    return tuple(_rule(one) for one in value.items("rules"))


def _rule(value: Value) -> Rule:
    keys = value.keys((*RULE_KINDS, "within"), "a rule")
    kinds = [kind for kind in RULE_KINDS if keys.get(kind) is not None]
    if len(kinds) != 1:
        do = "write {must_follow: [A, B], within: 2h} or {never_together: [A, B]}"
        raise value.wrong("must_follow or never_together, one of the two", do=do)
    pair = keys.need(kinds[0], lambda one: one.items("activities"), "a rule", "name two activities")
    if len(pair) != 2:
        raise value.wrong("two activities", f"{len(pair)}", do=f"write it like {{{kinds[0]}: [A, B]}}")
    within = keys.get("within")
    if within is not None and kinds[0] != "must_follow":
        raise within.wrong("within beside must_follow", do="leave it out")
    seconds = None if within is None else within.duration()
    if within is not None and seconds is not None and seconds.working:
        raise within.wrong("a duration by the clock", do="leave out the word working")
    return Rule(kinds[0], pair[0].text(), pair[1].text(), None if seconds is None else seconds.seconds)
