"""What the cases of unhappy visits do that the others' do not, on a log that can be counted by hand.

Four unhappy and six happy customers of deliveries on time, and two late ones whose customers are happy. Of the unhappy,
three had to prepay and one parcel was picked twice; of the happy, one had to prepay.
"""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from analyzer.mismatches.comparison import ComparedStage, compare, compared
from analyzer.tables.mismatch import Mismatch
from tests.spec.small import rows_of

JOURNEY = """
    stages:
      - {name: Order, activities: [ComparedStage, Prepay]}
      - {name: Delivery, activities: [Pick, Hand over], target: {within: 4h}}
"""
LOG = """
    case    activity   time
    u1      ComparedStage      Mon 08:00
    u1      Prepay     Mon 09:00
    u1      Pick       Mon 12:00
    u1      Hand over  Mon 14:00
    u2      ComparedStage      Mon 08:00
    u2      Prepay     Mon 10:00
    u2      Pick       Mon 12:00
    u2      Hand over  Mon 14:00
    u3      ComparedStage      Mon 08:00
    u3      Prepay     Mon 11:00
    u3      Pick       Mon 12:00
    u3      Hand over  Mon 14:00
    u4      ComparedStage      Mon 08:00
    u4      Pick       Mon 12:00
    u4      Pick       Mon 13:00
    u4      Hand over  Mon 14:00
    h1      ComparedStage      Mon 08:00
    h1      Prepay     Mon 08:30
    h1      Pick       Mon 12:00
    h1      Hand over  Mon 14:00
    5 x  g#  ComparedStage      Mon 08:00
    5 x  g#  Pick       Mon 12:00
    5 x  g#  Hand over  Mon 14:00
    2 x  l#  ComparedStage      Mon 08:00
    2 x  l#  Pick       Mon 12:00
    2 x  l#  Hand over  Mon 18:00
"""
SIGNALS = """
    case  time       kind  score  stage
    u1    Tue 09:00  csat  1      Delivery
    u2    Tue 09:00  csat  1      Delivery
    u3    Tue 09:00  csat  2      Delivery
    u4    Tue 09:00  csat  2      Delivery
    h1    Tue 09:00  csat  5      Delivery
    5 x  g#  Tue 09:00  csat  4      Delivery
    2 x  l#  Tue 09:00  csat  5      Delivery
"""
ORDER, DELIVERY = 0, 1
HIDDEN, MISSED = ComparedStage(DELIVERY, "customer"), ComparedStage(DELIVERY, "company")


def comparison(here, *places, **changed):
    given = {"rated": here.rated, "staged": here.staged} | changed
    return compare(
        here.engine,
        given["rated"],
        given["staged"],
        here.log.activities,
        here.journey,
        places or [HIDDEN],
    )


def of(rows, *names):
    """The one row of an activity or of a path."""
    keys = ("from", "to") if len(names) == 2 else ("activity",)
    found = [row for row in rows if tuple(row[key] for key in keys) == names]
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def here(run):
    return run(LOG, JOURNEY, SIGNALS)


@pytest.fixture(scope="module")
def hidden(here):
    return comparison(here)[HIDDEN]


def test_the_groups_are_unhappy_and_happy_customers_of_what_the_company_calls_good(hidden):
    assert hidden["groups"] == {"bad": 4, "good": 6}
    assert hidden["by"] == "customer"


def test_shares_are_cases_in_which_it_happened(hidden):
    row = of(hidden["activities"], "Prepay")
    assert (row["bad_share"], row["good_share"]) == (3 / 4, pytest.approx(1 / 6))
    assert (row["bad_n"], row["good_n"]) == (4, 6)


def test_the_difference_has_newcombes_interval(hidden):
    low, high = confint_proportions_2indep(3, 4, 1, 6, method="newcomb", compare="diff")
    difference = of(hidden["activities"], "Prepay")["difference"]
    assert difference == pytest.approx({"value": 7 / 12, "low": low, "high": high}, rel=1e-5)


def test_q_counts_every_row_of_the_list(hidden):
    # Fisher: tables with 3, 4 and 0 prepaid among the unhappy are no more likely: (24 + 1 + 15) of C(10, 4) = 210;
    # the other three activities happen in all cases, p = 1; Benjamini and Hochberg: 40/210 · 4 / 1
    assert len(hidden["activities"]) == 4
    assert of(hidden["activities"], "Prepay")["q"] == pytest.approx(160 / 210)


def test_paths_with_their_median_times(hidden):
    row = of(hidden["flows"], "ComparedStage", "Prepay")
    assert (row["bad_share"], row["good_share"]) == (3 / 4, pytest.approx(1 / 6))
    assert (row["median_s_bad"], row["median_s_good"]) == (2 * 3600, 1800)  # of 1, 2 and 3 hours; of half an hour
    assert of(hidden["flows"], "Pick", "Pick")["median_s_good"] is None, "no happy case takes this path"


def test_the_largest_differences_stand_first_then_by_name(hidden):
    assert [(row["from"], row["to"], round(row["difference"]["value"] * 12)) for row in hidden["flows"]] == [
        ("ComparedStage", "Pick", -7),  # 1 of 4 against 5 of 6
        ("ComparedStage", "Prepay", 7),
        ("Prepay", "Pick", 7),
        ("Pick", "Pick", 3),
        ("Pick", "Hand over", 0),
    ]


def test_repeats_are_cases_in_which_it_happened_twice(hidden):
    (row,) = hidden["repeats"]
    assert (row["activity"], row["bad_share"], row["good_share"]) == ("Pick", 1 / 4, 0.0)
    assert row["difference"]["value"] == 1 / 4


