"""The generator under test: what it says is planted can be counted in the files it wrote, with pandas alone."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from .causes import TYPES
from .evaluate import holds, jaccard
from .make import make
from .recipes import EMPTIES, SETS, recipe
from .truths import Truth


def read_log(folder: Path) -> pd.DataFrame:
    """The log as written, with `case` (0-based) and `at` (seconds) for the reader of drivers."""
    path = next(folder.glob("log.*"))
    log = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    log["timestamp"] = pd.to_datetime(log["timestamp"])
    log["case"] = log["case_id"].str[1:].astype(int)
    log["at"] = (log["timestamp"] - pd.Timestamp("2026-01-05")).dt.total_seconds()
    stages = yaml.safe_load((folder / "journey.yaml").read_text(encoding="utf-8"))["stages"]
    home = {(a["name"] if isinstance(a, dict) else a): s["name"] for s in stages for a in s["activities"]}
    log["stage_name"] = log["activity"].map(home)
    return log.sort_values(["case", "at"], kind="stable")


def bad_rates(truth: Truth, stage: str, cause: np.ndarray, signals: pd.DataFrame) -> tuple[float, float]:
    """Share of bad surveys of the stage with and without the cause."""
    low = {"nps": 6, "csat": 2, "ces": 3, "review": 2}
    own = signals[(signals["stage"] == stage) & signals["score"].notna()]
    bad = own["score"] <= own["kind"].map(low)
    with_it = cause[own["case_id"].str[1:].astype(int)]
    return float(bad[with_it].mean()), float(bad[~with_it].mean())


def test_every_type_of_driver_of_the_contract_has_a_sort() -> None:
    work = {"activity", "missing", "repeat", "path", "wait", "returns", "attribute_equal", "attribute_number"}
    assert work | {"resource", "team", "system", "partner", "handovers"} == set(TYPES)


def test_there_are_sixty_empty_sets_of_each_sort() -> None:
    assert all(SETS[f"empty_{sort}"] == 60 for sort in EMPTIES)


@pytest.mark.parametrize("kind", TYPES)
def test_planted_driver_is_in_the_files(kind: str, tmp_path: Path) -> None:
    """Set 2 of each driver sort: 6,000 cases, risk ratio 3.5. Read back from the files, the cause is in the planted
    share of cases and its surveys are bad about 3.5 times as often (0.6 to 1.6 of it: company-bad visits are in)."""
    truth = make(f"driver_{kind}", 2, tmp_path)
    log, plant = read_log(tmp_path), truth.plants[0]
    log["stage"] = log["stage_name"].map({name: k for k, name in enumerate(truth.stages)}).fillna(-1).astype(int)
    case_rows = log.drop_duplicates("case").set_index("case").reindex(range(truth.cases))
    found = holds(plant.causes[0].driver, log, case_rows, truth.stages)
    assert found is not None
    rated = truth.rated[truth.rated["stage"] == truth.stages.index(str(plant.stage))]
    complete = np.isin(np.arange(truth.cases), rated["case"])
    assert jaccard(found[complete], plant.causes[0].holds[complete]) > 0.98
    high, low = bad_rates(truth, str(plant.stage), found, pd.read_csv(tmp_path / "signals.csv"))
    assert 0.6 * 3.5 < high / low < 1.6 * 3.5


def test_same_set_gives_the_same_bytes_and_another_number_gives_others(tmp_path: Path) -> None:
    digests = []
    for run, number in (("a", 3), ("b", 3), ("c", 5)):
        make("driver_wait", number, tmp_path / run)
        files = sorted((tmp_path / run).iterdir())
        digests.append([(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files])
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def stage_sequences(log: pd.DataFrame) -> pd.Series:
    """Per case the stages in the order lived, each run once."""
    mapped = log[log["stage_name"].notna()]
    runs = mapped[(mapped["stage_name"] != mapped.groupby("case")["stage_name"].shift(1))]
    return runs.groupby("case")["stage_name"].agg(list)


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("kind", ["out_of_order", "missing_touchpoint", "ad_hoc_touchpoint"])
def test_planted_disorder_is_in_the_log(kind: str, number: int, tmp_path: Path) -> None:
    truth = make(f"kind_{kind}", number, tmp_path)
    stage, sequences = truth.plants[0].stage, stage_sequences(read_log(tmp_path))
    plan = {name: k for k, name in enumerate(truth.stages)}
    last = truth.stages[-1]
    whole = sequences[sequences.map(lambda lived: last in lived)]
    if kind == "missing_touchpoint":
        share = whole.map(lambda lived: stage not in lived).mean()
    elif kind == "ad_hoc_touchpoint":
        share = whole.map(lambda lived: lived.count(stage) > 1).mean()
    else:
        rest = whole.map(lambda lived: [plan[name] for name in lived if name != stage])
        full = whole.map(lambda lived: [plan[name] for name in lived])
        share = ((full != full.map(sorted)) & (rest == rest.map(sorted))).mean()
    assert 0.07 < share < 0.25


@pytest.mark.parametrize("sort", [f"empty_{sort}" for sort in EMPTIES])
def test_empty_sets_live_the_planned_order(sort: str, tmp_path: Path) -> None:
    """Nothing true may be there to find: under 4 % of the cases leave the plan (reactions apart), nobody works outside
    the stages, each stage has its owner."""
    truth = make(sort, 1, tmp_path)
    log = read_log(tmp_path)
    if sort == "empty_reactions":
        log = log[log["resource"] != "care-01"] if "resource" in log else log[log["team"] != "Customer care"]
    plan = {name: k for k, name in enumerate(truth.stages)}
    orders = stage_sequences(log).map(lambda lived: [plan[name] for name in lived])
    strayed = orders.map(lambda lived: lived != list(range(lived[0], lived[0] + len(lived))))
    assert strayed.mean() < 0.04
    assert log["stage_name"].notna().all()
    journey = yaml.safe_load((tmp_path / "journey.yaml").read_text(encoding="utf-8"))
    assert all(stage["owner"] and stage["activities"] for stage in journey["stages"])
    assert not truth.plants and not truth.allowed - {("shared_failure", name) for name in truth.stages}


def test_invisible_work_takes_its_time(tmp_path: Path) -> None:
    """Work of no stage takes over 8 % of the time (before it or after it) or of the cost."""
    for number in range(4):
        folder = tmp_path / str(number)
        make("kind_invisible_work", number, folder)
        log = read_log(folder)
        own = log["stage_name"].isna()
        if "cost" in log:
            assert log.loc[own, "cost"].sum() / log["cost"].sum() > 0.08
            continue
        steps = log.groupby("case")["at"]
        before, after = steps.diff(), -steps.diff(-1)
        assert before[own].sum() / before.sum() > 0.08
        assert after[own].sum() / after.sum() > 0.08


def test_unowned_is_planted_in_both_ways(tmp_path: Path) -> None:
    ways = set()
    for number in range(6):
        folder = tmp_path / str(number)
        truth = make("kind_unowned", number, folder)
        journey = yaml.safe_load((folder / "journey.yaml").read_text(encoding="utf-8"))
        stage = next(stage for stage in journey["stages"] if stage["name"] == truth.plants[0].stage)
        if "owner" not in stage:
            ways.add("no owner")
            continue
        log = read_log(folder)
        own = log[log["stage_name"] == stage["name"]]
        assert (own["team"] == stage["owner"]).mean() < 0.45
        ways.add("another team works")
    assert ways == {"no owner", "another team works"}


def surveys_with_visit_ends(folder: Path) -> pd.DataFrame:
    log, signals = read_log(folder), pd.read_csv(folder / "signals.csv")
    ends = log.groupby(["case_id", "stage_name"])["timestamp"].max().rename("end").reset_index()
    own = signals[signals["score"].notna()].merge(
        ends, left_on=["case_id", "stage"], right_on=["case_id", "stage_name"]
    )
    return own.assign(early=pd.to_datetime(own["timestamp"]) < own["end"])


def test_surveys_are_early_only_where_planted(tmp_path: Path) -> None:
    """Set 0 to 3: in the planted stage a fourth of all, or half of the late visits' surveys; none elsewhere."""
    for number in range(4):
        folder = tmp_path / str(number)
        truth = make("kind_asked_too_early", number, folder)
        early = surveys_with_visit_ends(folder).groupby("stage")["early"].mean()
        stage = str(truth.plants[0].stage)
        late_share = truth.notes["company_bad"][stage]  # type: ignore[index]
        assert early[stage] > min(0.25, 0.5 * late_share)
        assert early.drop(stage).max() == 0
    make("empty_sooner", 0, tmp_path / "empty")
    assert surveys_with_visit_ends(tmp_path / "empty")["early"].mean() == 0


