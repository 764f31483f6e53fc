"""The digest of a night: what changed, whether the data can be trusted, and where to look.

Facts for one screen; how they are written as a mail or a message is `mail.py` and `chat.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl, quote, urlencode

from analyzer.catalog import Finding
from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.improvement import KINDS
from analyzer.tables.interval import LimitsRow
from analyzer.tables.nights import ChangedFinding
from analyzer.words import digest_words as words
from analyzer.words import wording
from analyzer.words.digest_words import inert
from analyzer.words.improving_words import news_label, news_line, news_page
from analyzer.words.language import say
from analyzer.words.money import monthly_money

IN_DETAIL = 6  # findings that are told one by one; what is more stands in a line, and in the workbook


@dataclass(frozen=True)
class DigestLine:
    """One finding of a night. All texts are fit to be shown; `interval` is the number itself, for machines."""

    change: str
    label: str
    mismatch_id: str
    kind: str
    stage: str | None
    title: str
    sentence: str
    number: str  # with its limits
    unit: str
    before: str  # the number as the run before found it; empty where there was none
    shift: str  # its share before and now, with limits that hold over all nights; empty where none was compared
    owners: tuple[str, ...]  # who answers for the stage, and for the cause
    link: str | None
    cases_link: str | None
    interval: LimitsRow | None = None


@dataclass(frozen=True)
class DigestWarning:
    """What is wrong with the night's data, and what that means for the findings."""

    kind: str
    fact: str
    meaning: str


@dataclass(frozen=True)
class ImprovingLine:
    """What is new or due of one kind around improving, fit to be shown."""

    kind: str
    label: str
    text: str
    link: str | None


@dataclass(frozen=True)
class Digest:
    """One night for one recipient."""

    project: str
    run_id: str
    read_to: str  # the last event that the night has read, as people write it
    headline: str
    lines: tuple[DigestLine, ...]
    warnings: tuple[DigestWarning, ...]
    restated: tuple[DigestLine, ...]
    ongoing: str
    score: str
    noun: str
    link: str | None
    counts: Mapping[str, int] = field(default_factory=dict)
    improving: tuple[ImprovingLine, ...] = ()

    @property
    def shown(self) -> tuple[DigestLine, ...]:
        """What is told one by one."""
        return self.lines[:IN_DETAIL]

    @property
    def rest(self) -> int:
        """How many more there are."""
        return len(self.lines) - len(self.shown)


@dataclass(frozen=True)
class DigestContent:
    """What a digest is made from. `known`: mismatches as an earlier run found them, for those that are gone and for the
    number before. `warnings`: (kind, fact). `improving`: what is told of improving, as `ImprovingNews` rows."""

    run_id: str
    document: AlignmentDocument
    changes: Mapping[str, Any]
    warnings: Sequence[tuple[str, str]] = ()
    known: Mapping[str, Finding] = field(default_factory=dict)
    said: Mapping[str, ChangedFinding] = field(default_factory=dict)  # the comparisons behind the changes
    url: str | None = None
    project: str = ""  # what `?project=` says in links; by default the document's name
    improving: Sequence[Mapping[str, Any]] = ()


def digest(told: DigestContent, only: Collection[str] | None = None) -> Digest:
    """The digest of a night, of these mismatches alone where `only` names them."""
    document = told.document
    found = {mismatch["id"]: mismatch for mismatch in document["mismatches"]}
    baseline = told.changes.get("since") is None
    mine = {
        change: [one for one in told.changes.get(change) or () if only is None or one in only]
        for change in (*words.TOLD, "unchanged")
    }
    lines = {change: [_line(told, change, one, found.get(one)) for one in mine[change]] for change in words.TOLD}
    counts = {change: len(lines[change]) for change in words.TOLD if lines[change]}
    ongoing = len(mine["unchanged"])
    return Digest(
        project=inert(document["name"]),
        run_id=told.run_id,
        read_to=wording.local_moment(document["period"]["last"]),
        headline=words.headline(counts, ongoing, baseline),
        lines=tuple(line for change in words.TOLD if change != "restated" for line in lines[change]),
        warnings=tuple(DigestWarning(kind, inert(fact), words.meaning(kind)) for kind, fact in told.warnings),
        restated=tuple(lines["restated"]),
        ongoing=words.ongoing_words(ongoing) if counts and not baseline else "",
        score=_score(document),
        noun=inert(wording.plural(document.get("case_noun") or "case", 2)),
        link=_link(told, "/"),
        counts=counts,
        improving=tuple(_improving(told, only)),
    )


