"""`cno plan`: every exit code, and what is on disk after each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_day import write_small_day

import optimizer.day
from optimizer.cli import cno
from optimizer.plan.decision import Decision
from optimizer.scenario.entities import Scenario
from optimizer.solve import solve
from optimizer.solve.lexicographic import INTERRUPTED
from optimizer.solve.progress import OutOfTime

PLAN_FILES = {
    "assignments.csv", "trips.csv", "stops.csv", "regions.csv", "sites.csv", "summary.json", "places.csv",
    "municipalities.csv", "unplaced.csv", "arrivals.csv", "housed.csv", "region_limits.csv", "report.xlsx", "plan.gpkg",
    "index.html", "map.html", "glossary.html", "regions", "buses", "day-sheets.pdf", "buses.pdf",
}  # fmt: skip


def plan(scenario: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(cno, ["plan", str(scenario), "--out", str(out), *options])


def summary(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return content


def solve_as(monkeypatch: pytest.MonkeyPatch, solver: Callable[..., Decision]) -> None:
    monkeypatch.setattr(optimizer.day, "solve", solver)


def test_everybody_sheltered_is_0_and_the_folder_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "plans" / "monday"
    result = plan(write_small_day(tmp_path / "day"), out)
    assert result.exit_code == 0, result.output
    assert {file.name for file in out.iterdir()} == PLAN_FILES
    assert summary(out)["counts"] == {
        "households": 2,
        "persons": 5,
        "sheltered": 5,
        "housed": 0,
        "stay": 0,
        "unplaced": 0,
    }
    assert "5 sheltered" in result.stdout
    assert "nobody without a place" in result.stdout
    assert result.stdout.count("\n") == 1
    assert list(out.parent.iterdir()) == [out]  # nothing of the making is left beside it


def test_somebody_without_a_place_is_3_and_the_plan_is_there(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    result = plan(write_small_day(tmp_path / "day", places=4), out)
    assert result.exit_code == 3, result.output
    assert "1 asylum seeker without a place" in result.stdout
    assert summary(out)["levels"][0]["value"] == 1


def test_an_overloaded_limit_is_3_though_everybody_has_a_place(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day")
    sites = (day / "sites.csv").read_text().replace(",2,2\n", ",2,3\n")  # the school holds 3 in 2 beds
    (day / "sites.csv").write_text(sites)
    result = plan(day, tmp_path / "plan", "--no-pages")
    assert result.exit_code == 3, result.output
    assert "nobody without a place" in result.stdout
    assert summary(tmp_path / "plan")["overloads"]


def test_wrong_input_is_2_with_every_fault_and_nothing_is_written(tmp_path: Path) -> None:
    households = "household_id,kind,persons,origin_id\nH1,asylum_seeker,0,TA\nH2,asylum_seeker,1,Mars\n"
    result = plan(write_small_day(tmp_path / "day", households=households), tmp_path / "plan")
    assert result.exit_code == 2
    assert "households.csv, row 2, column persons: '0'" in result.stderr
    assert "households.csv, row 3, column origin_id: 'Mars'" in result.stderr
    assert not (tmp_path / "plan").exists()


def test_a_scenario_that_is_not_there_is_2(tmp_path: Path) -> None:
    result = plan(tmp_path / "nowhere", tmp_path / "plan")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


@pytest.mark.parametrize("limit", ["0", "-3", "soon", "nan", "inf"])
def test_a_time_limit_that_is_none_is_2(tmp_path: Path, limit: str) -> None:
    result = plan(write_small_day(tmp_path / "day"), tmp_path / "plan", "--time-limit", limit)
    assert result.exit_code == 2
    assert "--time-limit" in result.stderr


def test_a_folder_with_something_else_is_refused_before_the_solver_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> Decision:
        raise AssertionError("the solver ran")

    solve_as(monkeypatch, never)
    day = write_small_day(tmp_path / "day")
    (tmp_path / "file").write_text("mine")
    before = sorted(file.name for file in day.iterdir())
    for out, word in (
        (day, "holds no plan"),
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "plan", "cannot be"),
    ):
        result = plan(day, out)
        assert (result.exit_code, word in result.stderr) == (2, True), result.output
    assert sorted(file.name for file in day.iterdir()) == before


def test_no_plan_in_time_is_4_and_the_old_plan_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day, out = write_small_day(tmp_path / "day"), tmp_path / "plan"
    plan(day, out, "--no-pages")
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def too_late(*_: object, **__: object) -> Decision:
        raise OutOfTime

    solve_as(monkeypatch, too_late)
    result = plan(day, out, "--time-limit", "7")
    assert result.exit_code == 4
    assert "No valid plan was found in 7 seconds. Nothing was written." in result.stderr
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_a_plan_that_breaks_a_rule_is_1_names_the_rule_and_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overfull(scenario: Scenario, **_: object) -> Decision:
        roomy = replace(scenario, sites=tuple(replace(site, places=99) for site in scenario.sites))
        return solve(roomy)

    solve_as(monkeypatch, overfull)
    result = plan(write_small_day(tmp_path / "day", places=3), tmp_path / "plan")
    assert result.exit_code == 1
    assert "The plan breaks rules, so nothing was written." in result.stderr
    assert "rule 3: site S" in result.stderr
    assert not (tmp_path / "plan").exists()


def test_the_time_limit_reaches_the_solver_and_is_named_in_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []

    def watched(scenario: Scenario, **rest: Any) -> Decision:
        limits.append(scenario.policy.time_limit_seconds)
        return solve(scenario, **rest)

    solve_as(monkeypatch, watched)
    plan(write_small_day(tmp_path / "day"), tmp_path / "plan", "--no-pages", "--time-limit", "12.5")
    assert limits == [12.5]
    assert any("12.5 s" in warning for warning in summary(tmp_path / "plan")["warnings"])


def test_pages_are_dutch_english_or_left_out(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day")
    plan(day, tmp_path / "nl")
    plan(day, tmp_path / "en", "--lang", "en")
    plan(day, tmp_path / "none", "--no-pages")
    assert '<html lang="nl"' in (tmp_path / "nl" / "map.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in (tmp_path / "en" / "map.html").read_text(encoding="utf-8")
    assert not (tmp_path / "none" / "map.html").exists()


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day", places=4)
    for name in ("one", "two"):
        plan(day, tmp_path / name)
    pages = [str(file.relative_to(tmp_path / "one")) for file in (tmp_path / "one").rglob("*.[hp][td][mf]*")]
    assert len(pages) > 30
    for file in ("assignments.csv", "trips.csv", "stops.csv", *pages):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_progress_is_told_in_lines_or_json_or_not_at_all(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day")
    text, as_json, quiet = (
        plan(day, tmp_path / "plan", "--no-pages", *options).stderr
        for options in (["--log-format", "text"], ["--log-format", "json"], ["--quiet"])
    )
    assert "unsheltered: value" in text
    entries = [json.loads(line) for line in as_json.splitlines()]
    assert {"read", "solve", "plan"} <= {entry["action"] for entry in entries}
    assert entries[-1]["exit_code"] == 0
    assert quiet == ""


def test_the_log_names_no_household(tmp_path: Path) -> None:
    households = "household_id,kind,persons,origin_id\nSECRET7,asylum_seeker,4,TA\nSECRET8,asylum_seeker,90,TA\n"
    policy = "[policy]\nmax_household_persons = 99\n"
    day = write_small_day(tmp_path / "day", households=households, policy=policy)
    result = plan(day, tmp_path / "plan", "--log-format", "json")
    assert result.exit_code == 3, result.output
    assert "SECRET" not in result.output


STUBBORN = """
import sys, time
import optimizer.solve, optimizer.solve.progress
real = optimizer.solve.solve
def slow(scenario, *, progress, interrupted, previous):
    print("solving", file=sys.stderr, flush=True)
    until = time.monotonic() + 60
    while time.monotonic() < until and not (interrupted() and {obeys}):
        time.sleep(0.02)
    {ending}
