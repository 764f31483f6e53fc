"""English in parts, by what it is about; `PARTS` is all of them."""

from __future__ import annotations

from analyzer.words.languages.english_parts.captions import CAPTIONS
from analyzer.words.languages.english_parts.comparing import COMPARING
from analyzer.words.languages.english_parts.data_pages import DATA_PAGES
from analyzer.words.languages.english_parts.digest import DIGEST
from analyzer.words.languages.english_parts.effect import EFFECT
from analyzer.words.languages.english_parts.figures import FIGURES
from analyzer.words.languages.english_parts.frame import FRAME
from analyzer.words.languages.english_parts.improving import IMPROVING
from analyzer.words.languages.english_parts.improving_pages import IMPROVING_PAGES
from analyzer.words.languages.english_parts.journey_map import JOURNEY_MAP
from analyzer.words.languages.english_parts.next_steps import NEXT_STEPS
from analyzer.words.languages.english_parts.pages import PAGES
from analyzer.words.languages.english_parts.process_figures import PROCESS_FIGURES
from analyzer.words.languages.english_parts.process_pages import PROCESS_PAGES
from analyzer.words.languages.english_parts.reading import READING
from analyzer.words.languages.english_parts.refusals import REFUSALS
from analyzer.words.languages.english_parts.reports import REPORTS
from analyzer.words.languages.english_parts.scripts import SCRIPTS
from analyzer.words.languages.english_parts.shared import SHARED
from analyzer.words.languages.english_parts.speech import SPEECH
from analyzer.words.languages.english_parts.understood import UNDERSTOOD
from analyzer.words.languages.english_parts.verdict import VERDICT

PARTS: dict[str, str] = {
    **CAPTIONS,
    **COMPARING,
    **DATA_PAGES,
    **DIGEST,
    **EFFECT,
    **FIGURES,
    **FRAME,
    **IMPROVING,
    **IMPROVING_PAGES,
    **JOURNEY_MAP,
    **NEXT_STEPS,
    **PAGES,
    **PROCESS_FIGURES,
    **PROCESS_PAGES,
    **READING,
    **REFUSALS,
    **REPORTS,
    **SCRIPTS,
    **SHARED,
    **SPEECH,
    **UNDERSTOOD,
    **VERDICT,
}
