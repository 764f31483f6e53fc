"""Traits as numbers: each text that a trait is made of has a number, so that traits are grouped and joined quickly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.engine import Engine, Table, Value, ibis

TEXTS = ("type", "first", "second")
SMALL_NUMBER = "int32"
WHOLE_CASE = -1  # a trait of no stage; as `visit_no`: of the case, whichever of its visits is looked at


@dataclass(frozen=True)
class Words:
    """`known`: the texts whose numbers are known beforehand; activities come first, in their order. `table`: all of
    them and those of the data (word, code)."""

    known: Mapping[str, int]
    table: Table

    def numbered(self, rows: Table, column: str) -> Table:
        """The rows whose column has a text, with its number in place of the text."""
        joined = rows.join(self.table, rows[column] == self.table.word)
        return joined.mutate(**{column: joined.code}).drop("word", "code")

    def code(self, text: Value | str) -> Value:
        """A text that is known beforehand as its number; a column of numbers as it is."""
        number = text if isinstance(text, Value) else ibis.literal(self.known[text])
        return number.cast(SMALL_NUMBER)

    def written(self, rows: Table) -> Table:
        """Traits with their texts."""
        for name in TEXTS:
            words = self.table.select(**{name: "code", f"{name}_word": "word"})
            rows = rows.join(words, name)
        texts = {name: rows[f"{name}_word"] for name in TEXTS}
        return rows.mutate(**texts).drop(*(f"{name}_word" for name in TEXTS))


@dataclass(frozen=True)
class Traits:
    """Traits of cases: the table `traits` (tables/traits.py), and the words whose numbers it holds."""

    rows: Table
    words: Words

    @property
    def written(self) -> Table:
        """The rows with texts in place of the numbers."""
        return self.words.written(self.rows)

    def naming(self, names: Iterable[str]) -> Traits:
        """Those whose `first` is one of some texts."""
        named = self.words.table.filter(self.words.table.word.isin(sorted(names)))
        return Traits(self.rows.semi_join(named, self.rows["first"] == named.code), self.words)


def number_words(
    engine: Engine, activities: Sequence[str], names: Iterable[str], data: Iterable[tuple[Table, str]]
) -> Words:
    """Number the activities of the log, further names, and the texts in columns of tables."""
    import pandas as pd

    known = {text: number for number, text in enumerate(dict.fromkeys([*activities, *sorted(names)]))}
    types = {"word": "string", "code": "int64"}
    table = engine.take(pd.DataFrame(list(known.items()), columns=list(types)), "known_words", types)
    columns = [rows.select(word=rows[column]) for rows, column in data]
    if columns:
        more = (ibis.union(*columns) if columns[1:] else columns[0]).distinct()
        more = more.filter(more.word.notnull()).anti_join(table, "word")
        number = ibis.row_number().over(ibis.window(order_by="word")) + len(known)
        table = engine.keep(table.union(more.select("word", code=number.cast("int64"))), "words")
    return Words(known, table)


def trait_row(
    words: Words,
    table: Table,
    kind: str,
    first: Value | str = "",
    second: Value | str = "",
    number: Value | float = -1.0,
    stage_no: Value | int = WHOLE_CASE,
    visit_no: Value | int = WHOLE_CASE,
) -> Table:
    """A table of traits of one kind. `first` and `second`: a text that is known beforehand, or a column of numbers."""

    def cast(value: Value | float, to: str) -> Value:
        return (value if isinstance(value, Value) else ibis.literal(value)).cast(to)

    return table.select(
        "case_id",
        visit_no=cast(visit_no, SMALL_NUMBER),
        type=words.code(kind),
        first=words.code(first),
        second=words.code(second),
        number=cast(number, "float64"),
        stage_no=cast(stage_no, SMALL_NUMBER),
    )
