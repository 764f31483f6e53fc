"""What each column holds, settled by the whole column: a first look guesses, one aggregate over all rows confirms or
corrects.

A guess may rest on any rows: it only rules out what some value contradicts. What is confirmed holds for every value
(for a role that
says what its column is, for every value that can be read at all), so the order of the rows changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.guess import Guess
from analyzer.ingest.kinds import (
    NATIVE_AWARE,
    NATIVE_TIMES,
    REAL,
    WHOLE,
    Kind,
    Type,
    local_sql,
    text_sql,
    utc_sql,
    written_midnight_sql,
)
from analyzer.ingest.number_formats import MISSING, Way, number_sql
from analyzer.ingest.raw import Raw
from analyzer.ingest.time_formats import time_shape

_LOOK = 1000  # rows of the first look
_SHAPES = 2000  # ways of writing that are looked at in a column that is not read whole
_LONGEST = 1e15  # a whole number beyond it loses digits: it is a name


@dataclass(frozen=True)
class Found:
    """What the whole column says. `ways` and `orders` are all that fit; `unread` values fit none."""

    guess: Guess
    type: Type
    present: int
    distinct: int = 0
    unread: int = 0
    ways: frozenset[Way] = frozenset()
    day_first: int = 0  # values readable with the day first
    month_first: int = 0
    midnights: int = 0
    low_us: int = 0  # of its local times, whichever way day and month are read
    high_us: int = 0
    point_zero: bool = False

    @property
    def order_is_open(self) -> bool:
        return any(f.open for f in self.guess.formats)


@dataclass
class Profile:
    """The number of rows, and what each column says, by its name in the file."""

    rows: int
    columns: dict[str, Found] = field(default_factory=dict)


def profile(raw: Raw, reader: Reader, must: dict[str, Type]) -> Profile:
    """Read all rows of a relation and settle every column's type. `must`: columns whose role says what they are."""
    guesses = {name: Guess(raw.column(name), raw.type_of(name), must.get(name)) for name in raw.names}
    looked = [name for name, g in guesses.items() if not _is_native(g) and g.must != "text"]
    if looked:
        texts = ", ".join(text_sql(guesses[n].column, guesses[n].native) for n in looked)
        sample = reader.rows(f"SELECT {texts} FROM {raw.relation} LIMIT {_LOOK}")
        for place, name in enumerate(looked):
            guesses[name] = guesses[name].with_values([row[place] for row in sample if row[place] is not None])
    found = Profile(rows=-1)
    relation = raw.checked
    while guesses:
        tests = ", ".join(f"{_tests(guess)} AS {guess.column}" for guess in guesses.values())
        rows, *answers = reader.row(f"SELECT count(*), {tests} FROM {relation}")
        found.rows, relation = int(rows), raw.relation
        again: dict[str, Guess] = {}
        for (name, guess), answer in zip(guesses.items(), answers, strict=True):
            result = _judge(guess, answer, raw, reader)
            if isinstance(result, Guess):
                again[name] = result
            else:
                found.columns[name] = result
        guesses = again
    return Profile(found.rows, {name: found.columns[name] for name in raw.names})


def _is_native(guess: Guess) -> bool:
    """The file itself says the type, and the role does not object."""
    if guess.native in (*NATIVE_TIMES, *NATIVE_AWARE):
        return guess.must in (None, "time")
    if guess.native in (*WHOLE, *REAL):
        return guess.must in (None, "number")
    return guess.native == "BOOLEAN" and guess.must is None


def _native_type(guess: Guess) -> Type:
    if guess.native in (*NATIVE_TIMES, *NATIVE_AWARE):
        return "time"
    return "boolean" if guess.native == "BOOLEAN" else "number"


def _tests(guess: Guess) -> str:
    """SQL: a struct of what is to be known of a column in its guessed type."""
    text = text_sql(guess.column, guess.native)
    if _is_native(guess):
        span = _span(guess, _as_kind(guess)) if _native_type(guess) == "time" else []
        return "{" + ", ".join([f"'present': count({guess.column})", *span]) + "}"
    asked = [f"'present': count({text})"]
    if guess.type is None:
        asked += [f"'low': min({text})", f"'high': max({text})"]
    elif guess.type == "text":
        asked += [f"'distinct': approx_count_distinct({text})", f"'zeros': count_if(ends_with({text}, '.0'))"]
    elif guess.type == "boolean":
        asked.append(f"'read': count_if(lower({text}) IN ('true', 'false'))")
    elif guess.type == "number":
        asked += [f"'{way}': count({number_sql(text, way)})" for way in sorted(guess.ways)]
        asked.append(f"'padded': count_if({text} >= '00' AND {text} < '0:')")
        asked.append(f"'highest': max(abs(TRY_CAST({text} AS DOUBLE)))")
    else:
        for order in ("day", "month"):
            kind = _as_kind(guess, day_first=order == "day")
            read = f"coalesce({utc_sql(guess.column, kind)}, {local_sql(guess.column, kind)})"
            asked.append(
                f"'{order}': count({read})" if order == "day" or any(f.open for f in guess.formats) else "'month': 0"
            )
        either = replace(_as_kind(guess), formats=_as_kind(guess).formats + _as_kind(guess, day_first=False).formats)
        asked += _span(guess, either)
    return "{" + ", ".join(asked) + "}"


