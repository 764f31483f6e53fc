"""Raw data sets of the server's own without the customer's rows: they are written anew, as Parquet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analyzer.engine.reader import Reader, ReadError, literal, open_reader, to_parquet
from analyzer.erasure.subject import DataSubject, ErasureOutcome
from analyzer.errors import InputError
from analyzer.ingest.columns.roles import ALIASES, SIGNAL_ALIASES, detect, plain
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.reading import read_source
from analyzer.settings import Settings, data_set_of, data_set_path, read_inputs, write_inputs
from analyzer.settings.writing import put_whole

META = "meta.json"
COMMENT = "comment"


@dataclass(frozen=True)
class RawSet:
    """A data set: its folder, what its meta.json says, and which columns name customers, cases and comments."""

    folder: Path
    about: dict[str, Any]
    mapped: dict[str, str]  # role → column, where the project says so

    @property
    def file(self) -> Path:
        return self.folder / str(self.about["file"])


def raw_sets(settings: Settings) -> Iterator[RawSet]:
    """The data sets of a project that are whole."""
    chosen = read_inputs(settings)
    sources = [*((chosen.log,) if chosen.log else ()), *(chosen.signals or ())]
    columns = {data_set_of(source.path): source.columns for source in sources}
    for meta in sorted((settings.home / "datasets").glob(f"*/{META}")):
        about = json.loads(meta.read_text(encoding="utf-8"))
        if (meta.parent / str(about.get("file"))).is_file():
            yield RawSet(meta.parent, about, dict(columns.get(meta.parent.name) or {}))


def known_from_raw(raw_set: RawSet, scratch: Path, subject: DataSubject) -> DataSubject:
    """The subject with the cases and comments that a data set's rows know of the customer. Raises InputError or
    ReadError where it cannot be read."""
    with open_reader(scratch) as reader:
        raw = read_source([_given(raw_set)], reader)
        for column in _columns(raw, raw_set, ("case_id",)):
            found = reader.rows(
                f"SELECT DISTINCT {_text(raw, column)} FROM {raw.relation} WHERE {_by_customer(raw, raw_set, subject)}"
            )
            subject = subject.with_more(cases=(str(row[0]) for row in found if row[0]))
        for column in _columns(raw, raw_set, (COMMENT,)):
            found = reader.rows(
                f"SELECT DISTINCT {_text(raw, column)} FROM {raw.relation} WHERE {_mine(raw, raw_set, subject)}"
            )
            subject = subject.with_more(comments=(str(row[0]) for row in found if row[0]))
    return subject


def forget_in_raw(
    settings: Settings, raw_set: RawSet, scratch: Path, subject: DataSubject, outcome: ErasureOutcome, write: bool
) -> None:
    """Take the customer's rows out of a data set. Raises InputError or ReadError where it cannot be read."""
    with open_reader(scratch) as reader:
        raw = read_source([_given(raw_set)], reader)
        mine = _mine(raw, raw_set, subject)
        rows = int(reader.row(f"SELECT count(*) FROM {raw.relation} WHERE {mine}")[0])
        if not rows:
            return
        outcome.rows += rows
        outcome.data_sets += 1
        if write:
            new = raw_set.folder / f"{raw_set.file.name.split('.')[0]}-{reader.number()}.parquet"
            _put(reader, raw, mine, new)
            _take_its_place(settings, raw_set, new)


def _put(reader: Reader, raw: RawTable, mine: str, new: Path) -> None:
    """The other rows, in their order, under the names that the file gave its columns."""
    part = new.with_name(f".{new.name}.part")
    listed = ", ".join(f"{raw.column(name)} AS " + '"' + name.replace('"', '""') + '"' for name in raw.names)
    rows = f"SELECT {listed} FROM {raw.numbered} WHERE NOT ({mine}) ORDER BY row"
    reader.run(f"COPY ({rows}) {to_parquet(part, len(raw.names))}")
    part.replace(new)


def _take_its_place(settings: Settings, raw_set: RawSet, new: Path) -> None:
    """Let the choice of inputs and the data set name the new file, then take the old one away."""
    old, identity = raw_set.file, raw_set.folder.name
    before, after = data_set_path(identity, old.name), data_set_path(identity, new.name)
    chosen = read_inputs(settings)
    if chosen.log is not None and chosen.log.path == before:
        chosen = replace(chosen, log=replace(chosen.log, path=after))
    if chosen.signals:
        chosen = replace(
            chosen,
            signals=tuple(replace(one, path=after) if one.path == before else one for one in chosen.signals),
        )
    if chosen.is_any:
        write_inputs(settings, chosen)
    with new.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    about = {**raw_set.about, "file": new.name, "size": new.stat().st_size, "sha256": digest}
    put_whole(raw_set.folder / META, json.dumps(about, ensure_ascii=False, indent=2) + "\n")
    old.unlink()


def _given(raw_set: RawSet) -> GivenFile:
    return GivenFile(raw_set.file, str(raw_set.about.get("name") or raw_set.file.name), InputError)


def _columns(raw: RawTable, raw_set: RawSet, roles: tuple[str, ...]) -> list[str]:
    """The columns that play one of these roles: as the project says, and under any name that a log or signals know."""
    found = [column for role, column in raw_set.mapped.items() if role in roles]
    for aliases in (ALIASES, SIGNAL_ALIASES):
        found += [column for role, column in detect(raw.names, aliases, {}).items() if role in roles]
    known = {plain(column) for column in found}
    return [name for name in raw.names if plain(name) in known]


def _text(raw: RawTable, column: str) -> str:
    return f"trim({text_sql(raw.column(column), raw.type_of(column))})"


def _by_customer(raw: RawTable, raw_set: RawSet, subject: DataSubject) -> str:
    """SQL: whether a row names the customer."""
    tests = [
        f"coalesce({_text(raw, column)} = {literal(subject.customer)}, false)"
        for column in _columns(raw, raw_set, ("customer_id",))
    ]
    return f"({' OR '.join(tests)})" if tests else "false"


def _mine(raw: RawTable, raw_set: RawSet, subject: DataSubject) -> str:
    """SQL: whether a row is the customer's: it names them, or one of their cases."""
    tests = [_by_customer(raw, raw_set, subject)]
    if subject.cases:
        listed = ", ".join(literal(case) for case in sorted(subject.cases))
        tests += [
            f"coalesce({_text(raw, column)} IN ({listed}), false)" for column in _columns(raw, raw_set, ("case_id",))
        ]
    return f"({' OR '.join(tests)})"


__all__ = ["RawSet", "ReadError", "forget_in_raw", "known_from_raw", "raw_sets"]
