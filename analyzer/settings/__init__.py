"""The project file → typed settings; every message names file, line and key."""

from analyzer.settings.arguments import from_arguments
from analyzer.settings.files import check_files
from analyzer.settings.inputs import ChosenInputs, data_set_of, data_set_path, read_inputs, with_inputs, write_inputs
from analyzer.settings.masking import masked_document
from analyzer.settings.model import (
    KINDS,
    ROLES,
    SIGNAL_ROLES,
    Alerts,
    BehaviourSource,
    Calendar,
    Email,
    LogSource,
    Place,
    Report,
    Settings,
    SignalSource,
    SurveyQuestion,
    Thresholds,
    Via,
    Webhook,
    Worth,
)
from analyzer.settings.nearest import nearest, suggestion
from analyzer.settings.project import load_project
from analyzer.settings.projects import find_projects
from analyzer.settings.scale import Scale

__all__ = [
    "KINDS",
    "ROLES",
    "SIGNAL_ROLES",
    "Alerts",
    "BehaviourSource",
    "Calendar",
    "ChosenInputs",
    "Email",
    "LogSource",
    "Place",
    "Report",
    "Scale",
    "Settings",
    "SignalSource",
    "SurveyQuestion",
    "Thresholds",
    "Via",
    "Webhook",
    "Worth",
    "check_files",
    "data_set_of",
    "data_set_path",
    "find_projects",
    "from_arguments",
    "load_project",
    "masked_document",
    "nearest",
    "read_inputs",
    "suggestion",
    "with_inputs",
    "write_inputs",
]
