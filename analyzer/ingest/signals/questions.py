"""Answers with one row a respondent and one column a question → one source a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analyzer.ingest.columns.roles import SIGNAL_ALIASES, plain
from analyzer.ingest.sources.raw import RawTable
from analyzer.settings import SignalSource, SurveyQuestion

_PLATFORMS = {  # the columns by which the exports of survey systems are known
    "Qualtrics": frozenset(("responseid", "recordeddate")),
    "Medallia": frozenset(("surveyid", "responsedate")),
}
_ASKS = (
    ("nps", re.compile(r"\bnps\b|likelihood to recommend|\bltr\b", re.IGNORECASE)),
    ("csat", re.compile(r"\bcsat\b|\bosat\b|satisfaction", re.IGNORECASE)),
    ("ces", re.compile(r"\bces\b|\beffort\b", re.IGNORECASE)),
)
_NO_ANSWER = re.compile(r"group|comment|text|reason|segment|topics", re.IGNORECASE)


def platform_of(names: Sequence[str]) -> str | None:
    """The survey system whose export has these columns; None where none is known by them."""
    known = {plain(name) for name in names}
    return next((name for name, columns in _PLATFORMS.items() if columns <= known), None)


def proposed_questions(names: Sequence[str]) -> dict[str, SurveyQuestion]:
    """Column → what it asks, by its name (Q1_NPS, Overall Satisfaction), in the export of a survey system."""
    if platform_of(names) is None:
        return {}
    found = {}
    for name in names:
        spelled = re.sub(r"[_\-]+", " ", name)
        kind = next((kind for kind, said in _ASKS if said.search(spelled)), None)
        if kind is not None and not _NO_ANSWER.search(spelled):
            found[name] = SurveyQuestion(kind)
    words = [name for name in names if plain(name) in {plain(alias) for alias in SIGNAL_ALIASES["comment"]}]
    if found and words:
        first = next(iter(found))
        found[first] = replace(found[first], comment=words[0])
    return found


def by_question(source: SignalSource, questions: dict[str, SurveyQuestion]) -> tuple[SignalSource, ...]:
    """One source a question; the source itself where it has none. A comment of the whole goes with the first."""
    parts = []
    for place, (column, question) in enumerate(questions.items()):
        columns = {**source.columns, "score": column}
        words = question.comment or (columns.get("comment") if place == 0 else None)
        columns = {role: name for role, name in columns.items() if role != "comment"}
        parts.append(
            replace(
                source,
                questions={column: question},
                kind=question.kind,
                about=question.about or (None if question.stage else source.about),
                stage=question.stage or source.stage,
                scale=question.scale or source.scale,
                columns=columns | ({"comment": words} if words else {}),
            )
        )
    return tuple(parts) or (source,)


def answered(raw: RawTable, source: SignalSource) -> RawTable:
    """The rows that answer the source's question, and are no second head line: some systems write the question's words
    and an id beneath the names of the columns. All rows where the source has no question."""
    column = next((name for name in source.questions if name in raw.names), None)
    if column is None:
        return raw
    there = f"{raw.column(column)} IS NOT NULL"
    response = next((name for name in raw.names if plain(name) == "responseid"), None)
    if response is not None and platform_of(raw.names) == "Qualtrics":
        name = raw.column(response)
        there += f" AND {name} <> 'Response ID' AND NOT starts_with({name}, '{{\"ImportId\"')"
    return replace(
        raw,
        relation=f"(SELECT {raw.all_columns} FROM {raw.relation} WHERE {there})",
        numbered=f"(SELECT row, {raw.all_columns} FROM {raw.numbered} WHERE {there})",
        checked=f"(SELECT row, {raw.all_columns} FROM {raw.checked} WHERE {there})",
    )
