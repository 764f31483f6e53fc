"""What an unhappy customer costs: an amount and its currency, in either order."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import Worth, load_project


def read(folder: Path, worth: str) -> Worth | None:
    (folder / "project.yaml").write_text(f"log: l\njourney: j\n{worth}\n", encoding="utf-8")
    return load_project(folder).worth


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("40 EUR", 40.0, "EUR"),
        ("12.50 usd", 12.5, "USD"),
        ("'€40'", 40.0, "€"),
        ("CHF 7", 7.0, "CHF"),
        ("1500JPY", 1500.0, "JPY"),
    ],
)
def test_an_amount_with_its_currency(tmp_path, written, amount, currency):
    assert read(tmp_path, f"worth: {{unhappy_customer: {written}}}") == Worth(amount, currency)


def test_without_it_nothing_is_said_in_money(tmp_path):
    assert read(tmp_path, "") is None


@pytest.mark.parametrize("written", ["40", "0 EUR", "-3 EUR", "EUR", "'1,500 EUR'", "forty EUR", "[40, EUR]"])
def test_what_is_refused_names_the_line(tmp_path, written):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, f"worth: {{unhappy_customer: {written}}}")
    assert "line 3" in refused.value.where
    assert "worth.unhappy_customer" in refused.value.where


def test_an_unknown_key_names_the_nearest(tmp_path):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, "worth: {unhappy_custmer: 40 EUR}")
    assert "unhappy_customer" in refused.value.do
