"""Which scores of each kind of signal are bad and which good."""

from __future__ import annotations

from analyzer.engine.reader import Reader
from analyzer.settings import Scale, SignalSource
from analyzer.tables.quality import ReadingNote, noted
from analyzer.tables.signals import SURVEYS

SCALES = {
    "nps": Scale(0, 6, 9, 10),
    "csat": Scale(1, 2, 4, 5),
    "ces": Scale(1, 3, 5, 7),  # 7 = easy
    "review": Scale(1, 2, 4, 5),
}
_FEW = 20  # scores that may all be low


def scale_of(kind: str, source: SignalSource) -> Scale | None:
    """The scale of a kind in a source; None for kinds without a score."""
    return (source.scale or SCALES[kind]) if kind in SURVEYS else None


def verdict_sql(source: SignalSource) -> str:
    """SQL: bad, neutral or good, from `kind` and `score`."""
    whens = [
        "WHEN kind = 'complaint' THEN 'bad'",
        f"WHEN kind = 'contact' THEN '{source.contact}'",
        "WHEN kind = 'praise' THEN 'good'",
    ]
    for kind in SURVEYS:
        scale = source.scale or SCALES[kind]
        whens.append(f"WHEN kind = '{kind}' AND score BETWEEN {scale.bad_low!r} AND {scale.bad_high!r} THEN 'bad'")
        whens.append(f"WHEN kind = '{kind}' AND score BETWEEN {scale.good_low!r} AND {scale.good_high!r} THEN 'good'")
    return f"CASE {' '.join(whens)} ELSE 'neutral' END"


def off_scale_sql(source: SignalSource) -> str:
    """SQL: whether `score` lies off the scale of `kind`, or is written (`said_score`) and no number."""
    whens = []
    for kind in SURVEYS:
        scale = source.scale or SCALES[kind]
        whens.append(
            f"WHEN kind = '{kind}' THEN (score IS NULL AND said_score IS NOT NULL) OR score < {scale.low!r} OR score"
            f" > {scale.high!r}"
        )
    return f"coalesce(CASE {' '.join(whens)} END, false)"


def low_scores(reader: Reader, rows: str, source: SignalSource) -> tuple[ReadingNote, ...]:
    """A note for each kind of which no score lies above the middle of its scale: perhaps the scale is another.

    `rows`: a table with `kind`, `score` and `reason`, which is null where a row is used. Few scores say nothing, nor do
    scores that are all the same.
    """
    counted = reader.rows(
        f"SELECT kind, count(score), min(score), max(score) FROM {rows} WHERE reason IS NULL GROUP BY kind ORDER BY 1"
    )
    notes = []
    for kind, number, least, most in counted:
        scale = scale_of(str(kind), source)
        if scale is None or number < _FEW or least == most or most > (scale.low + scale.high) / 2:
            continue
        notes.append(noted("low_scores", signal=str(kind), scores=f"{least:g}–{most:g}", scale=spoken(scale)))
    return tuple(notes)


def spoken(scale: Scale) -> str:
    """A scale in words: 0–10 (bad 0–6, good 9–10)."""
    return (
        f"{scale.low:g}–{scale.high:g} (bad {scale.bad_low:g}–{scale.bad_high:g}, good"
        f" {scale.good_low:g}–{scale.good_high:g})"
    )
