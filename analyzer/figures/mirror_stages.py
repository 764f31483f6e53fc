"""What the mirror draws of each stage: pain on both sides as shares of the same rated visits, and the words beside it.

Above the line of visibility stands what customers feel (hidden + shared), below it what the company measures (shared
+ unfelt).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.document import AlignmentDocument
from analyzer.document.parts.stages import StageRow
from analyzer.tables.interval import LimitsRow, ScoreRow
from analyzer.words import wording
from analyzer.words.language import say

State = Literal[
    "split", "whole", "nothing"
]  # the 2×2 is known; only this side's total is known; this side knows nothing
DERIVED = "†"  # beside what rests on a target that the journey does not give
STEPS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Half:
    """One side of one stage. `own` is what only this side sees (hidden, unfelt), with its limits; all are shares
    0–1."""

    state: State
    own: float = 0.0
    shared: float = 0.0
    low: float | None = None
    high: float | None = None
    n: int = 0
    why: str = ""  # what is missing, where state is not "split"

    @property
    def total(self) -> float:
        return self.own + self.shared


@dataclass(frozen=True)
class MirrorStage:
    """One stage of the mirror."""

    name: str
    owner: str | None
    moment_of_truth: bool
    felt: Half
    measured: Half
    chips: tuple[str, ...]
    tip: tuple[str, ...]  # the lines of the tooltip
    derived: bool = False  # the company's target is derived from the data

    @property
    def spoken(self) -> str:
        """The stage in one sentence, for a screen reader."""
        target = say("mirror_stages.by_a_derived_target") if self.derived else ""
        felt, measured = (" ".join(words).strip() for words in (felt_words(self), measured_words(self)))
        return say(
            "mirror_stages.owner",
            name=self.name,
            felt=felt,
            measured=measured,
            target=target,
            owner=self.owner or say("word.none"),
        )


def mirror_stages(document: AlignmentDocument) -> list[MirrorStage]:
    """The stages of a document, in the order of the journey."""
    spoken_of = {m["stage"] for m in document.get("mismatches", []) if m["kind"] == "blind_spot"}
    return [_stage(stage, stage["name"] in spoken_of) for stage in document["stages"]]


def scale_of(stages: list[MirrorStage]) -> float:
    """The share at which both halves end: the same above and below, for all stages; a round number."""
    reached = [0.0]
    for half in (side for stage in stages for side in (stage.felt, stage.measured)):
        reached.append(half.total)
        if half.high is not None:
            reached.append(min(half.shared + half.high, 1.0))
    return next(step for step in STEPS if step >= min(max(reached) * 1.02, 1.0))


def felt_words(stage: MirrorStage) -> tuple[str, str]:
    """What stands above the stage: a share and its word, or what is missing."""
    if stage.felt.state == "nothing":
        return "", stage.felt.why
    return wording.percent(stage.felt.total), say("mirror.unhappy")


def measured_words(stage: MirrorStage) -> tuple[str, str]:
    """What stands below the stage: a share and its word, or what is missing."""
    if stage.measured.state == "nothing":
        return "", stage.measured.why
    return wording.percent(stage.measured.total), say("mirror.off_target")


def chip(kind: str, value: ScoreRow) -> str:
    """A score on its chip: NPS +12."""
    return f"{wording.signal_name(kind)} {wording.score(kind, value.get('value'))}"


def _stage(stage: StageRow, spoken_of: bool) -> MirrorStage:
    felt, measured = _halves(stage, spoken_of)
    scores = {
        kind: value
        for kind, value in sorted(stage.get("scores", {}).items())
        if value and value.get("value") is not None
    }
    return MirrorStage(
        name=stage["name"],
        owner=stage.get("owner"),
        moment_of_truth=bool(stage.get("moment_of_truth")),
        felt=felt,
        measured=measured,
        chips=tuple(chip(kind, value) for kind, value in scores.items()),
        tip=tuple(_tip(stage, felt, measured, scores)),
        derived=bool(stage["inside_out"].get("derived")) and measured.state != "nothing",
    )


def _halves(stage: StageRow, spoken_of: bool) -> tuple[Half, Half]:
    both, outside, inside = stage["both"], stage["outside_in"], stage["inside_out"]
    n = both["good_good"] + both["good_bad"] + both["bad_good"] + both["bad_bad"]
    if n:
        shared = both["bad_bad"] / n
        hidden, unfelt = stage.get("hidden") or {}, stage.get("unfelt") or {}
        return (
            Half("split", both["good_bad"] / n, shared, hidden.get("low"), hidden.get("high"), n),
            Half("split", both["bad_good"] / n, shared, unfelt.get("low"), unfelt.get("high"), n),
        )
    rated, judged = outside["good"] + outside["bad"], inside["good"] + inside["bad"]
    if rated:
        limits = stage.get("felt_bad") or {}
        felt = Half(
            "whole",
            outside["bad"] / rated,
            0.0,
            limits.get("low"),
            limits.get("high"),
            rated,
            say("mirror_stages.not_held_against_a"),
        )
    else:
        felt = Half(
            "nothing",
            why=say("mirror_stages.customers_speak_of_it") if spoken_of else say("mirror_stages.nobody_was_asked"),
        )
    if judged:
        low, high = inside.get("low"), inside.get("high")
        least, most = (None, None) if low is None or high is None else (1 - high, 1 - low)
        measured = Half(
            "whole", inside["bad"] / judged, 0.0, least, most, judged, say("mirror_stages.all_visits_no_customer")
        )
    else:
        measured = Half(
            "nothing", why=say("mirror_stages.no_verdict_of_ours") if stage["visits"] else say("word.no_event_exists")
        )
    return felt, measured


def _tip(stage: StageRow, felt: Half, measured: Half, scores: dict[str, ScoreRow]) -> list[str]:
    lines = [stage["name"] + (say("mirror_stages.moment_of_truth") if stage.get("moment_of_truth") else "")]
    if felt.state == "split":
        lines += [
            say(
                "mirror_stages.unhappy_of_all_rated",
                with_limits=_with_limits(felt.total, stage.get("felt_bad")),
                n=wording.count(felt.n),
            ),
            say("mirror_stages.hidden_from_our_measure", with_limits=_with_limits(felt.own, stage.get("hidden"))),
            say("mirror_stages.seen_by_it_too", shared=wording.percent(felt.shared)),
            say("mirror_stages.off_target_of_the", total=wording.percent(measured.total)),
            say("mirror_stages.felt_by_nobody", with_limits=_with_limits(measured.own, stage.get("unfelt"))),
        ]
    else:
        lines += [_whole(say("mirror_stages.unhappy"), felt), _whole(say("mirror_stages.off_target"), measured)]
    for title, side in (
        (say("mirror_stages.our_yield_all_visits"), stage["inside_out"]),
        (say("mirror_stages.customers_yield"), stage["outside_in"]),
    ):
        if side.get("yield") is not None:
            n = side["good"] + side["bad"]
            lines.append(f"{title}: {_with_limits(side['yield'], side)}, n {wording.count(n)}")
    lines += [_score_line(kind, value) for kind, value in scores.items()]
    if stage["inside_out"].get("target"):
        lines.append(
            (
                say("mirror_stages.target_derived_from_the", derived=DERIVED)
                if stage["inside_out"].get("derived")
                else say("mirror_stages.target")
            )
            + str(stage["inside_out"]["target"])
        )
    return lines


def _whole(title: str, half: Half) -> str:
    if half.state == "nothing":
        return f"{title}: {half.why}"
    limits: LimitsRow = {"low": half.low, "high": half.high}
    return f"{title}: {_with_limits(half.own, limits)}, n {wording.count(half.n)} ({half.why})"


def _score_line(kind: str, value: ScoreRow) -> str:
    limits = wording.score_limits(kind, value)
    return f"{chip(kind, value)}{f' ({limits})' if limits else ''}, n {wording.count(value.get('n'))}"


def _with_limits(value: float | None, limits: LimitsRow | None) -> str:
    written = wording.percent_limits(limits)
    return wording.percent(value) + (f" ({written})" if written else "")
