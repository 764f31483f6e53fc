"""Which terms set the comments of unhappy customers apart."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pandas as pd
import pytest

from analyzer.outside_in.words import counted, evenly, terms, words


def listed(bad: list[str], good: list[str], **more) -> list[str]:
    return [found["term"] for found in words(bad, good, **more)]


def test_by_hand():
    """`late` in 12 of 16 bad and 2 of 16 good comments, `fine` in the others.

    Both sides hold 16 terms, so the prior weighs 32: late 32 · 14/32 = 14, fine 18. late: i = 26 of 48,
    j = 16 of 48; δ = ln(26/22) − ln(16/32), variance 1/26 + 1/16.
    """
    z = (math.log(26 / 22) - math.log(16 / 32)) / math.sqrt(1 / 26 + 1 / 16)
    found = words(["late"] * 12 + ["fine"] * 4, ["late"] * 2 + ["fine"] * 14)
    assert found == ({"term": "late", "z": pytest.approx(z, abs=0.005), "bad": 12, "good": 2},)


def test_one_who_rants_makes_no_word():
    rant = "robbery " * 50
    assert listed([rant, "late"] + ["late"] * 30, ["fine"] * 30) == ["late"]


def test_two_comments_are_too_few():
    assert "robbery" not in listed(["robbery"] * 2 + ["late"] * 40, ["fine"] * 400)


def test_what_everybody_says_cancels():
    bad = ["the driver was late"] * 20
    good = ["the driver was kind"] * 20
    assert listed(bad, good) == ["late"]  # `was` is a stop word: a chip that begins with it says no more


def test_what_is_said_everywhere_weighs_less():
    """`the` stands in no good comment of this stage, but all over the others: it is no word of this one."""
    bad, good = ["the door", "the truck", "the crate", "the cold", "the wet"] * 12, ["perfect"] * 60
    elsewhere = counted([*bad, *good, *["the menu", "the app", "the bill", "the list"] * 2000])
    assert "the" in {word for term in listed(bad, good) for word in term.split()}
    assert "the" not in listed(bad, good, everywhere=elsewhere)


def test_what_unhappy_customers_say_of_every_stage_is_no_word_of_this_one():
    """`never again` stands in a third of the bad comments here and in half of them elsewhere, `door` only here."""
    bad, good = ["never again", "at the door", "so rude"] * 60, ["perfect as it is"] * 180
    elsewhere = counted([*bad, *good, *["never again", "wrong bill"] * 180])
    assert "never again" in listed(bad, good)
    found = listed(bad, good, everywhere=elsewhere)
    assert any("door" in term for term in found)
    assert not any("never" in term for term in found)


def test_a_word_that_stands_in_a_listed_pair_is_left_out():
    bad = ["proof of payment"] * 15 + ["too late"] * 15
    found = listed(bad, ["all fine"] * 30)
    assert "proof of" in found or "of payment" in found
    assert not {"proof", "payment", "of", "late", "too"} & set(found)


def test_case_and_form_do_not_matter_but_accents_do():
    assert terms("ATRASO") == terms("atraso") == {"atraso"}
    assert terms("nao\u0303") == terms("naõ") == {"naõ"}
    assert terms("não") != terms("nao")
    assert terms("STRASSE") == terms("Straße")


def test_words_of_any_language():
    assert terms("Don’t know") == {"don't", "know", "don't know"}
    assert terms("доставка опоздала") == {"доставка", "опоздала", "доставка опоздала"}
    assert terms("डिलीवरी देर") == {"डिलीवरी", "देर", "डिलीवरी देर"}  # vowel signs are marks, not letters
    assert terms("배송 늦음") == {"배송", "늦음", "배송 늦음"}
    assert terms("送货晚") == {"送货", "货晚"}  # no spaces: pairs of letters
    assert terms("ส่งช้า") == {"ส่ง", "งช้", "ช้า"}  # a letter with its marks counts as one
    assert terms("送货 late") == {"送货", "late"}


def test_pairs_end_with_the_phrase():
    assert terms("Late. Driver rude") == {"late", "driver", "rude", "driver rude"}


def test_masked_numbers_and_addresses_are_no_words():
    bad = [f"ring kitchen 312-555-01{n:02d} or jo{n}@example.com" for n in range(40)]
    said = " ".join(listed(bad, ["all fine"] * 40))
    assert said
    assert not {"555", "312", "example", "com", "mail", "phone"} & set(said.split())


def test_nothing_to_compare_gives_no_words():
    assert words([], ["fine"]) == words(["late"] * 9, []) == words(["…"], ["!"]) == ()


def test_order_does_not_matter():
    bad = [f"late {n % 7} crates" for n in range(60)]
    good = [f"fine {n % 5} crates" for n in range(60)]
    again = random.Random(1).sample(bad, 60), random.Random(2).sample(good, 60)
    assert words(bad, good) == words(*again)


def test_many_are_thinned_evenly():
    assert evenly(["d", "b", "a", "c"], 2) == ["a", "c"]
    assert evenly(["b", "a"], 2) == ["a", "b"]


@pytest.fixture(scope="module")
def reviews(shared_data: Path) -> tuple[list[str], list[str]]:
    """Comments of real marketplace reviews in Portuguese: of one or two stars, and of four or five."""
    signals = pd.read_csv(shared_data / "olist" / "signals.csv").dropna(subset=["comment"])
    return signals.loc[signals.score <= 2, "comment"].tolist(), signals.loc[signals.score >= 4, "comment"].tolist()


def test_real_reviews_in_portuguese(reviews: tuple[list[str], list[str]]):
    """Bad: `did not receive`, `I bought`; `not` alone says nothing. Good: `before`."""
    bad, good = listed(*reviews), listed(*reversed(reviews))
    assert bad[0] == "não recebi"
    assert "comprei" in bad
    assert "não" not in bad
    assert any("antes" in term.split() for term in good)


def test_labels_dealt_at_random_bring_up_next_to_nothing(reviews: tuple[list[str], list[str]]):
    comments = sorted([*reviews[0], *reviews[1]])
    found = []
    for seed in range(5):
        random.Random(seed).shuffle(comments)
        found.append(len(words(comments[:600], comments[600:], limit=100)))
    assert max(found) <= 5
