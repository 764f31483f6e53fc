"""The SQL that asks a whole column whether a guess of what it holds is right: parsed once, then counted."""

from __future__ import annotations

from analyzer.engine.reader import literal
from analyzer.ingest.columns.codes import numbers_sql
from analyzer.ingest.columns.guess import Guess
from analyzer.ingest.columns.kinds import Kind, Type, local_sql, utc_sql, value_sql
from analyzer.ingest.columns.number_formats import number_sql
from analyzer.ingest.columns.zones import DAY_US
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES, REAL, WHOLE, text_sql
from analyzer.ingest.sources.raw import MISSING, TEXT, perhaps_unclean

_MIDNIGHT = "([ T]0?0:00(:00([.,]0+)?)?|T000000)([Z +-]|$)"


def native_type(guess: Guess) -> Type | None:
    """The type that the file itself says, where the role does not object."""
    if guess.native in (*NATIVE_TIMES, *NATIVE_AWARE):
        return "time" if guess.must in (None, "time") else None
    if guess.native in (*WHOLE, *REAL):
        return "number" if guess.must in (None, "number") else None
    return "boolean" if guess.native == "BOOLEAN" and guess.must is None else None


def as_kind(guess: Guess, day_first: bool = True) -> Kind:
    """The guess as a kind, with day and month in one order."""
    settled = tuple(sorted((f.settled(day_first) for f in guess.formats), key=lambda f: f.pattern))
    return Kind(guess.type or "text", guess.native, formats=settled)


def is_open(guess: Guess) -> bool:
    return any(f.open for f in guess.formats)


def parsed(guess: Guess) -> dict[str, str]:
    """Name → SQL of what the tests look at: times, local `_l` and UTC `_u` (month first `_lm`, `_um`), and numbers."""
    c = guess.column
    if (native_type(guess) or guess.type) == "time":
        found = {f"{c}_l": local_sql(c, as_kind(guess)), f"{c}_u": utc_sql(c, as_kind(guess))}
        if is_open(guess):
            month = as_kind(guess, day_first=False)
            found |= {f"{c}_lm": local_sql(c, month), f"{c}_um": utc_sql(c, month)}
        return found
    if guess.type == "number" and native_type(guess) is None:
        text = text_sql(c, guess.native)
        return {f"{c}_{way}": number_sql(text, way) for way in guess.tried}
    return {}


def tests(guess: Guess, missing: frozenset[str] = frozenset()) -> str:
    """SQL over the parsed columns: a struct of what is to be known of the column in its guessed type.

    `missing`: the words that say that a value is missing. Of a column that is not cleaned it is asked whether it must
    be, but for texts whose words are listed.
    """
    c = guess.column
    text = text_sql(c, guess.native)
    asked = {"present": f"count({text})"}
    kind = native_type(guess) or guess.type
    if guess.native == TEXT and not guess.cleaned and kind in ("text", "code") and not guess.repeats:
        asked["unclean"] = f"count_if({perhaps_unclean(c, missing)})"
    elif guess.native == TEXT and not guess.cleaned and kind in ("number", "time", "boolean"):
        said = missing - MISSING  # those are no number, no time and no truth
        words = f" OR {c} IN ({', '.join(literal(word) for word in sorted(said))})" if said else ""
        asked["unclean"] = f"count_if({c} < '!' OR ends_with({c}, ' '){words})"
    if kind is None:
        asked |= {"low": f"min({text})", "high": f"max({text})"}
    elif kind == "time":
        asked |= _time(guess)
    elif native_type(guess) is None:
        asked |= _number(guess) if kind == "number" else _text(guess, kind)
    elif kind == "number":
        asked |= numbers_sql(value_sql(c, Kind("number", guess.native)))
    return "{" + ", ".join(f"'{name}': {sql}" for name, sql in asked.items()) + "}"


def _text(guess: Guess, kind: Type) -> dict[str, str]:
    text = text_sql(guess.column, guess.native)
    if kind == "boolean":
        return {"read": f"count_if(lower({text}) IN ('true', 'false'))"}
    asked = {}
    if guess.identifies:
        asked["zeros"] = f"count_if(ends_with({text}, '.0'))"
    if guess.repeats:
        asked["words"] = f"list(DISTINCT {text})"
    return asked


def _number(guess: Guess) -> dict[str, str]:
    text = text_sql(guess.column, guess.native)
    asked = {way: f"count({guess.column}_{way})" for way in guess.tried} | numbers_sql(
        f"{guess.column}_{guess.tried[0]}"
    )
    if not guess.must:
        asked["zeros"] = f"count_if({text} >= '00' AND {text} < '0:')"
    if not guess.signs:
        asked["points"] = f"count_if(contains({text}, '.'))"
    return asked


def _time(guess: Guess) -> dict[str, str]:
    c = guess.column
    asked = {"day": f"count(coalesce({c}_u, {c}_l))", "month": "0", "low": f"min({c}_l)", "high": f"max({c}_l)"}
    clock = f"coalesce({c}_l, {c}_u)"
    if is_open(guess):
        asked["month"] = f"count(coalesce({c}_um, {c}_lm))"
        asked |= {"low": f"min(least({c}_l, {c}_lm))", "high": f"max(greatest({c}_l, {c}_lm))"}
        clock = f"coalesce({c}_l, {c}_lm, {c}_u, {c}_um)"
    midnight = f"{clock} % {DAY_US} = 0"
    if any(f.zone == "offset" and f.has_clock for f in guess.formats):
        # midnight as it is written, whatever the offset
        text = text_sql(c, guess.native)
        midnight = f"regexp_matches({text}, '{_MIDNIGHT}') OR NOT regexp_matches({text}, '[T:]')"
    return asked | {"midnight": f"count_if({midnight})"}
