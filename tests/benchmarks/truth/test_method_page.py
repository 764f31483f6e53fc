"""What the method page says of the benchmark is what the benchmark measured."""

from __future__ import annotations

import json
from pathlib import Path

from .method_page import HEADING, paragraph, put_into

DOCS = Path(__file__).parents[3] / "docs"


def test_the_method_page_holds_the_figures_that_were_measured():
    outcome = json.loads((DOCS / "truth" / "truth.json").read_text(encoding="utf-8"))
    assert paragraph(outcome).rstrip() in (DOCS / "method.md").read_text(encoding="utf-8")


def test_a_new_measurement_takes_the_place_of_the_old_one(tmp_path):
    outcome = json.loads((DOCS / "truth" / "truth.json").read_text(encoding="utf-8"))
    page = tmp_path / "method.md"
    page.write_text(f"# The method\n\nText.\n\n{HEADING}\n\nold\n\n## After\n\nMore.\n", encoding="utf-8")
    put_into(page, outcome)
    put_into(page, outcome)
    words = page.read_text(encoding="utf-8")
    assert words.startswith("# The method\n\nText.\n\n## 9.")
    assert words.endswith("\n\n## After\n\nMore.\n")
    assert words.count(HEADING) == 1
    assert "\n\nold\n\n" not in words
