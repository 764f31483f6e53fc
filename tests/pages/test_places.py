"""What viewers read of where things lie: file names, whatever the folders are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards import shell
from dashboards.components.address import Address
from dashboards.providers.places import names_only
from tests.real_document import example


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Where: /srv/customer data/acme/log.csv, line 3", "Where: log.csv, line 3"),
        ('no file "/srv/customer data/my log.csv" there', 'no file "my log.csv" there'),
        ("/srv/my (old) data, 2025/log.csv: no such file", "log.csv: no such file"),
        ("/srv/a b/log.csv and /srv/c d/log.csv", "log.csv and log.csv"),
        ("C:\\customer data\\acme\\log.csv", "log.csv"),
        ("/srv/O'Neil data/acme/log.csv", "log.csv"),
        ("/srv/my shop/data/log.csv", "data/log.csv"),
        ("10 km/h, and/or 3/4 of https://a.example/b/c d/e", "10 km/h, and/or 3/4 of https://a.example/b/c d/e"),
    ],
)
def test_folders_are_left_out_with_spaces_too(text: str, read: str):
    assert names_only(text, Path("/srv/my shop")) == read


def test_each_page_has_its_own_title():
    document = example()
    titles = [
        shell.page_title("Greenleaf", document, Address(path))
        for path in ("/", "/voice", "/mismatch/hidden-friction-delivery-182bfb", "/case/o%207", "/audit", "/nowhere")
    ]
    assert titles == [
        "Alignment · Greenleaf",
        "Voice · Greenleaf",
        f"{document['mismatches'][0]['title']} · Greenleaf",
        "o 7 · Greenleaf",
        "Who changed what · Greenleaf",
        "Nowhere · Greenleaf",
    ]
