"""The picture of a verdict: what it would have been, by hand, and nothing where nothing is known."""

import math
from xml.etree import ElementTree

import pytest

from analyzer.figures.effect_picture import effect_picture, picture_words, without_action
from analyzer.improvement import did_it_help
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.interval import Interval
from tests.spec.improvement.test_effect import history

SHARES = {"before": 0.25, "after": 0.17, "others_before": 0.24, "others_after": 0.26}
HELPED = EffectVerdict(
    "helped", "", "2026-06-01T00:00:00Z", Interval(-0.1, -0.15, -0.05), before=900, after=1000, units=6, shares=SHARES
)


def test_what_would_have_been_is_the_share_less_the_change():
    """17 % + 10 = 27 % (22–32): the treated before, 25 %, moved as the others did, +2 points."""
    found = without_action(HELPED)
    assert (found.value, found.low, found.high) == pytest.approx((0.27, 0.22, 0.32))
    assert found.value == pytest.approx(SHARES["before"] + SHARES["others_after"] - SHARES["others_before"])


def test_the_picture_is_a_drawing_that_says_all_it_shows():
    drawn = ElementTree.fromstring(effect_picture(HELPED))
    said = drawn.get("aria-label")
    assert said == picture_words(HELPED)
    for words in ("25", "17", "27", "22–32", "1,000 visits since the start and 900 before, against 6 others"):
        assert words in said
    dashed = [one for one in drawn.iter() if one.get("stroke-dasharray")]
    assert len(dashed) == 1


def test_a_verdict_holds_the_others_shares():
    """The others stay at 20 %, five of them shifted by −10 to +10 of 1,000: the mean stays."""
    found = did_it_help(history((200, 120)))
    assert found.shares == pytest.approx({"before": 0.2, "after": 0.12, "others_before": 0.2, "others_after": 0.2})
    assert without_action(found).value == pytest.approx(0.2)


@pytest.mark.parametrize(
    "verdict",
    [
        EffectVerdict("too_early", "waiting", "", shares={"before": 0.2}),
        EffectVerdict("too_early", "waiting", "", Interval(-0.1, -math.inf, math.inf), shares=SHARES),
    ],
    ids=["no week yet", "no limits yet"],
)
def test_no_picture_where_nothing_is_known(verdict):
    assert effect_picture(verdict) == picture_words(verdict) == ""
