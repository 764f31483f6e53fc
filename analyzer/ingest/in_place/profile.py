"""What each column of a table holds: guessed from rows on this machine, confirmed by counts over all rows where they
lie. The guesses, and what is made of the counts, are those of `columns/profile.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.engine.reader import Reader, blocks
from analyzer.ingest.columns.column_tests import as_kind, is_open, native_type
from analyzer.ingest.columns.guess import Guess
from analyzer.ingest.columns.kinds import Kind, Type
from analyzer.ingest.columns.number_formats import MISSING
from analyzer.ingest.columns.profile import ColumnProfile, Profile, after_examples, counted, in_common, profile, spanned
from analyzer.ingest.columns.zones import DAY_US
from analyzer.ingest.in_place.placed import PlacedTable
from analyzer.ingest.in_place.values import clean, is_known, local_us, number_of, text_of, utc_us, value_of
from analyzer.ingest.sources.raw import TEXT, missing_words

_SHAPES = 2000  # ways of writing of unread values that are looked at
_MIDNIGHT = "([ T]0?0:00(:00([.,]0+)?)?|T000000)([Z +-]|$)"


def profile_placed(
    engine: Engine,
    placed: PlacedTable,
    reader: Reader,
    must: dict[str, Type],
    identifiers: tuple[str, ...],
    missing: tuple[str, ...],
) -> tuple[Profile, Table]:
    """What all rows of a table say of its columns, and the rows with clean values.

    Costs one pass of counts over the table, and a further one over the columns that some value contradicts. Raises
    LogError for a column of times in a way of writing that is not read in place.
    """
    sample = placed.sample
    guesses = {
        name: replace(found.guess, repeats=False, cleaned=True)
        for name, found in profile(sample, reader, must, identifiers, missing).columns.items()
    }
    rows = _cleaned(placed, identifiers, missing)
    columns: dict[str, ColumnProfile] = {}
    number = -1
    while guesses:
        number, answers = _asked(engine, rows, guesses)
        judged = {name: _judged(engine, rows, guess, answers[name]) for name, guess in guesses.items()}
        columns |= {name: one for name, one in judged.items() if isinstance(one, ColumnProfile)}
        guesses = {name: one for name, one in judged.items() if isinstance(one, Guess)}
    for name, found in columns.items():
        _check_formats(placed, name, found)
    return Profile(sample, number, {name: columns[name] for name in sample.names}), rows


def _cleaned(placed: PlacedTable, identifiers: tuple[str, ...], missing: tuple[str, ...]) -> Table:
    sample, rows = placed.sample, placed.rows
    clean_ones = {
        sample.column(name): clean(rows[sample.column(name)], missing_words(missing, name in identifiers))
        for name in sample.names
        if sample.type_of(name) == TEXT
    }
    return rows.mutate(**clean_ones) if clean_ones else rows


def _asked(engine: Engine, rows: Table, guesses: Mapping[str, Guess]) -> tuple[int, dict[str, dict[str, Any]]]:
    """The number of rows, and what all of them say of each guess; of many columns in several questions."""
    number, answers = 0, dict[str, dict[str, Any]]()
    for block in blocks(tuple(guesses.items())):
        asked = {(name, key): value for name, guess in block for key, value in _tests(rows, guess).items()}
        named = {f"q{place}": value for place, value in enumerate(asked.values())}
        (found,) = engine.rows(rows.aggregate(number=rows.count(), **named))
        number = int(found["number"])
        for place, (name, key) in enumerate(asked):
            answers.setdefault(name, {})[key] = found[f"q{place}"]
    return number, answers


def _tests(rows: Table, guess: Guess) -> dict[str, Any]:
    """Name → what is counted of the column, as `columns/column_tests.py` names it."""
    column = rows[guess.column]
    text = text_of(column, guess.native)
    asked = {"present": text.count()}
    native = native_type(guess)
    kind = native or guess.type
    if kind is None:
        return asked | {"low": text.min(), "high": text.max()}
    if kind == "time":
        return asked | _of_times(column, text, guess)
    if kind == "number":
        if native is not None:
            return asked | _of_numbers(value_of(column, Kind("number", guess.native)))
        asked |= {way: number_of(text, way).count() for way in guess.tried}
        asked |= _of_numbers(number_of(text, guess.tried[0]))
        if not guess.must:
            asked["zeros"] = text.re_search("^0[0-9]").sum()
        if not guess.signs:
            asked["points"] = text.contains(".").sum()
        return asked
    if kind == "boolean" and native is None:
        return asked | {"read": text.lower().isin(("true", "false")).sum()}
    if kind in ("text", "code") and guess.identifies:
        return asked | {"zeros": text.endswith(".0").sum()}
    return asked


def _of_numbers(value: Any) -> dict[str, Any]:
    return {
        "fractions": (value != value.floor()).sum(),
        "least": value.min(),
        "most": value.max(),
        "distinct": value.approx_nunique(),
        "fives": (value == (value / 5).floor() * 5).sum(),
    }


def _of_times(column: Any, text: Any, guess: Guess) -> dict[str, Any]:
    local, utc = local_us(column, as_kind(guess)), utc_us(column, as_kind(guess))
    asked = {
        "day": ibis.coalesce(utc, local).count(),
        "month": ibis.literal(0),
        "low": local.min(),
        "high": local.max(),
    }
    clock = ibis.coalesce(local, utc)
    if is_open(guess):
        month = as_kind(guess, day_first=False)
        local_m, utc_m = local_us(column, month), utc_us(column, month)
        asked |= {
            "month": ibis.coalesce(utc_m, local_m).count(),
            "low": ibis.least(local, local_m).min(),
            "high": ibis.greatest(local, local_m).max(),
        }
        clock = ibis.coalesce(local, local_m, utc, utc_m)
    midnight = clock % DAY_US == 0
    if any(f.zone == "offset" and f.has_clock for f in guess.formats):  # midnight as it is written
        midnight = text.re_search(_MIDNIGHT) | ~text.re_search("[T:]")
    return asked | {"midnight": midnight.sum()}


def _judged(engine: Engine, rows: Table, guess: Guess, answer: dict[str, Any]) -> ColumnProfile | Guess:
    """What all rows say of a guess; or a better guess, where values were found that it does not read."""
    present = int(answer["present"])
    native = native_type(guess)
    if native is not None:
        return replace(spanned(ColumnProfile(guess, native, present), answer), numbers=in_common(answer))
    if guess.type is None:
        better = guess.with_values([answer["low"], answer["high"]] if present else [])
        return ColumnProfile(guess, "text", present) if better == guess else better
    if guess.type in ("text", "code"):
        return ColumnProfile(guess, "text", present, point_zero=0 < present == int(answer.get("zeros") or 0))
    found = counted(guess, answer, present)
    if isinstance(found, Guess):
        return found
    if found.unread == 0:
        return found
    examples, unread = _unread(engine, rows, guess, found)
    judged = after_examples(guess, replace(found, unread=unread), examples)
    return replace(judged, repeats=False) if isinstance(judged, Guess) else judged


def _unread(engine: Engine, rows: Table, guess: Guess, found: ColumnProfile) -> tuple[list[str], int]:
    """An example of each way in which unread values are written; and their number, missing ones aside."""
    column = rows[guess.column]
    text = text_of(column, guess.native)
    if guess.type == "time":
        kind = as_kind(guess, found.day_first >= found.month_first)
        unread = ibis.coalesce(utc_us(column, kind), local_us(column, kind)).isnull()
    elif guess.type == "number":
        unread = number_of(text, min(found.ways)).isnull()
    else:
        unread = ~text.lower().isin(("true", "false"))
    odd = rows.filter(text.notnull() & ~text.lower().isin(sorted(MISSING)) & unread)
    said = odd.select(said=text_of(odd[guess.column], guess.native))
    shaped = said.mutate(shape=said.said.re_replace("[0-9]", "9"))
    shapes = shaped.group_by("shape").aggregate(example=shaped.said.min(), number=shaped.count())
    seen = engine.rows(shapes.order_by("example"), _SHAPES)
    return [str(row["example"]) for row in seen], sum(int(row["number"]) for row in seen)


def _check_formats(placed: PlacedTable, name: str, found: ColumnProfile) -> None:
    odd = [form for form in found.guess.formats if found.type == "time" and not is_known(form)]
    if odd:
        raise placed.sample.files[0].refuse(
            expected="times that are read where they lie: of a type of times, or written as year, month, day in digits",
            found=f"times written as {odd[0].pattern}",
            do="name a view or a query that casts the column to a timestamp, or leave engine out",
            column=name,
        )
