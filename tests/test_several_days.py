"""Several days on the command line: checked by `cno validate`, refused by `cno plan` as long as none are planned."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small_day import write_small_day

from optimizer.cli import cno
from optimizer.scenario.read import read_scenario


@pytest.mark.parametrize(("policy", "words"), [("days = 14\n", "days is 14")])
def test_what_is_not_planned_is_checked_and_refused(tmp_path: Path, policy: str, words: str) -> None:
    day = write_small_day(tmp_path / "day", policy=policy)
    (day / "inflow.csv").write_text("date,origin_id,persons\n2026-03-03,TA,130\n", encoding="utf-8")
    validated = CliRunner().invoke(cno, ["validate", str(day)])
    assert validated.exit_code == 0
    assert ("02-03-2026 to 15-03-2026" in validated.stdout) is ("days" in policy)
    planned = CliRunner().invoke(cno, ["plan", str(day), "--out", str(tmp_path / "plan"), "--quiet"])
    assert planned.exit_code == 2
    assert words in planned.stderr
    assert "Nothing was written" in planned.stderr
    assert not (tmp_path / "plan").exists()


SMALL = ("--people", "20", "--status-holders", "10", "--sites", "6")


def test_a_sample_of_several_days_as_folder_and_as_workbook(tmp_path: Path) -> None:
    for name, options in {"csv": [], "book": ["--xlsx"]}.items():
        command = ["sample", str(tmp_path / name), *SMALL, "--days", "9", *options]
        assert CliRunner().invoke(cno, command).exit_code == 0
    folder, book = read_scenario(tmp_path / "csv"), read_scenario(tmp_path / "book")
    assert len(folder.days) == 9
    assert folder.horizon.inflow
    assert folder.sha256 == book.sha256


def test_a_day_takes_the_place_of_several(tmp_path: Path) -> None:
    for days in ("9", "1"):
        command = ["sample", str(tmp_path / "day"), *SMALL, "--days", days, "--overwrite"]
        assert CliRunner().invoke(cno, command).exit_code == 0
    assert not (tmp_path / "day" / "inflow.csv").exists()
    assert len(read_scenario(tmp_path / "day").days) == 1


def test_targets_and_a_forecast_make_a_scenario_of_several_days(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day", policy="days = 14\n")
    forecast = ["forecast", "--year-total", "49000", "--from", "2026-03-03", "--days", "13", "--origin", "TA"]
    targets = ["targets", "--total", "21200", "--from", "2026-01-01", "--until", "2026-06-30"]
    assert CliRunner().invoke(cno, [*forecast, "--out", str(day / "inflow.csv")]).exit_code == 0
    assert CliRunner().invoke(cno, [*targets, "--out", str(day / "targets.csv")]).exit_code == 0
    scenario = read_scenario(day)
    assert scenario.warnings == ()
    assert (len(scenario.horizon.inflow), len(scenario.horizon.targets)) == (13, 342)
