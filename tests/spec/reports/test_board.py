"""The board pack: native text on slides, pictures that explain themselves, at most six pages in the PDF."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pypdfium2
import pytest
from pptx import Presentation

from analyzer.document import AlignmentDocument
from analyzer.reports.board import board_deck, board_pages, board_pdf
from analyzer.reports.pictures import png
from analyzer.words.next_steps import next_step
from tests.conftest import ROOT

HOSTILE = "<script>alert(1)</script>=1+1\u202eevil\x1b[31m"


@pytest.fixture
def document() -> AlignmentDocument:
    """The document of a real run of the sample."""
    text = (ROOT / "tests" / "fixtures" / "alignment.json").read_text(encoding="utf-8")
    found: AlignmentDocument = json.loads(text)
    return found


def texts(deck: bytes) -> list[list[str]]:
    """What stands on each slide, shape by shape."""
    slides = Presentation(io.BytesIO(deck)).slides
    return [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in slides]


def test_the_deck_says_in_native_text_where_why_who_and_what_next(document):
    slides = texts(board_deck(document))
    assert len(slides) <= 6
    first = document["mismatches"][0]
    found = " ".join(next(slide for slide in slides if slide[0] == first["title"]))
    assert first["drivers"][0]["label"] in found
    assert "Credit (Payment)" in found  # who answers for the cause
    assert "blamed by customers: Logistics (Delivery)" in found
    assert next_step(first).what in found
    assert all("7,600 orders, 16,241 signals" in " ".join(slide) for slide in slides)


def test_each_picture_has_its_words(document):
    for page in board_pages(document):
        assert page.picture is None or (page.picture.png.startswith(b"\x89PNG") and page.picture.words)
    assert board_pages(document)[0].picture is not None


def test_the_pdf_has_at_most_six_pages_with_text_that_can_be_searched(document):
    pdf = pypdfium2.PdfDocument(board_pdf(document))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) <= 6
    assert document["mismatches"][0]["drivers"][0]["label"] in pages[1]
    pdf.close()


def test_names_are_inert(document):
    odd: Any = copy.deepcopy(document)
    odd["name"] = odd["mismatches"][0]["title"] = odd["mismatches"][0]["quotes"][0] = HOSTILE
    slides = " ".join(" ".join(slide) for slide in texts(board_deck(odd)))
    assert "<script>" in slides  # as text, and nothing else
    assert "\x1b" not in slides and "\u202e" not in slides
    assert board_pdf(odd).startswith(b"%PDF")


def test_a_run_without_findings_or_voice_has_a_pack_too(document):
    bare: Any = copy.deepcopy(document)
    bare["mismatches"] = []
    slides = texts(board_deck(bare))
    assert len(slides) == 2


def test_a_picture_needs_a_drawing():
    with pytest.raises(ValueError, match="no picture"):
        png("<p>nothing drawn</p>")


def a_mismatch(document: AlignmentDocument, kind: str, **changes: Any) -> Any:
    found: Any = copy.deepcopy(next(m for m in document["mismatches"] if m["drivers"]))
    found["kind"] = kind
    found["drivers"][0].update(changes)
    return found


def test_the_next_step_follows_the_kind_and_what_the_company_can_change(document):
    assert next_step(a_mismatch(document, "hidden_friction", type="activity", controllable=True)).what.startswith(
        "Take it"
    )
    assert next_step(a_mismatch(document, "hidden_friction", type="wait", controllable=True)).what.startswith("Pilot")
    assert next_step(a_mismatch(document, "shared_failure", type="wait", controllable=False)).what.startswith("Explain")
    assert next_step(a_mismatch(document, "hidden_friction", type="attribute", controllable=False)).what.startswith(
        "Serve"
    )
    alone = a_mismatch(document, "hidden_friction")
    alone["drivers"] = []
    assert next_step(alone).what.startswith("Ask")
    assert "the next run" in next_step(a_mismatch(document, "blind_spot")).proof
    for kind in ("silent_defect", "broken_promise", "invisible_work", "out_of_order", "unowned", "asked_too_early"):
        step = next_step(a_mismatch(document, kind))
        assert step.what and step.how and step.proof
