"""The address of the queue: what is wrong with it is said without what it may hold."""

from __future__ import annotations

import pytest

from analyzer.errors import SettingsError
from analyzer.jobs.queue import ADDRESS, open_queue
from analyzer.settings import Settings


@pytest.mark.parametrize(
    "address", ["postgresql:/analyst:s3cret@host/queue", "analyst:s3cret@host", "mysql://analyst:s3cret@host/queue"]
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(settings: Settings, monkeypatch, address: str):
    monkeypatch.setenv(ADDRESS, address)
    with pytest.raises(SettingsError) as refused:
        open_queue(settings)
    assert ADDRESS in refused.value.message
    assert "s3cret" not in refused.value.message
