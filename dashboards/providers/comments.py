"""Comments: what people say beside what the analysis found."""

from __future__ import annotations

from analyzer.catalog import NOBODY, Comment, add_comment, comments_on, remove_comment
from analyzer.catalog.comments import LONGEST
from analyzer.errors import InputError
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["LONGEST", "Comment"]


def on(provider: Provider, subject: str) -> list[Comment]:
    """The comments on a subject, the oldest first."""
    return comments_on(provider.catalog(), subject)


def say(provider: Provider, who: Visitor, subject: str, text: str) -> str | None:
    """Keep a comment; why not, where it cannot be kept."""
    try:
        add_comment(provider.catalog(), subject, text, who.name)
    except InputError as error:
        return f"{error.expected.capitalize()} is needed, not {error.found}."
    return None


def take_back(provider: Provider, who: Visitor, identity: str) -> bool:
    """Take a comment away: one's own, or as an analyst anybody's."""
    return remove_comment(provider.catalog(), identity, who.name, any_author=who.may_edit)


def may_remove(who: Visitor, comment: Comment) -> bool:
    """Whether the visitor may take it away."""
    return who.may_edit or comment.author == (who.name or NOBODY)
