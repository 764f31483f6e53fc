"""What stands in the cells of the service blueprint: live numbers where the log has them, holes where nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.stages import StageRow
from analyzer.words import wording
from analyzer.words.language import say

ROWS: tuple[tuple[str, str, str | None], ...] = (  # key; what its name and the line beneath it are said by
    ("signals", "word.customer_signals", None),
    ("touchpoints", "blueprint_cells.touchpoints", "blueprint_cells.line_of_interaction"),
    ("frontstage", "blueprint_cells.frontstage", "blueprint_cells.line_of_visibility"),
    ("backstage", "blueprint_cells.backstage", "blueprint_cells.line_of_internal_interaction"),
    ("support", "blueprint_cells.support_and_systems", None),
    ("partners", "word.partners", None),
    ("owner", "word.owner", None),
)
LANES = ("frontstage", "backstage", "support")
SHOWN = 12  # activities in a cell; all of them are in the table
SCORES = ("nps", "csat", "ces", "review")


@dataclass(frozen=True)
class Item:
    """One entry of a cell. A hole is something that ought to be there and is not."""

    name: str
    note: str = ""
    tip: str = ""
    hole: bool = False
    plain: bool = False  # words without a box


@dataclass(frozen=True)
class BlueprintColumn:
    """A stage with its cells by row; `number` is None for work of no stage."""

    name: str
    number: int | None
    note: str
    star: bool
    mismatches: tuple[MismatchRow, ...]
    cells: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)


def columns(document: AlignmentDocument) -> list[BlueprintColumn]:
    """The stages in the journey's order, and work of no stage last where there is any."""
    known = {a["activity"]: a for a in (document.get("process") or {}).get("activities", [])}
    before = _most_frequent_before(document)
    found = [
        _column(document, number, planned, stage, known, before)
        for number, (planned, stage) in enumerate(zip(document["journey"]["stages"], document["stages"], strict=True))
    ]
    loose = [a["activity"] for a in known.values() if a["stage"] is None]
    if loose:
        loose.sort(key=lambda name: (-known[name]["events"], name))
        items = [_activity({"name": name}, known, before, document, loose=True) for name in loose]
        cells = {"backstage": _cut(items), "owner": (Item(say("blueprint_cells.nobody_answers_for_it"), hole=True),)}
        events = sum(known[name]["events"] for name in loose)
        found.append(
            BlueprintColumn(
                say("blueprint_cells.work_of_no_stage"),
                None,
                say("word.events", events=wording.count(events)),
                False,
                (),
                cells,
            )
        )
    return found


def blueprint_rows(document: AlignmentDocument) -> list[dict[str, str]]:
    """The blueprint as a table: a row an activity, and a row a stage that has none."""
    known = {a["activity"]: a for a in (document.get("process") or {}).get("activities", [])}
    rows = []
    for planned, stage in zip(document["journey"]["stages"], document["stages"], strict=True):
        work = _planned(planned)
        for activity in work or [{"name": wording.NO_VALUE}]:
            rows.append(_table_row(stage["name"], stage.get("owner"), activity, known))
    loose = sorted(name for name, a in known.items() if a["stage"] is None)
    return rows + [_table_row(say("word.no_stage"), None, {"name": name}, known) for name in loose]


