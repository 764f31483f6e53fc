"""`analyzer align`: one analysis, printed and written."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.cli.outputs import check_folder, put_files
from analyzer.cli.printing import say
from analyzer.cli.progress import progress_bar
from analyzer.cli.session import Session
from analyzer.errors import ArgumentError
from analyzer.jobs import Keeper, analysed, keeper_of
from analyzer.settings import Settings, check_files, from_arguments, load_project

if TYPE_CHECKING:
    from analyzer.document import AlignmentDocument

SPREAD = ("--signals", "--columns", "--with")  # options that take several values


class SpreadCommand(click.Command):
    """A command of which some options take all values up to the next option: `--signals a.csv b.csv`."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        spread: list[str] = []
        option, taken = "", 0
        for argument in arguments:
            if argument.startswith("-"):
                option, taken = argument, 0
            elif option in SPREAD:
                taken += 1
                if taken > 1:
                    spread.append(option)
            spread.append(argument)
        return super().parse_args(context, spread)


@click.command(cls=SpreadCommand)
@click.option(
    "--project", metavar="PROJECT.yaml", help="The project file; instead of --log and --journey. The run is kept."
)
@click.option(
    "--log",
    metavar="LOG",
    help="The event log: csv, tsv, parquet or xes, each also gz, xlsx or an OCEL"
    " (sqlite, xmlocel, jsonocel); a glob takes several.",
)
@click.option("--journey", metavar="JOURNEY", help="The customer's journey (YAML).")
@click.option(
    "--signals",
    metavar="SIGNALS",
    multiple=True,
    help="What customers said: csv, tsv, parquet, xlsx. Several may follow.",
)
@click.option(
    "--columns", metavar="role=column,…", multiple=True, help="Which column plays which role, such as case_id=order_id."
)
@click.option(
    "--case", metavar="TYPE", help="Of an object-centric log: the object type that is the case, such as Order."
)
@click.option(
    "--with",
    "others",
    metavar="TYPE",
    multiple=True,
    help="Further object types whose events count in the cases they are related to. Several may follow.",
)
@click.option(
    "--timezone", metavar="ZONE", help="The zone of times that name none, such as Europe/Berlin (default: UTC)."
)
@click.option("--day-first", "day_first", flag_value="day", help="Read 03/04/2026 as 3 April.")
@click.option("--month-first", "month_first", flag_value="month", help="Read 03/04/2026 as March 4.")
@click.option(
    "--out", metavar="DIR", required=True, help="The folder for alignment.json, report.html and mismatches.csv."
)
@click.pass_obj
def align(session: Session, out: str, **given: Any) -> None:
    """Find where the company's view and the customers' view contradict each other."""
    settings = session.settings = settings_of(given)
    check_files(settings)
    check_folder(Path(out))
    with contextlib.ExitStack() as held:
        keeper = held.enter_context(keeper_of(settings))
        document = analyse(settings, keeper)

        def write(folder: Path) -> None:
            from analyzer import reports

            reports.write(document, folder, keeper.improving(document))
            keeper.keep(document, folder)

        written = put_files(Path(out), write)
    from analyzer.cli.result import outcome

    say(outcome(document, terminal=sys.stdout.isatty()))
    say(f"\nWritten to {out}: {', '.join(written)}.")


def settings_of(given: dict[str, Any]) -> Settings:
    """Settings from the project file, or from the other arguments; both at once is a mistake."""
    options = {name: "with" if name == "others" else name.replace("_", "-") for name in given}
    direct = {f"--{options[name]}": value for name, value in given.items() if name != "project" and value}
    if given["project"]:
        if direct:
            raise _wrong(
                "either --project or the other inputs",
                f"--project and {', '.join(direct)}",
                "put them into the project file, or leave --project out",
            )
        return load_project(given["project"])
    for name in ("log", "journey"):
        if not given[name]:
            raise _wrong(f"--{name}, or a --project that names it", "none", f"add --{name} {name.upper()}")
    if given["day_first"] and given["month_first"]:
        raise _wrong("one order of day and month", "--day-first and --month-first", "keep one of the two")
    settings = from_arguments(
        given["log"],
        given["journey"],
        given["signals"],
        given["columns"],
        given["timezone"] or "UTC",
        day_first=True if given["day_first"] else False if given["month_first"] else None,
    )
    return with_objects(settings, given["case"], given["others"], "analyzer align")


def with_objects(settings: Settings, case: str | None, others: tuple[str, ...], where: str) -> Settings:
    """The settings with the object types of an object-centric log."""
    if others and not case:
        raise ArgumentError(
            expected="--case beside --with",
            found="--with alone",
            where=where,
            do="add --case and the object type that is the case",
        )
    return replace(settings, log=replace(settings.log, case=case, others=others))


def analyse(settings: Settings, keeper: Keeper) -> AlignmentDocument:
    """The document of the analysis, with a bar that shows how far it is."""
    with progress_bar() as drawn:
        return analysed(settings, keeper.new_id, drawn, keeper.tables)


def _wrong(expected: str, found: str, do: str) -> ArgumentError:
    return ArgumentError(expected=expected, found=found, where="analyzer align", do=do)
