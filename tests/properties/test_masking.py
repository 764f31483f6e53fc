"""What must always hold of masked text, whatever customers write."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.outside_in.masking import mask

DIGITS = ["0", "\uff10", "\u0660", "\u06f0", "\u0966", "\u0e50"]  # ASCII, fullwidth, Arabic, Persian, Hindi, Thai
SEPARATORS = [
    "",
    " ",
    "-",
    ".",
    "/",
    "\u00a0",
    "\u202f",
    "\u2009",
    "\u2011",
    "\u2013",
    "\u2212",
    "\u200b",
    "\u00ad",
    " - ",
    "  ",
    "_",
]
FILLER = [
    "please call",
    "número",
    "Rückruf",
    "my order",
    "電話",
    "(thanks)",
    "!",
    "no. 12,",
    "at 8:30,",
    "on 2026-01-02,",
    "R$ 12,50,",
]
PIECES = ["555", "gmail.com", "at", "dot", "[mail]", "www.", "http://", "DE89", "EUR"]
CHARACTERS = st.sampled_from([*"0123456789 -./+()[],@:ab\u00a0\u200bé中'\n", *PIECES])
NO_NUMBERS = st.characters(exclude_categories=["Nd", "No", "Nl"], exclude_characters="@＠﹫:.", max_codepoint=0x2FFF)
DOMAINS = ["example.com", "müller.de", "mail.example.co.uk", "例子.广告"]


def holds(*strategies):
    """Given these inputs, without a deadline: the first call pays for the imports."""
    return lambda test: settings(deadline=None)(given(*strategies)(test))


def longest_run(text: str) -> int:
    """Digits of the longest run, separators aside; digits of dates and prices of the filler never come near seven."""
    plain = "".join(str(unicodedata.digit(c, c)) for c in text)
    runs = re.findall(r"\d(?:[^\w\[\]:,]{0,3}\d)*", plain)
    return max((sum(c.isdigit() for c in run) for run in runs if not run.startswith("2026-01-02")), default=0)


@st.composite
def grouped_numbers(draw):
    """Phone, card and account numbers: groups of three and four digits, one separator, digits of one script."""
    first = draw(st.integers(200, 899))
    rest = draw(st.lists(st.tuples(st.sampled_from([3, 4]), st.integers(0, 9999)), min_size=2, max_size=5))
    groups = [str(first), *(f"{number:04d}"[-size:] for size, number in rest)]
    form = draw(st.sampled_from(["{}", "+{}", "tel:{}", "({})", "#{}", "x{}"]))
    zero = ord(draw(st.sampled_from(DIGITS)))
    text = form.format(draw(st.sampled_from(SEPARATORS)).join(groups))
    return "".join(chr(zero + int(c)) if c.isdigit() else c for c in text)


@holds(st.lists(st.sampled_from(FILLER), max_size=3), grouped_numbers(), st.lists(st.sampled_from(FILLER), max_size=3))
def test_no_long_number_survives(before, number, after):
    assert longest_run(mask(" ".join([*before, number, *after]))) < 7


@holds(st.text("abcäöüñ中я019._+-", min_size=1, max_size=60), st.sampled_from(DOMAINS))
def test_no_mail_address_survives(local, domain):
    masked = mask(f"write to {local}@{domain} please")
    assert "@" not in masked
    assert domain not in masked
    assert masked.startswith("write to ")
    assert masked.endswith(" please")


@settings(deadline=None, max_examples=500)
@given(st.lists(CHARACTERS, max_size=40).map("".join))
@example("a@b@c.com")
@example("0555555www.0")
@example("12-12-2020-12 12 12 1234567")
def test_masking_twice_changes_nothing(text):
    assert mask(mask(text)) == mask(text)


@holds(st.text(max_size=80))
def test_any_text_at_all_twice(text):
    assert mask(mask(text)) == mask(text)


@holds(st.text(NO_NUMBERS, max_size=80))
def test_words_without_numbers_and_addresses_stay(text):
    if not re.search(r"(?i)\b(at|arroba|ät)\b", text):
        assert mask(text) == text
