"""The project file → typed settings; every message names file, line and key."""

from analyzer.settings.model import (
    KINDS,
    ROLES,
    SIGNAL_ROLES,
    Calendar,
    LogSource,
    Place,
    Scale,
    Settings,
    SignalSource,
    Thresholds,
)

__all__ = ["KINDS", "ROLES", "SIGNAL_ROLES", "Calendar", "LogSource", "Place", "Scale", "Settings", "SignalSource", "Thresholds"]
