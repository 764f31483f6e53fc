"""What is written down of a changed journey: words, key by key, and nothing of the editor's own."""

from __future__ import annotations

from types import SimpleNamespace

from analyzer.catalog import mark_finding, open_catalog, unmark_finding
from analyzer.settings import load_project
from dashboards.providers.history import history, stages_of

BEFORE = {"stages": [{"name": "Payout", "was": 3, "activities": ["Pay", {"name": "Book", "lane": "backstage"}]}]}
AFTER = {"stages": [{**BEFORE["stages"][0], "owner": "Claims", "target": {"within": "24h", "never": ["Pay", "Book"]}}]}


def test_a_stage_is_written_down_in_words():
    assert stages_of(BEFORE) == {"Payout, activities": "Pay, Book (lane backstage)"}
    assert stages_of(AFTER) == {
        "Payout, activities": "Pay, Book (lane backstage)",
        "Payout, owner": "Claims",
        "Payout, target": "within 24h, never Pay, Book",
    }


def test_a_mark_says_of_which_finding(tmp_path):
    (tmp_path / "project.yaml").write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\n")
    document = {"mismatches": [{"id": "a-1", "title": "Delivery hurts"}]}
    with open_catalog(load_project(tmp_path)) as catalog:
        mark_finding(catalog, "a-1", "quiet", "Ana")
        unmark_finding(catalog, "a-1", "quiet", "Ana")
        mark_finding(catalog, "gone-2", "acknowledged", "Ana")
        told = history(SimpleNamespace(catalog=lambda: catalog, document=lambda: document))
    assert [one.what for one in told] == [
        "added the mark of “gone-2”",
        "changed the mark of “Delivery hurts”",
        "added the mark of “Delivery hurts”",
    ]
