"""The floor: all that an analysis asks of its engine, in bare DuckDB, with nothing else around it.

Reading the CSV into sorted, typed Parquet with each event's position and successor; the directly-follows graph with
median and 90th percentile; visits; what the rated visits can be explained by; the variants. No checks of the file, no
refused rows, no signals' scales, no statistics, no report. Roles, types and the order of the columns are known to it.

python tests/benchmarks/bench/floor.py FOLDER [MEMORY]      (FOLDER as generate.py writes it)
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from pathlib import Path

import duckdb

MEMORY = "700MB"  # of DuckDB; with what it holds beside that, the process stays below 1 GB


def main(folder: Path, memory: str = MEMORY) -> None:
    """Do all of it; print what each part took and found, so that nothing can be left out."""
    with tempfile.TemporaryDirectory() as scratch:
        con = duckdb.connect(config={"memory_limit": memory, "temp_directory": scratch})
        con.execute("SET enable_progress_bar = false; SET checkpoint_threshold = '1TB'")
        _stages(con, (folder / "journey.yaml").read_text(encoding="utf-8"))
        for name, work in (
            ("reading and sorting", _read),
            ("directly-follows graph", _graph),
            ("visits", _visits),
            ("features of the rated", _features),
            ("variants", _variants),
        ):
            begun = time.perf_counter(), time.process_time()
            found = work(con, folder, Path(scratch))
            wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
            print(f"  {name:24} {wall:6.2f} s by the clock, {cpu:6.2f} s of processor time: {found}", flush=True)


def _stages(con: duckdb.DuckDBPyConnection, journey: str) -> None:
    """The table `stages`: activity and the number of its stage, from the generated journey."""
    rows, stage = [], -1
    for line in journey.splitlines():
        stage += line.startswith("  - name: ")
        if found := re.match(r"      - \{name: (.+?), team:", line):
            rows.append((found[1], stage))
    con.execute("CREATE TABLE stages (activity VARCHAR, stage_no INTEGER)")
    con.executemany("INSERT INTO stages VALUES (?, ?)", rows)


def _read(con: duckdb.DuckDBPyConnection, folder: Path, scratch: Path) -> str:
    """Events in the order of case, time and place in the file, each with its position and its neighbours; cases.

    The text is read twice: for the cases and the words of its columns, and for sorting. What is sorted carries numbers:
    one of the case, enumerations for words; what is the same in all events of a case stands with the case.
    """
    events, text = scratch / "events.parquet", f"read_csv('{folder / 'log.csv'}', header = true)"
    constant = ("customer_id", "region", "channel", "items", "order_value")
    con.execute(f"""
        CREATE TABLE looked AS
        SELECT order_id AS case_id, activity, resource, team, count(*) AS events,
            {", ".join(f"any_value({name}) AS {name}" for name in constant)}
        FROM {text} GROUP BY GROUPING SETS ((order_id), (activity, resource, team))""")
    for words in ("activity", "resource", "team"):
        con.execute(
            f"CREATE TYPE {words}_word AS ENUM (SELECT DISTINCT {words} FROM looked WHERE activity IS NOT NULL)"
        )
    con.execute("""
        CREATE TABLE cases AS
        SELECT * EXCLUDE (activity, resource, team), (row_number() OVER () - 1)::INTEGER AS case_no,
            sum(events) OVER (ROWS UNBOUNDED PRECEDING) - events AS begins
        FROM (FROM looked WHERE activity IS NULL ORDER BY case_id)""")
    con.execute("DROP TABLE looked")
    con.execute(f"""
        COPY (
            SELECT case_no, row_number() OVER () - 1 - begins AS position, activity, "at", resource, team, "cost",
                CASE WHEN case_no = lead(case_no) OVER () THEN lead(activity) OVER () END AS next_activity,
                CASE WHEN case_no = lead(case_no) OVER () THEN lead("at") OVER () END AS next_at,
                CASE WHEN case_no = lag(case_no) OVER () THEN lag(activity) OVER () END AS before_activity,
                CASE WHEN case_no = lag(case_no) OVER () THEN lag("at") OVER () END AS before_at,
                CASE WHEN case_no = lag(case_no) OVER () THEN lag(team) OVER () END AS before_team
            FROM (SELECT case_no, begins, activity::activity_word AS activity, "timestamp" AS "at",
                    resource::resource_word AS resource, team::team_word AS team, "cost"
                FROM (SELECT row_number() OVER () AS place, * FROM {text}) JOIN cases ON order_id = case_id
                ORDER BY case_no, "at", place)
        ) TO '{events}' (FORMAT parquet)""")
    con.execute(f"CREATE VIEW events AS FROM read_parquet('{events}')")
    con.execute(f"""
        CREATE TABLE signals AS
        SELECT case_no, "timestamp" AS "at", kind, score FROM read_csv('{folder / "signals.csv"}', header = true)
        JOIN cases ON order_id = case_id""")
    return f"{_count(con, 'events')} events, {_count(con, 'cases')} cases, {_count(con, 'signals')} signals"


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _graph(con: duckdb.DuckDBPyConnection, folder: Path, scratch: Path) -> str:
    """Each activity and the next: how often, median and 90th percentile of the time between them."""
    arcs = con.sql("""
        SELECT activity, next_activity, count(*), quantile_cont(epoch_us(next_at) - epoch_us("at"), [0.5, 0.9])
        FROM events WHERE next_activity IS NOT NULL GROUP BY ALL""").fetchall()
    return f"{len(arcs)} arcs"


def _visits(con: duckdb.DuckDBPyConnection, folder: Path, scratch: Path) -> str:
    """A row a case and stage: when it opened, its first and last event, entries, events, handovers.

    Every activity of this log belongs to a stage, so the event before is the staged event before.
    """
    con.execute("""
        CREATE TABLE visits AS
        SELECT case_no, here.stage_no,
            count(*) FILTER (before.stage_no IS DISTINCT FROM here.stage_no) AS entries,
            count(*) AS events,
            count(*) FILTER (before.stage_no = here.stage_no AND before_team <> team) AS handovers,
            arg_min(coalesce(before_at, "at"), position) AS opened_at,
            min("at") AS first_at, max("at") AS last_at
        FROM events JOIN stages AS here USING (activity) LEFT JOIN stages AS before ON before_activity = before.activity
        GROUP BY ALL""")
    return f"{_count(con, 'visits')} visits"


def _features(con: duckdb.DuckDBPyConnection, folder: Path, scratch: Path) -> str:
    """Of each visit whose case said something: which activities happened how often before, last values, waits."""
    names = [row[0] for row in con.sql("SELECT activity FROM stages ORDER BY 1").fetchall()]
    counts = ", ".join(f"count(*) FILTER (e.activity = '{name}') AS n{i}" for i, name in enumerate(names))
    con.execute(f"""
        CREATE TABLE rated AS
        WITH said AS (SELECT case_no, min("at") AS said_at, bool_or(score <= 2 OR kind = 'complaint')
                AS bad FROM signals GROUP BY 1),
        seen AS (SELECT e.case_no, {counts}, max(epoch_us(e.next_at) - epoch_us(e."at")) AS longest_us,
                sum(e."cost") AS "cost"
            FROM events AS e JOIN said USING (case_no) WHERE e."at" <= said.said_at GROUP BY 1)
        SELECT visits.*, said.bad, seen.* EXCLUDE (case_no), region, channel, items, order_value
        FROM visits JOIN said USING (case_no) JOIN seen USING (case_no) JOIN cases USING (case_no)""")
    return f"{_count(con, 'rated')} visits"


def _variants(con: duckdb.DuckDBPyConnection, folder: Path, scratch: Path) -> str:
    """Each sequence of activities with its cases and their median time; found by hashes, written out once."""
    con.execute("""
        CREATE TABLE sequences AS
        SELECT case_no, bit_xor(hash(xor(hash(activity), position::UBIGINT))) AS one,
            bit_xor(hash(xor(hash(activity), (position + 4294967296)::UBIGINT))) AS two,
            epoch_us(max("at")) - epoch_us(min("at")) AS took_us
        FROM events GROUP BY 1""")
    con.execute("""
        CREATE TABLE variants AS
        SELECT count(*) AS cases, median(took_us) AS median_us, min(case_no) AS case_no
        FROM sequences GROUP BY one, two""")
    con.execute("""
        CREATE TABLE written AS
        SELECT case_no, string_agg(activity, ', ' ORDER BY position) AS activities
        FROM events JOIN variants USING (case_no) GROUP BY 1""")
    return f"{_count(con, 'variants')} variants"


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
