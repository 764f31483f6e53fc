"""`analyzer`: the entry of the command line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from analyzer import __version__
from analyzer.cli.action import action
from analyzer.cli.align import align
from analyzer.cli.backup import backup, restore
from analyzer.cli.calibrate import calibrate
from analyzer.cli.conform import conform
from analyzer.cli.endings import Ending, end_at_once
from analyzer.cli.export import export
from analyzer.cli.finding import finding
from analyzer.cli.forget import forget
from analyzer.cli.hypothesis import hypothesis
from analyzer.cli.init import init
from analyzer.cli.kata import kata
from analyzer.cli.nightly import nightly
from analyzer.cli.note import note
from analyzer.cli.runs import runs
from analyzer.cli.sample import sample
from analyzer.cli.serve import serve
from analyzer.cli.session import Session
from analyzer.cli.show import show
from analyzer.cli.usage import Commands
from analyzer.cli.user import user
from analyzer.cli.worker import worker


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, message="analyzer %(version)s")
@click.pass_context
def analyzer(context: click.Context) -> None:
    """Finds where a company's view of its process and its customers' view contradict each other."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


analyzer.add_command(action)
analyzer.add_command(align)
analyzer.add_command(backup)
analyzer.add_command(calibrate)
analyzer.add_command(conform)
analyzer.add_command(export)
analyzer.add_command(hypothesis)
analyzer.add_command(finding)
analyzer.add_command(forget)
analyzer.add_command(init)
analyzer.add_command(kata)
analyzer.add_command(nightly)
analyzer.add_command(note)
analyzer.add_command(restore)
analyzer.add_command(runs)
analyzer.add_command(sample)
analyzer.add_command(serve)
analyzer.add_command(show)
analyzer.add_command(user)
analyzer.add_command(worker)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code. `arguments`: in place of those of this process, which has more to do
    then."""
    ends = end_at_once() if arguments is None else None
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_letter(stream)
    signal.signal(signal.SIGTERM, _stop)
    code = run(sys.argv[1:] if arguments is None else arguments)
    if ends is not None:
        ends(code)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command; gives its exit code. Errors for people go to stderr, the traceback of a fault to a file."""
    session = Session()
    ending = Ending(session)
    with ending:
        analyzer.main(list(arguments), prog_name="analyzer", standalone_mode=False, obj=session)
    return ending.code


def _never_fail_on_a_letter(stream: TextIO) -> None:
    """A terminal that cannot show a letter shows a question mark."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _stop(_number: int, _frame: object) -> None:
    """End like Ctrl-C, so that nothing is left behind."""
    raise KeyboardInterrupt
