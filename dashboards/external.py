"""Signing in without a password of ours: an identity provider (OpenID Connect), or a proxy that has asked already.

Either only says who somebody is. What they may do is said by the projects, which hold a user of that name that was
added with `analyzer user add NAME --external`: such a user has no password, and a user with one is never taken over.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import flask
from flask_login import LoginManager

from analyzer.settings.model import IdentityProvider, TrustedProxy
from analyzer.words.language import say
from dashboards.providers import Projects
from dashboards.providers.people import external_seats

BEGIN, BACK = "/sign-in/oidc", "/sign-in/oidc/back"
Enter = Callable[[str, str], flask.Response | None]  # signs an identity in and leads to a path; None for nobody


def provider_of(projects: Projects) -> IdentityProvider | None:
    """The identity provider of this server: that of its first project that names one."""
    return next((one.settings.sign_in.oidc for one in projects.all if one.settings.sign_in.oidc), None)


def button(projects: Projects) -> tuple[str, str] | None:
    """The words and the address of the way through the identity provider; None where there is none."""
    provider = provider_of(projects)
    return (say("external.sign_in_with", label=provider.label), BEGIN) if provider is not None else None


def identity_of(projects: Projects, name: str, key: bytes) -> str | None:
    """The identity of the external user of a name; None where no project has one."""
    seats = external_seats(projects.all, name, key)
    return json.dumps([next(iter(seats.values())), *sorted(seats)]) if seats else None


def passed_on(projects: Projects, request: flask.Request) -> str | None:
    """The name that a trusted proxy gives to this request; None where none does."""
    proxy: TrustedProxy | None = next(
        (p.settings.sign_in.proxy for p in projects.all if p.settings.sign_in.proxy), None
    )
    if proxy is None or request.remote_addr not in proxy.addresses:
        return None
    return request.headers.get(proxy.header, "").strip() or None


def by_proxy(manager: LoginManager, projects: Projects, key: bytes, person: Callable[[str], object]) -> None:
    """Take whom a trusted proxy names for who asks, request by request: there is no session to end."""

    @manager.request_loader
    def load(request: flask.Request) -> object | None:
        name = passed_on(projects, request)
        identity = identity_of(projects, name, key) if name is not None else None
        return person(identity) if identity is not None else None


def by_provider(
    server: flask.Flask, projects: Projects, key: bytes, enter: Enter, form: Callable[[str, str, int], flask.Response]
) -> None:
    """The two addresses of the way through the identity provider, where there is one."""
    provider = provider_of(projects)
    if provider is None:
        return
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.flask_client import OAuth
    from requests import RequestException

    known = OAuth(server).register(
        "oidc",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "timeout": 10},
    )
    outside = next((one.settings.report.url for one in projects.all if one.settings.report.url), None)

    @server.get(BEGIN)
    def begin() -> flask.typing.ResponseReturnValue:
        flask.session["wanted"] = flask.request.args.get("next", "/")
        back = f"{outside}{BACK}" if outside else flask.url_for("back", _external=True)
        try:
            return known.authorize_redirect(back)
        except RequestException:
            return form(flask.session.pop("wanted"), say("external.the_provider_cannot_be"), 503)

    @server.get(BACK)
    def back() -> flask.typing.ResponseReturnValue:
        wanted = flask.session.pop("wanted", "/")
        try:
            told = known.authorize_access_token().get("userinfo") or {}  # state, nonce and signature are checked
        except OAuthError:
            return form(wanted, say("external.the_provider_did_not"), 401)
        except RequestException:
            return form(wanted, say("external.the_provider_cannot_be"), 503)
        name = said_name(told, provider.claim)
        if name is None:
            return form(wanted, say("external.the_provider_did_not"), 401)
        identity = identity_of(projects, name, key)
        entered = enter(identity, wanted) if identity is not None else None
        return entered or form(wanted, say("external.the_provider_knows_you"), 403)


def said_name(told: dict[str, object], claim: str) -> str | None:
    """The name in a provider's claims; an address of mail only where the provider has checked that it is theirs."""
    name = told.get(claim)
    if not isinstance(name, str) or not name.strip():
        return None
    return None if claim == "email" and told.get("email_verified") is not True else name
