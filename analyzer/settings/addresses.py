"""Addresses that name a place on this machine: relative ones start from the folder of the project file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from analyzer.settings.model import LogSource, Settings, SignalSource

_QUOTED = ("delta", "iceberg")  # of which special letters are written %20, …
_ON_DISK = (*_QUOTED, "duckdb", "sqlite")
_Source = TypeVar("_Source", LogSource, SignalSource)


def with_whole_addresses(settings: Settings) -> Settings:
    """The settings with the addresses of log, signals and engine as they mean the same from every folder."""
    log, folder = settings.log, settings.folder
    return replace(
        settings,
        log=replace(_with_whole(log, folder), more=tuple(_with_whole(one, folder) for one in log.more)),
        signals=tuple(_with_whole(one, folder) for one in settings.signals),
        engine=whole_address(settings.engine, folder),
    )


def whole_address(url: str, folder: Path) -> str:
    """An address whose path is whole. Addresses of servers, and of databases that have no file (`:memory:`), stay."""
    kind, _, where = url.partition("://")
    if kind not in _ON_DISK or not where or where.startswith(("/", "?")) or ":" in where:
        return url
    start = quote(str(folder)) if kind in _QUOTED else str(folder)
    return f"{kind}://{start}/{where.removeprefix('./')}"


def _with_whole(source: _Source, folder: Path) -> _Source:
    return source if source.url is None else replace(source, url=whole_address(source.url, folder))
