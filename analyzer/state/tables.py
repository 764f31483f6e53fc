"""What of a judging is kept between nights, and read back as if it had just been judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, KeptSums, Table, ibis
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.inside_out.variants import sequences
from analyzer.judging import Given, Judged
from analyzer.mismatches import Traits
from analyzer.mismatches.trait_words import PLACES, Words
from analyzer.mismatches.traits import make_amounts
from analyzer.outside_in import Placed, counted_places
from analyzer.state.layers import GONE, LayeredTables
from analyzer.state.manifest import Layers, NightState
from analyzer.tables.log import Log
from analyzer.tables.ruler import Ruler

LOG = ("events", "cases")
JUDGED = ("rated", "heard", "traits")
LINKED, WORDS, PLACED, SIGNALS = "linked.parquet", "words.parquet", "placed.parquet", "signals.parquet"
MOVING = "moving.parquet"
ONE_BY_ONE = (  # columns of rated visits that are shown of one visit or lead to its verdicts: no sum is made of them
    "entries", "events", "wait_s", "duration_s", "active_s", "left", "deadline_at", "promised_at", "asked",
)  # fmt: skip
ROOM = 4_000  # texts of traits, beside as many as there are, for which their numbers leave room
SEQUENCE = ("signs", "took_s")  # columns of the cases beside those of the log's case table


class KeptJudged(Judged):
    """A judging whose visits, traits and placed signals are read back; events are staged anew."""

    def __init__(
        self,
        engine: Engine,
        given: Given,
        ruler: Ruler,
        tables: Mapping[str, Table],
        words: Words,
        numbers: Mapping[int, float],
        placed: Placed,
    ) -> None:
        super().__init__(engine, given, ruler)
        self._tables, self._words, self._numbers, self._placed = tables, words, numbers, placed

    @property
    def visits(self) -> Table:
        return self._tables["rated"]

    @property
    def judged(self) -> Table:
        return self._tables["rated"]

    @property
    def rated(self) -> Table:
        return self._tables["rated"]

    @property
    def placed(self) -> Placed:
        return self._placed

    @property
    def heard(self) -> Table:
        return self._tables["heard"]

    @property
    def traits(self) -> Traits:
        def made() -> Traits:
            log = self._given.log
            amounts = make_amounts(self._engine, self.heard, self.staged, log, self._ruler)
            return Traits(self._tables["traits"], self._words, self._numbers, amounts)

        return self._engine.once("traits as they were kept", made)


class RoomyJudged(Judged):
    """A judging of everything whose traits have the numbers in which they are kept."""

    @property
    def traits(self) -> Traits:
        made = super().traits
        return self._engine.once("traits with room", lambda: with_room(made))


@dataclass(frozen=True)
class CaseTables:
    """What is added up of some cases: their events, also with their stage, themselves, their rated visits, those whose
    customers were heard, and the traits of these."""

    events: Table
    staged: Table
    cases: Table
    rated: Table
    heard: Table
    traits: Table


@dataclass(frozen=True)
class ChangedCases:
    """The cases that have changed (`named`: case_id), as they were and as they are."""

    named: Table
    then: CaseTables
    now: CaseTables


def follow(sums: KeptSums, given: Given, judged: Judged, changed: ChangedCases | None = None) -> None:
    """Have sums of all cases kept; of those that have `changed` alone they are made anew, where these are known."""
    log, traits = given.log, judged.traits.rows
    every = CaseTables(log.events, judged.staged, log.cases, judged.rated, judged.heard, traits)
    sums.cases = None if changed is None else changed.named
    for field in fields(CaseTables):
        pair = None if changed is None else (getattr(changed.then, field.name), getattr(changed.now, field.name))
        sums.follow(getattr(every, field.name), pair)


def tables_of(judged: Judged, traits: Traits) -> dict[str, Table]:
    """What is kept of a judging; `traits`: in the numbers in which they are kept."""
    return {"rated": judged.rated, "heard": judged.heard, "traits": traits.rows}


def with_room(traits: Traits) -> Traits:
    """The same traits in numbers that leave room for as many texts again, and some thousands."""
    words = traits.words
    wider = Words({}, words.table, words.size * 2 + ROOM, words.stages)
    rows = traits.rows.mutate(trait=_numbered(_parts(traits.rows.trait, words), wider).cast("int64"))
    return Traits(rows, wider, _thresholds(traits, wider, {}), traits.amounts)


def in_words(engine: Engine, traits: Traits, words: Words) -> Traits:
    """Traits in the numbers of other words; these have the texts that they lacked as well.

    Raises NotAsBeforeError where there is no room for them.
    """
    own = traits.words.table
    more = own.anti_join(words.table, "word").select("word")
    last = int(engine.rows(words.table.aggregate(last=words.table.code.max()))[0]["last"] or 0)
    number = ibis.row_number().over(ibis.window(order_by="word")) + (last + 1)
    table = engine.keep(words.table.union(more.select("word", code=number.cast("int64"))), "kept_words")
    size = int(engine.rows(table.aggregate(n=table.count()))[0]["n"])
    if size > words.size:
        raise NotAsBeforeError("there are many more different texts than before")
    wider = replace(words, table=table)
    moved = engine.keep(own.select("word", own="code").join(table, "word").select("own", "code"), "moved_words")
    rows = traits.rows
    rows = rows.mutate(**{f"part_{name}": part for name, part in _parts(rows.trait, traits.words).items()})
    for name in ("first", "second"):
        codes = moved.select(**{f"own_{name}": "own", f"new_{name}": "code"})
        rows = rows.join(codes, rows[f"part_{name}"] == codes[f"own_{name}"])
    parts = {name: rows[f"part_{name}"] for name in ("type", "place", "stage")}
    parts |= {name: rows[f"new_{name}"] for name in ("first", "second")}
    known = _codes(engine, traits, moved)
    return Traits(
        rows.mutate(trait=_numbered(parts, wider).cast("int64")).select(*traits.rows.columns),
        wider,
        _thresholds(traits, wider, known),
        traits.amounts,
    )


def _parts(trait: Any, words: Words) -> dict[str, Any]:
    """The parts of a trait's number, as `Words.parts` has them; `stage` is one more than the stage's."""
    named, texts = trait // (words.stages + 1), trait // words.second
    return {
        "type": texts // words.size // words.size,
        "first": texts // words.size % words.size,
        "second": texts % words.size,
        "place": named % PLACES,
        "stage": trait % (words.stages + 1),
    }


def _numbered(parts: Mapping[str, Any], words: Words) -> Any:
    texts = (parts["type"] * words.size + parts["first"]) * words.size + parts["second"]
    return texts * words.second + parts["place"] * (words.stages + 1) + parts["stage"]


def _thresholds(traits: Traits, words: Words, codes: Mapping[int, int]) -> dict[int, float]:
    """The thresholds of traits, by their numbers in other words; `codes`: the codes that texts have there."""
    found = {}
    for trait, number in traits.numbers.items():
        parts = _parts(trait, traits.words)
        found[_numbered({**parts, **{n: codes.get(parts[n], parts[n]) for n in ("first", "second")}}, words)] = number
    return found


def _codes(engine: Engine, traits: Traits, moved: Table) -> dict[int, int]:
    """Of the texts of traits that have a threshold: own code → code among the kept words."""
    import pandas as pd

    parts = [_parts(trait, traits.words) for trait in traits.numbers]
    held = sorted({part[name] for part in parts for name in ("first", "second")})
    asked = engine.take(pd.DataFrame({"own": held}), "codes_asked", {"own": "int64"})
    return {int(row["own"]): int(row["code"]) for row in engine.rows(moved.semi_join(asked, "own"))}


def with_sequences(engine: Engine, log: Log, cases: Table, signs: Sequence[str]) -> Table:
    """The cases of a log with their sequences of activities, a sign for each in the order of `signs`."""
    return cases.join(sequences(engine, replace(log, activities=tuple(signs))), "case_id")


def placed_now(engine: Engine, before: Table, linked: Table, changed: Table, anew: Table | None, same: bool) -> Placed:
    """The placed signals of all cases: of those that have changed (`changed`: case_id) as they are placed now (`anew`,
    None where there is none), of the others as they were kept, `before`.

    `linked`: the signals that belong to a case. Their numbers may be others than before, but in a case that has not
    changed they stand in the same order; `same`: all numbers are the same.
    """
    kept = before
    if anew is not None:
        kept = kept.anti_join(changed, "case_id")
    if not same:
        places = ibis.window(group_by="case_id", order_by="signal")
        numbers = linked.select("case_id", "signal").mutate(place=ibis.row_number().over(places))
        numbers = numbers.select("case_id", "place", number="signal")
        kept = kept.mutate(place=ibis.row_number().over(places)).join(numbers, ["case_id", "place"])
        kept = kept.mutate(signal=kept.number).drop("number", "place")
    if anew is not None:
        kept = kept.select(*anew.columns).cast(anew.schema()).union(anew)
    return counted_places(engine, engine.keep(kept, "placed"))


def write_beside(
    engine: Engine, folder: Path, name: str, given: Given, placed: Table, words: Table, moving: Table
) -> str:
    """Write what is replaced whole: the signals, those that belong to a case, also with their stage; the words of
    traits; the cases that a later night has to judge anew (`cases_in_motion`)."""
    (folder / name).mkdir()
    engine.write(given.signals.table, folder / name / SIGNALS)
    engine.write(given.linked, folder / name / LINKED)
    engine.write(placed.order_by("case_id", "at", "signal"), folder / name / PLACED)
    engine.write(words, folder / name / WORDS)
    engine.write(moving, folder / name / MOVING)
    return name


def added_up(name: str, table: Table) -> Table:
    """One of the tables `JUDGED` as it was kept, with the columns that sums are made of."""
    return table.drop(*ONE_BY_ONE) if name == "rated" else table


def files_of(folder: Path, state: NightState) -> dict[str, Path]:
    """The files of a run's tables (`slices.link_tables`) among those of a state."""
    found = {PLACED: folder / state.beside / PLACED}
    for layers, names in ((state.events, LOG), (state.judged, ("rated",))):
        for name in names:
            found[f"{name}.parquet"] = folder / layers.lower / f"{name}.parquet"
            if layers.upper is not None:
                found[f"upper-{name}.parquet"] = folder / layers.upper / f"{name}.parquet"
                found[f"gone-{name}.parquet"] = folder / layers.upper / f"{GONE}.parquet"
    return found


def layers_of(tables: LayeredTables) -> Layers:
    """As the list of files names them."""
    return Layers(tables.lower, tables.upper, tables.rows)


def layered(folder: Path, names: tuple[str, ...], layers: Layers) -> LayeredTables:
    """As they are read."""
    return LayeredTables(folder, names, layers.lower, layers.upper, layers.rows)
