"""Traits as numbers: each text that a trait is made of has a number, and each trait is one number made of these, so
that millions of them are kept, grouped and joined in little room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.engine import Engine, Table, Value, ibis

if TYPE_CHECKING:
    from analyzer.mismatches.amounts import Amounts

SMALL_NUMBER = "int32"
WHOLE_CASE = -1  # a trait of no stage; as `visit_no`: of the case, whichever of its visits is looked at
NO_NUMBER = -1.0  # of a trait without a threshold
PLACES = 16  # thresholds that one reading, wait or duration may have
AT_ONCE = 16  # tables that are asked for texts in one question: more at once need memory each
WHO = ("resource", "team", "system", "partner")
LEAST = {"repeat": (2, 3), "handovers": (1, 2, 3, 5)}  # how often at least; the same for all activities and stages
TYPES = (
    "activity", "repeat", "path", "wait over", "wait under", *WHO, "returns", "handovers",
    "duration over", "duration under", "attribute =", "attribute >=", "attribute <",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The texts of traits and their numbers.

    `known`: the texts whose numbers are known beforehand; activities come first, in their order. `table`: all of them
    and those of the data (word, code), `size` how many. `stages`: those of the journey.

    A trait is the number ((((type · size + first) · size + second) · 16 + place) · (stages + 1)) + stage_no + 1:
    `first` and `second` numbers of texts, `place` that of its threshold among those of the same reading.
    """

    known: Mapping[str, int]
    table: Table
    size: int
    stages: int

    def numbered(self, rows: Table, column: str) -> Table:
        """The rows whose column has a text, with its number in place of the text."""
        joined = rows.join(self.table, rows[column] == self.table.word)
        return joined.mutate(**{column: joined.code}).drop("word", "code")

    def number(
        self,
        type_: str,
        first: str | int | Value = "",
        second: str | int | Value = "",
        place: int = 0,
        stage_no: int | Value = WHOLE_CASE,
    ) -> Any:
        """The number of a trait: a column where any of its parts is one. `first` and `second`: texts that are known
        beforehand, or numbers of texts."""
        found: Any = TYPES.index(type_) * self.size * self.first + place * (self.stages + 1) + 1
        for part, worth in ((first, self.first), (second, self.second), (stage_no, 1)):
            code = self.known[part] if isinstance(part, str) else part
            found = found + (code.cast("int64") if isinstance(code, Value) else code) * worth
        return found

    @property
    def first(self) -> int:
        """What one more in `first` adds to a trait's number."""
        return self.size * self.second

    @property
    def second(self) -> int:
        """What one more in `second` adds to a trait's number."""
        return PLACES * (self.stages + 1)

    def parts(self, traits: Any) -> dict[str, Any]:
        """The parts of traits' numbers (an array): type, first, second, place, stage_no."""
        named, stage = divmod(traits, self.stages + 1)
        texts, place = divmod(named, PLACES)
        texts, second = divmod(texts, self.size)
        type_, first = divmod(texts, self.size)
        return {"type": type_, "first": first, "second": second, "place": place, "stage_no": stage - 1}


@dataclass(frozen=True)
class Traits:
    """Traits of cases: the table `traits` (tables/traits.py), the words whose numbers it holds, the threshold of each
    trait that the ruler has one for, and the amounts behind those that are waits, durations or numbers."""

    rows: Table
    words: Words
    numbers: Mapping[int, float]
    amounts: Amounts

    def naming(self, rows: Table, names: Iterable[str]) -> Table:
        """The rows whose `trait` has one of some texts as its first."""
        words = self.words
        named = words.table.filter(words.table.word.isin(sorted(names)))
        return rows.semi_join(named, (rows.trait // words.first) % words.size == named.code)

    def written(self, engine: Engine, counted: Table) -> Any:
        """A small table with a column `trait` as a frame, with what each trait is: type, first, second (texts), number
        and stage_no."""
        import numpy as np
        import pandas as pd

        frame = engine.frame(counted)
        parts = self.words.parts(frame["trait"].to_numpy(np.int64))
        codes = np.unique(np.concatenate([parts["first"], parts["second"]]))
        held = engine.take(pd.DataFrame({"code": codes}), "codes_held", {"code": "int64"})
        texts = engine.frame(self.words.table.semi_join(held, "code")).set_index("code")["word"]
        for name in ("first", "second"):
            frame[name] = texts.loc[parts[name]].to_numpy()
        frame["type"] = [TYPES[no] for no in parts["type"]]
        frame["number"] = [
            float(LEAST[type_][place]) if type_ in LEAST else self.numbers.get(int(trait), NO_NUMBER)
            for trait, type_, place in zip(frame["trait"], frame["type"], parts["place"], strict=True)
        ]
        return frame.assign(stage_no=parts["stage_no"])


def number_words(
    engine: Engine, activities: Sequence[str], names: Iterable[str], data: Sequence[tuple[Table, str]], stages: int
) -> Words:
    """Number the activities of the log, further names, and the texts in columns of tables.

    Raises OverflowError where so many different texts are held that a trait is no number of 63 bits any more (from
    some ten million texts on).
    """
    import pandas as pd

    known = {text: number for number, text in enumerate(dict.fromkeys([*activities, *sorted(names)]))}
    types = {"word": "string", "code": "int64"}
    table, size = engine.take(pd.DataFrame(list(known.items()), columns=list(types)), "known_words", types), len(known)
    columns = [rows.select(word=rows[column]).distinct() for rows, column in data]
    if columns:
        parts = [united(columns[i : i + AT_ONCE]).distinct() for i in range(0, len(columns), AT_ONCE)]
        more = (engine.gather(parts, "texts_held") if parts[1:] else parts[0]).distinct()
        more = more.filter(more.word.notnull()).anti_join(table, "word")
        number = ibis.row_number().over(ibis.window(order_by="word")) + len(known)
        table = engine.keep(table.union(more.select("word", code=number.cast("int64"))), "words")
        size = int(engine.frame(table.aggregate(n=table.count()))["n"].iloc[0])
    words = Words(known, table, size, stages)
    if len(TYPES) * words.size * words.first >= 2**63:
        raise OverflowError(f"{size:,} different texts in the attributes of cases are too many to be numbered")
    return words


def united(tables: Sequence[Table]) -> Table:
    """Tables of the same columns as one."""
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


def trait_rows(table: Table, trait: Value | int, visit_no: Value | int = WHOLE_CASE) -> Table:
    """A table of traits from one of cases: `trait` their number."""
    parts = {"visit_no": (visit_no, "int16"), "trait": (trait, "int64")}
    typed = {n: (v if isinstance(v, Value) else ibis.literal(v)).cast(to) for n, (v, to) in parts.items()}
    return table.select("case_id", **typed)
