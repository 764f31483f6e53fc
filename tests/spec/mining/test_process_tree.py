"""A process tree from variants and how many cases take each."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.mining import activities_of, as_dict, from_dict, process_tree


def tree_of(variants: dict[Any, int], noise_threshold: float = 0.2) -> dict[str, Any]:
    """The tree of variants that are written as words, a letter an activity."""
    return as_dict(process_tree({tuple(v): n for v, n in variants.items()}, noise_threshold))


def leaf(activity: str | None) -> dict[str, Any]:
    return {"activity": activity}


def node(operator: str, *children: Any) -> dict[str, Any]:
    return {"operator": operator, "children": [leaf(c) if c is None or isinstance(c, str) else c for c in children]}


def test_what_always_happens_in_one_order_is_a_sequence() -> None:
    assert tree_of({"abc": 10}) == node("sequence", "a", "b", "c")


def test_one_or_the_other_is_a_choice() -> None:
    assert tree_of({"abd": 6, "acd": 4}) == node("sequence", "a", node("choice", "b", "c"), "d")


def test_both_in_any_order_are_parallel() -> None:
    assert tree_of({"abcd": 6, "acbd": 4}) == node("sequence", "a", node("parallel", "b", "c"), "d")


def test_what_may_be_left_out_is_a_choice_with_a_step_without_event() -> None:
    assert tree_of({"abc": 6, "ac": 4}) == node("sequence", "a", node("choice", "b", None), "c")


def test_what_is_gone_back_to_is_a_loop() -> None:
    assert tree_of({"abd": 6, "abcbd": 4}) == node("sequence", "a", node("loop", "b", "c"), "d")


def test_a_rare_order_is_noise_and_left_out() -> None:
    # c → a stands 5 times beside 95 ends with c: below 20 % of what comes after c; so does a start with b
    variants = {"abc": 95, "bca": 5}
    assert tree_of(variants, noise_threshold=0.2) == node("sequence", "a", "b", "c")
    assert tree_of(variants, noise_threshold=0.0) == node("parallel", "a", node("sequence", "b", "c"))


def test_the_number_of_cases_weighs_a_variant() -> None:
    assert tree_of({"abc": 95, "bca": 5}) == node("sequence", "a", "b", "c")
    assert tree_of({"abc": 50, "bca": 50}) == node("parallel", "a", node("sequence", "b", "c"))


def test_the_order_of_the_variants_changes_nothing() -> None:
    variants = {"abcd": 7, "acbd": 3, "abd": 2, "abcbd": 1}
    assert tree_of(variants) == tree_of(dict(reversed(variants.items())))


def test_weighted_variants_give_the_tree_of_the_whole_log(
    helpdesk: Any, helpdesk_variants: dict[tuple[str, ...], int]
) -> None:
    """The other tool is pm4py's own discovery on the log with a row for every event."""
    import pm4py

    whole = pm4py.discover_process_tree_inductive(helpdesk, noise_threshold=0.2)
    assert as_dict(process_tree(helpdesk_variants, 0.2)) == as_dict(whole)


def test_a_tree_of_dictionaries_can_be_read_back() -> None:
    model = tree_of({"abcd": 7, "acbd": 3, "abd": 2, "abcbd": 1})
    assert as_dict(from_dict(model)) == model
    assert activities_of(model) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("name", ['it\'s "quoted"', "🍅", "دفع", ">>", "tau", "a,b", "<script>", "7", ""])
def test_an_activity_may_have_any_name(name: str) -> None:
    assert tree_of({(name, "b"): 3, ("b",): 3}) == node("sequence", node("choice", name, None), "b")


def test_without_variants_there_is_no_process() -> None:
    with pytest.raises(ValueError, match="no variant"):
        process_tree({})
