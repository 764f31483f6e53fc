"""Providers: the one door through which pages reach data."""

from dashboards.providers.projects import Projects
from dashboards.providers.runs import Provider

__all__ = ["Projects", "Provider"]
