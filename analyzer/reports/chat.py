"""A digest as the body of a webhook: plain JSON, Slack's blocks, or an adaptive card for Teams."""

from __future__ import annotations

import re
from typing import Any

from analyzer.reports.digest import Digest, DigestLine
from analyzer.settings.model import Shape
from analyzer.words.language import say

FORMAT = "alignment-digest/1"
LONGEST = 2900  # Slack takes 3,000 characters in a section


def webhook_body(digest: Digest, shape: Shape) -> dict[str, Any]:
    """The digest in the shape that a webhook takes."""
    return {"json": _plain, "slack": _slack, "teams": _teams}[shape](digest)


def _plain(digest: Digest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "project": digest.project,
        "run": digest.run_id,
        "headline": digest.headline,
        "read_to": digest.read_to,
        "counts": dict(digest.counts),
        "warnings": [{"kind": one.kind, "fact": one.fact, "meaning": one.meaning} for one in digest.warnings],
        "findings": [_finding(line) for line in (*digest.lines, *digest.restated)],
        "improving": [{"kind": one.kind, "text": one.text, "url": one.link} for one in digest.improving],
        "url": digest.link,
    }


def _finding(line: DigestLine) -> dict[str, Any]:
    return {
        "id": line.mismatch_id,
        "change": line.change,
        "kind": line.kind,
        "stage": line.stage,
        "title": line.title,
        "sentence": line.sentence,
        "number": line.number,
        "unit": line.unit,
        "before": line.before,
        "shift": line.shift,
        "interval": dict(line.interval) if line.interval else None,
        "owners": list(line.owners),
        "url": line.link,
    }


def _slack(digest: Digest) -> dict[str, Any]:
    """`text` is what a notice shows, blocks are what the channel shows. All that comes from the data is plain
    text there: no mention, no link, no format."""
    blocks = [
        {"type": "header", "text": _words(digest.headline[:150])},
        {"type": "context", "elements": [_words(_about(digest))]},
        *({"type": "section", "text": _words(f"⚠ {one.fact}\n{one.meaning}")} for one in digest.warnings),
    ]
    for line in digest.shown:
        said = "\n".join((f"{line.label.upper()}  {line.sentence}", *_beneath(line)))
        blocks.append({"type": "section", "text": _words(said)})
        blocks += [_way(line.link, say("chat.open_the_finding"))] if line.link else []
    blocks += [{"type": "section", "text": _words(_more(digest))}] if digest.rest else []
    improving = "\n".join(_improving(digest))
    blocks += [{"type": "section", "text": _words(improving)}] if improving else []
    blocks += [_way(digest.link, say("chat.open_the_dashboard"))] if digest.link else []
    notice = f"{digest.project}: {digest.headline}"
    for letter, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        notice = notice.replace(letter, written)
    return {"text": notice, "mrkdwn": False, "blocks": blocks}


def _words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text if len(text) <= LONGEST else f"{text[:LONGEST]}…", "emoji": False}


def _way(link: str, words: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": f"<{link.replace('|', '%7C')}|{words}>"}]}


def _teams(digest: Digest) -> dict[str, Any]:
    """An adaptive card, as the workflow “When a webhook request is received” posts it."""
    body = [
        _block(digest.headline, size="Large", weight="Bolder"),
        _block(_about(digest), isSubtle=True, spacing="None"),
        *(_block(f"{one.fact} {one.meaning}", color="Warning") for one in digest.warnings),
    ]
    for line in digest.shown:
        body.append(_block(f"{line.label}: {line.sentence}", weight="Bolder", separator=True))
        body.append(_block(" · ".join(_beneath(line)), isSubtle=True, spacing="None"))
    body += [_block(_more(digest))] if digest.rest else []
    body += [_block(line, separator=not number) for number, line in enumerate(_improving(digest))]
    ways = (
        [{"type": "Action.OpenUrl", "title": say("chat.open_the_dashboard"), "url": digest.link}] if digest.link else []
    )
    card = {"type": "AdaptiveCard", "version": "1.4", "body": body, "actions": ways, "msteams": {"width": "Full"}}
    content_type = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": content_type, "contentUrl": None, "content": card}]}


def _block(text: str, **style: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": _markdown(text), "wrap": True, **style}


def _about(digest: Digest) -> str:
    return say("chat.data_up_to", project=digest.project, read_to=digest.read_to) + (
        f". {digest.score}" if digest.score else ""
    )


def _beneath(line: DigestLine) -> list[str]:
    before = (
        say("chat.before", before=line.before)
        if line.number
        else say("chat.before_before", before=line.before, unit=line.unit)
    )
    number = f"{line.number} {line.unit}" if line.number else ""
    owners = say("chat.owner", owners=say("chat.cause").join(line.owners)) if line.owners else say("chat.no_owner")
    shift = say("chat.its_share", shift=line.shift) if line.shift else ""
    return [part for part in (number, before if line.before else "", shift, owners) if part]


def _improving(digest: Digest) -> list[str]:
    """A line each of what is new or due around improving."""
    return [f"{one.label}: {one.text}" for one in digest.improving]


def _more(digest: Digest) -> str:
    return say("chat.more_one" if digest.rest == 1 else "chat.more_many", rest=digest.rest)


def _markdown(text: str) -> str:
    """Text in a card's Markdown: nothing is a link, a list or a format."""
    return re.sub(r"([\\`*_\[\]()#>~|])", r"\\\1", text)
