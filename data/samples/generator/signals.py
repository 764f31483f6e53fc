"""What customers feel on each visit, and the signals in which some of them say so."""

import numpy as np
import pandas as pd

from . import plan
from .chance import Bools, Draws, Floats
from .events import clock
from .orders import DAY, HOUR

TOUCHPOINTS = {
    "Ordering": ("order app", "sales desk"),
    "Picking": ("delivery note",),
    "Delivery": ("driver", "delivery app"),
    "Freshness": ("produce box",),
    "Invoicing": ("invoice",),
    "Service": ("service line",),
}
# end of the visit, shortest and longest pause (hours) until the survey, kinds asked
ASKED = {
    "Ordering": ("ordering_end_s", 0.3, 4, ("ces",)),
    "Picking": ("hand_over_s", 2, 8, ("csat",)),
    "Delivery": ("hand_over_s", 30, 96, ("csat", "csat", "nps")),
    "Invoicing": ("invoicing_end_s", 20, 80, ("csat",)),
    "Service": ("close_s", 1, 60, ("ces", "csat")),
}
SCORES = {  # kind: mood: scores, in the order of the quantiles
    "csat": {"bad": (1, 1, 2, 2, 2), "neutral": (3,), "good": (4, 4, 5, 5, 5)},
    "ces": {"bad": (1, 2, 3, 3), "neutral": (4,), "good": (5, 6, 6, 7, 7)},
    "nps": {"bad": (0, 2, 3, 4, 5, 6, 6), "neutral": (7, 8), "good": (9, 9, 10)},
}
COLUMNS = ("order_id", "customer_id", "timestamp", "kind", "score", "stage", "touchpoint", "comment", "channel")


def draw_moods(orders: pd.DataFrame) -> pd.DataFrame:
    """One column a stage: bad, neutral or good, from the plan's risks and the customer's temper."""
    draws, n, moods = Draws("moods"), len(orders), {}
    for stage, base in plan.BASE.items():
        risk: Floats = base * orders["temper"].to_numpy()
        for cause, ratio in plan.CAUSES[stage].items():
            risk = risk * np.where(orders[cause], ratio, 1.0)
        bad = draws.happens(np.minimum(risk, plan.RISK_CEILING), n)
        neutral = draws.happens(plan.NEUTRAL, n)
        moods[stage] = np.where(bad, "bad", np.where(neutral, "neutral", "good"))
    return pd.DataFrame(moods)


def _daytime(seconds: Floats) -> Floats:
    """The time itself between 7 and 22 o'clock, else as many seconds after the next 7 o'clock as hours were missed."""
    day = np.floor(seconds / DAY)
    hour = (seconds - day * DAY) / HOUR
    early, late = hour < 7, hour >= 22
    jitter = (seconds % 3600.0) / 2
    return np.where(early, day * DAY + 7 * HOUR + jitter, np.where(late, (day + 1) * DAY + 7 * HOUR + jitter, seconds))


def _cause(orders: pd.DataFrame, stage: str) -> pd.Series:
    """The strongest cause present in each order, for the words; empty where there is none."""
    name = pd.Series("", index=orders.index)
    for cause, _ in sorted(plan.CAUSES.get(stage, {}).items(), key=lambda item: item[1]):
        name = name.mask(orders[cause].astype(bool), cause)
    return name


def _frame(topic: str, orders: pd.DataFrame, stage: str, mood: pd.Series, at: Floats, who: Bools) -> pd.DataFrame:
    """Signals of one stage before kind and score are set."""
    draws, n = Draws(f"frame {topic} {stage}"), len(orders)
    frame = pd.DataFrame({"order_id": orders["order_id"], "customer_id": orders["customer_id"], "at_s": _daytime(at)})
    frame["mood"], frame["cause"] = mood.to_numpy(), _cause(orders, stage).to_numpy()
    said = draws.uniform(n)
    point = draws.choose(n, TOUCHPOINTS[stage])
    frame["stage"] = np.where(said < 0.84, stage, "")
    frame["touchpoint"] = np.where((said >= 0.84) | draws.happens(0.35, n), point, "")
    frame["about"] = stage
    return frame[who]


def _surveys(orders: pd.DataFrame, moods: pd.DataFrame, stage: str) -> pd.DataFrame:
    draws, n = Draws(f"surveys {stage}"), len(orders)
    column, shortest, longest, kinds = ASKED[stage]
    at = orders[column].to_numpy() + draws.between(n, shortest, longest) * HOUR
    frame = _frame("surveys", orders, stage, moods[stage], at, draws.happens(plan.ANSWERED[stage], n))
    m = len(frame)
    frame["kind"] = draws.choose(m, kinds)
    place = draws.uniform(m)
    choices = [SCORES[kind][mood] for kind, mood in zip(frame["kind"], frame["mood"], strict=True)]
    frame["score"] = [scores[int(u * len(scores))] for scores, u in zip(choices, place, strict=True)]
    wanted = np.where(frame["mood"] == "bad", plan.COMMENT_IF_BAD, plan.COMMENT_ELSE)
    frame["speaks"] = draws.happens(wanted, m)
    frame["channel"] = draws.choose(m, ("sms", "app", "email"), (0.45, 0.35, 0.2))
    return frame


