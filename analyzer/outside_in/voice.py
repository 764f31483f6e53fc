"""The voice of customers for each mismatch: the words and quotes of the signals that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from analyzer.engine import Engine, Table, ibis
from analyzer.outside_in.quotes import quotes
from analyzer.outside_in.stop_words import says_something, stop_words_of
from analyzer.outside_in.words import counted, terms, words
from analyzer.tables.visits import VISIT

MOST = 50_000  # comments that leave the engine
FEW = 20  # fewer good comments in a stage are no comparison: those of all stages take their place

# Which comments a kind rests on, of those of its stage: column → value. Kinds that are not named rest on all bad ones.
_RESTS_ON: dict[str, dict[str, Any]] = {
    "hidden_friction": {"verdict": "bad", "company": "good"},
    "shared_failure": {"verdict": "bad", "company": "bad"},
    "broken_promise": {"verdict": "bad", "company": "good", "promise": "bad"},
    "asked_too_early": {"verdict": "bad", "early": True},
    "silent_defect": {"verdict": "good", "company": "bad"},  # off target, and content: quotes only
}
_ANY_BAD: dict[str, Any] = {"verdict": "bad"}


NAMED = 3.0  # what a word of a driver's name weighs, as the z of a term


class Subject(NamedTuple):
    """What words are wanted for: a kind of mismatch and its stage; None where it belongs to none."""

    kind: str
    stage_no: int | None


@dataclass(frozen=True)
class Nearness:
    """What quotes of a subject have to be near to: the cases (case_id) in which its first driver is present, and the
    names by which the driver may be spoken of (its activity or value, its stage, the touchpoints of that)."""

    cases: Table
    names: tuple[str, ...]


@dataclass(frozen=True)
class Voice:
    """What customers say about a subject: words as in `words`, quotes, and the comments that both were taken from."""

    words: tuple[dict[str, Any], ...] = ()
    quotes: tuple[str, ...] = ()
    comments_bad: int = 0
    comments_good: int = 0


def voice(
    engine: Engine,
    placed: Table,
    rated: Table,
    subjects: Iterable[Subject],
    near: Mapping[Subject, Nearness] | None = None,
) -> dict[Subject, Voice]:
    """Words and quotes of each subject, from one query. `rated`: all, or those of which something was said.

    Grain: a comment of a linked signal with a verdict of bad or good. Taken: hidden friction, bad comments of visits
    that the company calls good; shared failure, of those it calls bad; broken promise, of those on target whose promise
    failed; asked too early, those said before the visit ended; any other kind (a blind spot has no visits), all bad
    comments of the stage. They are set against the good comments of the same stage, or of all stages where it has fewer
    than 20. Silent defect: quotes of the good comments on visits off target, and no words. A subject without a stage or
    without comments has an empty voice.
    Quotes of a subject with a driver (`near`) are those of cases in which it is present, and hold one of the terms that
    these say more than its other bad comments (`words`), or a word of the driver's names: none, where no comment does.
    The story says that this driver goes with the pain, and a quote of something else would not bear it out.
    `comments_bad`, `comments_good`: the comments of each side; of a silent defect those quoted, as good. At most 50,000
    comments leave the engine: of every stage, verdict and company's verdict the same number, as far as they go, chosen
    by a hash of the signal's number; the counts are of these.
    """
    wanted = tuple(dict.fromkeys(subjects))
    if not any(subject.stage_no is not None for subject in wanted):
        return dict.fromkeys(wanted, Voice())
    frame = _comments(engine, placed, rated)
    good = frame[frame["verdict"] == "good"]
    everywhere = counted(frame["comment"].tolist())
    driven = {
        subject: _Driven(set(engine.frame(one.cases.select("case_id").distinct())["case_id"]), one.names)
        for subject, one in (near or {}).items()
    }
    return {subject: _of(subject, frame, good, everywhere, driven.get(subject)) for subject in wanted}


class _Driven(NamedTuple):
    """`Nearness`, with its cases out of the engine."""

    cases: set[str]
    names: tuple[str, ...]


def _of(subject: Subject, frame: Any, all_good: Any, everywhere: Counter[str], driven: _Driven | None) -> Voice:
    """The voice of one subject."""
    if subject.stage_no is None:
        return Voice()
    rests_on = _RESTS_ON.get(subject.kind, _ANY_BAD)
    chosen = frame["stage_no"] == subject.stage_no
    for column, value in rests_on.items():
        chosen &= frame[column] == value
    taken = frame.loc[chosen, "comment"].tolist()
    if rests_on["verdict"] == "good":
        return Voice(quotes=quotes(taken), comments_good=len(taken))
    same = all_good.loc[all_good["stage_no"] == subject.stage_no, "comment"]
    against = (same if len(same) >= FEW else all_good["comment"]).tolist()
    found = words(taken, against, everywhere=everywhere) if taken else ()
    said = quotes(taken, found) if driven is None else _near(frame[chosen], driven, everywhere)
    return Voice(found, said, len(taken), len(against))


def _near(chosen: Any, driven: _Driven, everywhere: Counter[str]) -> tuple[str, ...]:
    """Quotes from the cases with the driver that speak of what sets these apart, or of the driver by its name."""
    here = chosen["case_id"].isin(driven.cases)
    present, absent = chosen.loc[here, "comment"].tolist(), chosen.loc[~here, "comment"].tolist()
    weights = {str(word["term"]): float(word["z"]) for word in words(present, absent, everywhere=everywhere)}
    held = [terms(name) for name in driven.names]
    stop = stop_words_of([terms(comment) for comment in present] + held)
    for term in sorted({term for found in held for term in found if says_something(term, stop)}):
        weights.setdefault(term, NAMED)
    return quotes(present, [{"term": term, "z": z} for term, z in weights.items()], holding=True)


def _comments(engine: Engine, placed: Table, rated: Table) -> Any:
    """The comments of all stages with what they are chosen by, in the order of their signals."""
    said = placed.filter(
        placed.verdict.isin(["bad", "good"]) & (placed.comment.strip() != "") & (placed.stage_no >= 0)
    ).select("signal", *VISIT, "stage_no", "verdict", "early", "comment")
    visits = rated.select(*VISIT, "company", "promise").semi_join(said, VISIT)
    joined = said.left_join(visits, VISIT).drop("case_id_right", "visit_key_right")
    joined = joined.mutate(
        company=joined.company.fill_null("unknown"),
        promise=joined.promise.fill_null("unknown"),
        early=joined.early.fill_null(False),
        mixed=(joined.signal * 2_654_435_761) % 4_294_967_296,
    )
    cell = ["stage_no", "verdict", "company"]
    turn = ibis.row_number().over(ibis.window(group_by=cell, order_by=["mixed", "signal"]))
    ranked = joined.mutate(turn=turn).order_by(["turn", *cell]).limit(MOST)
    frame = engine.frame(
        ranked.select("signal", "case_id", "stage_no", "verdict", "company", "promise", "early", "comment")
    )
    return frame.sort_values("signal", kind="stable").reset_index(drop=True)
