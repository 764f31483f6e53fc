"""The project file → typed settings; every message names file, line and key."""

from analyzer.settings.arguments import from_arguments
from analyzer.settings.files import check_files
from analyzer.settings.masking import masked_document
from analyzer.settings.model import (
    KINDS,
    ROLES,
    SIGNAL_ROLES,
    Alerts,
    Calendar,
    Email,
    LogSource,
    Place,
    Report,
    Scale,
    Settings,
    SignalSource,
    Thresholds,
)
from analyzer.settings.nearest import nearest, suggestion
from analyzer.settings.project import load_project
from analyzer.settings.projects import find_projects

__all__ = [
    "KINDS",
    "ROLES",
    "SIGNAL_ROLES",
    "Alerts",
    "Calendar",
    "Email",
    "LogSource",
    "Place",
    "Report",
    "Scale",
    "Settings",
    "SignalSource",
    "Thresholds",
    "check_files",
    "find_projects",
    "from_arguments",
    "load_project",
    "masked_document",
    "nearest",
    "suggestion",
]
