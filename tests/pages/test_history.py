"""What is written down of a changed journey: words, key by key, and nothing of the editor's own."""

from __future__ import annotations

from dashboards.providers.history import stages_of

BEFORE = {"stages": [{"name": "Payout", "was": 3, "activities": ["Pay", {"name": "Book", "lane": "backstage"}]}]}
AFTER = {"stages": [{**BEFORE["stages"][0], "owner": "Claims", "target": {"within": "24h", "never": ["Pay", "Book"]}}]}


def test_a_stage_is_written_down_in_words():
    assert stages_of(BEFORE) == {"Payout, activities": "Pay, Book (lane backstage)"}
    assert stages_of(AFTER) == {
        "Payout, activities": "Pay, Book (lane backstage)",
        "Payout, owner": "Claims",
        "Payout, target": "within 24h, never Pay, Book",
    }
