"""What the commands of a project have in common."""

from __future__ import annotations

import click

WHO = "command line"  # who did it, in the audit
project_option = click.option("--project", metavar="PROJECT.yaml", required=True, help="The project file.")