def _span(guess: Guess, kind: Kind) -> list[str]:
    local = local_sql(guess.column, kind)
    return [
        f"'midnight': count_if({written_midnight_sql(guess.column, kind)})",
        f"'low': min({local})",
        f"'high': max({local})",
    ]


def _as_kind(guess: Guess, day_first: bool = True) -> Kind:
    settled = tuple(sorted((f.settled(day_first) for f in guess.formats), key=lambda f: f.pattern))
    return Kind(guess.type if guess.type else "text", guess.native, formats=settled)


def _judge(guess: Guess, answer: dict[str, Any], raw: Raw, reader: Reader) -> Found | Guess:
    """What the whole column says of a guess; or a better guess, where values were found that it does not read."""
    present = int(answer["present"])
    if _is_native(guess):
        return _spanned(Found(guess, _native_type(guess), present), answer)
    if guess.type is None:
        return (
            guess.with_values([answer["low"], answer["high"]])
            if _says_more(guess, answer)
            else Found(guess, "text", present)
        )
    if guess.type == "text":
        return Found(
            guess, "text", present, int(answer["distinct"]), point_zero=0 < present == int(answer["zeros"] or 0)
        )
    found = _counted(guess, answer, present)
    if found.unread == 0:
        return found
    examples, unread = _unread(guess, found, raw, reader)
    better = guess.with_values(examples)
    return replace(found, unread=unread) if better == guess else better


def _says_more(guess: Guess, answer: dict[str, Any]) -> bool:
    return answer["low"] is not None and guess.with_values([answer["low"], answer["high"]]) != guess


def _counted(guess: Guess, answer: dict[str, Any], present: int) -> Found:
    if guess.type == "boolean":
        return Found(guess, "boolean", present, unread=present - int(answer["read"] or 0))
    if guess.type == "number":
        most = max(int(answer[way]) for way in guess.ways)
        fitting = frozenset(way for way in guess.ways if int(answer[way]) == most)
        name_like = not guess.must and (answer["padded"] or (answer["highest"] or 0) >= _LONGEST)
        return Found(
            guess, "text" if name_like else "number", present, unread=0 if name_like else present - most, ways=fitting
        )
    day, month = int(answer["day"]), int(answer["month"])
    found = Found(guess, "time", present, unread=present - max(day, month), day_first=day, month_first=month)
    return _spanned(found, answer)


def _spanned(found: Found, answer: dict[str, Any]) -> Found:
    midnights, low, high = (int(answer.get(key) or 0) for key in ("midnight", "low", "high"))
    return replace(found, midnights=midnights, low_us=low, high_us=high)


def _unread(guess: Guess, found: Found, raw: Raw, reader: Reader) -> tuple[list[str], int]:
    """An example of each way in which values are written that the guess does not read; and their number, missing ones
    aside."""
    text = text_sql(guess.column, guess.native)
    if guess.type == "time":
        kind = _as_kind(guess, found.day_first >= found.month_first)
        unread = f"coalesce({utc_sql(guess.column, kind)}, {local_sql(guess.column, kind)}) IS NULL"
    elif guess.type == "number":
        unread = f"{number_sql(text, min(found.ways))} IS NULL"
    else:
        unread = f"lower({text}) NOT IN ('true', 'false')"
    missing = ", ".join(literal(word) for word in sorted(MISSING))
    rows = reader.rows(
        f"SELECT min({text}), count(*) FROM {raw.relation} WHERE {text} IS NOT NULL AND lower({text}) NOT IN"
        f" ({missing}) AND {unread}"
        f" GROUP BY {time_shape(text)} ORDER BY 1 LIMIT {_SHAPES}"
    )
    return [row[0] for row in rows], sum(int(row[1]) for row in rows)
