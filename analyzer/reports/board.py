"""The board pack: at most six pages that say where the two views part, why, who answers, and what to do; as a deck of
slides with native text, and as a PDF of the same pages."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures.forest import forest
from analyzer.figures.mirror import caption, columns
from analyzer.figures.mirror_stages import mirror_stages
from analyzer.figures.mosaic import both_of, mosaic
from analyzer.figures.trend import halves
from analyzer.reports.mail import digest_pdf
from analyzer.reports.pictures import png
from analyzer.words import sentences, wording
from analyzer.words.language import say
from analyzer.words.verdict import verdict

FINDINGS = 4  # of the ranking that have a page
WIDTH_IN, HEIGHT_IN = 13.333, 7.5  # of a slide, 16 : 9
INK, QUIET, ACCENT = "14171c", "5b6270", "a4161a"
QUOTES = 2
LONGEST_QUOTE = 180


@dataclass(frozen=True)
class BoardPicture:
    """A figure as PNG, with the title, the period and the n that make it understood by itself."""

    png: bytes
    words: str


@dataclass(frozen=True)
class BoardPage:
    """One page: a sentence as its title, facts (question, answer, what stands smaller), quotes, and a picture."""

    title: str
    facts: tuple[tuple[str, str, str], ...]
    quotes: tuple[str, ...] = ()
    picture: BoardPicture | None = None
    lines: tuple[str, ...] = ()


def board_pages(document: AlignmentDocument) -> tuple[BoardPage, ...]:
    """The pages: the mirror with the three figures, the first findings, what it rests on. At most six.

    Raises SettingsError where the machine has no font to draw with.
    """
    found = [_finding(document, mismatch) for mismatch in document["mismatches"][:FINDINGS]]
    return (
        _mirror(document),
        *found,
        BoardPage(
            say("board.rests"),
            (),
            lines=tuple(f"{about}: {' '.join(lines)}" for about, lines in sentences.rests_on(document)),
        ),
    )


def source_line(document: AlignmentDocument) -> str:
    """What stands at the foot of every page: whose data, of which time, how many."""
    noun = document.get("case_noun") or "case"
    cases = wording.counted(document["log"]["cases"], noun)
    signals = wording.count(document["signals"]["total"])
    period = wording.period(document.get("period"))
    return say("board.source", name=document["name"], period=period, cases=cases, signals=signals)


def board_deck(document: AlignmentDocument) -> bytes:
    """The pages as a PowerPoint file: native text, figures as pictures."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH_IN), Inches(HEIGHT_IN)
    source = source_line(document)
    for number, page in enumerate(board_pages(document), start=1):
        _slide(deck, page, f"{source} · {number}")
    deck.core_properties.title = _shown(document["name"])
    deck.core_properties.author = ""
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def board_pdf(document: AlignmentDocument) -> bytes:
    """The same pages as a PDF on A4, across. Raises SettingsError where the extra that makes PDFs is not installed."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    text = files("analyzer").joinpath("reports", "templates", "board.html.j2").read_text(encoding="utf-8")
    environment = Environment(loader=DictLoader({"board": text}), autoescape=True, undefined=StrictUndefined)
    shown: list[dict[str, Any]] = [
        {"page": page, "picture": base64.b64encode(page.picture.png).decode() if page.picture else ""}
        for page in board_pages(document)
    ]
    html = environment.get_template("board").render(
        t=say, pages=shown, source=source_line(document), name=document["name"], ink=INK, quiet=QUIET, accent=ACCENT
    )
    return digest_pdf(html)


def _mirror(document: AlignmentDocument) -> BoardPage:
    figures = tuple(
        (one.title, wording.percent(one.interval["value"]), f"{wording.percent_limits(one.interval)}: {one.sentence}")
        for one in sentences.measures(document)
    )
    stages = mirror_stages(document)
    picture = BoardPicture(png(columns(stages)), caption(document)) if stages else None
    return BoardPage(sentences.headline(document), figures, picture=picture)


def _finding(document: AlignmentDocument, mismatch: MismatchRow) -> BoardPage:
    rows = verdict(document, mismatch, halves(mismatch)).rows
    quotes = tuple(_short(quote) for quote in mismatch["quotes"][:QUOTES])
    return BoardPage(mismatch["title"], rows, quotes, _picture(document, mismatch))


def _picture(document: AlignmentDocument, mismatch: MismatchRow) -> BoardPicture | None:
    if mismatch["drivers"]:
        return BoardPicture(png(forest(mismatch["drivers"])), say("board.drivers"))
    both = both_of(document, mismatch)
    drawn = mosaic(both, mismatch["stage"] or "") if both else ""
    return BoardPicture(png(drawn, 1200), say("board.mosaic")) if drawn else None


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"


def _shown(text: str) -> str:
    """A text without characters that cannot be seen: the file's XML does not allow some, others turn a line around."""
    return "".join(letter for letter in text if letter.isprintable())


def _slide(deck: Any, page: BoardPage, foot: str) -> None:
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[5])  # a title alone
    slide.shapes.title.left, slide.shapes.title.top = Inches(0.6), Inches(0.35)
    slide.shapes.title.width, slide.shapes.title.height = Inches(12.1), Inches(0.9)
    _write(slide.shapes.title.text_frame, [(page.title, 28, True, INK)])
    wide = 4.6 if page.picture else 12.1
    text: list[tuple[str, int, bool, str]] = []
    for question, answer, beneath in page.facts:
        text += [(question, 11, False, QUIET), (answer, 16, True, INK)]
        text += [(beneath, 11, False, QUIET)] if beneath else []
    text += [(line, 13, False, INK) for line in page.lines]
    text += [(f"“{quote}”", 12, False, ACCENT) for quote in page.quotes]
    _write(slide.shapes.add_textbox(Inches(0.6), Inches(1.35), Inches(wide), Inches(5.4)).text_frame, text)
    if page.picture:
        _place(slide, page.picture)
    _write(
        slide.shapes.add_textbox(Inches(0.6), Inches(6.95), Inches(12.1), Inches(0.4)).text_frame,
        [(foot, 10, False, QUIET)],
    )


def _place(slide: Any, picture: BoardPicture) -> None:
    """The picture at the right, as wide as there is room and no higher, its words beneath."""
    from pptx.util import Inches

    left, top, wide, high = 5.5, 1.4, 7.2, 4.7
    shape = slide.shapes.add_picture(BytesIO(picture.png), Inches(left), Inches(top), width=Inches(wide))
    if shape.height > Inches(high):
        shape.width, shape.height = int(shape.width * Inches(high) / shape.height), Inches(high)
    beneath = top + shape.height / Inches(1) + 0.1
    box = slide.shapes.add_textbox(Inches(left), Inches(beneath), Inches(wide), Inches(0.8))
    _write(box.text_frame, [(picture.words, 11, False, QUIET)])


def _write(frame: Any, lines: list[tuple[str, int, bool, str]]) -> None:
    """Paragraphs of (text, points, bold, colour) into a frame; text is inert there, whatever it holds."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for number, (text, points, bold, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = _shown(text)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(points), bold, RGBColor.from_string(colour.upper())


FORMS = {".pptx": board_deck, ".pdf": board_pdf}  # ending → what makes the file
