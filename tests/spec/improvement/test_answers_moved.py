"""People who know of a change answer for that reason: how many answers moved, and what is said beside the verdict."""

import numpy as np
import pytest

from analyzer.improvement import did_it_help
from analyzer.tables.effect import EffectCounts, EffectVerdict, MovedAnswers, UnitWeek
from analyzer.tables.interval import Interval
from analyzer.words.action_words import answers_words, verdict_words
from tests.benchmarks.effect.measure import looks_that_may_say, measure
from tests.benchmarks.effect.worlds import World, draw


def history(after: tuple[int, int], came: int = 2000, others: int = 8) -> EffectCounts:
    """Four weeks before and four after. The treated: 1,000 heard of 2,000 visits a week, 200 unhappy; then `after`
    (heard, unhappy). The others: 1,000 heard, give or take 10, 200 unhappy, give or take 5."""
    weeks = []
    for week in range(-4, 4):
        heard, bad = (1000, 200) if week < 0 else after
        weeks.append(UnitWeek("own", True, week, heard, bad, came=came))
        for i in range(others):
            sway = (i - (others - 1) / 2) if week >= 0 else 0
            weeks.append(UnitWeek(f"other {i}", False, week, 1000 + int(2 * sway), 200 + round(sway), came=2000))
    return EffectCounts(tuple(weeks), 4, 4, "2026-06-01T00:00:00Z")


def test_answers_that_come_as_before_are_no_warning():
    found = did_it_help(history((1000, 120)))
    assert found.word == "helped"
    assert not found.answers.warning
    assert answers_words(found) == ""


def test_content_customers_who_answer_more_often_are_no_proof():
    """1,250 heard instead of 1,000, all of the more content: 16 % unhappy instead of 20 %, but 200 as before.

    The answered share rises by 250/2000 = 12.5 points: 1/5 of the answers are too many. Had all of them been content it
    would be 200/1000 = 20 % since: no change at all. Had all been unhappy: 0 of 1000 (200 of 250 is all there are)."""
    found = did_it_help(history((1250, 200)))
    assert (found.word, found.why) == ("not_measurable", "answers_moved")
    assert found.answers.change.value == pytest.approx(0.125, abs=1e-4)
    assert found.answers.part == pytest.approx(0.2, abs=1e-4)
    assert found.answers.worst.value == pytest.approx(-0.2, abs=1e-4)
    assert found.answers.worst.high > 0
    assert "who answers could explain the change alone" in verdict_words(found)
    assert "% of the answers are too many" in verdict_words(found)


def test_what_who_answers_cannot_explain_stays_with_a_warning():
    """950 heard, 60 unhappy: 2.5 points fewer answer, 50/950 = 5.3 % are missing. Had all of these been unhappy:
    110/1000 = 11 %, still 9 points below 20 %."""
    found = did_it_help(history((950, 60)))
    assert found.word == "helped"
    assert found.answers.beyond_chance
    assert found.answers.warning
    assert found.answers.part == pytest.approx(50 / 950, abs=1e-4)
    assert found.answers.worst.value == pytest.approx(-0.09, abs=1e-4)
    assert "Careful: 2.5 points fewer of the visits are answered" in verdict_words(found)


def test_all_heard_leaves_nothing_to_ask():
    """Where silence counts as good, every visit is heard."""
    weeks = [UnitWeek(w.unit, w.treated, w.week, w.visits, w.bad, came=w.visits) for w in history((1000, 120)).weeks]
    found = did_it_help(EffectCounts(tuple(weeks), 4, 4, "2026-06-01T00:00:00Z"))
    assert found.word == "helped"
    assert found.answers.change.value is None


def test_how_many_unhappy_would_have_had_to_fall_silent():
    """940 heard a week, 140 of them unhappy, 800 content. As before it would be 20 %: 200 unhappy beside 800 content.
    60 of the 200 are missing, 30 %, and 60/2000 = 3 points of the visits: as many as are answered less."""
    found = did_it_help(history((940, 140))).answers
    assert found.silent == pytest.approx(0.3, abs=2e-3)
    assert found.change.value == pytest.approx(-0.03, abs=1e-3)
    assert found.silence_possible


def test_where_as_many_answer_nobody_fell_silent():
    """1,000 heard, 120 unhappy: of 880 × 0.2/0.8 = 220 unhappy 100 would be missing, 5 points of the visits; the others
    stray by a third of a point."""
    found = did_it_help(history((1000, 120))).answers
    assert found.silent == pytest.approx(100 / 220, abs=2e-3)
    assert not found.silence_possible


def test_a_rise_is_not_explained_by_silence():
    assert did_it_help(history((1000, 260))).answers.silent is None


@pytest.mark.parametrize(
    ("word", "possible", "said"),
    [
        ("helped", True, "had 30\u202f% of the unhappy stopped answering"),
        ("helped", False, ""),
        ("too_early", True, ""),
    ],
)
def test_what_is_not_ruled_out_is_said_beside_helped(word, possible, said):
    answers = MovedAnswers(Interval(-0.01, -0.05, 0.03), 0.02, silent=0.3, silence_possible=possible)
    told = answers_words(EffectVerdict(word, "", "2026-06-01T00:00:00Z", answers=answers))
    assert said in told
    assert bool(told) is bool(said)


def test_looks_that_are_left_out_would_have_said_nothing():
    """Where the effect is large many looks say `helped`: none of them is left out."""
    chance = np.random.default_rng(3)
    world = World("large", memory=0.5, effect=-0.15, units=11, starts=(-6, -2, 4))
    drawn = [draw(world, chance) for _ in range(8)]
    saying = [
        {look for look in range(1, world.after) if did_it_help(one.counts(look)).word in ("helped", "worse")}
        for one in drawn
    ]
    assert sum(map(len, saying)) > 10
    assert all(said <= set(looks_that_may_say(one, world.after)) for said, one in zip(saying, drawn, strict=True))


def test_worlds_in_which_the_content_answer_for_joy():
    """200 histories: `helped` without a warning in at most 2.5 % and three standard errors; plain difference in
    differences finds a fall in half of them."""
    found = measure(World("the content answer a third more often", memory=0.5, aware=(1.33, 1.0)), 200, seed=5)
    assert found.helped_unwarned <= 0.025 + 3 * (0.025 * 0.975 / 200) ** 0.5
    assert found.plain_helped > 0.3
