"""Writes the tables as the distributor's systems would hand them over: with a little dirt, and not quite in order."""

from pathlib import Path

import numpy as np
import pandas as pd

from . import plan
from .chance import Draws
from .signals import COLUMNS


def with_dirt(events: pd.DataFrame) -> pd.DataFrame:
    """Adds exact duplicates and rows without activity, then moves some rows to another place in the file."""
    draws, n = Draws("dirt"), len(events)
    twice = np.floor(draws.between(plan.DUPLICATE_ROWS, 0.1, 0.9) * n).astype(int)
    blank = np.floor(draws.between(plan.ROWS_WITHOUT_ACTIVITY, 0.1, 0.9) * n).astype(int)
    nameless = events.iloc[blank].assign(activity="")
    whole = pd.concat([events, events.iloc[twice], nameless], ignore_index=True)
    place = np.concatenate([np.arange(n, dtype=float), twice + 0.5, blank + 0.6])
    moved = np.floor(draws.between(plan.DISPLACED_ROWS, 0.05, 0.95) * n).astype(int)
    place[moved] += draws.between(plan.DISPLACED_ROWS, 40, 400)
    return whole.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """UTF-8, comma, LF: the same bytes on every system."""
    path.write_bytes(table.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def write_log(events: pd.DataFrame, path: Path) -> None:
    """log.csv"""
    write_csv(with_dirt(events), path)


def write_signals(signals: pd.DataFrame, comments: list[str], path: Path) -> None:
    """signals.csv"""
    table = signals.assign(comment=comments)
    write_csv(table[list(COLUMNS)], path)
