"""Every mistake in a journey file is one message that names line and key, with the nearest valid name."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("content", "where", "found", "do"),
    [
        ("stages: []", "line 1, key stages", "an empty list", "add a stage"),
        ("journey: x", "line 1, key stages", "none", "add stages:"),
        ("stages: Delivery", "line 1, key stages", "Delivery", "[Delivery]"),
        ("stages: {name: A}", "line 1, key stages", "a mapping", "list"),
        ("stages: [Delivery]", "line 1, key stages[1]", "Delivery", "name"),
        ("stages: [{goal: x}]", "line 1, key stages[1].name", "none", "add name:"),
        ("stages:\n  - {name: A, ownr: B}", "line 2, key stages[1].ownr", "ownr", "write owner"),
        ("stages: [{name: A}]\nattribute: {}", "line 2, key attribute", "attribute", "write attributes"),
        ("stages:\n  - name: A\n  - name: a", "line 3", "a a second time (first on line 2)", "rename"),
        (
            "stages: [{name: Journey}]",
            "line 1, key stages[1].name",
            "Journey, which stands for the whole journey",
            "otherwise",
        ),
        ("stages:\n- name: A\n- name: [B]", "line 3, key stages[2].name", "a list", "text"),
        (
            "stages: [{name: A, moment_of_truth: perhaps}]",
            "line 1, key stages[1].moment_of_truth",
            "perhaps",
            "true or false",
        ),
        ("stages: [{name: A, weight: 0}]", "line 1, key stages[1].weight", "0", "above 0"),
        ("stages: [{name: A, weight: heavy}]", "line 1, key stages[1].weight", "heavy", "above 0"),
        (
            "stages: [{name: A, target: {column: made_sla}}]",
            "line 1, key stages[1].target",
            "neither",
            "add good: [true]",
        ),
        (
            "stages: [{name: A, target: {column: made_sla, good: [yes], bad: [no]}}]",
            "line 1, key stages[1].target",
            "both",
            "take one of the two out",
        ),
        (
            "stages: [{name: A, target: {within: 1h, good: [yes]}}]",
            "line 1, key stages[1].target",
            "none",
            "add column:",
        ),
        (
            "stages: [{name: A, target: {column: c, good: []}}]",
            "line 1, key stages[1].target.good",
            "an empty list",
            "add a value",
        ),
        ("draft: perhaps\nstages: [{name: A}]", "line 1, key draft", "perhaps", "true or false"),
        ("stages: [{name: A, activities: Ship}]", "line 1, key stages[1].activities", "Ship", "[Ship]"),
        ("stages: [{name: A, touchpoints: {a: b}}]", "line 1, key stages[1].touchpoints", "a mapping", "list"),
        (
            "stages: [{name: A, touchpoints: [a, a]}]",
            "line 1, key stages[1].touchpoints[2]",
            "a a second time (first on line 1)",
            "out",
        ),
        ("stages: [{name: A, activities: [null]}]", "line 1, key stages[1].activities[1]", "nothing", "text"),
        (
            "stages: [{name: A, activities: [{lane: support}]}]",
            "line 1, key stages[1].activities[1].name",
            "none",
            "add name:",
        ),
        (
            "stages: [{name: A, activities: [{name: x, lane: back}]}]",
            "line 1, key stages[1].activities[1].lane",
            "back",
            "write backstage",
        ),
        (
            "stages: [{name: A, activities: [{name: x, role: y}]}]",
            "line 1, key stages[1].activities[1].role",
            "role",
            "write one of",
        ),
        (
            "stages:\n- name: A\n  activities:\n  - x\n  - ' x '",
            "line 5, key stages[1].activities[2]",
            "x a second time (first in this stage, line 4)",
            "keep it",
        ),
        (
            "stages:\n- name: A\n  activities: [x]\n- name: B\n  activities: [y, x]",
            "line 5, key stages[2].activities[2]",
            "x a second time (first in the stage A, line 3)",
            "keep it",
        ),
        ("stages: [{name: A, target: 24h}]", "line 1, key stages[1].target", "24h", "from"),
        ("stages: [{name: A, target: {}}]", "line 1, key stages[1].target", "none", "add within:"),
        ("stages: [{name: A, target: {from: x, to: y}}]", "line 1, key stages[1].target", "none", "add within:"),
        ("stages: [{name: A, target: {witin: 24h}}]", "line 1, key stages[1].target.witin", "witin", "write within"),
        (
            "stages: [{name: A, target: {within: 24}}]",
            "line 1, key stages[1].target.within",
            "24 (a number without a unit)",
            "24h",
        ),
        (
            "stages: [{name: A, promise: {within: soon}}]",
            "line 1, key stages[1].promise.within",
            "soon (not a duration)",
            "24h",
        ),
        ("stages: [{name: A, target: {max_repeats: -1}}]", "line 1, key stages[1].target.max_repeats", "-1", "0 or 1"),
        (
            "stages: [{name: A, target: {max_repeats: 1.5}}]",
            "line 1, key stages[1].target.max_repeats",
            "1.5",
            "0 or 1",
        ),
        ("stages: [{name: A, target: {never: x}}]", "line 1, key stages[1].target.never", "x", "[x]"),
        (
            "stages: [{name: A, target: {never: []}}]",
            "line 1, key stages[1].target.never",
            "an empty list",
            "add an activity",
        ),
        (
            "stages: [{name: A, target: {never: [x], must: [x]}}]",
            "line 1, key stages[1].target",
            "x under never and under must",
            "take it out",
        ),
        ("stages: [{name: A}]\nattributes: {x: maybe}", "line 2, key attributes.x", "maybe", "given"),
        ("stages: [{name: A}]\nattributes:\n  x: {tak: max}", "line 3, key attributes.x.tak", "tak", "take"),
        ("stages: [{name: A}]\nattributes:\n  x: {take: most}", "line 3, key attributes.x.take", "most", "max"),
        ("stages: [{name: A}]\nattributes:\n  x: {as: text}", "line 3, key attributes.x.as", "text", "code"),
        (
            "stages: [{name: A}]\nattributes:\n  x: {controllable: often}",
            "line 3, key attributes.x.controllable",
            "often",
            "true",
        ),
        ("stages: [{name: A}]\nattributes: [x]", "line 2, key attributes", "a list", "key: value"),
        ("stages: [{name: A, name: B}]", "line 1, key name", "name a second time (first on line 1)", "keep one"),
        ("stages: [{name: A}]\n---\nstages: [{name: B}]", "line 2", "a second one", "---"),
        ("stages: [{name: !!str A}]", "line 1", "the tag tag:yaml.org,2002:str", "take the tag out"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(refusal, content, where, found, do):
    error = refusal(content)
    assert error.exit_code == 2
    assert f"journey.yaml, {where}" in error.where
    assert error.found == found
    assert do in error.do
    assert error.expected