def _table_row(
    stage: str, owner: str | None, activity: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    seen = known.get(activity["name"], {})
    return {
        say("column.stage"): stage,
        say("column.activity"): activity["name"],
        say("column.lane"): activity.get("lane") or wording.NO_VALUE,
        say("column.events"): wording.count(seen.get("events")),
        say("column.cases"): wording.count(seen.get("cases")),
        say("column.more_than_once"): wording.count(seen.get("repeated_cases")),
        say("column.team"): activity.get("team") or wording.NO_VALUE,
        say("column.system"): activity.get("system") or wording.NO_VALUE,
        say("column.partner"): activity.get("partner") or wording.NO_VALUE,
        say("column.owner"): owner or say("word.nobody"),
    }


def opening(document: AlignmentDocument) -> str:
    """The blueprint in a sentence: how much work delivers how many stages, and how many holes it has."""
    known = (document.get("process") or {}).get("activities", [])
    n, work = len(document["stages"]), sum(a["stage"] is not None for a in known)
    gaps = sum(_gaps(document).values())
    said = say(
        "blueprint_cells.deliver",
        work=wording.count(work),
        activities=wording.plural(say("noun.activity"), work),
        n=n,
        stages=wording.plural(say("noun.stage"), n),
    )
    return (
        say("blueprint_cells.with", said=said, gaps=wording.count(gaps), holes=wording.plural(say("noun.hole"), gaps))
        if gaps
        else say("blueprint_cells.without_a_hole", said=said)
    )


def _gaps(document: AlignmentDocument) -> dict[str, int]:
    """What is missing and how often, as `holes` lists it."""
    stages = document["stages"]
    known = (document.get("process") or {}).get("activities", [])
    return {
        "owner": sum(not s.get("owner") for s in stages),
        "event": sum(not s["visits"] for s in stages),
        "voice": sum(bool(s["visits"]) and not s["coverage"]["rated"] for s in stages),
        "stage": sum(a["stage"] is None for a in known),
    }


def holes(document: AlignmentDocument) -> list[str]:
    """What is missing, in words: stages without an owner, an event, a voice; work of no stage."""
    stages, noun = document["stages"], "stage"
    said = []
    for what, names in (
        (say("word.no_owner"), [s["name"] for s in stages if not s.get("owner")]),
        (say("blueprint_cells.no_event_in_the"), [s["name"] for s in stages if not s["visits"]]),
        (
            say("blueprint_cells.no_visit_that_customers"),
            [s["name"] for s in stages if s["visits"] and not s["coverage"]["rated"]],
        ),
    ):
        if names:
            said.append(
                say(
                    "blueprint_cells.with_n",
                    n=len(names),
                    noun=wording.plural(noun, len(names)),
                    what=what,
                    names=", ".join(names),
                )
            )
    known = (document.get("process") or {}).get("activities", [])
    loose = [a["activity"] for a in known if a["stage"] is None]
    if loose:
        n = len(loose)
        said.append(
            say(
                "blueprint_cells.of_no_stage",
                n=wording.count(n),
                activities=wording.plural(say("noun.activity"), n),
                loose=", ".join(loose[:5]),
            )
            + (", …" if n > 5 else ".")
        )
    return said


def _column(
    document: AlignmentDocument,
    number: int,
    planned: Mapping[str, Any],
    stage: StageRow,
    known: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
) -> BlueprintColumn:
    work = _planned(planned)
    lanes = {
        lane: [a for a in work if (a.get("lane") or "frontstage") == lane]
        for lane in ("frontstage", "backstage", "support")
    }
    cells = {lane: _cut([_activity(a, known, before, document) for a in some]) for lane, some in lanes.items()}
    if not work:
        cells["frontstage"] = cells["backstage"] = (
            Item(say("word.no_event_exists"), say("blueprint_cells.nothing_internal_is_known"), hole=True),
        )
    systems = _names(a.get("system") for a in work)
    cells["support"] = (*cells["support"], *(Item(s, "system", say("blueprint_cells.system", s=s)) for s in systems))
    if not cells["support"]:
        cells["support"] = (Item(say("blueprint_cells.no_system_named"), hole=True),)
    cells["partners"] = tuple(
        Item(p, tip=say("blueprint_cells.partner", p=p)) for p in _names(a.get("partner") for a in work)
    ) or (Item(say("blueprint_cells.none_named_in_the"), plain=True),)
    cells["touchpoints"] = tuple(
        Item(t, tip=say("blueprint_cells.touchpoint", t=t)) for t in planned.get("touchpoints") or []
    ) or (Item(say("blueprint_cells.no_touchpoint_named"), hole=True),)
    cells["signals"] = _signals(document, stage)
    cells["owner"] = _owner(stage, _names(a.get("team") for a in work))
    times = f"{wording.duration(stage.get('median_s'))} · P90 {wording.duration(stage.get('p90_s'))}"
    note = (
        say("blueprint_cells.visits", visits=wording.count(stage["visits"]), times=times)
        if stage["visits"]
        else say("word.no_visit")
    )
    found = tuple(m for m in document["mismatches"] if m["stage"] == stage["name"])
    return BlueprintColumn(stage["name"], number, note, bool(stage.get("moment_of_truth")), found, cells)


def _planned(planned: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The work of a stage; a document of an older run knows the names alone."""
    return list(planned.get("blueprint") or [{"name": name} for name in planned.get("activities") or []])


def _activity(
    activity: Mapping[str, Any],
    known: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
    document: AlignmentDocument,
    loose: bool = False,
) -> Item:
    name, noun = activity["name"], document.get("case_noun") or "case"
    who = " · ".join(part for part in (activity.get("team"), activity.get("system"), activity.get("partner")) if part)
    row = known.get(name)
    if row is None:
        reaction = name in (document["signals"].get("reactions") or [])
        why = say("blueprint_cells.a_reaction_to_complaints") if reaction else say("word.not_in_the_log")
        return Item(name, why, "\n".join(part for part in (name, why, who) if part), hole=not reaction)
    events, cases, again = row["events"], row["cases"], row.get("repeated_cases") or 0
    lines = [
        name,
        say(
            "word.events_in", events=wording.count(events), cases=wording.count(cases), noun=wording.plural(noun, cases)
        ),
    ]
    note = wording.count(events)
    first = before.get(name)
    if first is not None and first["median_s"] is not None:
        lines.append(
            say("blueprint_cells.median_after", median_s=wording.duration(first["median_s"]), from_=first["from"])
        )
        note += f" · {wording.duration(first['median_s'])}"
    if again:
        share = again / cases
        rare = share < 0.0005
        part = f"< 0.1{wording.NARROW}%" if rare else wording.percent(share)
        lines.append(say("blueprint_cells.more_than_once_in", again=wording.count(again), part=part))
        note += "" if rare else say("blueprint_cells.twice", share=wording.percent(share))
    if who:
        lines.append(who)
    if loose:
        lines.append(say("blueprint_cells.belongs_to_no_stage"))
    return Item(name, note, "\n".join(lines), hole=loose)


def _signals(document: AlignmentDocument, stage: StageRow) -> tuple[Item, ...]:
    items, rated, felt = [], stage["coverage"]["rated"], stage["felt_bad"]
    if felt["value"] is not None:
        limits = wording.percent_limits(felt)
        share, visits = wording.percent(felt["value"]), wording.count(rated)
        tip = say(
            "blueprint_cells.of_rated_visits_unhappy", name=stage["name"], share=share, visits=visits, limits=limits
        )
        items.append(
            Item(say("word.share_unhappy", share=share), say("blueprint_cells.of_heard_about", visits=visits), tip)
        )
    for kind, score in (stage.get("scores") or {}).items():
        if score["value"] is not None and kind in SCORES:
            value, n = f"{wording.score_name(kind)} {wording.score(kind, score['value'])}", wording.count(score["n"])
            limits = wording.score_limits(kind, {"low": score["low"], "high": score["high"]})
            items.append(Item(value, f"n {n}", f"{value}\n{limits}, n {n}"))
    unasked: dict[str, int] = {}
    for row in document["signals"].get("monthly") or []:
        if row["stage"] == stage["name"] and row["kind"] in ("complaint", "contact", "praise"):
            unasked[row["kind"]] = unasked.get(row["kind"], 0) + row["signals"]
    if unasked:
        words = ", ".join(
            f"{wording.count(n)} {wording.signal_name(kind).lower()}" for kind, n in sorted(unasked.items())
        )
        items.append(Item(words, tip=f"{stage['name']}\n{words}", plain=True))
    return tuple(items) or (Item(say("word.nobody_was_heard"), hole=True),)


def _owner(stage: StageRow, teams: Sequence[str]) -> tuple[Item, ...]:
    done = say("blueprint_cells.work_done_by", teams=", ".join(teams)) if teams else ""
    if not stage.get("owner"):
        return (Item(say("blueprint_cells.nobody_answers_for_it"), done, hole=True),)
    return (
        Item(
            stage["owner"],
            done,
            "\n".join(part for part in (say("blueprint_cells.answers_for_it", owner=stage["owner"]), done) if part),
        ),
    )


def _most_frequent_before(document: AlignmentDocument) -> dict[str, Mapping[str, Any]]:
    """Activity → the arrow into it that is taken most often, loops to itself aside."""
    found: dict[str, Mapping[str, Any]] = {}
    for flow in (document.get("process") or {}).get("flows", []):
        best = found.get(flow["to"])
        if flow["from"] != flow["to"] and (best is None or flow["count"] > best["count"]):
            found[flow["to"]] = flow
    return found


def _names(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _cut(items: Sequence[Item]) -> tuple[Item, ...]:
    rest = len(items) - SHOWN
    if rest <= 1:
        return tuple(items)
    return (
        *items[:SHOWN],
        Item(say("blueprint_cells.and_more", rest=rest), say("blueprint_cells.in_the_table_and"), plain=True),
    )
