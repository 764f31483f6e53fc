"""`analyzer export card`: one card as a file that opens offline."""

from __future__ import annotations

import pytest

PARTNER, OTHERS = "Coldhop Freight", ("Nineridge Haulage", "Tallgrass Reefer")


@pytest.fixture
def export(analyzer, analysed):
    return lambda *more: analyzer("export", "card", *more, "--project", analysed.project)


def test_a_partner_s_card_names_nobody_else_and_loads_nothing(export, tmp_path):
    out = tmp_path / "card.html"
    ended = export("--partner", PARTNER, "--out", out)
    assert (ended.code, ended.err) == (0, "")
    text = out.read_text(encoding="utf-8")
    assert PARTNER in text
    assert not any(other in text for other in OTHERS)
    assert "src=" not in text
    assert "http" not in text.replace("http://www.w3.org", "")


def test_an_owner_s_card_as_a_pdf(export, tmp_path):
    out = tmp_path / "card.pdf"
    assert export("--owner", "Logistics", "--out", out).code == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_the_numbers_are_those_of_the_tables(export, analysed, tmp_path):
    """Visits that the partner touched, counted by pandas from the run's own tables."""
    import pandas as pd

    from analyzer.catalog import latest, open_catalog
    from analyzer.journey import load_journey
    from analyzer.settings import load_project
    from analyzer.slices.with_catalog import card_of

    settings = load_project(analysed.project)
    with open_catalog(settings) as catalog:
        run = latest(catalog)
        card = card_of(catalog, run, "partner", PARTNER)
    stage_of = load_journey(settings.resolve(settings.journey)).stage_of
    events = pd.read_parquet(run.folder / "tables" / "events.parquet")
    touched = events[events["partner"] == PARTNER].assign(stage_no=lambda t: t["activity"].map(stage_of))
    pairs = touched[["case_id", "stage_no"]].dropna().drop_duplicates()
    rated = pd.read_parquet(run.folder / "tables" / "rated.parquet").merge(pairs, on=["case_id", "stage_no"])
    rated = rated[~rated["open"]]
    assert (card.visits, card.rated) == (len(rated), int(rated["rated"].sum()))
    assert card.bad == int((rated["rated"] & (rated["customer"] == "bad")).sum())


@pytest.mark.parametrize(
    ("given", "where", "do"),
    [
        (("--partner", "Coldhop Frieght"), "--partner", "Coldhop Freight"),
        (("--owner", "Logistic"), "--owner", "Logistics"),
        ((), "export card", "one of the two"),
        (("--partner", "a", "--owner", "b"), "export card", "one of the two"),
    ],
)
def test_what_is_refused_names_the_nearest(export, refused, tmp_path, given, where, do):
    said = refused(export(*given, "--out", tmp_path / "card.html"))
    assert said["where"] == where
    assert do in said["do"]
    assert list(tmp_path.glob("*.html")) == []


def test_a_file_of_another_form(export, refused, tmp_path):
    assert refused(export("--owner", "Logistics", "--out", tmp_path / "card.docx"))["where"] == "--out"
