"""`cno whatif`: what a change does, in a table, as JSON and on disk."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_day import write_small_day

import optimizer.day
from optimizer.cli import cno
from optimizer.questions.runs import NoAnswerError, run_all
from optimizer.questions.whatif import COLUMNS
from optimizer.solve.progress import OutOfTime


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cno, ["whatif", *map(str, arguments), "--jobs", "1"])


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five people, a hall with 4 beds: one of them is outside."""
    return write_small_day(tmp_path_factory.mktemp("day") / "day", places=4)


def test_one_more_place_shelters_everybody(day: Path) -> None:
    result = ask(day, "--set", "sites.S1.places=+1")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "02-03-2026, without and with --set sites.S1.places=+1"
    assert [line.split() for line in lines if line.startswith("unsheltered")] == [
        ["unsheltered", "1", "0", "-1", "-1", "better"]
    ]
    assert [line.split() for line in lines if line.startswith("persons sheltered")] == [
        ["persons", "sheltered", "4", "5", "+1"]
    ]
    assert lines[-1] == "It is better: unsheltered changes by -1."
    assert "2 of 2 plans made" in result.stderr


def test_of_several_days_persons_are_those_of_today(tmp_path: Path) -> None:
    week = write_small_day(tmp_path / "day", places=4)
    toml = week / "scenario.toml"
    toml.write_text(f"days = 2\n{toml.read_text()}")
    lines = ask(week, "--set", "sites.S1.places=+1").stdout.splitlines()
    assert next(line.split() for line in lines if line.startswith("unsheltered"))[1:4] == ["2", "0", "-2"]  # two nights
    found = next(n for n, line in enumerate(lines) if line.startswith("of the plans found, today"))
    assert [line.split() for line in lines[found:] if line.startswith("persons sheltered")] == [
        ["persons", "sheltered", "4", "5", "+1"]
    ]


def test_a_closed_site_is_worse_and_nothing_changed_is_the_same(day: Path) -> None:
    assert "It is worse: unsheltered changes by +4." in ask(day, "--close", "S1").stdout
    assert "Nothing changes: every level is proven the same." in ask(day, "--set", "sites.S1.name=Hal").stdout


def test_json_says_the_same(day: Path) -> None:
    said = json.loads(ask(day, "--set", "sites.S1.places=+1", "--json").stdout)
    assert (said["date"], said["verdict"], said["decided_by"]) == ("2026-03-02", "better", "unsheltered")
    assert said["changes"] == [{"option": "--set", "text": "sites.S1.places=+1"}]
    assert said["levels"][0] == {
        "name": "unsheltered",
        "without": {"value": 1, "bound": 1, "settled": True},
        "with": {"value": 0, "bound": 0, "settled": True},
        "difference": -1,
        "at_least": -1,
        "at_most": -1,
        "verdict": "better",
    }
    assert said["persons"]["sheltered"] == {"without": 4, "with": 5}
    assert len(said["levels"]) == 5


def test_out_keeps_both_plans_the_scenario_and_the_comparison(day: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer"
    for _ in range(2):  # an older answer is replaced
        assert ask(day, "--set", "sites.S1.places=+1", "--out", out).exit_code == 0
    assert {entry.name for entry in out.iterdir()} == {"without", "with", "scenario", "comparison.csv"}
    assert list(tmp_path.iterdir()) == [out]
    with (out / "comparison.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row["figure"]: row for row in csv.DictReader(stream)}
    assert tuple(rows["unsheltered"]) == COLUMNS
    assert (rows["unsheltered"]["difference"], rows["unsheltered"]["verdict"]) == ("-1", "better")
    assert (rows["persons_sheltered"]["without"], rows["persons_sheltered"]["with"]) == ("4", "5")
    for scenario, plan in ((day, "without"), (out / "scenario", "with")):
        verified = CliRunner().invoke(cno, ["verify", str(scenario), str(out / plan)])
        assert verified.exit_code == 0, verified.output


def test_a_folder_with_something_else_is_left_alone(day: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    result = ask(day, "--close", "S1", "--out", tmp_path)
    assert result.exit_code == 2
    assert "holds no earlier answer" in result.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_wrong_wishes_are_2_with_every_fault(day: Path) -> None:
    result = ask(day, "--set", "sites.S1.plaatsen=3", "--close", "S9", "--set", "buses_per_day=many")
    assert result.exit_code == 2
    assert result.stderr.count("expected") == 3
    assert "--set, column sites.S1.plaatsen: '3'" in result.stderr
    assert "--close: 'S9'" in result.stderr
    assert "--set, column buses_per_day: 'many': expected a whole number, 0 to 10000" in result.stderr


def test_nothing_asked_is_2(day: Path) -> None:
    assert ask(day).exit_code == 2


@pytest.mark.parametrize(
    ("ending", "code"),
    [(OutOfTime("late"), 4), (NoAnswerError("invalid", "rule 3"), 1), (NoAnswerError("ended", "memory"), 1)],
)
def test_a_plan_that_is_not_made_ends_the_question(
    day: Path, monkeypatch: pytest.MonkeyPatch, ending: Exception, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ending

    monkeypatch.setattr(optimizer.day, "solve", fail)
    result = ask(day, "--close", "S1")
    assert result.exit_code == code
    assert "No answer:" in result.stderr


def test_processes_give_what_one_gives_in_the_order_of_the_tasks() -> None:
    told: list[tuple[int, int]] = []
    assert (
        run_all(len, ["a", "bcd", "", "ef"], 2, lambda *count: told.append(count))
        == [1, 3, 0, 2]
        == run_all(len, ["a", "bcd", "", "ef"], 1)
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_a_process_raises_comes_here_whole() -> None:
    with pytest.raises(NoAnswerError) as raised:
        run_all(refuse, ["one", "two"], 2)
    assert (raised.value.ending, str(raised.value)) == ("invalid", "not this")


def test_a_process_that_is_ended_from_outside_is_said() -> None:
    with pytest.raises(NoAnswerError, match="use fewer with --jobs") as raised:
        run_all(end, ["one", "two"], 2)
    assert raised.value.ending == "ended"


def end(_: str) -> None:
    os._exit(9)


def refuse(_: str) -> None:
    raise NoAnswerError("invalid", "not this")
