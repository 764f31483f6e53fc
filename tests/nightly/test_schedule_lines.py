"""The lines of docs/nights-schedule.md: what they are for reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import yaml

from tests.conftest import ANALYZER, ROOT, absent

PAGE = (ROOT / "docs" / "nights-schedule.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCKS if found == kind]


def test_systemd_takes_the_service_and_the_timer(tmp_path: Path):
    verify = shutil.which("systemd-analyze")
    if verify is None:
        absent("There is no systemd-analyze: install the system's package `systemd`.")
    for text in blocks("ini"):
        name = re.match(r"# /etc/systemd/system/(\S+)", text)[1]
        here = re.sub(r"ExecStart=\S+", f"ExecStart={ANALYZER}", text)
        (tmp_path / name).write_text(here, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())
    assert [Path(unit).name for unit in units] == ["alignment.service", "alignment.timer"]
    done = subprocess.run([verify, "verify", *units], capture_output=True, text=True, timeout=60, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "alignment" in line]
    assert (done.returncode, about_ours) == (0, [])


def test_the_timer_means_a_quarter_past_two_in_its_zone():
    verify = shutil.which("systemd-analyze")
    if verify is None:
        absent("There is no systemd-analyze: install the system's package `systemd`.")
    (when,) = re.findall(r"^OnCalendar=(.*)$", PAGE, re.MULTILINE)
    done = subprocess.run([verify, "calendar", when], capture_output=True, text=True, timeout=60, check=True)
    assert "05:15:00 UTC" in done.stdout  # São Paulo is three hours behind


def test_cron_reads_a_minute_an_hour_and_a_user():
    (table,) = blocks("cron")
    (line,) = [line for line in table.splitlines() if re.match(r"[\d*]", line)]
    minute, hour, *rest, user, command = line.split(None, 6)
    assert (int(minute), int(hour), rest, user) == (15, 2, ["*", "*", "*"], "alignment")
    assert "%" not in command  # cron would end the line there
    assert "analyzer nightly --project project.yaml" in command


def test_kubernetes_gets_a_cron_job_that_never_makes_a_night_twice():
    job = yaml.safe_load(blocks("yaml")[0])
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    spec = job["spec"]
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    assert (spec["concurrencyPolicy"], spec["jobTemplate"]["spec"]["backoffLimit"], pod["restartPolicy"]) == (
        "Forbid",
        0,
        "Never",
    )
    (container,) = pod["containers"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


def test_the_rules_ask_for_numbers_that_there_are():
    from dashboards.providers import metrics

    source = Path(metrics.__file__).read_text(encoding="utf-8")
    rules = yaml.safe_load(blocks("yaml")[1])["groups"][0]["rules"]
    for rule in rules:
        (name,) = re.findall(r"alignment_\w+", rule["expr"])
        assert f'"{name}"' in source
