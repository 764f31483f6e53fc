"""`analyzer sample`: the sample as a project of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from analyzer.cli.outputs import check_folder, put_files
from analyzer.cli.printing import say
from analyzer.errors import ArgumentError
from analyzer.settings.samples import FILES, sample_folder


@click.command()
@click.argument("folder", metavar="DIR")
def sample(folder: str) -> None:
    """Write the sample into DIR as a project: log, journey, signals, and what was planted in them."""
    out = Path(folder)
    there = [name for name in FILES if (out / name).exists()]
    if there:
        raise ArgumentError(
            expected="a folder without a project, or a new one",
            found=f"{', '.join(there)} in it",
            where=str(out),
            do="name another folder",
        )
    source = sample_folder()
    if source is None:
        raise ArgumentError(
            expected="the sample's files beside the program",
            found="an installation without them",
            where="analyzer sample",
            do="install the package again, from its wheel or its source",
        )
    check_folder(out)
    put_files(out, lambda scratch: [shutil.copyfile(source / name, scratch / name) for name in FILES])
    say(f"Written to {out}: {', '.join(FILES)}.")
    say(f"Then: analyzer serve --project {out}")
