"""The page behind the link in a mail: hear of everything, only of what gets worse, or of nothing.

Nobody has to sign in, for the link is signed. A program that looks at links in mails changes nothing: only the form, or
the one click of a mail program (RFC 8058), does.
"""

from __future__ import annotations

from html import escape

import flask

from dashboards.providers import Projects
from dashboards.providers.hearing import PATH, Hearing, hearing_of
from dashboards.sign_in import GROUND

ONE_CLICK = ("List-Unsubscribe", "One-Click")
LONGEST_TOKEN = 1000
WORDS = {
    "all": ("Everything that is mine", "a mail on each night on which something alarms"),
    "worse": ("Only when it gets worse", "a mail where something is new, worse, or back again"),
    "none": ("No mail", "nothing at all from this project"),
}
KEPT = "Kept. You can come back to this page with the same link."
UNKNOWN = "This link is not known here. It may be cut off: copy the whole address from the mail."
STYLE = """
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{box-sizing:border-box;width:calc(100% - 28px);max-width:460px;margin:10vh auto 40px;padding:28px;
background:var(--surface);border:1px solid var(--line);border-radius:14px;overflow-wrap:anywhere}
h1{font-size:24px;line-height:1.2;margin:0}.what,small{color:var(--muted);font-size:14px}
fieldset{border:0;margin:18px 0 0;padding:0}label{display:flex;gap:12px;padding:10px 0;align-items:baseline}
label b,label small{display:block}input{width:18px;height:18px;flex:none;accent-color:var(--accent)}
button{font:inherit;font-weight:600;margin-top:14px;padding:11px 18px;border:0;border-radius:8px;
background:var(--accent);color:var(--surface);cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.said{margin:16px 0 0;padding:10px 14px;border-left:4px solid var(--accent);background:var(--band)}
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex"><title>What you hear of</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml"><style>{ground}{style}</style></head>
<body><main><h1>What you hear of</h1>{body}</main></body></html>"""


def routes(server: flask.Flask, projects: Projects) -> None:
    """Put the page on a server."""

    @server.get(f"{PATH}/<token>")
    def hear(token: str) -> flask.Response:
        found = _find(projects, token)
        return _page(_form(found)) if found else _page(_said(UNKNOWN), 404)

    @server.post(f"{PATH}/<token>")
    def heard(token: str) -> flask.Response:
        found = _find(projects, token)
        if found is None:
            return _page(_said(UNKNOWN), 404)
        form = flask.request.form
        choice = "none" if form.get(ONE_CLICK[0]) == ONE_CLICK[1] else form.get("choice", "")
        if not found.choose(choice):
            return _page(_said("Choose one of the three.") + _form(found), 400)
        return _page(_said(KEPT) + _form(found))


def _find(projects: Projects, token: str) -> Hearing | None:
    return hearing_of(projects.all, token) if len(token) <= LONGEST_TOKEN else None


def _form(found: Hearing) -> str:
    now = found.choice
    ways = "".join(
        f'<label><input type="radio" name="choice" value="{key}"{" checked" if key == now else ""}>'
        f"<span><b>{title}</b><small>{meaning}</small></span></label>"
        for key, (title, meaning) in WORDS.items()
    )
    of = f"Mails about <bdi>{escape(found.provider.name)}</bdi>"
    to = f" to <bdi>{escape(found.shown)}</bdi>" if found.shown else ""
    return (
        f'<p class="what">{of}{to}</p><form method="post"><fieldset aria-label="Which mails">{ways}</fieldset>'
        '<button type="submit">Keep this choice</button></form>'
    )


def _said(words: str) -> str:
    return f'<p class="said" role="status">{escape(words)}</p>'


def _page(body: str, status: int = 200) -> flask.Response:
    page = PAGE.format(ground=GROUND, style=STYLE, body=body)
    answer = flask.Response(page, status, mimetype="text/html")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
