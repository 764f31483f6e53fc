"""Figures are drawn by the threads of a server, several at once. What is not made for that goes one at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MAPS = """
import sys, threading
from analyzer.figures.layout import Box, Link, lay_out

def work(seed):
    for n in range(25):
        size = 4 + (seed + n) % 9
        boxes = [Box(80, 30, "source" if i == 0 else "sink" if i == size - 1 else None) for i in range(size)]
        links = [Link(i, (i + 1) % size, 1 + i, (30, 12)) for i in range(size)]
        assert len(lay_out(boxes, links, downwards=True).middles) == size

sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print("drawn")
"""
GRAPHS = """
import sys
from plotly import graph_objects
from dashboards.components.graph import graph

def draw(dark):
    assert hasattr(sys.modules.get("pandas"), "Series"), "plotly asks what is imported, and takes half of it for all"
    return graph_objects.Figure(layout={"height": 100})

assert "pandas" not in sys.modules
graph("one", draw, "One")
print("drawn")
"""


def said(code: str, root: Path) -> str:
    ended = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120)
    return ended.stdout.strip() or f"code {ended.returncode}: {ended.stderr[-500:]}"


def test_maps_of_several_threads(root: Path) -> None:
    """In a process of its own, which this ended: `agxget: Assertion … failed`."""
    assert said(MAPS, root) == "drawn"


def test_a_graph_waits_until_pandas_is_imported_whole(root: Path) -> None:
    assert said(GRAPHS, root) == "drawn"
