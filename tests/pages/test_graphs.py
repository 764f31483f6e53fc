"""Every graph is made in one place, with a toolbar that cannot send anything anywhere."""

from __future__ import annotations

import ast
from pathlib import Path

from dashboards.components.address import Address
from dashboards.components.graph import graph
from dashboards.pages import alignment, mismatch
from tests.conftest import ROOT
from tests.pages.tree import of_class, of_type
from tests.real_document import example

SILENT = {"showSendToCloud": False, "plotlyServerURL": "", "displaylogo": False}


def called(path: Path) -> set[str]:
    """The names of the methods and functions of modules that a file calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}


def test_graphs_are_made_in_one_place_and_nothing_writes_plotly_s_own_html():
    made = set()
    for path in [*(ROOT / "dashboards").rglob("*.py"), *(ROOT / "analyzer").rglob("*.py")]:
        found, name = called(path), str(path.relative_to(ROOT))
        if "Graph" in found and name.startswith("dashboards"):
            made.add(name)
        if path.name != "mirror_bars.py":  # the figure of a notebook, which brings the setting that keeps it silent
            assert not found & {"to_html", "write_html", "show"}, path
    assert made == {"dashboards/components/graph.py"}


def test_every_graph_of_every_page_is_silent():
    document = example()
    pages = [alignment.page(document, Address("/"))]
    pages += [mismatch.page(document, m, Address(f"/mismatch/{m['id']}")) for m in document["mismatches"]]
    graphs = [g for page in pages for g in of_type(page, "Graph")]
    assert [g.id["of"] for g in graphs] == ["trend", "share", "blame", "share", "blame", "share"]
    for one in graphs:
        assert {key: one.config[key] for key in SILENT} == SILENT


def test_a_graph_is_made_for_light_and_for_dark():
    page = alignment.page(example(), Address("/"))
    figures = next(s for s in of_type(page, "Store") if s.id == {"kind": "figures", "of": "trend"})
    assert set(figures.data) == {"light", "dark"}
    light, dark = (figures.data[ground]["layout"]["font"]["color"] for ground in ("light", "dark"))
    assert light != dark


def test_every_figure_can_be_saved_and_read_as_a_table():
    page = alignment.page(example(), Address("/"))
    for box in of_class(page, "figure-box"):
        names = [str(getattr(c, "children", "")) for c in of_class(box, "save")]
        assert names == ["PNG", "SVG", "CSV", "XLSX"]
        assert of_type(box, "Details")


def test_where_nothing_is_to_be_drawn_there_is_no_graph():
    assert graph("none", lambda dark: None, "nothing") is None


def test_callbacks_are_short():
    tree = ast.parse((ROOT / "dashboards" / "app.py").read_text(encoding="utf-8"))
    callbacks = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.decorator_list]
    assert callbacks
    assert {c.name: len(c.body) for c in callbacks if (c.end_lineno or 0) - c.lineno >= 15} == {}
