"""`analyzer export`: what the newest run kept, in the formats of other programs; one module a command."""

from __future__ import annotations

import click

from analyzer.cli.export.bpmn import bpmn
from analyzer.cli.export.card import card
from analyzer.cli.export.cases import cases
from analyzer.cli.export.deck import deck
from analyzer.cli.export.log import log
from analyzer.cli.export.ocel import ocel
from analyzer.cli.export.review import review
from analyzer.cli.export.visits import visits
from analyzer.cli.usage import Commands


@click.group(cls=Commands)
def export() -> None:
    """Write what the newest run kept in the formats of other programs, or the part of it that filters leave."""


for command in (bpmn, cases, deck, log, ocel, visits, card, review):
    export.add_command(command)
