"""What stands in the cells of the service blueprint: live numbers where the log has them, holes where nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.stages import StageRow
from analyzer.words import wording

ROWS: tuple[tuple[str, str, str | None], ...] = (  # key, name, the line beneath it
    ("signals", "Customer signals", None),
    ("touchpoints", "Touchpoints", "line of interaction"),
    ("frontstage", "Frontstage", "line of visibility"),
    ("backstage", "Backstage", "line of internal interaction"),
    ("support", "Support and systems", None),
    ("partners", "Partners", None),
    ("owner", "Owner", None),
)
LANES = ("frontstage", "backstage", "support")
SHOWN = 12  # activities in a cell; all of them are in the table
SCORES = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "review": "Stars"}


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
        cells = {"backstage": _cut(items), "owner": (Item("nobody answers for it", hole=True),)}
        events = sum(known[name]["events"] for name in loose)
        found.append(BlueprintColumn("Work of no stage", None, f"{wording.count(events)} events", False, (), cells))
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
    return rows + [_table_row("no stage", None, {"name": name}, known) for name in loose]


def _table_row(
    stage: str, owner: str | None, activity: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    seen = known.get(activity["name"], {})
    return {
        "stage": stage,
        "activity": activity["name"],
        "lane": activity.get("lane") or wording.NO_VALUE,
        "events": wording.count(seen.get("events")),
        "cases": wording.count(seen.get("cases")),
        "more than once": wording.count(seen.get("repeated_cases")),
        "team": activity.get("team") or wording.NO_VALUE,
        "system": activity.get("system") or wording.NO_VALUE,
        "partner": activity.get("partner") or wording.NO_VALUE,
        "owner": owner or "nobody",
    }


def opening(document: AlignmentDocument) -> str:
    """The blueprint in a sentence: how much work delivers how many stages, and how many holes it has."""
    known = (document.get("process") or {}).get("activities", [])
    n, work = len(document["stages"]), sum(a["stage"] is not None for a in known)
    gaps = sum(_gaps(document).values())
    said = f"{wording.count(work)} {wording.plural('activity', work)} deliver {n} {wording.plural('stage', n)}"
    return f"{said}, with {wording.count(gaps)} {wording.plural('hole', gaps)}" if gaps else f"{said}, without a hole"


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
        ("no owner", [s["name"] for s in stages if not s.get("owner")]),
        ("no event in the log", [s["name"] for s in stages if not s["visits"]]),
        ("no visit that customers spoke of", [s["name"] for s in stages if s["visits"] and not s["coverage"]["rated"]]),
    ):
        if names:
            said.append(f"{len(names)} {wording.plural(noun, len(names))} with {what}: {', '.join(names)}.")
    known = (document.get("process") or {}).get("activities", [])
    loose = [a["activity"] for a in known if a["stage"] is None]
    if loose:
        n = len(loose)
        said.append(f"{wording.count(n)} {wording.plural('activity', n)} of no stage: {', '.join(loose[:5])}"
                    + (", …" if n > 5 else "."))  # fmt: skip
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
            Item("no event exists", "nothing internal is known of it", hole=True),
        )
    systems = _names(a.get("system") for a in work)
    cells["support"] = (*cells["support"], *(Item(s, "system", f"{s}\nsystem") for s in systems))
    if not cells["support"]:
        cells["support"] = (Item("no system named", hole=True),)
    cells["partners"] = tuple(Item(p, tip=f"{p}\npartner") for p in _names(a.get("partner") for a in work)) or (
        Item("none named in the journey", plain=True),
    )
    cells["touchpoints"] = tuple(Item(t, tip=f"{t}\ntouchpoint") for t in planned.get("touchpoints") or []) or (
        Item("no touchpoint named", hole=True),
    )
    cells["signals"] = _signals(document, stage)
    cells["owner"] = _owner(stage, _names(a.get("team") for a in work))
    times = f"{wording.duration(stage.get('median_s'))} · P90 {wording.duration(stage.get('p90_s'))}"
    note = f"{wording.count(stage['visits'])} visits\n{times}" if stage["visits"] else "no visit"
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
        why = "a reaction to complaints" if reaction else "not in the log"
        return Item(name, why, "\n".join(part for part in (name, why, who) if part), hole=not reaction)
    events, cases, again = row["events"], row["cases"], row.get("repeated_cases") or 0
    lines = [name, f"{wording.count(events)} events in {wording.count(cases)} {wording.plural(noun, cases)}"]
    note = wording.count(events)
    first = before.get(name)
    if first is not None and first["median_s"] is not None:
        lines.append(f"median {wording.duration(first['median_s'])} after {first['from']}")
        note += f" · {wording.duration(first['median_s'])}"
    if again:
        share = again / cases
        rare = share < 0.0005
        part = f"< 0.1{wording.NARROW}%" if rare else wording.percent(share)
        lines.append(f"more than once in {wording.count(again)} ({part})")
        note += "" if rare else f" · {wording.percent(share)} twice"
    if who:
        lines.append(who)
    if loose:
        lines.append("belongs to no stage of the journey")
    return Item(name, note, "\n".join(lines), hole=loose)


def _signals(document: AlignmentDocument, stage: StageRow) -> tuple[Item, ...]:
    items, rated, felt = [], stage["coverage"]["rated"], stage["felt_bad"]
    if felt["value"] is not None:
        limits = wording.percent_limits(felt)
        share, visits = wording.percent(felt["value"]), wording.count(rated)
        tip = f"{stage['name']}\n{share} of {visits} rated visits unhappy ({limits})"
        items.append(Item(f"{share} unhappy", f"of {visits} heard about", tip))
    for kind, score in (stage.get("scores") or {}).items():
        if score["value"] is not None and kind in SCORES:
            value = f"{score['value']:.1f}" if kind in ("ces", "review") else wording.score(kind, score["value"])
            tip = f"{SCORES[kind]} {value}\n{wording.score_limits(kind, {'low': score['low'], 'high': score['high']})}"
            items.append(Item(f"{SCORES[kind]} {value}", f"n {wording.count(score['n'])}", f"{tip}, n {score['n']:,}"))
    unasked: dict[str, int] = {}
    for row in document["signals"].get("monthly") or []:
        if row["stage"] == stage["name"] and row["kind"] in ("complaint", "contact", "praise"):
            unasked[row["kind"]] = unasked.get(row["kind"], 0) + row["signals"]
    if unasked:
        words = ", ".join(
            f"{wording.count(n)} {wording.signal_name(kind).lower()}" for kind, n in sorted(unasked.items())
        )
        items.append(Item(words, tip=f"{stage['name']}\n{words}", plain=True))
    return tuple(items) or (Item("nobody was heard", hole=True),)


def _owner(stage: StageRow, teams: Sequence[str]) -> tuple[Item, ...]:
    done = f"work done by {', '.join(teams)}" if teams else ""
    if not stage.get("owner"):
        return (Item("nobody answers for it", done, hole=True),)
    return (Item(stage["owner"], done, "\n".join(part for part in (f"{stage['owner']} answers for it", done) if part)),)


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
    return (*items[:SHOWN], Item(f"and {rest} more", "in the table and its CSV", plain=True))
