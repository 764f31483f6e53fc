"""Who is named in a comment, as @name, is told by mail: the names are those of `report.email.to`, so that nobody can
have a mail sent to an address that the project does not name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from analyzer.catalog import Catalog, subscriptions, take_mention_mails
from analyzer.errors import DeliveryError
from analyzer.nightly.links import recipient_key
from analyzer.nightly.sending import MailServer, said_of
from analyzer.settings import Settings
from analyzer.words.language import say

CONNECT_S, MAIL_S = 5.0, 10.0  # somebody waits for the page
LONGEST = 150  # characters of a subject


@dataclass(frozen=True)
class Mentioned:
    """What became of the mails of a comment: the names that were told, and what went wrong, in words."""

    told: tuple[str, ...] = ()
    failed: str = ""


def names_to_mention(settings: Settings) -> tuple[str, ...]:
    """The names that can be mentioned, in the order of the project file; none where no mail is set up."""
    email = settings.report.email
    return tuple(name for name, addresses in email.to_some if addresses) if email else ()


def mentioned(settings: Settings, text: str) -> tuple[str, ...]:
    """The names that a text mentions, each once: `@Food safety` is Food safety, in any letter case, and not Food."""
    found: list[str] = []
    rest = text
    for name in sorted(names_to_mention(settings), key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w)@{re.escape(name)}(?!\w)", re.IGNORECASE)
        if pattern.search(rest):
            found.append(name)
            rest = pattern.sub(" ", rest)
    return tuple(name for name in names_to_mention(settings) if name in found)


def mail_mentions(settings: Settings, catalog: Catalog, author: str, about: str, path: str, text: str) -> Mentioned:
    """Mail a comment to everybody whom it mentions, each address once; not to who chose to hear of nothing.

    `about`: what is spoken of, in words; `path`: its address within the dashboard, put behind `report.url`; one that
    does not begin with a sign / could name another host, and is left out. The
    comment goes as plain text. A mail that is not taken is said, not raised: the comment is kept all the same. So many
    mails an hour may go and no more: by who writes, to one address and in all (catalog/mention_mails.py).
    """
    names, email = mentioned(settings, text), settings.report.email
    if not names or email is None:
        return Mentioned()
    chosen = subscriptions(catalog)
    addresses = {address: name for name, several in email.to_some if name in names for address in several}
    wanted = {recipient_key(one): one for one in addresses if chosen.get(recipient_key(one)) != "none"}
    may = take_mention_mails(catalog, author, list(wanted))
    server, told = MailServer(email, CONNECT_S, MAIL_S), set()
    failed = "" if len(may) == len(wanted) else say("mention.many")
    try:
        for address, name in ((wanted[key], addresses[wanted[key]]) for key in may):
            message = _letter(settings, address, author, about, path, text)
            server.send(message, parseaddr(address)[1])
            told.add(name)
    except DeliveryError as error:
        failed = said_of(settings, error)
    finally:
        server.close()
    return Mentioned(tuple(name for name in names if name in told), failed)


def _letter(settings: Settings, address: str, author: str, about: str, path: str, text: str) -> EmailMessage:
    email = settings.report.email
    assert email is not None
    subject = " ".join(say("mention.subject", author=author, project=settings.name, about=about).split())
    link = f"{settings.report.url.rstrip('/')}{path}" if settings.report.url and path.startswith("/") else ""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject if len(subject) <= LONGEST else f"{subject[: LONGEST - 1]}…"
    mail["From"] = email.sender
    mail["To"] = address
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Auto-Submitted"] = "auto-generated"
    body = say("mention.body", author=author, about=about, text=text)
    mail.set_content(f"{body}\n{link}\n".rstrip() + "\n", cte="quoted-printable")
    return mail
