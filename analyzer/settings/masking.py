"""Keep the values of environment variables out of what is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from analyzer.settings.model import Settings

_FROM_SETTINGS = ("name", "case_noun", "quality", "signals")  # keys of the document that hold texts of the project file


Content = TypeVar("Content", bound=Mapping[str, Any])


def masked_document(settings: Settings, document: Content) -> Content:
    """The document with `${NAME}` in place of values wherever texts of the project file stand in it.

    What was read from log and signals stays: a value there that equals a variable's is data.
    """
    if not settings.secrets:
        return cast(Content, dict(document))
    masked = {key: _masked(settings, value) if key in _FROM_SETTINGS else value for key, value in document.items()}
    return cast(Content, masked)


def _masked(settings: Settings, value: Any) -> Any:
    if isinstance(value, str):
        return settings.masked(value)
    if isinstance(value, list):
        return [_masked(settings, item) for item in value]
    if isinstance(value, dict):
        return {key: _masked(settings, item) for key, item in value.items()}
    return value
