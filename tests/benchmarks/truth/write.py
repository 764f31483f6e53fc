"""Writes a data set as the files that the analyser reads: log, journey, signals, project."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import yaml

from .journey import touchpoints
from .names import BLIND_STAGE, PARTNERS, SLOW_PARTNER
from .people import People, partner_name, resource_codes
from .planting import Planted
from .recipes import Recipe
from .verdicts import Log
from .world import World

BEGIN = pd.Timestamp("2026-01-05 08:00:00")


def case_ids(cases: int) -> np.ndarray:
    return np.array([f"C{k:06d}" for k in range(cases)], dtype=object)


def event_frame(
    world: World, people: People, log: Log, customer: np.ndarray, reactions: pd.DataFrame | None, planted: Planted
) -> pd.DataFrame:  # fmt: skip
    """One row an event, ordered by case and time, with `case` as a number and all columns of the log but attributes."""
    names = np.array([slot.activity for slot in world.slots], dtype=object)
    frame = pd.DataFrame({"case": log.case, "at": log.at, "activity": names[log.slot], "stage": log.stage})
    if "resource" in people.columns:
        codes = resource_codes(people, world)[log.case, log.slot]
        frame["resource"] = np.array(people.resources, dtype=object)[codes]
    stage = np.maximum(log.stage, 0).astype(int)
    for column, codes, labels in (("team", people.team, people.teams), ("system", people.system, people.systems)):
        if column in people.columns:
            frame[column] = np.array(labels, dtype=object)[codes[log.case, stage]]
    if "partner" in people.columns:
        frame["partner"] = _partners(world, people, log)
    if planted.cost_only:
        hidden = log.stage < 0
        cost = world.rng.gamma(3.0, 4.0, len(frame))
        cost[hidden] *= 0.25 * (~hidden).sum() / max(1, hidden.sum())
        frame["cost"] = np.round(cost, 2)
    if reactions is not None and len(reactions):
        care = {"resource": "care-01", "team": "Customer care", "system": people.systems[0]}
        extra = reactions.assign(**{name: text for name, text in care.items() if name in frame.columns})
        frame = pd.concat([frame, extra], ignore_index=True).sort_values(["case", "at"], kind="stable")
    return frame.reset_index(drop=True)


def _partners(world: World, people: People, log: Log) -> np.ndarray:
    labels = np.array([*(partner_name(k) for k in range(len(PARTNERS))), SLOW_PARTNER, None], dtype=object)
    codes = np.full((world.cases, len(world.slots)), len(labels) - 1, np.int16)
    for column, slot in enumerate(world.slots):
        if id(slot) in people.partner:
            codes[:, column] = people.partner[id(slot)]
    return labels[codes[log.case, log.slot]]


def write(
    folder: Path, world: World, recipe: Recipe, events: pd.DataFrame, signals: pd.DataFrame, customer: np.ndarray,
    journey_text: str,
) -> None:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    ids, people = case_ids(world.cases), _customer_ids(customer)
    table = pd.DataFrame({"case_id": ids[events["case"]], "activity": events["activity"]})
    table["timestamp"] = BEGIN + pd.to_timedelta(events["at"].to_numpy(), unit="s")
    table["customer_id"] = people[events["case"]]
    for column in ("resource", "team", "system", "partner", "cost"):
        if column in events.columns:
            table[column] = events[column]
    for name, values in world.attributes.items():
        filled = pd.Series(values)
        if name == "due_at":
            filled = BEGIN + pd.to_timedelta(filled.round(), unit="s")
        table[name] = filled.to_numpy()[events["case"]]
    log_name = "log.parquet" if recipe.number % 2 else "log.csv"
    _save(table, folder / log_name)
    (folder / "journey.yaml").write_text(journey_text, encoding="utf-8")
    sources = write_signals(folder, world, recipe, signals, ids, people)
    project = {
        "name": f"{recipe.sort} {recipe.number}", "log": {"path": log_name}, "journey": "journey.yaml",
        "signals": sources, "timezone": "UTC",
    }  # fmt: skip
    (folder / "project.yaml").write_text(yaml.safe_dump(project, sort_keys=False), encoding="utf-8")


def _save(table: pd.DataFrame, path: Path) -> None:
    data = pa.Table.from_pandas(table, preserve_index=False)
    if path.suffix == ".parquet":
        pa.parquet.write_table(data, path)
        return
    for k, field in enumerate(data.schema):
        if pa.types.is_timestamp(field.type):
            data = data.set_column(k, field.name, data.column(k).cast(pa.timestamp("s")).cast(pa.string()))
    pa.csv.write_csv(data, path)


def _customer_ids(customer: np.ndarray) -> np.ndarray:
    return np.array([f"K{k:06d}" for k in range(int(customer.max()) + 1)], dtype=object)[customer]


def write_signals(
    folder: Path, world: World, recipe: Recipe, signals: pd.DataFrame, ids: np.ndarray, people: np.ndarray
) -> list[dict[str, object]]:  # fmt: skip
    """One file, or two where the sort has a second source; returns the project file's entries."""
    names = np.array([*world.stages, BLIND_STAGE], dtype=object)
    spots = np.array([touchpoints(name) for name in names], dtype=object)
    tag = signals["tag"].to_numpy()
    table = pd.DataFrame(
        {
            "case_id": pd.Series(ids[signals["case"]]).where(signals["with_case"].to_numpy()),
            "customer_id": people[signals["case"]],
            "timestamp": BEGIN + pd.to_timedelta(signals["at"].to_numpy(), unit="s"),
            "kind": signals["kind"].to_numpy(),
            "score": signals["score"].astype("Int64").array,
            "stage": pd.Series(names[signals["named"]]).where(tag == "stated"),
            "touchpoint": pd.Series(spots[signals["named"], signals["touch"]]).where(tag == "touchpoint"),
            "comment": signals["comment"].to_numpy(),
            "channel": signals["channel"].to_numpy(),
        }
    )
    if not signals["with_case"].any():
        table = table.drop(columns="case_id")
    about = (signals["tag"] == "about").to_numpy()
    second = about if about.any() else (signals["source"] == 1).to_numpy()
    window = {"window": "30d"} if not signals["with_case"].all() else {}
    _save_signals(table[~second], folder / "signals.csv")
    sources: list[dict[str, object]] = [{"path": "signals.csv", **window}]
    if second.any():
        entry: dict[str, object] = {"path": "panel.csv", **window}
        if about.any():
            entry["about"] = world.stages[int(signals.loc[about, "named"].iloc[0])]
        _save_signals(table[second].drop(columns=["stage"] if about.any() else []), folder / "panel.csv")
        sources.append(entry)
    return sources


def _save_signals(table: pd.DataFrame, path: Path) -> None:
    table.sort_values(["timestamp", "customer_id"], kind="stable").to_csv(path, index=False)
