"""What a digest tells of improving, in a line each: verdicts, experiments that are due, notes that came true, what is
high, what was answered, and that a month has its review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast
from urllib.parse import quote, urlencode

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.improvement import DECIDED, Card, ImprovingNews, ImprovingSummary
from analyzer.tables.action import OVER
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.kata import Kata
from analyzer.words import wording
from analyzer.words.action_words import range_words, signed_points
from analyzer.words.compliance_words import price_words
from analyzer.words.language import listed, say
from analyzer.words.review_words import review_headline
from analyzer.words.risk_words import HIGH

QUOTED = 90  # characters of a text that somebody wrote
AT_ONCE = 2  # of one kind that are told; what is more is counted
PAGES = {
    "action": "/improvement",
    "kata": "/improvement",
    "note": "/improvement",
    "risk": "/risk",
    "compliance": "/compliance",
    "hypothesis": "/hypotheses",
    "review": "/review",
    "cards": "/cards",
}


def improving_news(found: ImprovingSummary) -> list[ImprovingNews]:
    """All that holds or is due now, in the order of a digest; a reader is told what is not known yet."""
    parts = (_of_actions, _of_katas, _of_notes, _of_risks, _of_prices, _of_hypotheses, _of_month)
    return [one for part in parts for one in part(found)]


def news_label(kind: str) -> str:
    """What a line of a digest is about."""
    return say(f"news.{kind}.label")


def news_page(kind: str) -> str:
    """The page of the dashboard that shows all of a kind."""
    return PAGES[kind]


def news_line(texts: Sequence[str]) -> str:
    """News of one kind in a line: the first two, and how many more."""
    more = len(texts) - AT_ONCE
    return "; ".join([*texts[:AT_ONCE], *([say("news.more", n=more)] if more > 0 else [])]) + "."


def short(text: str) -> str:
    """What somebody wrote, in one line, as far as a line holds it."""
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1].rstrip()}…"


def proved_words(title: str, verdict: EffectVerdict) -> str:
    """A verdict that is decided, in short: the change in points with its limits, of how many visits."""
    share = verdict.bad_share
    known = wording.has_limits(share.as_dict())
    return say(
        f"news.{verdict.word}",
        title=short(title),
        change=say("news.change", value=signed_points(share.value), limits=range_words(share)) if known else "",
        n=wording.counted(verdict.after, say("noun.visit")),
    )


def _of_actions(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    for card in found.cards:
        one, verdict = card.action, card.verdict
        path = f"{PAGES['action']}?{urlencode({'action': one.id})}"
        if one.reopened_at is not None and one.status not in OVER:
            key, said = f"reopened:{one.id}:{one.reopened_at:%Y%m%d}", say("news.reopened", title=short(one.title))
            yield ImprovingNews(key, "action", one.mismatch_id, said, path)
        if verdict is not None and verdict.word in DECIDED:
            said = proved_words(one.title, verdict)
            yield ImprovingNews(f"verdict:{one.id}:{verdict.word}", "action", one.mismatch_id, said, path)


def _of_katas(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    for card in found.cards:
        kata, path = found.katas.get(card.action.id), f"/kata/{quote(card.action.id)}"
        if kata is None or card.action.status in OVER:
            continue
        for key, said in _due(card, kata, found):
            yield ImprovingNews(key, "kata", card.action.mismatch_id, said, path)


def _due(card: Card, kata: Kata, found: ImprovingSummary) -> Iterator[tuple[str, str]]:
    cycle, title = kata.open_cycle, short(card.action.title)
    if cycle is not None and cycle.look_on is not None and cycle.look_on <= found.today:
        words = {"text": short(cycle.experiment), "title": title, "day": wording.day(cycle.look_on)}
        yield f"look:{cycle.id}:{cycle.look_on}", say("news.look", **words)
    if kata.target_on is not None and kata.target_on < found.today:
        yield (
            f"target:{card.action.id}:{kata.target_on}",
            say("news.target", title=title, day=wording.day(kata.target_on)),
        )


def _of_notes(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    for note, borne in found.came_true:
        days = {"noted": wording.day(note.line.said_on), "found": wording.day(borne.found_on)}
        said = say("news.note", text=short(note.line.text), **days)
        yield ImprovingNews(f"note:{note.id}", "note", borne.mismatch_id, said, PAGES["note"])


def _of_risks(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    for risk in found.risks:
        if (risk.score or 0) >= HIGH:
            said = say("news.risk", title=short(risk.title), score=risk.score)
            yield ImprovingNews(f"risk:{risk.id}", "risk", risk.id, said, PAGES["risk"])


def _of_prices(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    for row in cast("Sequence[MismatchRow]", found.prices):
        said = say("news.price", title=short(row["title"]), price=price_words(row))
        yield ImprovingNews(f"price:{row['id']}", "compliance", row["id"], said, PAGES["compliance"])


def _of_hypotheses(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    for one in found.hypotheses:
        if one.answer is not None:
            said = say(f"news.hypothesis.{one.answer['word']}", text=short(one.text))
            yield ImprovingNews(f"hypothesis:{one.id}", "hypothesis", None, said, PAGES["hypothesis"])


def _of_month(found: ImprovingSummary) -> Iterator[ImprovingNews]:
    """That the month before has its review, once the data has gone beyond it; and who has a card."""
    month = found.last_month
    if not (month.nights or month.promised or month.proved):
        return
    path = f"{PAGES['review']}?{urlencode({'month': month.month})}"
    headline = review_headline(month).rstrip(".")
    yield ImprovingNews(f"review:{month.month}", "review", None, headline, path)
    if found.owners:
        said = say("news.cards", names=listed(list(found.owners)))
        yield ImprovingNews(f"cards:{month.month}", "cards", None, said, PAGES["cards"])
