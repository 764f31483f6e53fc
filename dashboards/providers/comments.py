"""Comments: what people say beside a mismatch, a stage, or the alignment page as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.catalog import (
    NOBODY,
    Comment,
    CommentChangedError,
    add_comment,
    comments_on,
    edit_comment,
    find_comment,
    first_seen,
    remove_comment,
)
from analyzer.catalog.comments import LONGEST
from analyzer.errors import InputError
from analyzer.nightly import mentions
from analyzer.words.language import say as worded
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["LONGEST", "Comment"]

WHOLE = "page:/"  # the alignment page


@dataclass(frozen=True)
class Edited:
    """What became of an edit: the comment as it stands (None: it is gone), and why the edit was not kept. `changed`:
    because somebody else's stands there, which the person has now been told."""

    comment: Comment | None
    refused: str | None = None
    changed: bool = False


def on(provider: Provider, subject: str) -> list[Comment]:
    """The comments on a subject, the oldest first."""
    return comments_on(provider.catalog(), subject)


def one(provider: Provider, identity: str) -> Comment | None:
    """A comment that stands."""
    return find_comment(provider.catalog(), identity)


def exists(provider: Provider, subject: str) -> bool:
    """Whether a subject is there to be spoken of: a mismatch that some run has found, a stage of the newest run's
    journey, the alignment page."""
    kind, _, name = subject.partition(":")
    if kind == "mismatch":
        return name in first_seen(provider.catalog())
    if kind == "stage":
        document = provider.document()
        stages = document["stages"] if document else []
        return any(stage["name"] == name for stage in stages)
    return subject == WHOLE


def names_to_mention(provider: Provider) -> tuple[str, ...]:
    """The names that a comment can mention so that they are told by mail."""
    return mentions.names_to_mention(provider.settings)


def tell(provider: Provider, who: Visitor, subject: str, path: str, text: str) -> str:
    """Mail a comment that was kept to whom it mentions; what became of that, in words, empty where nobody is named."""
    kind, _, name = subject.partition(":")
    found = provider.document()
    titles = {m["id"]: m["title"] for m in found["mismatches"]} if found else {}
    about = titles.get(name, name) if kind in ("mismatch", "stage") else provider.name
    catalog, settings = provider.catalog(), provider.settings
    done = mentions.mail_mentions(settings, catalog, who.name or NOBODY, about, path, text)
    told = worded("mention.told", names=", ".join(done.told)) if done.told else ""
    return " ".join(filter(None, (told, worded("mention.failed", why=done.failed) if done.failed else "")))


def say(provider: Provider, who: Visitor, subject: str, text: str) -> str | None:
    """Keep a comment; why not, where it cannot be kept."""
    if not exists(provider, subject):
        return worded("comments.no_run_has_found")
    try:
        add_comment(provider.catalog(), subject, text, who.name)
    except InputError as error:
        return _words(error)
    return None


def edit(provider: Provider, who: Visitor, identity: str, text: str, seen: str) -> Edited:
    """Change one's own comment, whose text was `seen`."""
    try:
        return Edited(edit_comment(provider.catalog(), identity, text, seen, who.name))
    except CommentChangedError as changed:
        words = worded("comments.it_was_edited_since", text=changed.now.text)
        return Edited(changed.now, words, changed=True)
    except InputError as error:
        now = one(provider, identity)
        return Edited(now, _words(error) if now else worded("comments.this_comment_was_removed"))


def take_back(provider: Provider, who: Visitor, identity: str) -> bool:
    """Take a comment away: one's own, or as an analyst anybody's."""
    return remove_comment(provider.catalog(), identity, who.name, any_author=who.may_edit)


def is_own(who: Visitor, comment: Comment) -> bool:
    """Whether the visitor wrote it."""
    return comment.author == (who.name or NOBODY)


def may_remove(who: Visitor, comment: Comment) -> bool:
    """Whether the visitor may take it away."""
    return who.may_edit or is_own(who, comment)


def _words(error: InputError) -> str:
    return worded("word.is_needed_not", expected=error.expected.capitalize(), found=error.found)
