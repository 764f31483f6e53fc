"""What a project file says of signing in: `sign_in`, an identity provider or a proxy that is trusted."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from analyzer.settings.machine import is_this_machine
from analyzer.settings.model import IdentityProvider, SignIn, TrustedProxy
from analyzer.settings.value import Value

PLAIN_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def read_sign_in(value: Value) -> SignIn:
    """`{oidc: {issuer, client_id, client_secret, claim, label}, proxy: {header, from: [addresses]}}`."""
    value.keys(("oidc", "proxy"), "sign_in")
    return SignIn(value.take("oidc", _oidc, None), value.take("proxy", _proxy, None))


def _oidc(value: Value) -> IdentityProvider:
    value.keys(("issuer", "client_id", "client_secret", "claim", "label"), "sign_in.oidc")
    of = "sign_in.oidc"
    return IdentityProvider(
        issuer=value.need("issuer", _issuer, of, "add issuer: and the provider's address"),
        client_id=value.need("client_id", Value.text, of, "add client_id: as the provider gave it"),
        client_secret=value.need("client_secret", Value.text, of, "add client_secret: ${NAME}, from the environment"),
        claim=value.take("claim", Value.text, IdentityProvider.claim),
        label=value.take("label", Value.text, IdentityProvider.label),
    )


def _issuer(value: Value) -> str:
    """An https address; http is taken on this machine only, for then nobody between can answer in its place."""
    text = value.text()
    parts = urlsplit(text)
    here = parts.hostname is not None and is_this_machine(parts.hostname)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise value.wrong("an address that begins with https://")
    return text.rstrip("/")


def _proxy(value: Value) -> TrustedProxy:
    value.keys(("header", "from"), "sign_in.proxy")
    return TrustedProxy(
        header=value.need("header", _header, "sign_in.proxy", "add header: and the header that holds the name"),
        addresses=value.take(
            "from", lambda v: tuple(_address(one) for one in v.items("addresses")), TrustedProxy.addresses
        ),
    )


def _header(value: Value) -> str:
    name = value.text()
    if not PLAIN_HEADER.fullmatch(name):
        raise value.wrong("the name of a header, such as X-Remote-User")
    return name


def _address(value: Value) -> str:
    text = value.text()
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise value.wrong("an address such as 10.0.0.5") from None