def test_by_the_companys_verdict_late_visits_stand_against_those_on_time(here):
    missed = comparison(here, MISSED)[MISSED]
    assert (missed["groups"], missed["by"]) == ({"bad": 2, "good": 10}, "company")
    assert of(missed["activities"], "Prepay")["good_share"] == pytest.approx(4 / 10)
    waits = of(missed["flows"], "Pick", "Hand over")
    assert (waits["median_s_bad"], waits["median_s_good"]) == (6 * 3600, 2 * 3600)


def test_several_comparisons_at_once_are_those_one_by_one(here):
    both = comparison(here, HIDDEN, MISSED)
    assert both == comparison(here, HIDDEN) | comparison(here, MISSED)


def test_what_a_customer_could_not_yet_know_is_not_held_to_be_missing(run):
    # three more unhappy customers speak after ordering and before the goods are picked
    steps = ("ComparedStage  Mon 08:00", "Prepay  Mon 09:00", "Pick  Mon 12:00", "Hand over  Mon 14:00")
    log = LOG + "".join(f"3 x  e#  {step}\n" for step in steps)
    signals = SIGNALS + "3 x  e#  Mon 10:00  complaint  -  Delivery\n"
    found = comparison(run(log, JOURNEY, signals))[HIDDEN]
    assert found["groups"] == {"bad": 7, "good": 6}
    prepaid, handed = of(found["activities"], "Prepay"), of(found["activities"], "Hand over")
    assert (prepaid["bad_share"], prepaid["bad_n"]) == (pytest.approx(6 / 7), 7), "the order was over when they spoke"
    assert (handed["bad_share"], handed["bad_n"]) == (1.0, 4), "of the four whose delivery was over"
    assert of(found["flows"], "Prepay", "Pick")["bad_n"] == 4, "both ends lie before the signal"


@pytest.mark.parametrize(("said", "n"), [("Mon 14:00:30", 4), ("Mon 14:00:29", 3)])
def test_an_event_in_the_signals_own_second_counts_as_before_it(run, said, n):
    log = LOG.replace("u1      Hand over  Mon 14:00", "u1      Hand over  Mon 14:00:30.700")
    here = run(log, JOURNEY, SIGNALS.replace("u1    Tue 09:00", f"u1    {said}"))
    assert of(comparison(here)[HIDDEN]["activities"], "Hand over")["bad_n"] == n


def test_where_reactions_are_out_their_neighbours_follow_each_other(here):
    without = here.staged.filter(here.staged.activity != "Prepay").drop("next_activity", "next_at")
    found = comparison(here, staged=without)[HIDDEN]
    row = of(found["flows"], "ComparedStage", "Pick")
    assert (row["bad_share"], row["good_share"]) == (1.0, 1.0)
    assert (row["median_s_bad"], row["median_s_good"]) == (4 * 3600, 4 * 3600)  # Mon 08:00 to 12:00
    assert {row["activity"] for row in found["activities"]} == {"ComparedStage", "Pick", "Hand over"}


def test_work_of_no_stage_counts_where_the_case_was_over(run):
    log = LOG + "u1  Stamp  Mon 10:00\ng1  Stamp  Mon 10:00\n"
    row = of(comparison(run(log, JOURNEY, SIGNALS))[HIDDEN]["activities"], "Stamp")
    assert (row["bad_share"], row["good_share"]) == (1 / 4, pytest.approx(1 / 6))


def test_a_path_of_less_than_one_visit_in_a_hundred_is_left_out(run):
    log = """
        case  activity   time
        60 x  u#  Pick       Mon 12:00
        60 x  u#  Hand over  Mon 14:00
        60 x  h#  Pick       Mon 12:00
        60 x  h#  Hand over  Mon 14:00
        u1    ComparedStage      Mon 08:00
        u1    Prepay     Mon 09:00
        u2    Prepay     Mon 09:00
    """
    signals = """
        case  time       kind  score  stage
        60 x  u#  Tue 09:00  csat  1      Delivery
        60 x  h#  Tue 09:00  csat  5      Delivery
    """
    found = comparison(run(log, JOURNEY, signals))[HIDDEN]
    # ComparedStage → Prepay in 1 of 120 visits; Prepay → Pick in 2
    assert [(row["from"], row["to"]) for row in found["flows"]] == [("Prepay", "Pick"), ("Pick", "Hand over")]


def test_the_order_of_rows_in_the_file_does_not_matter(run, here):
    turned = run(rows_of(LOG)[::-1], JOURNEY, rows_of(SIGNALS)[::-1])
    assert comparison(turned, HIDDEN, MISSED) == comparison(here, HIDDEN, MISSED)


def mismatch(kind, stage):
    return Mismatch(kind, kind, stage, 0, None, 1.0, None, {})


def test_each_kind_with_two_groups_gets_its_comparison(here, hidden):
    kinds = [(kind, "Delivery") for kind in ("hidden_friction", "shared_failure", "unowned")]
    kinds.append(("invisible_work", None))
    found = compared(here.evidence, [mismatch(*place) for place in kinds])
    assert [m.kind for m in found] == [kind for kind, _ in kinds]
    assert found[0].comparison == hidden
    assert found[1].comparison["by"] == "company"
    assert (found[2].comparison, found[3].comparison) == (None, None)


def test_without_anything_to_compare_the_mismatches_are_as_they_were(here):
    given = [mismatch("unowned", "Delivery")]
    assert compared(here.evidence, given) == given
