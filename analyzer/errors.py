"""Every error a person can meet, as one tree, each with its exit code.

    AnalyzerError
    ├── InputError        2   what was given cannot be used
    │   ├── ArgumentError     the command line
    │   ├── SettingsError     the project file
    │   ├── JourneyError      the journey file
    │   ├── LogError          the event log
    │   └── SignalError       the customer signals
    ├── LockError         3   another run holds the project's lock
    └── DeliveryError     4   done, but a mail or webhook failed

Anything else that escapes is a fault of the program (70).
"""

from __future__ import annotations

EXIT_DONE = 0
EXIT_FINDINGS = 1
EXIT_INPUT = 2
EXIT_LOCKED = 3
EXIT_DELIVERY = 4
EXIT_FAULT = 70


class AnalyzerError(Exception):
    """An error that a person can act on: what was expected, what was found, where, and what to do."""

    exit_code = EXIT_INPUT

    def __init__(self, *, expected: str, found: str, where: str, do: str) -> None:
        self.expected, self.found, self.where, self.do = expected, found, where, do
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The one message of the four parts, a line each."""
        return f"Expected: {self.expected}\nFound:    {self.found}\nWhere:    {self.where}\nDo:       {self.do}"


class InputError(AnalyzerError):
    """Something that was given cannot be used."""


class ArgumentError(InputError):
    """An argument of the command line cannot be used."""


class SettingsError(InputError):
    """The project file cannot be used."""


class JourneyError(InputError):
    """The journey file cannot be used, or does not fit the log."""


class LogError(InputError):
    """The event log cannot be used."""


class SignalError(InputError):
    """The customer signals cannot be used."""


class LockError(AnalyzerError):
    """Another run holds the project's lock."""

    exit_code = EXIT_LOCKED


class DeliveryError(AnalyzerError):
    """The run is done and kept, but a mail or a webhook could not be delivered."""

    exit_code = EXIT_DELIVERY
