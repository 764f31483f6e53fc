"""`analyzer init`: a project and a journey drafted from a log, ready to be analysed and to be corrected."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from analyzer.cli.align import SpreadCommand, with_objects
from analyzer.cli.outputs import check_folder, put_files
from analyzer.cli.printing import say
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.settings import Settings, check_files, from_arguments, load_project
from analyzer.settings.arguments import parse_columns
from analyzer.settings.model import SIGNAL_ROLES
from analyzer.tables.objects import ObjectType

FILES = ("project.yaml", "journey.yaml")


@click.command(cls=SpreadCommand)
@click.argument("folder", metavar="DIR")
@click.option(
    "--log",
    metavar="LOG",
    required=True,
    help="The event log: csv, tsv, parquet or xes, each also gz, xlsx, or an OCEL (sqlite,"
    " xmlocel, jsonocel); a glob too. A table with one row a case and"
    " a column of times an activity is recognised.",
)
@click.option(
    "--case",
    metavar="TYPE",
    help="Of an object-centric log (OCEL): the type that is the case (default: a proposed one).",
)
@click.option(
    "--with", "others", metavar="TYPE", multiple=True, help="Further object types whose events count in their cases."
)
@click.option("--sheet", metavar="SHEET", help="The sheet of an xlsx log (default: its first).")
@click.option("--signals", metavar="SIGNALS", multiple=True, help="What customers said. Several may follow.")
@click.option("--columns", metavar="role=column,…", multiple=True, help="Which column plays which role.")
@click.option(
    "--signal-columns",
    metavar="role=column,…",
    multiple=True,
    help="The same for the signals, where they need others; --columns is then for the log alone.",
)
@click.option("--timezone", metavar="ZONE", default="UTC", help="The zone of times that name none (default: UTC).")
@click.option("--day-first", "day_first", flag_value="day", help="Read 03/04/2026 as 3 April.")
@click.option("--month-first", "month_first", flag_value="month", help="Read 03/04/2026 as March 4.")
@click.pass_obj
def init(session: Session, folder: str, log: str, signals: tuple[str, ...], **given: Any) -> None:
    """Draft project.yaml and journey.yaml in DIR, with suggested stages."""
    from analyzer.words.language import plural

    out = Path(folder)
    _refuse_existing(out)
    if given["day_first"] and given["month_first"]:
        raise _wrong("one order of day and month", "--day-first and --month-first", "keep one of the two")
    day_first = True if given["day_first"] else False if given["month_first"] else None
    settings = from_arguments(log, log, signals, given["columns"], given["timezone"], day_first)
    if given["signal_columns"]:
        settings = _with_signal_columns(settings, given["signal_columns"])
    settings = session.settings = replace(settings, name=_title(out), log=replace(settings.log, sheet=given["sheet"]))
    settings = session.settings = with_objects(settings, given["case"], given["others"], "analyzer init")
    check_files(settings)
    settings, types = _with_case(settings)
    settings = session.settings = _with_stamps(settings)
    check_folder(out)
    texts, stages, rest = _drafted(settings, out, log, signals)

    def write(scratch: Path) -> None:
        for name, text in zip(FILES, texts, strict=True):
            (scratch / name).write_text(text, encoding="utf-8")
        load_project(scratch)  # what cannot be read again is not put there

    put_files(out, write)
    if types:
        say(f"The log is object-centric. A case is one of {settings.log.case} (--case TYPE for another):")
    if settings.log.stamps:
        say(f"The log has one row a case: {', '.join(settings.log.stamps)} are read from its columns of times.")
    for one in types:
        say(f"  {'*' if one.name == settings.log.case else ' '} {one.name}: {_told(one)}")
    say(f"Drafted {stages} {plural('stage', stages)} from {rest}.")
    say(f"Written to {out}: {', '.join(FILES)}. Both say in comments what to check.")
    say(f"Then: analyzer align --project {out / FILES[0]} --out {out / 'out'}")


def _with_signal_columns(settings: Settings, given: tuple[str, ...]) -> Settings:
    """The signals with columns of their own: each has to be there."""
    if not settings.signals:
        raise _wrong("--signals beside --signal-columns", "none", "name a file of signals, or leave it out")
    roles = parse_columns(given)
    strange = sorted(set(roles) - set(SIGNAL_ROLES))
    if strange:
        known = ", ".join(SIGNAL_ROLES)
        raise _wrong(f"a role of signals: {known}", f"{strange[0]} in --signal-columns", "give it with --columns")
    sources = tuple(replace(one, columns=dict(roles), shared_columns=False) for one in settings.signals)
    return replace(settings, signals=sources, log=replace(settings.log, shared_columns=False))


def _with_case(settings: Settings) -> tuple[Settings, tuple[ObjectType, ...]]:
    """The log with an object type as the case, where it is object-centric, and all its types: what was chosen, else
    what is proposed."""
    from analyzer.ingest import look_at_objects, proposed_case

    types = look_at_objects(settings)
    if not types or settings.log.case:
        return settings, types
    return replace(settings, log=replace(settings.log, case=proposed_case(types))), types


def _told(one: ObjectType) -> str:
    return (
        f"{one.objects:,} objects, {one.events:,} events of {one.activities:,} activities, {one.shared:,} of them"
        " shared by several objects"
    )


def _with_stamps(settings: Settings) -> Settings:
    """The log as a table with one row a case, where it looks like one and nothing else was said of its columns."""
    from analyzer.ingest import propose_stamps

    source = settings.log
    path = (source.path or "").casefold()
    if source.case or {"activity", "timestamp"} & source.columns.keys() or ".xes" in Path(path).suffixes:
        return settings
    return replace(settings, log=replace(source, stamps=propose_stamps(settings)))


def _drafted(settings: Any, out: Path, log: str, signals: tuple[str, ...]) -> tuple[tuple[str, str], int, str]:
    """The texts of both files, the number of stages, and what they rest on."""
    from analyzer.cli.drafts import case_noun, journey_text, project_text
    from analyzer.engine import open_engine
    from analyzer.ingest.draft import draft

    with open_engine() as engine:
        made = draft(engine, settings)
    column = next((one.column for one in made.log.quality.detected if one.role == "case_id"), "")
    from analyzer.words.language import plural

    noun = case_noun(column)
    project = project_text(settings, _relative(log, out), [_relative(one, out) for one in signals], made)
    counted = f"{len(made.outline.activities):,} {plural('activity', len(made.outline.activities))}"
    rest = f"{counted} in {made.log.n_cases:,} {plural(noun, made.log.n_cases)}"
    return (project, journey_text(made, noun)), len(made.journey.stages), rest


def _refuse_existing(out: Path) -> None:
    for name in FILES:
        if (out / name).exists() or (out / name).is_symlink():
            raise _wrong(
                f"a folder without {' and '.join(FILES)}, for nothing is overwritten",
                f"{out / name}",
                "name another folder, or move that file away",
            )


def _relative(path: str, out: Path) -> str:
    """A path as the project file names it: from its folder; absolute where no relative one leads there."""
    try:
        return Path(os.path.relpath(Path(path).expanduser().resolve(), out.resolve())).as_posix()
    except ValueError:
        return Path(path).expanduser().resolve().as_posix()


def _title(out: Path) -> str:
    """A name for the project: its folder's, as words."""
    words = " ".join(out.resolve().name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "Process alignment"


def _wrong(expected: str, found: str, do: str) -> ArgumentError:
    return ArgumentError(expected=expected, found=found, where="analyzer init", do=do)
