"""What a project is, whatever it is called and wherever it lies: a number that is born with its folder."""

from __future__ import annotations

import os
import secrets

from analyzer.errors import SettingsError
from analyzer.settings.model import Settings

FILE = "project-id"  # in .alignment: it goes along when the folder is moved


def project_id(settings: Settings) -> str:
    """The project's own id; made where it has none yet. Raises SettingsError where its folder cannot be written."""
    path = settings.home / FILE
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        scratch = settings.home / f".{FILE}-{secrets.token_hex(6)}"
        scratch.write_text(secrets.token_hex(16), encoding="utf-8")
        try:
            os.link(scratch, path)  # whole or not at all, and never over another's
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
        return path.read_text(encoding="utf-8").strip()
    except OSError as reason:
        raise SettingsError(
            expected="a folder beside the project file that can be written",
            found=reason.strerror or "an error",
            where=str(path),
            do="give this user the right to write there",
        ) from None
