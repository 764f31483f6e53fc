"""Which comments a mismatch rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pandas as pd
import pytest

from analyzer.engine import Engine, Table, open_engine
from analyzer.outside_in import Nearness, Subject, Voice, voice

DELIVERY, FRESHNESS, PICKING = 0, 1, 2

# case, stage, verdict, early, comment; case, stage, company, promise
SAID = [
    *[(f"cash{n}", DELIVERY, "bad", False, f"driver {n} wanted cash at the door") for n in range(30)],
    *[(f"late{n}", DELIVERY, "bad", n < 10, f"truck {n} came hours late") for n in range(30)],
    *[(f"good{n}", DELIVERY, "good", False, f"all {n} perfect") for n in range(40)],
    *[(f"good{n}", FRESHNESS, "bad", None, f"lettuce {n} went bad in a day") for n in range(25)],
    *[(f"good{n}", PICKING, "good", False, f"boxes {n} packed with care") for n in range(25)],
    ("late1", None, "bad", None, "of no stage"),
    ("late2", -1, "bad", None, "of the whole journey"),
    ("late3", DELIVERY, "neutral", False, "neither this nor that"),
    ("late4", DELIVERY, "bad", False, None),
    ("late5", DELIVERY, "bad", False, "  "),
]
RATED = [
    *[(f"cash{n}", DELIVERY, "good", "bad" if n < 6 else "good") for n in range(30)],
    *[(f"late{n}", DELIVERY, "bad", "bad") for n in range(30)],
    *[(f"good{n}", DELIVERY, "good", "good") for n in range(40)],
    *[(f"good{n}", PICKING, "bad", "unknown") for n in range(25)],
]
ALL = [
    Subject("hidden_friction", DELIVERY),
    Subject("shared_failure", DELIVERY),
    Subject("broken_promise", DELIVERY),
    Subject("asked_too_early", DELIVERY),
    Subject("unowned", DELIVERY),
    Subject("blind_spot", FRESHNESS),
    Subject("silent_defect", PICKING),
    Subject("hidden_friction", PICKING),
    Subject("invisible_work", None),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


def heard(engine: Engine, seed: int | None = None, subjects: list[Subject] = ALL) -> dict[Subject, Voice]:
    """The voices of SAID and RATED, with the rows in their order or shuffled."""
    return voice(engine, *tables(engine, seed), subjects)


def tables(engine: Engine, seed: int | None = None) -> tuple[Table, Table]:
    """SAID as placed signals, RATED as visits."""
    said = pd.DataFrame(SAID, columns=["case_id", "stage_no", "verdict", "early", "comment"]).astype(
        {"stage_no": "Int64"}
    )
    said = said.assign(signal=range(len(said)), early=said.early.astype("boolean"), visit_key=said.stage_no)
    rated = pd.DataFrame(RATED, columns=["case_id", "visit_key", "company", "promise"])
    if seed is not None:
        said, rated = said.sample(frac=1, random_state=seed), rated.sample(frac=1, random_state=seed)
    types = {"signal": "int64", "case_id": "string", "stage_no": "int64", "verdict": "string", "early": "boolean"}
    types["visit_key"] = "int64"
    placed = engine.take(said, "placed", {**types, "comment": "string"})
    visits = {"case_id": "string", "visit_key": "int64", "company": "string", "promise": "string"}
    return placed, engine.take(rated, "rated", visits)


def quoted(engine: Engine, present: list[str], *names: str) -> tuple[str, ...]:
    """The quotes of the visits off target, whose driver is present in some cases and has these names."""
    subject = Subject("unowned", DELIVERY)
    cases = engine.take(pd.DataFrame({"case_id": present}), "present", {"case_id": "string"})
    return voice(engine, *tables(engine), [subject], {subject: Nearness(cases, names)})[subject].quotes


CASH = [f"cash{n}" for n in range(30)]


def test_quotes_of_a_driver_are_of_its_cases_and_of_what_these_say_more(engine: Engine):
    """Sixty unhappy comments: thirty of cash, thirty of lateness. The driver is there where cash was wanted."""
    found = quoted(engine, CASH)
    assert found
    assert all("cash at the door" in quote for quote in found)


def test_a_driver_may_be_spoken_of_by_its_name(engine: Engine):
    """Two comments are too few for a word that sets them apart; the name of the driver's activity is in both."""
    assert quoted(engine, CASH[:2]) == ()
    assert all("cash" in quote for quote in quoted(engine, CASH[:2], "Collect cash"))
    assert len(quoted(engine, CASH[:2], "Collect cash")) >= 1


def test_where_no_comment_speaks_of_the_driver_none_is_quoted(engine: Engine):
    """Half of either kind: nothing sets them apart, and nobody speaks of a pallet."""
    half = [*CASH[::2], *(f"late{n}" for n in range(0, 30, 2))]
    assert quoted(engine, half, "Pack pallet") == ()
    assert quoted(engine, [], "Collect cash") == ()


@pytest.mark.parametrize(
    ("kind", "stage_no", "bad", "good", "word"),
    [
        ("hidden_friction", DELIVERY, 30, 40, "cash"),
        ("shared_failure", DELIVERY, 30, 40, "late"),
        ("broken_promise", DELIVERY, 6, 40, "cash"),
        ("asked_too_early", DELIVERY, 10, 40, "late"),
        ("unowned", DELIVERY, 60, 40, "late"),
        (
            "blind_spot",
            FRESHNESS,
            25,
            65,
            "lettuce",
        ),  # nobody praises freshness: compared with the praise of all stages
    ],
)
def test_what_each_kind_rests_on(engine: Engine, kind: str, stage_no: int, bad: int, good: int, word: str):
    found = heard(engine)[Subject(kind, stage_no)]
    assert (found.comments_bad, found.comments_good) == (bad, good)
    assert any(word in quote for quote in found.quotes)
    if bad >= 25:  # fewer do not weigh enough for a word
        assert found.words


def test_the_words_of_hidden_friction_are_not_those_of_the_shared_failure(engine: Engine):
    voices = heard(engine)
    hidden, shared = (" ".join(w["term"] for w in voices[s].words) for s in ALL[:2])
    assert any(word in hidden for word in ("driver", "cash", "door"))  # of words in the same comments one is listed
    assert "late" not in hidden
    assert "late" in shared or "hours" in shared
    assert "cash" not in shared


def test_a_silent_defect_is_quoted_by_those_who_are_content(engine: Engine):
    found = heard(engine)[Subject("silent_defect", PICKING)]
    assert (found.words, found.comments_bad, found.comments_good) == ((), 0, 25)
    assert all("packed with care" in quote for quote in found.quotes)
    assert found.quotes


def test_no_comments_or_no_stage_is_an_empty_voice(engine: Engine):
    voices = heard(engine)
    assert voices[Subject("invisible_work", None)] == Voice()
    nobody = voices[Subject("hidden_friction", PICKING)]
    assert (nobody.words, nobody.quotes, nobody.comments_bad) == ((), (), 0)
    assert heard(engine, subjects=[]) == {}


def test_the_order_of_rows_does_not_matter(engine: Engine):
    assert heard(engine) == heard(engine, seed=1) == heard(engine, seed=2)


def test_a_small_stage_is_heard_beside_a_big_one(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    """Of 120 comments each of the five groups (stage, verdict, company's verdict) gets 24, whatever its size."""
    monkeypatch.setattr(sys.modules["analyzer.outside_in.voice"], "MOST", 120)
    voices = heard(engine)
    assert voices[Subject("blind_spot", FRESHNESS)].comments_bad == 24
    assert voices[Subject("shared_failure", DELIVERY)].comments_bad == 24
