"""The link in a mail by which a recipient hears less.

It is signed with the project's own key, so that nobody can make one for somebody else, and does not hold the address.
"""

from __future__ import annotations

import hashlib
from email.utils import parseaddr

from itsdangerous import BadSignature, URLSafeSerializer

from analyzer.settings import Settings
from analyzer.settings.identity import project_id
from analyzer.settings.secret import secret_key

PATH = "/hear"
_SALT = "what a recipient hears"
_DIGITS = 32


def recipient_key(address: str) -> str:
    """What stands for a mail address or a webhook in the catalog and in links."""
    bare = parseaddr(address)[1] if "@" in address and "://" not in address else address
    return hashlib.sha256((bare or address).strip().casefold().encode()).hexdigest()[:_DIGITS]


def choice_link(settings: Settings, recipient: str) -> str | None:
    """A recipient's own link; None where the project does not say where its dashboard is (`report.url`).

    Raises SettingsError where the key cannot be read or made.
    """
    if settings.report.url is None:
        return None
    return f"{settings.report.url}{PATH}/{_signer(settings).dumps([project_id(settings), recipient])}"


def recipient_of(settings: Settings, token: str) -> str | None:
    """The recipient whose link it is; None where it is not one that this project has signed."""
    try:
        signed = _signer(settings).loads(token)
    except BadSignature:
        return None
    match signed:
        case [str(project), str(recipient)] if project == project_id(settings):
            return recipient
    return None


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(settings.home), salt=_SALT)
