"""Keep the values of environment variables out of what is written."""

from __future__ import annotations

from typing import Any

from analyzer.settings.model import Settings

_FROM_SETTINGS = ("name", "case_noun", "quality", "signals")  # keys of the document that hold texts of the project file


def masked_document(settings: Settings, document: dict[str, Any]) -> dict[str, Any]:
    """The document with `${NAME}` in place of values wherever texts of the project file stand in it.

    What was read from log and signals stays: a value there that equals a variable's is data.
    """
    if not settings.secrets:
        return dict(document)
    return {key: _masked(settings, value) if key in _FROM_SETTINGS else value for key, value in document.items()}


def _masked(settings: Settings, value: Any) -> Any:
    if isinstance(value, str):
        return settings.masked(value)
    if isinstance(value, list):
        return [_masked(settings, item) for item in value]
    if isinstance(value, dict):
        return {key: _masked(settings, item) for key, item in value.items()}
    return value
