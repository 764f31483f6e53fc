"""Printing to stdout."""

from __future__ import annotations

import os
import sys

import click


def say(text: str) -> None:
    """Print a text. A reader that has gone, as in `analyzer … | head`, is no error: what was to be done is done."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
