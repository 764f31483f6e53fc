"""Which columns of a log become what: roles, attributes and their kinds, and the relation in which they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analyzer.ingest.columns.kinds import Kind, typed
from analyzer.ingest.columns.zones import NO_TIME, OTHER_YEARS, UNREADABLE_TIME, Zone, years_sql
from analyzer.ingest.sources.raw import RawTable

EVENT_TEXTS = ("resource", "team", "system", "partner")
PREFIX = "case:"
EXPORTED = "alignment:"  # how columns begin that `analyzer export log` adds
NEEDED = ("case_id", "activity", "timestamp")
_REASON = (  # why a row is no event
    "CASE WHEN case_id IS NULL THEN 'no case' WHEN activity IS NULL THEN 'no activity'"
    f" WHEN NOT written THEN '{NO_TIME}' WHEN timestamp IS NULL THEN '{UNREADABLE_TIME}'"
)


@dataclass(frozen=True)
class AttributeColumn:
    """A column beyond the roles."""

    name: str  # for people
    column: str  # in the typed relation: a0, a1, …
    file_column: str
    kind: Kind
    varies: bool = False  # it is known to differ between events of a case


@dataclass(frozen=True)
class Plan:
    """`roles`: role → column of the file, the empty ones left out."""

    raw: RawTable
    roles: dict[str, str]
    kinds: dict[str, Kind]
    attributes: tuple[AttributeColumn, ...]
    timezone: str
    shifts: str | None = None  # a table of row and shift: by how much later a time is than its first reading
    rows: str | None = None  # a table of the typed rows, in their order, where they were stored
    words: Mapping[str, str] = field(default_factory=dict)  # typed column → the enumeration of its words

    def has(self, role: str) -> bool:
        return role in self.roles

    @property
    def event_texts(self) -> tuple[str, ...]:
        """The optional roles of an event that are texts."""
        return tuple(role for role in EVENT_TEXTS if self.has(role))

    @property
    def zone(self) -> Zone:
        """The time zone over the span of the events' local times."""
        return self.kinds[self.roles["timestamp"]].zone(self.timezone)

    def said(self) -> str:
        """SQL: `row`, `reason` where it is refused, and the row's own words, `said`."""
        words = f"concat_ws(', ', {self.raw.all_columns})"
        return self.typed((), {"row": "row", "said": words})

    def first(self, most: int) -> Plan:
        """The plan of so many rows, of those that are found first; their places are not known."""
        if self.rows:
            return replace(self, rows=f"(SELECT * FROM {self.rows} LIMIT {most})")
        return replace(self, raw=replace(self.raw, relation=f"(SELECT * FROM {self.raw.relation} LIMIT {most})"))

    def typed(self, columns: tuple[str, ...], carry: dict[str, str]) -> str:
        """SQL: the rows with typed columns (roles by name, attributes as a0, a1, …), and why a row is refused."""
        wanted: dict[str, tuple[str, Kind]] = {}
        for role in (*NEEDED, *(c for c in columns if c in self.roles)):
            name = self.roles[role]  # the time of an event stays as it is, even among dates
            wanted[role] = (self.raw.column(name), replace(self.kinds[name], dates_only=False))
        for attribute in self.attributes:
            if attribute.column in columns:
                wanted[attribute.column] = (self.raw.column(attribute.file_column), attribute.kind)
        written = f"{self.raw.column(self.roles['timestamp'])} IS NOT NULL"
        carried = {"written": written, **carry} | ({"row": "row"} if self.shifts else {})
        if self.rows and carried.keys() <= {"written", "row"}:
            relation = self._stored(wanted, carried)
        else:
            rows = self.raw.numbered if "row" in carried else self.raw.relation
            relation = typed(rows, wanted, self.timezone, carried)
        if self.shifts:
            shifted = (
                f"SELECT t.* REPLACE (t.timestamp + coalesce(s.shift, 0) AS timestamp) FROM {relation} AS t"
                f" LEFT JOIN {self.shifts} AS s ON t.row = s.row"
            )
            relation = f"({shifted})"
        reason = f"{_REASON} WHEN NOT ({years_sql('timestamp', self.timezone)}) THEN '{OTHER_YEARS}' END"
        return f"(SELECT *, {reason} AS reason FROM {relation})"

    def _stored(self, wanted: Mapping[str, tuple[str, Kind]], carried: Mapping[str, str]) -> str:
        """SQL: what `typed` gives, of the table that has the rows typed."""
        columns = ["rowid AS row"] if "row" in carried else []
        for name, (_, kind) in wanted.items():
            columns += [name, f"{name}_twice"] if kind.type == "time" else [name]
        return f"(SELECT written, {', '.join(columns)} FROM {self.rows})"


def make_plan(raw: RawTable, roles: dict[str, str], kinds: dict[str, Kind], timezone: str) -> Plan:
    """Everything that is no role is an attribute; but for columns without any value, pm4py's own (`@@…`), and what
    an exported log says of the analysis that it comes from (`alignment:…`): verdicts explain no verdict."""
    filled = {role: name for role, name in roles.items() if role in NEEDED or kinds[name].present}
    taken = set(filled.values())
    seen: set[str] = set()
    attributes: list[AttributeColumn] = []
    for file_column in raw.shown:
        plain = file_column.removeprefix(PREFIX) or file_column
        if file_column in taken or plain.startswith(("@@", EXPORTED)) or not kinds[file_column].present:
            continue
        name, number = plain, 1
        while name.casefold() in seen:
            number += 1
            name = f"{plain} ({number})"
        seen.add(name.casefold())
        attributes.append(AttributeColumn(name, f"a{len(attributes)}", file_column, kinds[file_column]))
    return Plan(raw, filled, kinds, tuple(attributes), timezone)