optimizer.solve.solve = slow
from optimizer.cli import main
main()
"""


def start(tmp_path: Path, *, obeys: bool, ending: str) -> subprocess.Popen[str]:
    script = STUBBORN.format(obeys=obeys, ending=ending)
    day = write_small_day(tmp_path / "day")
    arguments = ["plan", str(day), "--out", str(tmp_path / "plan"), "--no-pages", "--log-format", "text"]
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert process.stderr.readline().strip() == "solving"
    return process


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_one_request_to_stop_keeps_the_best_plan_and_says_so(tmp_path: Path, which: signal.Signals) -> None:
    process = start(tmp_path, obeys=True, ending="return real(scenario, interrupted=interrupted)")
    process.send_signal(which)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert "Stopping with the best valid plan" in told
    assert [warning for warning in summary(tmp_path / "plan")["warnings"] if "interrupted" in warning] == [INTERRUPTED]


def test_one_request_before_there_is_a_plan_is_4_and_nothing_is_written(tmp_path: Path) -> None:
    process = start(tmp_path, obeys=True, ending="raise optimizer.solve.progress.OutOfTime")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 4, told
    assert "before it was stopped" in told
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(("which", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_second_request_ends_at_once(tmp_path: Path, which: signal.Signals, code: int) -> None:
    process = start(tmp_path, obeys=False, ending="return real(scenario, interrupted=interrupted)")
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    assert "Stopping" in process.stderr.readline()
    asked = time.monotonic()
    process.send_signal(which)
    _, told = process.communicate(timeout=30)
    assert process.returncode == code, told
    assert time.monotonic() - asked < 20  # the solver would have gone on for a minute
    assert "Ended at once" in told
    assert [file.name for file in tmp_path.iterdir()] == ["day"]


def test_a_fault_of_the_program_is_1_and_says_whose_it_is(tmp_path: Path) -> None:
    script = STUBBORN.format(obeys=True, ending="pass").replace("    until", "    raise ZeroDivisionError\n    until")
    day = write_small_day(tmp_path / "day")
    arguments = ["plan", str(day), "--out", str(tmp_path / "plan")]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ},
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "This is a fault of the program" in done.stderr
    assert not (tmp_path / "plan").exists()
