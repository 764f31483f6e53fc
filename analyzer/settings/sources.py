"""The sources of a project file: `log` and `signals`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from analyzer.settings.model import (
    KINDS,
    ROLES,
    SIGNAL_ROLES,
    BehaviourSource,
    LogSource,
    SignalSource,
    Silence,
    SurveyQuestion,
    Via,
)
from analyzer.settings.scale import Scale
from analyzer.settings.value import Value

WHERE = ("path", "url", "table", "query", "since")
LOG_KEYS = (
    *(*WHERE, "columns", "max_refused", "day_first", "decimal", "sheet", "stamps"),
    *("case", "with", "name", "timezone", "via"),
)
SIGNAL_KEYS = (
    *("path", "columns", "kind", "about", "window", "scale", "contact", "silence", "day_first", "max_refused"),
    *("questions", "url", "table", "query", "since"),
)
QUESTION_KEYS = ("kind", "about", "stage", "comment", "scale")

SURVEYED = ("nps", "csat", "ces", "review")  # kinds with a score
BEHAVIOURS = ("again", "activity")
BEHAVIOUR_KEYS = {"again": ("behaviour", "stage", "within"), "activity": ("behaviour", "stage", "activities")}

_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_RANGE = re.compile(rf"{_NUMBER}(?:\s*(?:-|–|\.\.|to)\s*{_NUMBER})?", re.ASCII)


def read_log_source(value: Value, max_refused: float) -> LogSource:
    """`log: log.csv`, a mapping of its keys, or a list of such sources."""
    if not value.is_list:
        return _log_source(value, max_refused)
    sources = [_log_source(item, max_refused) for item in value.items("sources of the log")]
    if not sources:
        raise value.wrong("one source of the log or more", "an empty list", "write its path")
    names = [one.called for one in sources]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise value.wrong("every source under a name of its own", f"{twice} twice", "give each a name: of its own")
    return replace(sources[0], more=tuple(sources[1:]))


def _log_source(value: Value, max_refused: float) -> LogSource:
    if value.is_text:
        return LogSource(path=value.text(), max_refused=max_refused, place=value.place)
    value.keys(LOG_KEYS, "log")
    path, url, table, query, since = _place_of(value, "the log")
    case, others = value.take("case", Value.name, None), value.take("with", _types, ())
    if others and case is None:
        raise value.wrong("case beside with", "with alone", "add case: and the object type that is the case")
    if case is not None and (path is None or value.get("stamps") is not None):
        raise value.wrong(
            "case of an object-centric file", "stamps or a url beside case", "keep one of case, stamps and url"
        )
    via = value.take("via", _via, None)
    if via is not None and via.table is not None and url is None:
        raise value.wrong(
            "a table of via in the database of its source", "a source that is a file", "write path: in via"
        )
    return LogSource(
        path=path,
        url=url,
        table=table,
        query=query,
        since=since,
        columns=value.take("columns", lambda columns: _columns(columns, ROLES, "log"), {}),
        max_refused=value.take("max_refused", Value.share, max_refused),
        day_first=value.take("day_first", Value.flag, None),
        decimal=value.take("decimal", lambda sign: sign.one_of((",", "."), "a decimal sign"), None),
        sheet=value.take("sheet", Value.text, None),
        stamps=value.take("stamps", _stamps, {}),
        case=case,
        others=others,
        name=value.take("name", Value.text, None),
        timezone=value.take("timezone", Value.zone, None),
        via=via,
        place=value.place,
    )


def _place_of(value: Value, what: str) -> tuple[str | None, ...]:
    """path, url, table, query and since of a source: a path, or a url with a table or a query."""
    path, url, table, query, since = (value.take(key, Value.text, None) for key in WHERE)
    if (path is None) == (url is None):
        raise value.wrong(
            f"either a path or a url of {what}", "neither" if path is None else "both", "keep one of path and url"
        )
    if table is not None and query is not None:
        raise value.wrong("either a table or a query", "both", "keep one of table and query")
    if (url is None) != (table is None and query is None):
        raise value.wrong("url together with table or query", "only one of them", "give both, or a path instead")
    if since is not None and url is None:
        raise value.wrong(
            "since together with the url of a warehouse", "since and a path", "take since out; files need none"
        )
    return path, url, table, query, since


def read_signal_sources(value: Value, max_refused: float) -> tuple[SignalSource, ...]:
    """The files of a list of sources; one source may stand without a list. Behaviour is read apart."""
    return tuple(_signal_source(item, max_refused) for item in _items(value) if not _is_behaviour(item))


def read_behaviours(value: Value) -> tuple[BehaviourSource, ...]:
    """The sources of the same list that are behaviour: `{behaviour: again, within: 1h, stage: …}`."""
    return tuple(_behaviour(item) for item in _items(value) if _is_behaviour(item))


def _items(value: Value) -> tuple[Value, ...]:
    return value.items("signal sources") if value.is_list else (value,)


def _is_behaviour(value: Value) -> bool:
    return not value.is_text and not value.is_list and "behaviour" in value.names()


def _behaviour(value: Value) -> BehaviourSource:
    what = value.need(
        "behaviour", lambda v: v.one_of(BEHAVIOURS, "a behaviour"), "a behaviour", "write again or activity"
    )
    of = f"the behaviour {what}"
    value.keys(BEHAVIOUR_KEYS[what], of)
    stage = value.need("stage", Value.name, of, "add stage: and the stage that it speaks about, or journey")
    if what == "again":
        within_s = value.need("within", Value.seconds, of, "add within: and how soon after a case, such as 1h")
        return BehaviourSource("again", stage, within_s, place=value.place)
    names = value.need("activities", _activities, of, "add activities: [name, …]")
    return BehaviourSource("activity", stage, activities=names, place=value.place)


def _activities(value: Value) -> tuple[str, ...]:
    names = tuple(item.name() for item in value.items("activities"))
    if not names:
        raise value.wrong("one activity or more", "none", "name the activities that are the customer's verdict")
    return tuple(dict.fromkeys(names))


def _signal_source(value: Value, max_refused: float) -> SignalSource:
    if value.is_text:
        return SignalSource(path=value.text(), max_refused=max_refused, place=value.place)
    value.keys(SIGNAL_KEYS, "a signal source")
    silence = value.take("silence", lambda v: v.one_of(("good", "unknown"), "what silence says"), None)
    contact = value.take("contact", lambda v: v.one_of(("bad", "neutral"), "what a contact counts as"), "bad")
    questions = value.take("questions", _questions, {})
    if questions and value.get("kind") is not None:
        raise value.wrong("either kind or questions", "both", "keep one of kind and questions")
    path, url, table, query, since = _where_signals_lie(value)
    return SignalSource(
        questions=questions,
        path=path or "",
        url=url,
        table=table,
        query=query,
        since=since,
        columns=value.take("columns", lambda columns: _columns(columns, SIGNAL_ROLES, "signals"), {}),
        kind=value.take("kind", lambda v: v.one_of(KINDS, "a kind of signal"), None),
        about=value.take("about", Value.text, None),
        window_s=value.take("window", Value.seconds, None),
        scale=value.take("scale", _scale, None),
        contact="neutral" if contact == "neutral" else "bad",
        silence=cast("Silence | None", silence),
        day_first=value.take("day_first", Value.flag, None),
        max_refused=value.take("max_refused", Value.share, max_refused),
        place=value.place,
    )


def _where_signals_lie(value: Value) -> tuple[str | None, ...]:
    if not {"url", "table", "query"} & set(value.names()):
        value.need("path", Value.text, "a signal source", "add path: and the file's name")
    return _place_of(value, "the signals")


def _via(value: Value) -> Via:
    """`{path: map.csv, from: invoice_id, to: order_id}`, or with `table` in place of `path`."""
    value.keys(("path", "table", "from", "to"), "via")
    path, table = (value.take(key, Value.text, None) for key in ("path", "table"))
    if (path is None) == (table is None):
        found = "neither" if path is None else "both"
        do = "name the file, or the table of the source's database, that maps one to the other"
        raise value.wrong("either a path or a table of via", found, do)
    source, target = (
        value.need(key, Value.text, "via", f"add {key}: and {what}")
        for key, what in (
            ("from", "its column with what this source calls a case"),
            ("to", "its column with the case of the journey"),
        )
    )
    return Via(path or "", source, target, value.place, table)


def _types(value: Value) -> tuple[str, ...]:
    """`with: [Item, Delivery]`; one type may stand without a list."""
    return tuple(item.name() for item in value.items("object types")) if value.is_list else (value.name(),)


def _questions(value: Value) -> dict[str, SurveyQuestion]:
    """`{Q1_NPS: {kind: nps, about: Delivery}, Q2: {kind: csat, stage: Payment}}`: column → what it asks."""
    names = value.names()
    if not names:
        raise value.wrong("one column or more", "none", "write {Q1_NPS: {kind: nps, about: …}, …}")
    return {name: value.need(name, _question, "questions", "say its kind: {kind: nps}") for name in names}


def _question(value: Value) -> SurveyQuestion:
    value.keys(QUESTION_KEYS, "a question")
    about, stage = value.take("about", Value.text, None), value.take("stage", Value.text, None)
    if about is not None and stage is not None:
        raise value.wrong("either about or stage", "both", "keep one of about and stage")
    return SurveyQuestion(
        kind=value.need("kind", lambda v: v.one_of(SURVEYED, "a kind with a score"), "a question", "add kind:"),
        about=about,
        stage=stage,
        comment=value.take("comment", Value.text, None),
        scale=value.take("scale", _scale, None),
    )


def _stamps(value: Value) -> dict[str, str]:
    """`{Create ticket: created_at, Resolve: resolved_at}`: activity → the column that holds its times."""
    names = value.names()
    if not names:
        raise value.wrong("one activity or more with its column", "none", "write {Create ticket: created_at, …}")
    return {
        name: value.need(name, Value.text, "stamps", "name the column that holds the activity's times")
        for name in names
    }


def _columns(value: Value, roles: tuple[str, ...], of: str) -> dict[str, str]:
    value.keys(roles, f"the columns of {of}")
    return {
        role: value.need(role, Value.text, f"the columns of {of}", "name the column, or take the role out")
        for role in value.names()
    }


def _scale(value: Value) -> Scale:
    """`{bad: 0-6, good: 9-10}`; good may lie below bad."""
    value.keys(("bad", "good"), "a scale")
    bad = value.need("bad", _range, "a scale", "add bad: with its lowest and highest score, such as 0-6")
    good = value.need("good", _range, "a scale", "add good: with its lowest and highest score, such as 9-10")
    if bad[0] <= good[1] and good[0] <= bad[1]:
        raise value.wrong(
            "bad and good scores that do not overlap",
            f"bad {_spoken(bad)}, good {_spoken(good)}",
            "set the ranges apart",
        )
    return Scale(bad[0], bad[1], good[0], good[1])


def _range(value: Value) -> tuple[float, float]:
    """`0-6`, `1 to 2`, `1`, `-5–-1` or `[0, 6]`."""
    expected = "a range of scores such as 0-6"
    if value.is_list:
        ends = tuple(item.number() for item in value.items("two scores"))
    else:
        match = _RANGE.fullmatch(value.text())
        ends = (float(match[1]), float(match[2] or match[1])) if match else ()
    if len(ends) != 2:
        raise value.wrong(expected)
    if ends[0] > ends[1]:
        raise value.wrong("a range of scores, the lower one first", do="swap the two ends")
    return ends[0], ends[1]


def _spoken(ends: tuple[float, float]) -> str:
    return f"{ends[0]:g}–{ends[1]:g}"
