"""How a command ends: every error as one message on stderr and the exit code of the contract."""

from __future__ import annotations

import atexit
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from types import TracebackType

import click

from analyzer import __version__
from analyzer.cli.session import Session
from analyzer.cli.usage import as_argument_error
from analyzer.errors import EXIT_DONE, EXIT_FAULT, AnalyzerError

EXIT_STOPPED = 130  # as shells count an interrupt


def end_at_once() -> Callable[[int], None]:
    """Have this process end as soon as all that is to be done at its end is done, without Python taking apart every
    library that was loaded: that takes half a second of the processor, and gives nothing back. Gives what has to be
    told the exit code; a process that was told none, or whose last words nobody takes, ends as every other."""
    codes: list[int] = []

    def leave() -> None:
        if codes and _all_said():
            os._exit(codes[-1])

    atexit.register(leave)
    return codes.append


def _all_said() -> bool:
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError, AttributeError):  # nobody reads any more, it is closed, or there is none
        return False
    return True


class Ending:
    """A block whose end is an exit code: nothing that is raised in it escapes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.code = EXIT_DONE

    def __enter__(self) -> Ending:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            return True
        self.code = self._end(error)
        return True

    def _end(self, error: BaseException) -> int:
        if isinstance(error, SystemExit):
            return error.code if isinstance(error.code, int) else EXIT_DONE
        if isinstance(error, click.exceptions.Exit):
            return error.exit_code
        if isinstance(error, (KeyboardInterrupt, click.Abort)):
            click.echo("Stopped.", err=True)
            return EXIT_STOPPED
        if isinstance(error, click.UsageError):
            error = as_argument_error(error)
        if isinstance(error, AnalyzerError):
            click.echo(self.session.masked(error.message), err=True)
            return error.exit_code
        click.echo(self._fault(error).message, err=True)
        return EXIT_FAULT

    def _fault(self, error: BaseException) -> AnalyzerError:
        """Write the traceback to a file and say where it is."""
        text = "".join(
            (
                f"analyzer {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
                *traceback.format_exception(error),
            )
        )
        try:
            handle, path = tempfile.mkstemp(prefix="analyzer-fault-", suffix=".txt")
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(self.session.masked(text))
        except OSError as reason:
            path = f"nowhere, the folder for temporary files cannot be written ({reason.strerror})"
        return AnalyzerError(
            expected="the command to do its work",
            found=self.session.masked(f"a fault of the program ({type(error).__name__})"),
            where=f"the traceback was written to {path}",
            do="report it with that file",
        )