def _improving(told: DigestContent, only: Collection[str] | None) -> Iterator[ImprovingLine]:
    """A line a kind; of these mismatches alone where `only` names them."""
    mine = [row for row in told.improving if only is None or row["mismatch"] in only]
    for kind in KINDS:
        rows = [row for row in mine if row["kind"] == kind]
        if rows:
            path, _, query = (rows[0]["path"] if len(rows) == 1 else news_page(kind)).partition("?")
            text = inert(news_line([row["text"] for row in rows]))
            yield ImprovingLine(kind, news_label(kind), text, _link(told, path, **dict(parse_qsl(query))))


def owners_of(document: AlignmentDocument, mismatch: MismatchRow | None, stage: str | None) -> tuple[str, ...]:
    """Who answers for a finding: the owner of its stage, then the owner of the stage in which its first cause lies."""
    of_stage = {one["name"]: one["owner"] for one in document["stages"]}
    causes = [of_stage.get(driver["stage"] or "") for driver in (mismatch["drivers"] if mismatch else [])[:1]]
    own = (mismatch["owner"] if mismatch else None) or of_stage.get(stage or "")
    return tuple(dict.fromkeys(str(one) for one in (own, *causes) if one))


def _line(told: DigestContent, change: str, identity: str, mismatch: MismatchRow | None) -> DigestLine:
    known = told.known.get(identity)
    title = mismatch["title"] if mismatch else known.title if known else identity
    stage = mismatch["stage"] if mismatch else known.stage if known else None
    number, unit, interval = words.measured(mismatch, told.document) if mismatch else ("", "", None)
    before = ""
    if known is not None and known.avoidable is not None and change != "new":
        limits: LimitsRow = {"low": known.avoidable_low, "high": known.avoidable_high}
        before = words.amount(known.avoidable, limits)
        unit = unit or words.avoidable_words()
    return DigestLine(
        change=change,
        label=words.label(change),
        mismatch_id=identity,
        kind=mismatch["kind"] if mismatch else known.kind if known else "",
        stage=inert(stage) if stage else None,
        title=inert(title),
        sentence=words.sentence(inert(title), change, mismatch),
        number=number,
        unit=", ".join(part for part in (unit, monthly_money(mismatch) if mismatch else "") if part),
        before=before if unit == words.avoidable_words() else "",
        shift=words.shift(told.said.get(identity)),
        owners=tuple(inert(one) for one in owners_of(told.document, mismatch, stage)),
        link=_link(told, f"/mismatch/{quote(identity, safe='')}") if mismatch else None,
        cases_link=_link(told, "/cases", mismatch=identity) if mismatch else None,
        interval=interval,
    )


def _link(told: DigestContent, path: str, **query: str) -> str | None:
    """An address of the dashboard; None where the project does not say where that is."""
    if told.url is None:
        return None
    return f"{told.url}{path}?{urlencode({'project': told.project or told.document['name'], **query})}"


def _score(document: AlignmentDocument) -> str:
    """The alignment score with its limits; empty without customer voice."""
    score = document["alignment"]["score"]
    if score["value"] is None:
        return ""
    limits = wording.percent_limits(cast("LimitsRow", score))
    return say("digest.alignment_score", value=wording.percent(score["value"])) + (f" ({limits})" if limits else "")
