"""Save what people may change of a project file through the web: how its columns are read, and its notes.

Paths, addresses and deliveries stay as they are on disk: what is saved is read again and compared before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analyzer.errors import SettingsError
from analyzer.settings.model import LogSource, Settings, SignalSource
from analyzer.settings.project import load_project
from analyzer.settings.writing import replace_file
from analyzer.settings.yaml_edit import in_line, parse_keeping, text_of, update, written

MOST_NOTES = 10_000  # letters


@dataclass(frozen=True)
class ColumnMapping:
    """How the columns of a source are read: role → column, and what the file leaves open."""

    columns: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal: str | None = None  # of a log
    kind: str | None = None  # of signals that have no column for it
    stamps: dict[str, str] = field(default_factory=dict)  # of a log with one row a case: activity → column of times
    about: str | None = None  # the stage that signals ask about; `journey` for the whole
    case: str | None = None  # of an object-centric log: the object type that is the case
    others: tuple[str, ...] = ()  # and further types whose events count in it


def mapped(source: LogSource | SignalSource, mapping: ColumnMapping) -> Any:
    """A source read as the mapping says."""
    if isinstance(source, SignalSource):
        own = replace(source, columns=dict(mapping.columns), day_first=mapping.day_first)
        return replace(own, kind=mapping.kind, about=mapping.about)
    log = replace(source, columns=dict(mapping.columns), day_first=mapping.day_first)
    log = replace(log, case=mapping.case, others=tuple(mapping.others))
    return replace(log, decimal=mapping.decimal, stamps=dict(mapping.stamps))


def mapping_of(source: LogSource | SignalSource) -> ColumnMapping:
    """How a source is read."""
    if isinstance(source, SignalSource):
        return ColumnMapping(dict(source.columns), source.day_first, None, source.kind, about=source.about)
    own = ColumnMapping(dict(source.columns), source.day_first, source.decimal, stamps=dict(source.stamps))
    return replace(own, case=source.case, others=source.others)


def save_mapping(project: Path, of: int | None, mapping: ColumnMapping, seen: str | None = None) -> str:
    """Save how the log (`of` None) or a source of signals (its number, from 0) is read; gives the file's new digest.

    Raises SettingsError where the file has changed since it was `seen`, or would not be a project file any more.
    """
    _refuse_environment(*mapping.columns.values(), *mapping.stamps, *mapping.stamps.values(), mapping.about or "")
    _refuse_environment(mapping.case or "", *mapping.others)
    old = load_project(project)
    if of is None:
        wanted = replace(old, log=mapped(old.log, mapping))
    else:
        sources = list(old.signals)
        sources[of] = mapped(sources[of], mapping)
        wanted = replace(old, signals=tuple(sources))
    return _save(project, lambda top: _put_mapping(top, of, mapping), wanted, seen)


def save_notes(project: Path, notes: str, seen: str | None = None) -> str:
    """Save the project's notes, or take them out where they are empty; gives the file's new digest."""
    text = notes.strip()
    _refuse_environment(text)
    if len(text) > MOST_NOTES:
        raise SettingsError(
            expected=f"notes of at most {MOST_NOTES:,} letters",
            found=f"{len(text):,}",
            where="the notes",
            do="shorten them, or keep the long text elsewhere and name its place here",
        )

    def put(top: Any) -> None:
        if text:
            top["notes"] = text
        else:
            top.pop("notes", None)

    return _save(project, put, replace(load_project(project), notes=text or None), seen)


def _save(project: Path, put: Any, wanted: Settings, seen: str | None) -> str:
    text = text_of(project)
    try:
        tree = parse_keeping(project)
        put(tree)
    except ValueError as reason:
        raise _cannot(project, str(reason)) from None

    def check(new: Path) -> None:
        found = load_project(new)
        if replace(found, project=wanted.project, secrets=wanted.secrets) != wanted:
            raise _cannot(project, "saving would change more than that")

    return replace_file(project, written(tree, text), check, seen)


def _put_mapping(top: Any, of: int | None, mapping: ColumnMapping) -> None:
    if of is None:
        if isinstance(top["log"], list):
            top["log"][0] = _source(top["log"][0], mapping, log=True)
        else:
            top["log"] = _source(top["log"], mapping, log=True)
    elif isinstance(top["signals"], list):
        files = [no for no, one in enumerate(top["signals"]) if not (isinstance(one, dict) and "behaviour" in one)]
        top["signals"][files[of]] = _source(top["signals"][files[of]], mapping, log=False)
    else:
        top["signals"] = _source(top["signals"], mapping, log=False)


def _source(node: Any, mapping: ColumnMapping, log: bool) -> Any:
    node = node if isinstance(node, dict) else in_line({"path": node})
    given: dict[str, Any] = {"columns": mapping.columns or None, "day_first": mapping.day_first}
    given |= (
        {
            "decimal": mapping.decimal,
            "stamps": mapping.stamps or None,
            "case": mapping.case,
            "with": list(mapping.others) or None,
        }
        if log
        else {"kind": mapping.kind, "about": mapping.about}
    )
    content = {key: value for key, value in node.items() if key not in given}
    return update(node, content | {key: value for key, value in given.items() if value is not None})


def _refuse_environment(*texts: str) -> None:
    """Whoever edits through the web must not learn what the server's environment holds."""
    for text in texts:
        if "${" in text:
            raise SettingsError(
                expected="a text without ${…}, which would take a variable of the server's environment",
                found=text[:80],
                where="the text to be saved",
                do="write it otherwise, or edit the project file on disk",
            )


def _cannot(project: Path, found: str) -> SettingsError:
    return SettingsError(
        expected="a project file in which only this can be changed",
        found=found,
        where=str(project),
        do="change it on disk, in an editor",
    )
