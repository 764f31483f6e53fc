"""Which comments stand for the others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.outside_in.quotes import quotes

LATE = [
    "The driver came late again",
    "Driver came two hours late",
    "late, the driver never came on time",
    "The truck came late",
]


def test_the_most_typical_comes_first():
    first = quotes([*LATE, "My cat does not like boxes", "Nice colour on the lorry"])[0]
    assert first in LATE


def test_the_words_of_the_mismatch_weigh():
    comments = ["The parcel was wet and the box was torn", "The driver asked for proof of payment at the door"]
    words = [{"term": "proof of payment", "z": 1.0}, {"term": "payment", "z": 5.0}]
    assert quotes(comments, words, limit=1) == (comments[1],)


def test_one_who_copies_is_one_quote():
    found = quotes(
        ["Late again, as always!"] * 5 + ["late again as ALWAYS"] * 3 + ["The invoice is impossible to read"]
    )
    assert len(found) == 2


def test_the_same_words_in_another_order_are_one_quote():
    found = quotes(["Ainda não recebi meu produto", "Não recebi o produto ainda!!!", "A caixa chegou rasgada"])
    assert len(found) == 2


def test_quotes_are_masked_and_on_one_line():
    found = quotes(["Call me\n at +1 (312)\n555-0147  or jo@example.com, it is urgent"])
    assert found == ("Call me at [phone] or [mail], it is urgent",)


def test_a_long_comment_is_cut_at_a_word():
    (found,) = quotes(["waiting " * 60])
    assert found == "waiting " * 29 + "waiting…"
    assert len(found) <= 240


def test_a_long_comment_without_spaces_is_cut_where_it_is():
    (found,) = quotes(["".join(chr(0x4E00 + n) for n in range(400))])
    assert len(found) == 240
    assert found.endswith("…")


def test_a_comment_one_can_read_goes_before_one_word():
    assert quotes(["Late", "late, late and once more late"], limit=1) == ("late, late and once more late",)


def test_nothing_said_gives_no_quote():
    assert quotes([]) == quotes(["", "  ", "!!!", "10"]) == ()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text("ab late.ção晚 ", max_size=300), max_size=12), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_no_quote_is_too_long(comments, chance):
    again = chance.sample(comments, len(comments))
    found = quotes(comments)
    assert found == quotes(again)
    assert len(found) <= 3
    assert all(0 < len(quote) <= 240 for quote in found)
