"""The objects by which stages are visited, for an object-centric file: which events and cases they belong to, and what
is known of them over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from analyzer.engine import Table, ibis
from analyzer.exports.chosen import Chosen
from analyzer.exports.columns import free_names
from analyzer.exports.ocel_model import TYPES, Later, OcelObject, Related, written
from analyzer.exports.streaming import rows
from analyzer.tables.objects import BEGINNING, OF_OBJECT

_SINCE_EVER = "1970-01-01T00:00:00.000000Z"  # how OCEL 2.0 writes it
_BETWEEN = "\x1f"


@dataclass(frozen=True)
class VisitingObjects:
    """`held`: case_id, event, type, object, and `thing`: type and id as the file has them. `types`: type in the run →
    in the file; `attributes`: type in the run → column of the states → name in the file; `kinds`: column → its type."""

    chosen: Chosen
    held: Table
    types: dict[str, str]
    attributes: dict[str, dict[str, str]]
    kinds: dict[str, str]

    @property
    def declared(self) -> dict[str, dict[str, str]]:
        """Type in the file → its attributes with their types."""
        return {
            name: {called: self.kinds[column] for column, called in self.attributes[kind].items()}
            for kind, name in self.types.items()
        }

    def by(self, column: str) -> Table:
        """Per case or event (`column`) its objects, as texts that `related_of` reads: `things`."""
        each = self.held.select(column, "thing").distinct()
        return each.group_by(column).aggregate(things=each.thing.collect())

    def objects(self) -> Iterator[OcelObject]:
        """Every object once, with its attributes from the beginning and as they change."""
        found = self.held.select("type", "object", "thing").distinct()
        states = self.chosen.kept.log.object_states
        if states is not None:
            its = states.drop("case_id", "until").distinct()
            found = found.left_join(its, ["type", "object"]).drop("type_right", "object_right")
        else:
            found = found.mutate(since=ibis.null("timestamp(6)"))
        listed = rows(self.chosen.engine, found.order_by("type", "thing", "since"))
        for (kind, thing), some in groupby(listed, key=itemgetter("type", "thing")):
            yield _object(self.attributes[kind], thing, list(some))


def visiting_objects(chosen: Chosen, taken: list[str]) -> VisitingObjects | None:
    """The objects of the chosen cases; None where no stage is visited by object. `taken`: types of the file that mean
    something else."""
    log = chosen.kept.log
    if log.objects is None:
        return None
    held = chosen.of_cases(log.objects)
    kinds = [str(row["type"]) for row in chosen.engine.rows(held.select("type").distinct().order_by("type"))]
    types = free_names(kinds, taken)
    strange = _strange(chosen, held, taken)
    names = ibis.cases(*((held.type == kind, name) for kind, name in types.items()), else_=held.type)
    begins = held.type.isin(sorted(strange)).ifelse(names + ":", "")
    held = held.mutate(thing=names + _BETWEEN + begins + held.object)
    attributes: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for one in log.object_attributes:
        of = max((kind for kind in kinds if one.name.startswith(f"{kind} ")), key=len, default=None)
        if of is not None:
            attributes[of][OF_OBJECT + one.name] = one.name.removeprefix(f"{of} ")
    known = {OF_OBJECT + one.name: TYPES.get(one.type, "string") for one in log.object_attributes}
    return VisitingObjects(chosen, held, types, attributes, known)


def related_of(things: list[str] | None) -> tuple[Related, ...]:
    """Objects as an event or a case is related to them: the qualifier is their type."""
    pairs = sorted(thing.split(_BETWEEN, 1) for thing in things or ())
    return tuple(Related(name, kind) for kind, name in pairs)


def _strange(chosen: Chosen, held: Table, taken: list[str]) -> set[str]:
    """The types of which an id could be taken for that of a case or of another object of the file."""
    cases = chosen.kept.log.cases.select(object="case_id")
    same = held.semi_join(cases, "object").select("type").distinct()
    found = {str(row["type"]) for row in chosen.engine.rows(same)}
    for begin in taken:
        like = held.filter(held.object.startswith(f"{begin}:")).select("type").distinct()
        found |= {str(row["type"]) for row in chosen.engine.rows(like)}
    return found


def _object(attributes: dict[str, str], thing: str, states: list[dict[str, Any]]) -> OcelObject:
    kind, name = thing.split(_BETWEEN, 1)
    first: dict[str, Any] = {}
    later: list[Later] = []
    before: dict[str, Any] = {}
    for state in states:
        values = {called: state[column] for column, called in attributes.items() if state.get(column) is not None}
        if state["since"] == BEGINNING:
            first = values
        else:
            at = written(state["since"]) if state["since"] is not None else _SINCE_EVER
            later += [Later(at, key, value) for key, value in values.items() if before.get(key) != value]
        before = values
    return OcelObject(name, kind, _SINCE_EVER, first, (), tuple(later))
