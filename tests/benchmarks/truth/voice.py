"""What customers say: moods drawn visit by visit, then who answers, when, on which scale, and under which tag."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .names import BAD_WORDS, GOOD_WORDS
from .verdicts import Log, Visits
from .world import HOUR, World

SURVEYS = ["csat", "nps", "ces", "review"]
SCORES = {
    "csat": ([1, 2], [3], [4, 5]),
    "nps": ([0, 2, 4, 5, 6], [7, 8], [9, 10]),
    "ces": ([1, 2, 3], [4], [5, 6, 7]),
    "review": ([1, 2], [3], [4, 5]),
}


@dataclass
class Voice:
    """How customers of one data set speak. Shares and chances 0–1, delays in hours."""

    asked: float = 0.8
    answers_bad: float = 0.5
    answers_good: float = 0.45
    surveys: bool = True
    complaint: float = 0.0
    praise: float = 0.0
    several: float = 0.0
    delay_bad: float = 8.0
    delay_good: float = 8.0
    untagged: float = 0.0
    by_touchpoint: float = 0.0
    wrong: float = 0.0
    no_case: float = 0.0
    kinds: str = "one"  # one, by_stage, mixed, by_channel
    kind_factor: tuple[float, float] = (1.0, 1.0)  # bad probability on the first and the second scale
    sources: bool = False  # two files, the second unhappier
    about: int | None = None
    decoy_answers: np.ndarray | None = None  # multiplies the chance to answer
    early: dict[int, tuple[float, bool]] = field(default_factory=dict)  # stage: (share, company-bad visits only)

    def rates(self, cases: int) -> tuple[np.ndarray, np.ndarray]:
        """Chance that a bad and that a good visit is rated at all, one a case."""
        pull = np.ones(cases) if self.decoy_answers is None else self.decoy_answers
        asked = self.asked * self.surveys * pull
        return 1 - (1 - asked * self.answers_bad) * (1 - self.complaint), 1 - (1 - asked * self.answers_good) * (
            1 - self.praise
        )


def instrument(world: World, plan: Voice) -> np.ndarray:
    """0 or 1 for each case: on which scale (or in which file) its surveys come."""
    if plan.kinds == "by_channel":
        channels = np.unique(world.attributes["sales_channel"])
        return np.isin(world.attributes["sales_channel"], channels[: max(1, len(channels) // 2)]).astype(int)
    return (world.rng.random(world.cases) < 0.5).astype(int)


def speak(world: World, log: Log, found: Visits, risk: np.ndarray, plan: Voice) -> tuple[pd.DataFrame, np.ndarray]:
    """(one row a signal with its true case, stage and mood; the mood of every visit, cases × stages)."""
    scale = instrument(world, plan)
    base = SURVEYS[int(world.rng.integers(len(SURVEYS)))]
    moods = np.zeros(risk.shape, dtype=bool)
    parts: list[pd.DataFrame] = []
    for stage in range(risk.shape[1]):
        done = found.complete[:, stage]
        factor = np.asarray(plan.kind_factor)[scale]
        bad = done & (world.rng.random(world.cases) < np.clip(risk[:, stage] * factor, 0, 0.95))
        moods[:, stage] = bad
        kinds = _kinds(world, plan, stage, scale, base)
        parts += _voices_of_stage(world, found, stage, done, bad, kinds, scale, plan)
    signals = pd.concat(parts, ignore_index=True)
    signals = signals[signals["at"] <= log.cutoff].reset_index(drop=True)
    return _tag(world, signals, found, plan), moods


def _kinds(world: World, plan: Voice, stage: int, scale: np.ndarray, base: str) -> np.ndarray:
    if plan.kinds == "by_stage":
        return np.full(world.cases, SURVEYS[stage % len(SURVEYS)])
    if plan.kinds in ("mixed", "by_channel"):
        return np.array(["nps", "csat"])[scale]
    return np.full(world.cases, base)


def _voices_of_stage(
    world: World, found: Visits, stage: int, done: np.ndarray, bad: np.ndarray, kinds: np.ndarray, scale: np.ndarray,
    plan: Voice,
) -> list[pd.DataFrame]:  # fmt: skip
    first, last = found.first[:, stage], found.last[:, stage]
    parts = []
    if plan.surveys:
        pull = np.ones(world.cases) if plan.decoy_answers is None else plan.decoy_answers
        chance = plan.asked * np.where(bad, plan.answers_bad, plan.answers_good) * pull
        who = np.flatnonzero(done & (world.rng.random(world.cases) < chance))
        at = last[who] + _delay(world, np.where(bad[who], plan.delay_bad, plan.delay_good))
        at = _asked_early(world, found, stage, who, at, plan)
        parts.append(_frame(who, stage, at, kinds[who], bad[who], scale[who]))
        more = who[world.rng.random(len(who)) < plan.several]
        if len(more):
            later = last[more] + _delay(world, np.where(bad[more], plan.delay_bad, plan.delay_good)) + HOUR
            parts.append(_frame(more, stage, later, np.full(len(more), "review"), bad[more], scale[more]))
    for share, mood, kind in ((plan.complaint, bad, "complaint"), (plan.praise, done & ~bad, "praise")):
        who = np.flatnonzero(mood & (world.rng.random(world.cases) < share))
        if len(who):
            during = first[who] + world.rng.random(len(who)) * (last[who] - first[who])
            after = last[who] + _delay(world, np.full(len(who), plan.delay_bad))
            at = np.where(world.rng.random(len(who)) < (0.4 if kind == "complaint" else 0.0), during, after)
            said = np.where(world.rng.random(len(who)) < 0.3, "contact", kind) if kind == "complaint" else kind
            parts.append(_frame(who, stage, at, said, mood[who] & (kind == "complaint"), np.zeros(len(who), int)))
    return parts


def _delay(world: World, mean_hours: np.ndarray) -> np.ndarray:
    return 300.0 + world.rng.exponential(mean_hours) * HOUR


def _asked_early(
    world: World, found: Visits, stage: int, who: np.ndarray, at: np.ndarray, plan: Voice
) -> np.ndarray:  # fmt: skip
    if stage not in plan.early:
        return at
    share, only_late = plan.early[stage]
    first, last = found.first[who, stage], found.last[who, stage]
    hit = (world.rng.random(len(who)) < share) & (last - first > 600)
    if only_late:
        hit &= found.company[who, stage] == 0
    return np.where(hit, first + (0.1 + 0.8 * world.rng.random(len(who))) * (last - first), at)


def _frame(
    who: np.ndarray, stage: int, at: np.ndarray, kind: np.ndarray | str, bad: np.ndarray, scale: np.ndarray
) -> pd.DataFrame:  # fmt: skip
    return pd.DataFrame({"case": who, "stage": stage, "at": np.round(at), "kind": kind, "bad": bad, "source": scale})


def _tag(world: World, signals: pd.DataFrame, found: Visits, plan: Voice) -> pd.DataFrame:
    """Adds score, tag (stated, touchpoint, about, none), the stage the tag names, whether the case is given."""
    rng, count = world.rng, len(signals)
    kind, bad = signals["kind"].to_numpy(), signals["bad"].to_numpy()
    score = np.full(count, np.nan)
    neutral = rng.random(count) < 0.25
    for name, (low, middle, high) in SCORES.items():
        for rows, values in (
            ((kind == name) & bad, low),
            ((kind == name) & ~bad & ~neutral, high),
            ((kind == name) & ~bad & neutral, middle),
        ):
            score[rows] = rng.choice(values, size=int(rows.sum()))
    stage = signals["stage"].to_numpy()
    draw = rng.random(count)
    tag = np.where(draw < plan.untagged + plan.by_touchpoint, "touchpoint", "stated")
    tag = np.where(draw < plan.untagged, "none", tag)
    named = stage.copy()
    stages = len(world.stages)
    wrong = (rng.random(count) < plan.wrong) & (tag != "none") & (stages > 1)
    named[wrong] = (stage[wrong] + rng.integers(1, max(2, stages), int(wrong.sum()))) % stages
    unseen = np.isnan(found.first[signals["case"].to_numpy(), named])
    named[unseen] = stage[unseen]
    if plan.about is not None:
        tag = np.where((stage == plan.about) & np.isin(kind, SURVEYS), "about", tag)
        named = np.where(tag == "about", plan.about, named)
    words = np.where(bad, rng.choice(BAD_WORDS, size=count), rng.choice(GOOD_WORDS, size=count))
    return signals.assign(
        score=score, tag=tag, named=named, with_case=rng.random(count) >= plan.no_case,
        comment=np.where(rng.random(count) < 0.2, words, ""), touch=rng.integers(0, 2, count),
        channel=rng.choice(["mail", "sms", "app"], size=count), source=signals["source"] if plan.sources else 0,
    )  # fmt: skip


def react(
    world: World, log: Log, signals: pd.DataFrame, share: float, in_same_stage: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(work done because a customer was unhappy, what these customers say after it: still unhappy)."""
    rng = world.rng
    upset = signals[signals["bad"]].drop_duplicates("case")
    upset = upset[rng.random(len(upset)) < share]
    stray = signals[~signals["case"].isin(signals.loc[signals["bad"], "case"])].drop_duplicates("case")
    upset = pd.concat([upset, stray.head(len(upset) // 12)], ignore_index=True)
    names = [world.spare_names.pop() for _ in range(2)]
    events = pd.DataFrame(
        {
            "case": upset["case"].to_numpy(),
            "at": np.round(upset["at"].to_numpy() + 600 + rng.exponential(5 * HOUR, len(upset))),
            "activity": rng.choice(names, size=len(upset)),
            "stage": upset["stage"].to_numpy() if in_same_stage else len(world.stages) - 1,
        }
    )
    events = events[events["at"] <= log.cutoff]
    again = upset.loc[events.index].copy()
    again["at"] = np.round(events["at"].to_numpy() + 600 + rng.exponential(8 * HOUR, len(again)))
    again = again[(rng.random(len(again)) < 0.5) & (again["at"] <= log.cutoff).to_numpy() & again["bad"].to_numpy()]
    return events.reset_index(drop=True), pd.concat([signals, again], ignore_index=True)