def test_blind_spot_is_spoken_of_and_not_worked_in(tmp_path: Path) -> None:
    make("kind_blind_spot", 0, tmp_path)
    journey = yaml.safe_load((tmp_path / "journey.yaml").read_text(encoding="utf-8"))
    blind = next(stage for stage in journey["stages"] if not stage["activities"])
    signals = pd.read_csv(tmp_path / "signals.csv")
    told = (signals["stage"] == blind["name"]) | signals["touchpoint"].isin(blind["touchpoints"])
    cases = read_log(tmp_path)["case"].nunique()
    assert 0.02 < signals[told]["case_id"].nunique() / cases < 0.1


def verdict_rates(truth: Truth, stage: str) -> tuple[float, float, float]:
    """(company-bad share, customer-bad share given company-bad, given company-good) among rated visits."""
    own = truth.rated[(truth.rated["stage"] == truth.stages.index(stage)) & (truth.rated["company"] >= 0)]
    late = own["company"] == 0
    return float(late.mean()), float(own.loc[late, "bad"].mean()), float(own.loc[~late, "bad"].mean())


def test_silent_near_silent_and_shared_differ_as_planned() -> None:
    """At 6,000 cases: no difference, 8 points (±4.5), and at least 1.7 times as often."""
    silent = make("kind_silent_defect", 0)
    size, late, on_time = verdict_rates(silent, str(silent.plants[0].stage))
    assert size > 0.2 and abs(late - on_time) < 0.04
    near = make("kind_near_silent", 0)
    stage = next(iter(near.never))[1]
    size, late, on_time = verdict_rates(near, stage)
    assert size > 0.2 and 0.035 < late - on_time < 0.125
    shared = make("kind_shared_failure", 0)
    size, late, on_time = verdict_rates(shared, str(shared.plants[0].stage))
    assert size > 0.05 and late / on_time > 1.7


