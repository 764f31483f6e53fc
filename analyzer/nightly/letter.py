"""The mail of one recipient: headers, text, HTML, and what is attached."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from analyzer.errors import SettingsError
from analyzer.nightly.links import choice_link
from analyzer.nightly.recipients import Recipient
from analyzer.reports.digest import Digest, DigestContent
from analyzer.reports.mail import MailWays, digest_html, digest_pdf, digest_text, digest_workbook
from analyzer.settings import Email, Settings
from analyzer.words.language import say

SUBJECT = 150  # characters
WHOLE_LINES = SMTP.clone(
    max_line_length=998
)  # a link in a header that is folded would be encoded, and no link any more
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def letter(
    settings: Settings, email: Email, recipient: Recipient, told: DigestContent, digest: Digest
) -> tuple[EmailMessage, str | None]:
    """The mail, and what is missing in it (a PDF that could not be made), in words."""
    note, pdf = None, None
    if settings.report.pdf:
        try:
            pdf = digest_pdf(digest_html(digest))
        except SettingsError as error:
            note = say("letter.the_pdf_is_missing", found=error.found, do=error.do)
    sender = parseaddr(email.sender)[1]
    choose = choice_link(settings, recipient.key)
    ways = MailWays(recipient.reason, choose, sender, note)
    mail = EmailMessage(policy=WHOLE_LINES)
    _address(mail, email, recipient, digest, choose)
    mail.set_content(digest_text(digest, ways), cte="quoted-printable")
    mail.add_alternative(digest_html(digest, ways), subtype="html", cte="quoted-printable")
    book = digest_workbook(told.document, told.changes)
    mail.add_attachment(book, maintype=XLSX[0], subtype=XLSX[1], filename=f"mismatches-{told.run_id}.xlsx")
    if pdf is not None:
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"digest-{told.run_id}.pdf")
    return mail, note


def _address(mail: EmailMessage, email: Email, recipient: Recipient, digest: Digest, choose: str | None) -> None:
    """The headers. The id is the same each time this night is sent to this recipient, so that mail programs show a mail
    that came twice once."""
    sender = parseaddr(email.sender)[1]
    subject = f"{digest.project}: {digest.headline}"
    mail["Subject"] = subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1]}…"
    mail["From"] = email.sender
    mail["To"] = recipient.address
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{digest.run_id}.{recipient.key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if choose is None:
        mail["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
        return
    mail["List-Unsubscribe"] = f"<{choose}>"
    if choose.startswith("https:"):  # what RFC 8058 asks for
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
