"""`sign_in` in a project file."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import load_project
from analyzer.settings.model import SignIn

ISSUER = "issuer: 'https://id.example.com/'"


def loaded(folder: Path, text: str) -> SignIn:
    file = folder / "project.yaml"
    file.write_text(f"log: l.csv\njourney: j.yaml\nsign_in: {text}\n", encoding="utf-8")
    return load_project(file).sign_in


def test_both_ways_with_their_defaults(tmp_path, monkeypatch):
    monkeypatch.setenv("OIDC_SECRET", "s3")
    oidc = f"oidc: {{{ISSUER}, client_id: a, client_secret: '${{OIDC_SECRET}}'}}"
    found = loaded(tmp_path, f"{{{oidc}, proxy: {{header: X-User}}}}")
    assert found.oidc.issuer == "https://id.example.com"
    assert (found.oidc.client_secret, found.oidc.claim) == ("s3", "preferred_username")
    assert found.proxy.addresses == ("127.0.0.1", "::1")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{oidc: {issuer: 'http://id.example.com', client_id: a, client_secret: b}}", "issuer"),
        (f"{{oidc: {{{ISSUER}, client_id: a}}}}", "client_secret"),
        ("{proxy: {header: 'X User'}}", "header"),
        ("{proxy: {header: X-User, from: [everywhere]}}", "from"),
        ("{saml: {}}", "oidc"),
    ],
)
def test_what_cannot_be_trusted_is_refused(tmp_path, text, named):
    with pytest.raises(SettingsError, match=named):
        loaded(tmp_path, text)