def test_promise_breaks_where_planted(tmp_path: Path) -> None:
    """Recomputed from the log: the promise's span is exceeded in 6–25 % of the cases that have both ends."""
    truth = make("kind_broken_promise", 0, tmp_path)
    journey = yaml.safe_load((tmp_path / "journey.yaml").read_text(encoding="utf-8"))
    stage = next(stage for stage in journey["stages"] if stage["name"] == truth.plants[0].stage)
    log, promise = read_log(tmp_path), stage["promise"]
    start = log[log["activity"] == promise["from"]].groupby("case")["at"].min()
    end = log[log["activity"] == promise["to"]].groupby("case")["at"].max()
    took = (end - start).dropna()
    assert 0.06 < (took > int(promise["within"][:-1]) * 60).mean() < 0.25


def test_decoy_goes_along_with_the_cause_and_twin_is_the_cause() -> None:
    truth = make("form_decoys", 0)
    cause = truth.plants[0].causes[0]
    for decoy in truth.decoys:
        found = holds(decoy, truth.events, truth.attributes, truth.stages)
        assert found is not None and 0.3 < jaccard(found, cause.holds) < 0.8
    truth = make("form_twins", 0)
    cause = truth.plants[0].causes[0]
    found = holds(cause.twins[0], truth.events, truth.attributes, truth.stages)
    assert found is not None and jaccard(found, cause.holds) > 0.93


def test_mediator_is_long_where_the_cause_is() -> None:
    truth = make("form_mediator", 0)
    cause = truth.plants[0].causes[0]
    slow = holds(cause.mediators[0], truth.events, truth.attributes, truth.stages)
    rated = np.isin(np.arange(truth.cases), truth.rated["case"])
    assert slow is not None and slow[rated & cause.holds].mean() > 0.95
    assert slow[rated & ~cause.holds].mean() < 0.03


def test_the_unhappy_answer_sooner_where_it_says_so() -> None:
    truth = make("empty_sooner", 0)
    surveys = truth.signals[truth.signals["score"].notna()]
    last = truth.events.groupby(["case", "stage"])["at"].max().rename("end").reset_index()
    lags = surveys.merge(last, on=["case", "stage"]).assign(lag=lambda t: t["at"] - t["end"])
    medians = lags.groupby("bad")["lag"].median()
    assert medians[True] * 4 < medians[False]


def test_shapes_reach_from_small_to_large() -> None:
    drawn = [recipe(sort, number) for sort, count in SETS.items() for number in range(count)]
    assert min(r.cases for r in drawn) == 500 and max(r.cases for r in drawn) == 50_000
    assert min(r.stages for r in drawn) == 2 and max(r.stages for r in drawn) == 12
    assert min(r.activities for r in drawn) <= 6 and max(r.activities for r in drawn) == 60
