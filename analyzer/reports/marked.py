"""Texts of the language in the HTML of reports: what is put into them may be marked up."""

from __future__ import annotations

from html import escape
from typing import Any

from analyzer.words.language import text


def marked(key: str, /, **given: object) -> Any:
    """A text as HTML. What is given is escaped, but for what is HTML already."""
    from markupsafe import Markup

    return Markup(escape(text(key), quote=False)).format_map({name: _safe(one) for name, one in given.items()})


def emphasized(words: object) -> Any:
    """A word that is explained where it stands."""
    return _within("<em>{}</em>", words)


def apart(words: object) -> Any:
    """A name from the data, whose direction turns nothing around it."""
    return _within("<bdi>{}</bdi>", words)


def whole(words: object) -> Any:
    """A number with its limits, kept in one line."""
    return _within('<span class="whole">{}</span>', words)


def percent_95() -> Any:
    """The level of limits, whose sign stays with its number."""
    from markupsafe import Markup

    return Markup("95&nbsp;%")


def _within(pattern: str, words: object) -> Any:
    from markupsafe import Markup

    return Markup(pattern).format(words)


def _safe(one: object) -> Any:
    from markupsafe import escape as escaped

    return escaped(one)