def _unasked(orders: pd.DataFrame, moods: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Complaints and contacts of those whose visit went badly, praise of a few others."""
    draws, n = Draws(f"unasked {stage}"), len(orders)
    bad = (moods[stage] == "bad").to_numpy()
    good = (moods[stage] == "good").to_numpy()
    speaks = draws.happens(np.where(bad, plan.SPEAKS_UP_IF_BAD[stage], good * plan.PRAISE_IF_GOOD), n)
    column, shortest, longest, _ = ASKED[stage]
    at = orders[column].to_numpy() + draws.between(n, shortest, (shortest + longest) / 2) * HOUR
    frame = _frame("unasked", orders, stage, moods[stage], at, speaks)
    m = len(frame)
    angry = draws.choose(m, ("complaint", "contact"), (0.65, 0.35))
    frame["kind"] = np.where(frame["mood"] == "bad", angry, "praise")
    untagged = draws.happens(0.10, m)
    frame.loc[untagged, ["stage", "touchpoint"]] = ""
    frame["score"], frame["speaks"] = None, True
    frame["channel"] = draws.choose(m, ("phone", "email", "app"), (0.5, 0.35, 0.15))
    return frame


def _freshness(orders: pd.DataFrame) -> pd.DataFrame:
    """Contacts about a stage of which the company records nothing."""
    draws, n = Draws("freshness"), len(orders)
    at = orders["hand_over_s"].to_numpy() + draws.between(n, 1, 70) * HOUR
    mood = pd.Series("bad", index=orders.index)
    frame = _frame("contacts", orders, "Freshness", mood, at, draws.happens(plan.FRESHNESS_CONTACT, n))
    m = len(frame)
    frame["kind"] = draws.choose(m, ("contact", "complaint"), (0.6, 0.4))
    frame.loc[draws.happens(0.08, m), "order_id"] = ""
    frame["score"], frame["speaks"] = None, True
    frame["channel"] = draws.choose(m, ("phone", "email", "app"), (0.5, 0.3, 0.2))
    return frame


def _relationship(customers: pd.DataFrame, end: float) -> pd.DataFrame:
    """One NPS question to part of the customers, about nothing in particular: no order, no stage."""
    draws, n = Draws("relationship"), len(customers)
    frame = pd.DataFrame({"order_id": "", "customer_id": customers["customer_id"]})
    frame["at_s"] = _daytime(draws.between(n, 30 * DAY, end))
    frame["mood"] = draws.choose(n, ("bad", "neutral", "good"), (0.16, 0.24, 0.6))
    frame["cause"], frame["stage"], frame["touchpoint"], frame["about"] = "", "", "", "all"
    frame = frame[draws.happens(plan.RELATIONSHIP_SURVEY, n)]
    m = len(frame)
    place = draws.uniform(m)
    choices = [SCORES["nps"][mood] for mood in frame["mood"]]
    frame["kind"] = "nps"
    frame["score"] = [scores[int(u * len(scores))] for scores, u in zip(choices, place, strict=True)]
    frame["speaks"] = draws.happens(0.2, m)
    frame["channel"] = "email"
    return frame


def draw_signals(orders: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """One row a signal up to the log's end, by time; mood, cause and about stay for the words and are dropped later."""
    moods = draw_moods(orders)
    end = ((plan.LAST_DAY - plan.FIRST_DAY).days + 1) * DAY
    frames = [make(orders, moods, stage) for stage in plan.BASE for make in (_surveys, _unasked)]
    frames += [_freshness(orders), _relationship(customers, end)]
    signals = pd.concat([frame.astype({"score": object}) for frame in frames], ignore_index=True)
    signals = signals[signals["at_s"] < end]
    signals = signals.sort_values(["at_s", "customer_id", "about", "kind"], kind="stable", ignore_index=True)
    signals["timestamp"] = clock(signals["at_s"])
    return signals


def goodwill_calls(orders: pd.DataFrame, signals: pd.DataFrame) -> Floats:
    """Time of the goodwill call: in some orders a while after a bad signal, in very few out of the blue."""
    draws, n = Draws("goodwill"), len(orders)
    bad = signals[(signals["mood"] == "bad") & (signals["order_id"] != "")]
    first = orders["order_id"].map(bad.groupby("order_id")["at_s"].min()).to_numpy()
    after = _daytime(first + draws.between(n, 3, 30) * HOUR)
    blue = _daytime(orders["hand_over_s"].to_numpy() + draws.between(n, 20, 90) * HOUR)
    upset = ~np.isnan(first)
    called = draws.happens(np.where(upset, plan.GOODWILL_AFTER_BAD, plan.GOODWILL_ELSE), n)
    return np.where(called, np.where(upset, after, blue), np.nan)
