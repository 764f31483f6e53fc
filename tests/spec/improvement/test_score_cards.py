"""Score cards from counts: own visits, fair to the mix, nobody named, nothing said on small numbers."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.improvement import first_of_quarter, parties_of, score_card
from analyzer.tables.score_card import PartyCell, PartyCounts
from analyzer.words.card_words import card_headline, card_numbers, mix_words


def counts(*cells: PartyCell, whole: dict[str, tuple[int, int]] | None = None, **more: object) -> PartyCounts:
    together: dict[str, tuple[int, int]] = {}
    for cell in cells:
        bad, rated = together.get(cell.cell, (0, 0))
        together[cell.cell] = (bad + cell.bad, rated + cell.rated)
    return PartyCounts("partner", cells, whole or together, ("contract",), ("Order", "Delivery"), ("Delivery",), **more)  # type: ignore[arg-type]


def cell(party: str, bad: int, rated: int, name: str = "1", stage: int = 1) -> PartyCell:
    return PartyCell(party, stage, name, rated + 10, rated, bad, 5)


MANY = [cell(f"P{i}", 20, 200) for i in range(5)]


def test_a_party_is_held_against_what_its_mix_lets_expect():
    """Worst: 60 of 200 unhappy where 160 of 1,200 are: expected 200 × 160/1200 = 26.7."""
    card = score_card(counts(*MANY, cell("Worst", 60, 200)), "Worst")
    assert card is not None
    assert (card.bad, card.expected) == (60, pytest.approx(200 * 160 / 1200))
    assert card.word == "worse"
    assert card.adjusted.low > card.everybody
    assert "more often unhappy" in card_headline(card)


def test_hard_cases_do_not_make_a_bad_card():
    """Hard has cases of which 30 % are unhappy with everybody, and is as everybody there."""
    hard, others = cell("Hard", 60, 200, "hard"), [cell(f"P{i}", 60, 200, "hard") for i in range(3)]
    easy = [cell(f"E{i}", 10, 200, "easy") for i in range(3)]
    card = score_card(counts(hard, *others, *easy), "Hard")
    assert card is not None
    assert card.expected == pytest.approx(60)
    assert card.word == "as_expected"


def test_on_small_numbers_nothing_is_said():
    card = score_card(counts(*MANY, cell("Small", 10, 19)), "Small")
    assert card is not None
    assert (card.word, card.adjusted.value) == ("too_few", None)
    assert card.stages[0].unhappy is None
    assert [number for _, number, _ in card_numbers(card)] == ["29", "–"]


def test_peers_are_a_band_without_names_and_none_where_it_would_tell_who_is_who():
    every = [*MANY, cell("Worst", 60, 200)]
    card, few = score_card(counts(*every), "Worst"), score_card(counts(*MANY[:3], cell("Worst", 60, 200)), "Worst")
    assert card is not None
    assert few is not None
    assert card.band is not None
    assert card.band[1] < card.adjusted.value
    assert few.band is None
    assert not any(f"P{i}" in str(card_numbers(card)) + str(card) for i in range(5))


def test_who_has_a_card_stands_by_name_and_not_by_rank():
    assert parties_of(counts(cell("b", 50, 200), cell("A", 1, 200), cell("c", 3, 200))) == ["A", "b", "c"]
    assert score_card(counts(cell("b", 50, 200)), "Nobody") is None


def test_the_card_says_what_it_is_fair_to_and_what_not():
    card = score_card(counts(*MANY, left_out=("region",)), "P0")
    assert card is not None
    assert "fair to the stage and contract" in mix_words(card)
    assert "Not adjusted for region" in mix_words(card)


def test_stages_with_moments_of_truth():
    card = score_card(counts(*MANY, cell("P0", 2, 50, "0", stage=0)), "P0")
    assert card is not None
    first, second = card.stages
    assert (first.name, first.moment_of_truth, second.moment_of_truth) == ("Order", False, True)
    assert (second.unhappy, second.off_target) == (pytest.approx(0.1), pytest.approx(5 / 210))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 31), set()),  # decided the day after, in the next quarter
        (date(2026, 4, 1), {"a"}),  # the quarter's first day counts
        (date(2026, 6, 30), {"a"}),
        (date(2026, 7, 20), {"b", "c"}),  # decided on one day: both
        (date(2026, 12, 31), set()),
        (date(2027, 4, 2), set()),  # that of a year ago does not count again
    ],
)
def test_the_first_verified_improvement_of_the_quarter(today, first):
    """Decided on 1 April, twice on 11 July and on 12 July; one was never dated."""
    july = date(2026, 7, 11)
    helped = {"d": date(2026, 7, 12), "a": date(2026, 4, 1), "b": july, "c": july, "undated": None}
    assert first_of_quarter(helped, today) == first


def test_nothing_verified_is_no_first():
    assert first_of_quarter({}, date(2026, 4, 1)) == set()
