"""A real object-centric log: its numbers are those of pm4py's reader, in every format that pm4py writes."""

from __future__ import annotations

from pathlib import Path

import pytest

REAL = Path(__file__).parents[5] / "shared" / "data" / "order_management_ocel2.sqlite"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.exists(), reason=f"the real log is not there: {REAL}"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def ocel():
    import pm4py

    return pm4py.read_ocel2_sqlite(str(REAL))


def _expected(ocel) -> set[tuple[str, str]]:
    """(order, event) by pm4py's tables: an order, its items and the packages that hold these items."""
    o2o, held = ocel.o2o, ocel.relations
    kind = dict(zip(ocel.objects["ocel:oid"], ocel.objects["ocel:type"], strict=True))
    pairs = list(zip(o2o["ocel:oid"], o2o["ocel:oid_2"], strict=True))
    item_of = {(a, b) for a, b in pairs if kind[a] == "orders" and kind[b] == "items"}
    orders_of_item: dict[str, set[str]] = {}
    for order, item in item_of:
        orders_of_item.setdefault(item, set()).add(order)
    owners = {order: {order} for order, of in kind.items() if of == "orders"} | orders_of_item
    for package, item in pairs:
        if kind[package] == "packages" and kind[item] == "items":
            owners.setdefault(package, set()).update(orders_of_item.get(item, ()))
    rows = zip(held["ocel:eid"], held["ocel:oid"], strict=True)
    return {(order, event) for event, thing in rows for order in owners.get(thing, ())}


@pytest.mark.parametrize("form", ["sqlite", "xml", "json"])
def test_orders_with_items_and_packages(engine, objects, ocel, tmp_path, form):
    import pm4py

    path = REAL
    if form == "xml":
        path = tmp_path / "log.xmlocel"
        pm4py.write_ocel2_xml(ocel, str(path))
    elif form == "json":
        path = tmp_path / "log.jsonocel"
        pm4py.write_ocel2_json(ocel, str(path))
    expected = _expected(ocel)
    read = objects(path, "orders", "items", "packages")
    assert (read.n_cases, read.n_events) == (len({order for order, _ in expected}), len(expected))
    times = dict(zip(ocel.events["ocel:eid"], ocel.events["ocel:timestamp"], strict=True))
    kinds = dict(zip(ocel.events["ocel:eid"], ocel.events["ocel:activity"], strict=True))
    theirs = sorted((order, kinds[e], times[e].tz_convert("UTC").tz_localize(None)) for order, e in expected)
    ours = [
        (r["case_id"], r["activity"], r["at"]) for r in engine.rows(read.events.select("case_id", "activity", "at"))
    ]
    assert sorted(ours) == theirs
    price = dict(zip(ocel.objects["ocel:oid"], ocel.objects["price"], strict=True))
    found = {r["case_id"]: r["case:price"] for r in engine.rows(read.cases.select("case_id", "case:price"))}
    assert found == pytest.approx({case: price[case] for case in found})
