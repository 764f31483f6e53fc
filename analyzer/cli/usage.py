"""Mistakes in the arguments, said in the form of all our errors, with the nearest command or option."""

from __future__ import annotations

import click

from analyzer.errors import ArgumentError
from analyzer.settings import suggestion


class Commands(click.Group):
    """A group that names the nearest command where one is unknown."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0]
        if self.get_command(context, name) is None and not name.startswith("-"):
            names = self.list_commands(context)
            raise ArgumentError(
                expected=f"a command: {', '.join(names)}",
                found=name,
                where=context.command_path,
                do=suggestion(name, names),
            )
        return super().resolve_command(context, arguments)


def as_argument_error(error: click.UsageError) -> ArgumentError:
    """A usage error of click in our four parts."""
    context = error.ctx
    where = context.command_path if context is not None else "the command line"
    options = _options(context)
    if isinstance(error, click.NoSuchOption):
        return ArgumentError(
            expected=f"an option of {where}: {', '.join(options)}",
            found=error.option_name,
            where=where,
            do=suggestion(error.option_name, options),
        )
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = _name(error.param)
        return ArgumentError(
            expected=f"the option {name}", found="none", where=where, do=f"add {name} {_metavar(error.param, context)}"
        )
    if isinstance(error, click.BadParameter) and error.param is not None:
        return ArgumentError(
            expected=f"{_name(error.param)} {_metavar(error.param, context)}",
            found=error.message.rstrip("."),
            where=f"{where} {_name(error.param)}",
            do=f"give {_metavar(error.param, context)} as {where} --help says",
        )
    return ArgumentError(
        expected=f"arguments as {where} --help says",
        found=error.format_message().rstrip("."),
        where=where,
        do="correct the arguments; put a text with spaces or * in quotation marks",
    )


def _options(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [_name(parameter) for parameter in context.command.get_params(context)]


def _name(parameter: click.Parameter) -> str:
    return max(parameter.opts, key=len)


def _metavar(parameter: click.Parameter, context: click.Context | None) -> str:
    return parameter.make_metavar(context) if context is not None else (parameter.name or "").upper()
