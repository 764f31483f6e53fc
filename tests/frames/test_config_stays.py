"""A figure that was shown in a notebook leaves the setting of all other figures as it is."""

from __future__ import annotations

import json

from analyzer.figures.mirror_bars import mirror_bars
from analyzer.figures.plotly_style import CONFIG
from tests.conftest import ROOT


def test_plotly_takes_nothing_out_of_the_setting_of_the_pages():
    before = dict(CONFIG)
    document = json.loads((ROOT / "tests" / "fixtures" / "alignment.json").read_text(encoding="utf-8"))
    mirror_bars(document).to_html(include_plotlyjs=False)
    assert before == CONFIG
    assert "plotlyServerURL" in CONFIG
