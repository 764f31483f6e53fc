"""Who does the work and for whom: teams, resources, systems, partners; customers, their attributes and temper."""

from dataclasses import dataclass, field

import numpy as np

from .names import ATTRIBUTE_VALUES, MANAGERS, NIGHT_TEAM, PARTNERS, SYSTEMS
from .world import World

TEMPERS = np.array([0.3, 1.0, 2.4]) / 1.035  # mean one under TEMPER_SHARES
COLUMN_SHARES = {"resource": 0.8, "team": 0.6, "system": 0.4, "partner": 0.3}
TEMPER_SHARES = [0.35, 0.45, 0.20]


@dataclass
class People:
    """One choice a visit (cases × stages), as numbers into `resources`, `teams`, `systems`."""

    resources: list[str]
    teams: list[str]
    systems: list[str]
    pools: list[np.ndarray]
    first: np.ndarray
    second: np.ndarray
    change_at: np.ndarray
    zigzag: np.ndarray
    team: np.ndarray
    system: np.ndarray
    partner: dict[int, np.ndarray] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)

    def add_resource(self, name: str) -> int:
        self.resources.append(name)
        return len(self.resources) - 1


def staff(world: World) -> People:
    """A team a stage with a handful of people of unequal load; now and then a handover, a second system."""
    rng, cases, stages = world.rng, world.cases, len(world.stages)
    resources: list[str] = []
    pools = []
    for stage in range(stages):
        size = int(rng.integers(4, 10))
        pools.append(np.arange(len(resources), len(resources) + size))
        resources += [f"{world.stages[stage].lower()}-{k + 1:02d}" for k in range(size)]
    teams = [f"{name} team" for name in world.stages] + [NIGHT_TEAM]
    systems = [SYSTEMS[k] for k in rng.permutation(len(SYSTEMS))]
    first, second = np.empty((cases, stages), np.int16), np.empty((cases, stages), np.int16)
    system = np.empty((cases, stages), np.int16)
    for stage, pool in enumerate(pools):
        load = rng.dirichlet(np.full(len(pool), 3.0))
        first[:, stage] = rng.choice(pool, size=cases, p=load)
        second[:, stage] = rng.choice(pool, size=cases, p=load)
        usual, other = stage % len(systems), (stage + 1) % len(systems)
        system[:, stage] = np.where(world.chance(float(rng.uniform(0.0, 0.15))), other, usual)
    people = People(
        resources, teams, systems, pools, first, second,
        change_at=np.where(rng.random((cases, stages)) < 0.2, rng.integers(1, 4, (cases, stages)), 99),
        zigzag=np.zeros((cases, stages), dtype=bool),
        team=np.tile(np.arange(stages, dtype=np.int16), (cases, 1)),
        system=system,
    )  # fmt: skip
    people.columns = {name for name, share in COLUMN_SHARES.items() if rng.random() < share}
    for slot in world.slots:
        if slot.role == "core" and rng.random() < 0.06:
            people.partner[id(slot)] = rng.choice(3, size=cases, p=[0.55, 0.3, 0.15]).astype(np.int16)
    return people


def resource_codes(people: People, world: World) -> np.ndarray:
    """Who did each slot, cases × slots: the first person, the second one from the handover on, or both in turn."""
    codes = np.empty((world.cases, len(world.slots)), np.int16)
    done = np.zeros((world.cases, len(world.stages)), np.int16)
    for column, slot in enumerate(world.slots):
        stage = max(slot.stage, 0)
        count = done[:, stage]
        take_second = np.where(people.zigzag[:, stage], count % 2 == 1, count >= people.change_at[:, stage])
        codes[:, column] = np.where(take_second, people.second[:, stage], people.first[:, stage])
        done[:, stage] += slot.present
    return codes


def partner_name(code: int) -> str:
    return PARTNERS[code]


def customers(world: World, mean_cases: float, tempered: bool) -> tuple[np.ndarray, np.ndarray]:
    """(customer of each case, factor on the bad probability of each case). With temper some customers are huge."""
    rng, cases = world.rng, world.cases
    if not tempered:
        count = max(1, round(cases / mean_cases))
        return rng.integers(count, size=cases), np.ones(cases)
    count = max(30, round(cases / 12))
    weights = 1.0 / np.arange(1, count + 1) ** 0.8
    owner = rng.choice(count, size=cases, p=weights / weights.sum())
    temper = rng.choice(TEMPERS, size=count, p=TEMPER_SHARES)
    return owner, temper[owner]


def attributes(world: World, customer: np.ndarray) -> dict[str, np.ndarray]:
    """What is known of a case from its beginning; region, segment and manager belong to the customer."""
    rng, cases = world.rng, world.cases
    count = int(customer.max()) + 1
    found: dict[str, np.ndarray] = {}
    for name, values in ATTRIBUTE_VALUES.items():
        shares = rng.dirichlet(np.full(len(values), 2.0))
        if name in ("region", "segment"):
            found[name] = rng.choice(values, size=count, p=shares)[customer]
        else:
            found[name] = rng.choice(values, size=cases, p=shares)
    found["account_manager"] = rng.choice(MANAGERS, size=count)[customer]
    found["amount"] = np.round(np.exp(rng.normal(4.5, 0.9, cases)), 2)
    found["items"] = rng.geometric(0.55, cases)
    found["distance_km"] = np.round(rng.gamma(2.0, 60.0, cases), 1)
    found["notice_days"] = rng.integers(0, 30, cases)
    return found
