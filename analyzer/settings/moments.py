"""Moments as documents write them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso_utc(at: datetime) -> str:
    """An aware time in UTC to the second, in ISO 8601: 2026-07-01T02:15:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
