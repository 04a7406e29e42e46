"""Several days on the command line: checked, planned, written and verified."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from small_day import write_small_day

from optimizer.cli import cno
from optimizer.scenario.read import read_scenario


def test_several_days_are_planned_verified_and_written(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day", policy="days = 3\n")
    (day / "inflow.csv").write_text("date,origin_id,persons\n2026-03-03,TA,4\n", encoding="utf-8")
    (day / "mix.csv").write_text("persons,share\n1,1\n", encoding="utf-8")
    validated = CliRunner().invoke(cno, ["validate", str(day)])
    assert "02-03-2026 to 04-03-2026" in validated.stdout
    out = tmp_path / "plan"
    planned = CliRunner().invoke(cno, ["plan", str(day), "--out", str(out), "--quiet", "--no-pages"])
    assert planned.exit_code == 0, planned.stderr
    assert CliRunner().invoke(cno, ["verify", str(day), str(out)]).exit_code == 0
    rows = (out / "outlook.csv").read_text().splitlines()
    assert len(rows) == 1 + 3 * 25
    assert rows[1].startswith("2026-03-02,VR01,450,5,5,")
    assert rows[26].startswith("2026-03-03,VR01,450,9,4,")
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["days"], len(summary["levels_today"])) == (3, 5)


def test_a_wrong_outlook_is_found_by_verify(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day", policy="days = 2\n")
    out = tmp_path / "plan"
    arguments = ["plan", str(day), "--out", str(out), "--quiet", "--no-pages"]
    assert CliRunner().invoke(cno, arguments).exit_code == 0
    table = out / "outlook.csv"
    table.write_text(table.read_text().replace("2026-03-03,VR01,450,5", "2026-03-03,VR01,450,6"))
    checked = CliRunner().invoke(cno, ["verify", str(day), str(out)])
    assert checked.exit_code == 1
    assert "outlook" in checked.stderr


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
