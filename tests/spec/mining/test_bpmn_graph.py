"""The BPMN diagram of a model as nodes and flows."""

from __future__ import annotations

from analyzer.mining import process_tree, to_bpmn


def drawn(*variants: str) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Nodes by id and flows, each node written as its activity or its kind."""
    diagram = to_bpmn(process_tree({tuple(v): 1 for v in variants}, 0.0))
    name = {node["id"]: node["activity"] or node["kind"] for node in diagram["nodes"]}
    return name, sorted((name[a], name[b]) for a, b in diagram["flows"])


def test_a_sequence() -> None:
    assert drawn("ab")[1] == [("a", "b"), ("b", "end"), ("start", "a")]


def test_a_choice_has_a_gateway_that_parts_and_one_that_joins() -> None:
    name, flows = drawn("ab", "ac")
    assert sorted(name.values()) == ["a", "b", "c", "choice", "choice", "end", "start"]
    assert flows == [
        ("a", "choice"),
        ("b", "choice"),
        ("c", "choice"),
        ("choice", "b"),
        ("choice", "c"),
        ("choice", "end"),
        ("start", "a"),
    ]


def test_parallel_work_has_parallel_gateways() -> None:
    name, _ = drawn("abc", "acb")
    assert sorted(name.values()) == ["a", "b", "c", "end", "parallel", "parallel", "start"]


def test_nodes_stand_in_the_order_of_the_flow() -> None:
    name, _ = drawn("abc")
    assert [name[i] for i in sorted(name)] == ["start", "a", "b", "c", "end"]
