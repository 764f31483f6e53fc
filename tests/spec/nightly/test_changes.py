"""What a night says of its findings. Days carry fixed counts here, so that nothing is left to chance: ten visits a day
that could show the finding, two of them unhappy, unless a test says otherwise."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

import msgspec
import pytest

from analyzer.nightly import classify
from analyzer.nightly.finding_tests import weekly_dispersion
from analyzer.tables.nights import WORDS_OF_CHANGE, DayCounts, DriverDays, History, WatchedFinding, WatchedNight

FIRST = date(2025, 1, 1)
BEFORE = 200  # days before the first night
NOTHING: dict[str, list[str]] = {word: [] for word in WORDS_OF_CHANGE}


def day(number):
    return (FIRST + timedelta(days=number)).isoformat()


def counts(*spans):
    """Spans of (days, visits a day, unhappy a day) one after the other."""
    rows = [(n, bad) for days, n, bad in spans for _ in range(days)]
    return DayCounts(tuple(map(day, range(len(rows)))), tuple(n for n, _ in rows), tuple(bad for _, bad in rows))


def driver(*spans, key="prepayment"):
    """Spans of (days, exposed and unhappy, exposed and content, unhappy without it, content without it)."""
    rows = [cells for days, *cells in spans for _ in range(days)]
    columns = [tuple(row[i] for row in rows) for i in range(4)]
    return DriverDays(key, tuple(map(day, range(len(rows)))), *columns)


def until(number, found):
    """The finding as it is known on the morning of a day: what happened before it."""

    def cut(held):
        if held is None:
            return None
        names = [f for f in held.__dataclass_fields__ if f != "key"]
        return replace(held, **{name: getattr(held, name)[:number] for name in names})

    return replace(
        found, measure=cut(found.measure), reported=cut(found.reported), drivers=tuple(map(cut, found.drivers))
    )


def friction(measure=None, *, name="friction", listed=True, **further):
    return WatchedFinding(name, "hidden_friction", "Delivery", listed, measure or counts((900, 10, 2)), **further)


def night(number, *findings, ruler="r1", settings="s1"):
    """The night after so many days."""
    return WatchedNight(day(number - 1), ruler, settings, tuple(until(number, f) for f in findings))


def first(*findings):
    return classify(None, night(BEFORE, *findings))


def told(changes):
    """What is not unchanged, as {id: word}."""
    return {s.id: s.word for s in changes.said}


def nights(history, found, upto, start=BEFORE + 1):
    """Night after night: what is said first, as (nights after the first, word, since), and the history then."""
    for number in range(start, upto + 1):
        changes = classify(history, night(number, found))
        history = changes.history
        if changes.said:
            return number - BEFORE, changes.said[0], history
    return None, None, history


def test_the_first_night_lists_all_as_new():
    changes = first(friction(), friction(name="other"))
    assert changes.lists() == NOTHING | {"new": ["friction", "other"]}
    assert changes.first_night


def test_the_same_input_again_changes_nothing():
    changes = classify(first(friction()).history, night(BEFORE, friction()))
    assert changes.lists() == NOTHING | {"unchanged": ["friction"]}
    assert changes.said == ()


def test_a_finding_that_is_supported_for_the_first_time_is_new_whenever_its_data_came():
    history = first(friction()).history
    late = friction(counts((150, 10, 4)), name="late")  # all of it lies before the first night
    assert told(classify(history, night(BEFORE + 1, friction(), late))) == {"late": "new"}


def test_what_comes_only_with_a_new_ruler_is_restated():
    history = first(friction()).history
    changes = classify(history, night(BEFORE + 1, friction(), friction(name="other"), ruler="r2"))
    assert told(changes) == {"other": "restated"}
    assert changes.said[0].why == "ruler"


def test_what_goes_only_with_a_new_journey_is_restated_and_forgotten():
    history = first(friction()).history
    changes = classify(history, night(BEFORE + 1, friction(listed=False), settings="s2"))
    assert told(changes) == {"friction": "restated"}
    assert changes.history.lives == ()
    again = classify(changes.history, night(BEFORE + 2, friction(), settings="s2"))
    assert told(again) == {"friction": "new"}  # for the first time under these settings


def test_a_new_ruler_alarms_nobody_later_either():
    """The same ninety days measured anew: twice as many unhappy ones. They become what is compared with."""
    history = nights(first(friction()).history, friction(), BEFORE + 90)[2]
    otherwise = friction(counts((BEFORE, 10, 2), (700, 10, 4)))
    changes = classify(history, night(BEFORE + 91, otherwise, ruler="r2"))
    assert changes.unchanged == ("friction",)
    again = classify(changes.history, night(BEFORE + 92, otherwise, ruler="r2"))
    assert again.unchanged == ("friction",)


def test_it_gets_worse_is_said_once_with_the_day_since_when():
    """From the first night on four of ten are unhappy instead of two."""
    worse = friction(counts((BEFORE, 10, 2), (700, 10, 4)))
    after, said, history = nights(first(worse).history, worse, BEFORE + 60)
    assert (said.word, said.since) == ("worse", day(BEFORE))
    assert after < 20
    assert said.before == (2 * BEFORE, 10 * BEFORE)
    assert said.difference == pytest.approx(0.2)
    assert said.low > 0
    assert nights(history, worse, BEFORE + 300, start=BEFORE + after + 1)[0] is None


def test_it_gets_better():
    better = friction(counts((BEFORE, 10, 3), (700, 10, 1)))
    after, said, _ = nights(first(better).history, better, BEFORE + 60)
    assert said.word == "better"
    assert after < 20
    assert said.high < 0


def test_a_change_after_a_long_quiet_time_is_not_drowned_in_it():
    """Nothing for 300 nights, then four of ten: within 28 days until a new start is tried, and those that it needs."""
    worse = friction(counts((BEFORE + 300, 10, 2), (200, 10, 4)))
    after, said, _ = nights(first(worse).history, worse, BEFORE + 400)
    assert (said.word, said.since) == ("worse", day(BEFORE + 300))
    assert 300 < after < 300 + 28 + 20


def test_nothing_happens_and_nothing_is_said():
    assert nights(first(friction()).history, friction(), BEFORE + 400)[0] is None


def test_the_old_period_s_numbers_moved_and_nothing_else():
    """Late surveys: in all of the days before the first night three of ten are unhappy instead of two."""
    history = first(friction()).history
    moved = friction(counts((BEFORE, 10, 3), (700, 10, 2)))
    changes = classify(history, night(BEFORE + 1, moved))
    assert told(changes) == {"friction": "restated"}
    assert (changes.said[0].before, changes.said[0].after) == ((400, 2000), (600, 2000))
    assert told(classify(changes.history, night(BEFORE + 1, moved))) == {}


def test_edited_records_of_the_old_period_alone_make_nothing_worse():
    """After 100 quiet nights the old days are edited: one of ten was unhappy. The new days look worse than that, and
    did so before the edit as little as after it."""
    history = nights(first(friction()).history, friction(), BEFORE + 100)[2]
    edited = friction(counts((BEFORE, 10, 1), (700, 10, 2)))
    changes = classify(history, night(BEFORE + 101, edited))
    assert told(changes) == {"friction": "restated"}
    assert nights(changes.history, edited, BEFORE + 300, start=BEFORE + 102)[0] is None


PREPAID = ((BEFORE, 1, 1, 1, 7),)  # two of ten have it; it goes with 37.5 % of the unhappy: 1 − (1/8)/0.2


def test_a_cause_that_goes_away_is_resolved_by_days_that_show_it():
    """From the first night on nobody has it any more: two hundred unhappy customers without it would be plenty."""
    gone = friction(drivers=(driver(*PREPAID, (700, 0, 0, 1, 9)),), measure=counts((BEFORE, 10, 2), (700, 10, 1)))
    history = first(gone).history
    spoken = []
    for number in range(BEFORE + 1, BEFORE + 250):
        changes = classify(history, night(number, gone))
        history = changes.history
        spoken += [(number - BEFORE, s.word) for s in changes.said]
    words = [word for _, word in spoken]
    assert words[-1] == "resolved"
    assert 40 < spoken[-1][0] < 150  # one unhappy customer a day: none of 40 says little, none of 150 much


def test_gone_from_the_list_is_not_resolved():
    history = first(friction(drivers=(driver(*PREPAID, (700, 1, 1, 1, 7)),))).history
    missing = friction(drivers=(driver(*PREPAID, (700, 1, 1, 1, 7)),), listed=False)
    assert classify(history, night(BEFORE + 1, missing)).unchanged == ("friction",)
    assert nights(history, missing, BEFORE + 200)[0] is None


RESOLVED = friction(
    drivers=(driver(*PREPAID, (300, 0, 0, 2, 8), (300, 1, 1, 1, 7)),), measure=counts((900, 10, 2))
)  # gone for 300 days, then back


def resolved():
    after, said, history = nights(first(RESOLVED).history, RESOLVED, BEFORE + 200)
    assert said.word == "resolved"
    return after, history


def test_back_after_it_was_resolved_is_regressed():
    after, history = resolved()
    back, said, history = nights(history, RESOLVED, BEFORE + 400, start=BEFORE + after + 1)
    assert said.word == "regressed"
    assert 300 < back < 360
    assert classify(history, night(BEFORE + back, RESOLVED)).unchanged == ("friction",)


def test_a_visit_of_before_the_fix_that_is_reported_late_is_no_relapse():
    """Half of the unhappy customers with the driver, all of days before the first night, are reported a month after it
    was resolved."""
    after, history = resolved()
    late = replace(RESOLVED, drivers=(driver((BEFORE, 3, 1, 1, 7), (300, 0, 0, 2, 8)),))
    late = replace(late, measure=counts((BEFORE, 12, 4), (300, 10, 2)))
    start = BEFORE + after + 30
    words = set()
    for number in range(start, start + 60):
        changes = classify(history, night(number, late))
        history = changes.history
        words |= {s.word for s in changes.said}
    assert words <= {"restated"}


def test_resolved_and_gone_is_in_no_list():
    after, history = resolved()
    changes = classify(history, night(BEFORE + after + 1, replace(RESOLVED, listed=False)))
    assert changes.lists() == NOTHING
    assert changes.history.lives[0].status == "resolved"


def test_a_target_that_is_met_again_resolves_a_silent_defect():
    """Off target 30 % of the visits, from the first night on 10 %: below the 20 % at which it would be reported."""
    judged = counts((BEFORE, 20, 6), (700, 20, 2))
    defect = WatchedFinding("defect", "silent_defect", "Delivery", True, judged, judged, 0.20)
    history = first(defect).history
    words = []
    for number in range(BEFORE + 1, BEFORE + 100):
        changes = classify(history, night(number, defect))
        history = changes.history
        words += [s.word for s in changes.said]
    assert words[-1] == "resolved"


def test_answers_that_stop_are_not_measurable_and_say_nothing_else():
    """Nobody answers from the first night on. That is said once, when 28 days have brought nothing."""
    silent = friction(counts((BEFORE, 10, 2), (700, 0, 0)))
    after, said, history = nights(first(silent).history, silent, BEFORE + 60)
    assert (after, said.word) == (26, "not_measurable")  # 28 days less the two answers' worth of a tenth of 280
    assert nights(history, silent, BEFORE + 200, start=BEFORE + after + 1)[0] is None


def test_all_answers_taken_away_is_not_measurable_at_once():
    history = first(friction()).history
    emptied = friction(DayCounts(), listed=False)
    assert told(classify(history, night(BEFORE + 1, emptied))) == {"friction": "not_measurable"}


def test_days_whose_answers_are_still_coming_do_not_count():
    """Those who answer within ten days are the unhappy: until then four of ten, in the end two. Ten days are waited
    for, and nothing is said."""
    history = first(friction(lag_days=10)).history
    for number in range(BEFORE + 1, BEFORE + 120):
        early = friction(counts((number - 10, 10, 2), (10, 5, 4)), lag_days=10)
        changes = classify(history, night(number, early))
        history = changes.history
        assert changes.said == ()


def test_what_is_only_present_stays_unchanged():
    unowned = WatchedFinding("unowned", "unowned", "Delivery", True)
    history = first(unowned).history
    assert classify(history, night(BEFORE + 1, replace(unowned, listed=False))).unchanged == ("unowned",)


def weekly(*bad):
    """Weeks of a hundred visits a day, with so many unhappy a day."""
    return counts(*((7, 100, n) for n in bad))


def test_weeks_that_wobble_widen_the_limits():
    """Twelve weeks of 700 visits, 20 % ± 5 points in turns: each stray is 35 of √(700·0.2·0.8) = 10.58, squared 10.94;
    12 of them over 11 are 11.93. Neighbours go against each other and cannot make it less."""
    start = day(5)  # Monday 6 January 2025
    assert date.fromisoformat(start).weekday() == 0
    shifted = replace(weekly(*(15, 25) * 6), days=tuple(day(5 + i) for i in range(84)))
    assert weekly_dispersion(shifted, None, day(100)) == pytest.approx(12 * 35**2 / 112 / 11)


def test_moods_that_last_widen_them_further():
    """Six bad weeks after six good ones: γ₀ = 11.93; one lag is taken (12 weeks ÷ 8), γ₁ = 9·10.94/11 = 8.95, and with
    half its weight twice counted 11.93 + 8.95."""
    shifted = replace(weekly(*[15] * 6, *[25] * 6), days=tuple(day(5 + i) for i in range(84)))
    square = 35**2 / 112
    assert weekly_dispersion(shifted, None, day(100)) == pytest.approx((12 + 2 * 0.5 * (10 - 1)) * square / 11)


def test_few_weeks_say_nothing_of_their_wobble():
    assert weekly_dispersion(weekly(15, 25, 15, 25), None, day(100)) == 1.0


def test_every_finding_takes_a_part_of_the_level():
    """Three on the first night share four fifths of 5 %; the next one has half of a fifth, then a sixth of it."""
    changes = first(friction(), friction(name="b"), friction(name="c"))
    assert [life.level for life in changes.history.lives] == pytest.approx([0.04 / 3] * 3)
    known = (friction(), friction(name="b"), friction(name="c"))
    after = classify(changes.history, night(BEFORE + 1, *known, friction(name="d"), friction(name="e")))
    levels = {life.id: life.level for life in after.history.lives}
    assert (levels["d"], levels["e"]) == (pytest.approx(0.01 / 2), pytest.approx(0.01 / 6))


def test_the_history_survives_its_file():
    changes = first(friction(drivers=(driver(*PREPAID),)))
    kept = json.loads(json.dumps(asdict(changes.history)))
    assert msgspec.convert(kept, History) == changes.history


def test_a_night_that_does_not_look_at_what_is_remembered_is_refused():
    with pytest.raises(ValueError, match="friction"):
        classify(first(friction()).history, night(BEFORE + 1))
