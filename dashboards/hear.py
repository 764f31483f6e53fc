"""The page behind the link in a mail: hear of everything, only of what gets worse, or of nothing.

Nobody has to sign in, for the link is signed. A program that looks at links in mails changes nothing: only the form, or
the one click of a mail program (RFC 8058), does.
"""

from __future__ import annotations

from html import escape

import flask

from analyzer.reports.marked import apart, marked
from analyzer.words.language import say
from dashboards.providers import Projects
from dashboards.providers.hearing import PATH, Hearing, hearing_of
from dashboards.sign_in import GROUND, PageTexts

ONE_CLICK = ("List-Unsubscribe", "One-Click")
LONGEST_TOKEN = 1000
WORDS = {
    "all": ("hear.everything_that_is_mine", "hear.a_mail_on_each"),
    "worse": ("hear.only_when_it_gets", "hear.a_mail_where_something"),
    "none": ("hear.no_mail", "hear.nothing_at_all_from"),
}
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
PAGE = """<!doctype html><html lang="{t[code]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex"><title>{t[hear.title]}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml"><style>{ground}{style}</style></head>
<body><main><h1>{t[hear.title]}</h1>{body}</main></body></html>"""


def routes(server: flask.Flask, projects: Projects) -> None:
    """Put the page on a server."""

    @server.get(f"{PATH}/<token>")
    def hear(token: str) -> flask.Response:
        found = _find(projects, token)
        return _page(_form(found)) if found else _page(_said(say("hear.this_link_is_not")), 404)

    @server.post(f"{PATH}/<token>")
    def heard(token: str) -> flask.Response:
        found = _find(projects, token)
        if found is None:
            return _page(_said(say("hear.this_link_is_not")), 404)
        form = flask.request.form
        choice = "none" if form.get(ONE_CLICK[0]) == ONE_CLICK[1] else form.get("choice", "")
        if not found.choose(choice):
            return _page(_said(say("hear.choose_one_of_the")) + _form(found), 400)
        return _page(_said(say("hear.kept_you_can_come")) + _form(found))


def _find(projects: Projects, token: str) -> Hearing | None:
    return hearing_of(projects.all, token) if len(token) <= LONGEST_TOKEN else None


def _form(found: Hearing) -> str:
    now = found.choice
    ways = "".join(
        f'<label><input type="radio" name="choice" value="{key}"{" checked" if key == now else ""}>'
        f"<span><b>{escape(say(title))}</b><small>{escape(say(meaning))}</small></span></label>"
        for key, (title, meaning) in WORDS.items()
    )
    key = "hear.mails_to" if found.shown else "hear.mails"
    what = marked(key, project=apart(found.provider.name), shown=apart(found.shown))
    return (
        f'<p class="what">{what}</p><form method="post">'
        f'<fieldset aria-label="{escape(say("hear.which"))}">{ways}</fieldset>'
        f'<button type="submit">{escape(say("hear.keep"))}</button></form>'
    )


def _said(words: str) -> str:
    return f'<p class="said" role="status">{escape(words)}</p>'


def _page(body: str, status: int = 200) -> flask.Response:
    page = PAGE.format(t=PageTexts(), ground=GROUND, style=STYLE, body=body)
    answer = flask.Response(page, status, mimetype="text/html")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
