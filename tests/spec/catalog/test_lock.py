"""The project's lock: one run at a time, and no lock outlives its run."""

from __future__ import annotations

import pytest

from analyzer.catalog import project_lock
from analyzer.errors import LockError, SettingsError


def test_a_second_run_is_refused_and_told_who_holds_it(settings):
    with (
        project_lock(settings),
        pytest.raises(LockError, match=r"of process \d+ since") as caught,
        project_lock(settings),
    ):
        pass
    assert caught.value.exit_code == 3
    with project_lock(settings):  # and then it is free again
        pass


def test_a_run_that_fails_lets_go(settings):
    with pytest.raises(ZeroDivisionError), project_lock(settings):
        raise ZeroDivisionError
    with project_lock(settings):
        pass


def test_a_folder_that_cannot_be_written(settings):
    settings.home.write_text("a file in the way")
    with pytest.raises(SettingsError, match="beside the project file"), project_lock(settings):
        pass
