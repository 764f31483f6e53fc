"""The key of a project that signs what must not be forged: sessions, and the links in mails."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from analyzer.errors import SettingsError


def secret_key(home: Path) -> bytes:
    """The key that signs sessions and links, kept in `.alignment/secret` for its owner's eyes only; made where there is
    none.

    Raises SettingsError where the folder cannot be written.
    """
    path = home / "secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        scratch = home / f".secret-{secrets.token_hex(6)}"
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
        try:
            os.link(scratch, path)  # whole or not at all, and never over another's
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
        return path.read_bytes()
    except OSError as reason:
        raise SettingsError(
            expected="a folder beside the project file that can be written, for the key that signs sessions and links",
            found=reason.strerror or "an error",
            where=str(path),
            do="give this user the right to write there",
        ) from None
