"""What each column holds, settled by the whole column: a first look guesses, one aggregate over all rows confirms.

A guess may rest on any rows: it only rules out what some values contradict. What is confirmed holds for every value; of
an attribute for all but one in a hundred, so that one cell does not make a text of a column; and where its role says
what a column is for every value that can be read at all. So the order of rows changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from analyzer.engine.reader import Reader, blocks, literal
from analyzer.ingest.columns.codes import NO_NUMBERS, Numbers
from analyzer.ingest.columns.column_tests import as_kind, is_open, native_type, parsed, tests
from analyzer.ingest.columns.guess import FEW_AT_FIRST, MANY, UNREAD, Guess
from analyzer.ingest.columns.kinds import Type, local_sql, utc_sql
from analyzer.ingest.columns.number_formats import MISSING, Way, number_sql
from analyzer.ingest.columns.time_formats import time_shape
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import TEXT, RawTable, clean_text, missing_words

_SHAPES = 2000  # ways of writing that are looked at in a column that is not read whole
_LONGEST = 1e15  # a whole number beyond it loses digits: it is a name
_FEW_WORDS = 2000


@dataclass(frozen=True)
class ColumnProfile:
    """What the whole column says. `ways` are all that read it; `unread` values are read by none."""

    guess: Guess
    type: Type
    present: int
    unread: int = 0
    words: tuple[str, ...] = ()
    ways: frozenset[Way] = frozenset()
    day_first: int = 0  # values readable with the day first
    month_first: int = 0
    midnights: int = 0
    low_us: int = 0  # of its local times, whichever way day and month are read
    high_us: int = 0
    point_zero: bool = False
    numbers: Numbers = NO_NUMBERS

    @property
    def order_is_open(self) -> bool:
        return is_open(self.guess)


@dataclass(frozen=True)
class Profile:
    """The rows, their number, and what each column says, by its name in the file.

    `raw` has clean values: those columns are cleaned of which some value is not, which is the same as to clean all.
    """

    raw: RawTable
    rows: int
    columns: dict[str, ColumnProfile]


def profile(
    raw: RawTable,
    reader: Reader,
    must: dict[str, Type],
    identifiers: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Profile:
    """Settle the type of every column by all its values, and which columns must be cleaned.

    `raw` is as it is written. `must`: columns whose role says what they are; `identifiers`: columns that name
    something; `missing`: further words that say that a value is missing.
    """
    words = {name: missing_words(missing, name in identifiers) for name in raw.names}
    guesses = {
        name: Guess(raw.column(name), raw.type_of(name), must.get(name), identifies=name in identifiers)
        for name in raw.names
    }
    guesses = _looked_at(guesses, words, raw, reader)
    columns: dict[str, ColumnProfile] = {}
    rows, first = -1, f"(SELECT {raw.all_columns} FROM {raw.checked})"
    while guesses:
        unclean = {name for name, guess in guesses.items() if guess.cleaned}
        seen = raw.cleaned(missing, identifiers, unclean)
        whole_reading = seen if rows >= 0 else replace(raw, relation=first).cleaned(missing, identifiers, unclean)
        rows, answers = _asked(guesses, words, whole_reading, reader)
        judged = {
            name: _judge(guess, answer, words[name], seen, reader)
            for (name, guess), answer in zip(guesses.items(), answers, strict=True)
        }
        columns |= {name: one for name, one in judged.items() if isinstance(one, ColumnProfile)}
        guesses = {name: one for name, one in judged.items() if isinstance(one, Guess)}
    unclean = {name for name, one in columns.items() if one.guess.cleaned}
    return Profile(raw.cleaned(missing, identifiers, unclean), rows, {name: columns[name] for name in raw.names})


def _looked_at(
    guesses: dict[str, Guess], words: dict[str, frozenset[str]], raw: RawTable, reader: Reader
) -> dict[str, Guess]:
    """The guesses after the first rows; a column that cleaning changes in them is cleaned from the beginning."""
    looked = {name: guess for name, guess in guesses.items() if native_type(guess) is None}
    for block in blocks(tuple(looked.items())):
        looked |= _looked_at_block(dict(block), words, raw, reader)
    return guesses | looked


def _looked_at_block(
    looked: dict[str, Guess], words: dict[str, frozenset[str]], raw: RawTable, reader: Reader
) -> dict[str, Guess]:
    texts = [text_sql(guess.column, guess.native) for guess in looked.values()]
    clean = [
        clean_text(text, words[name]) if guess.native == TEXT else text
        for text, (name, guess) in zip(texts, looked.items(), strict=True)
    ]
    sample = reader.rows(f"SELECT {', '.join((*texts, *clean))} FROM (SELECT * FROM {raw.relation} LIMIT {MANY})")
    found: dict[str, Guess] = {}
    for place, (name, guess) in enumerate(looked.items()):
        written, values = [row[place] for row in sample], [row[place + len(looked)] for row in sample]
        guess = replace(guess, cleaned=written != values)
        found[name] = guess.with_values([value for value in values if value is not None], FEW_AT_FIRST)
    return found


def _asked(
    guesses: dict[str, Guess], words: dict[str, frozenset[str]], raw: RawTable, reader: Reader
) -> tuple[int, list[dict[str, Any]]]:
    """The number of rows, and what all of them say of each guess; of many columns in several questions."""
    rows, answers = 0, list[dict[str, Any]]()
    for block in blocks(tuple(guesses.items())):
        rows, found = _asked_block(dict(block), words, raw, reader)
        answers += found
    return rows, answers


def _asked_block(
    guesses: dict[str, Guess], words: dict[str, frozenset[str]], raw: RawTable, reader: Reader
) -> tuple[int, list[dict[str, Any]]]:
    columns = {name: sql for guess in guesses.values() for name, sql in parsed(guess).items()}
    layer = "".join(f", {sql} AS {name}" for name, sql in columns.items())
    asked = ", ".join(f"{tests(guess, words[name])} AS answer_{guess.column}" for name, guess in guesses.items())
    rows, *answers = reader.row(f"SELECT count(*), {asked} FROM (SELECT *{layer} FROM {raw.relation})")
    return int(rows), answers


def _judge(
    guess: Guess, answer: dict[str, Any], missing: frozenset[str], raw: RawTable, reader: Reader
) -> ColumnProfile | Guess:
    """What the whole column says of a guess; or a better guess, where values were found that it does not read, or that
    are not clean."""
    present = int(answer["present"])
    native = native_type(guess)
    if answer.get("unclean"):
        return replace(guess, cleaned=True)
    if native is not None:
        return replace(spanned(ColumnProfile(guess, native, present), answer), numbers=in_common(answer))
    if guess.type is None:
        values = [answer["low"].strip(), answer["high"].strip()] if answer["low"] is not None else []
        better = guess.with_values(values)
        if better == guess and values and not guess.cleaned:
            return replace(guess, cleaned=True)
        return ColumnProfile(guess, "text", present) if better == guess else better
    if guess.type in ("text", "code"):
        words = tuple(sorted(word for word in answer.get("words") or () if word is not None))
        if words and not guess.cleaned and guess.native == TEXT:
            if len(words) > _FEW_WORDS:
                return replace(guess, repeats=False)
            if not _are_clean(words, missing, reader):
                return replace(guess, cleaned=True)
        zeros = 0 < present == int(answer.get("zeros") or 0)
        return ColumnProfile(guess, "text", present, words=words if len(words) <= _FEW_WORDS else (), point_zero=zeros)
    found = counted(guess, answer, present)
    if isinstance(found, Guess) or found.unread == 0:
        return found
    if guess.native == TEXT and not guess.cleaned:
        return replace(guess, cleaned=True)
    examples, unread = _unread(guess, found, raw, reader)
    return after_examples(guess, replace(found, unread=unread), examples)


def after_examples(guess: Guess, found: ColumnProfile, examples: list[str]) -> ColumnProfile | Guess:
    """What is known of a column some of whose values a guess does not read, of which there are examples: itself, where
    nothing reads them, or where they are too few to make a text of what else is a number, a time or a truth; else a
    better guess."""
    better = guess.with_values(examples)
    strays = better.type != guess.type and 0 < found.unread <= UNREAD * found.present
    return found if better == guess or strays else better


def _are_clean(words: tuple[str, ...], missing: frozenset[str], reader: Reader) -> bool:
    """Whether cleaning leaves all words as they are."""
    if missing & set(words):
        return False
    if all(word.isascii() and word == word.strip(" ") for word in words):
        return True
    listed = ", ".join(f"({literal(word)})" for word in words)
    asked = (
        f"SELECT count(*) FROM (VALUES {listed}) AS t(word) WHERE {clean_text('word', missing)} IS DISTINCT FROM word"
    )
    return not reader.row(asked)[0]


def counted(guess: Guess, answer: dict[str, Any], present: int) -> ColumnProfile | Guess:
    """What the counts over a whole column say of a guess that it holds truths, numbers or times; or a better guess."""
    if guess.type == "boolean":
        return ColumnProfile(guess, "boolean", present, unread=present - int(answer["read"] or 0))
    if guess.type == "number":
        return _numbers(guess, answer, present)
    day, month = int(answer["day"]), int(answer["month"])
    found = ColumnProfile(guess, "time", present, unread=present - max(day, month), day_first=day, month_first=month)
    return spanned(found, answer)


def _numbers(guess: Guess, answer: dict[str, Any], present: int) -> ColumnProfile | Guess:
    """Padded numbers and very long ones are names. Points that come late ask for all ways of writing again."""
    common = in_common(answer)
    longest = max(abs(common.least), abs(common.most))
    if not guess.must and (answer["zeros"] or longest >= _LONGEST):
        return replace(guess, may=guess.may - {"number"})
    points = guess.signs or bool(answer["points"])  # where signs were seen and points are tried alone, they are points
    if points and not guess.signs and len(guess.ways) > 1:
        return replace(guess, signs=True)
    most = max(int(answer[way]) for way in guess.tried)
    fitting = frozenset(way for way in guess.tried if int(answer[way]) == most)
    if guess.tried == ("point",) and not points:
        fitting = guess.ways  # whole numbers are written alike in every way
    return ColumnProfile(guess, "number", present, unread=present - most, ways=fitting, numbers=common)


def in_common(answer: dict[str, Any]) -> Numbers:
    """What the counts over a column of numbers say of all of them."""
    fractions, distinct, fives = (int(answer.get(key) or 0) for key in ("fractions", "distinct", "fives"))
    return Numbers(fractions, float(answer.get("least") or 0), float(answer.get("most") or 0), distinct, fives)


def spanned(found: ColumnProfile, answer: dict[str, Any]) -> ColumnProfile:
    """The profile of a column of times with its midnights and its span."""
    midnights, low, high = (int(answer.get(key) or 0) for key in ("midnight", "low", "high"))
    return replace(found, midnights=midnights, low_us=low, high_us=high)


def _unread(guess: Guess, found: ColumnProfile, raw: RawTable, reader: Reader) -> tuple[list[str], int]:
    """An example of each way in which unread values are written; and their number, missing ones aside."""
    text = text_sql(guess.column, guess.native)
    if guess.type == "time":
        kind = as_kind(guess, found.day_first >= found.month_first)
        unread = f"coalesce({utc_sql(guess.column, kind)}, {local_sql(guess.column, kind)}) IS NULL"
    elif guess.type == "number":
        unread = f"{number_sql(text, min(found.ways))} IS NULL"
    else:
        unread = f"lower({text}) NOT IN ('true', 'false')"
    missing = ", ".join(literal(word) for word in sorted(MISSING))
    rows = reader.rows(
        f"SELECT min({text}), count(*) FROM {raw.relation} WHERE {text} IS NOT NULL AND lower({text}) NOT IN"
        f" ({missing}) AND {unread} GROUP BY {time_shape(text)} ORDER BY 1 LIMIT {_SHAPES}"
    )
    return [row[0] for row in rows], sum(int(row[1]) for row in rows)
