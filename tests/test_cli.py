"""The commands beside `cno plan`: every ending of each, and what it leaves on disk."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pty
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from small_day import write_small_day

import optimizer
from optimizer.cli import cno
from optimizer.commands.sample import KINDS
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import DayKind

TWO_FAULTS = "household_id,kind,persons,origin_id\nH1,asylum_seeker,0,TA\nH2,asylum_seeker,1,Mars\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cno, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A scenario and its plan folder; not to be changed."""
    folder = tmp_path_factory.mktemp("planned")
    day = write_small_day(folder / "day", places=4)
    assert run("plan", day, "--out", folder / "plan").exit_code == 3
    return day, folder / "plan"


@pytest.fixture
def copied(planned: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the plan folder, to be changed."""
    return shutil.copytree(planned[1], tmp_path / "plan")


def test_version_is_the_package_s() -> None:
    assert run("--version").output == f"cno, version {optimizer.__version__}\n"


def test_a_command_that_is_not_there_is_2() -> None:
    assert run("plann").exit_code == 2


def test_the_installed_command_exits_2_on_a_wrong_option() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "optimizer.cli", "plan", "--speed", "9"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "--speed" in done.stderr
    assert "Traceback" not in done.stderr


def at_a_terminal(*arguments: str | Path) -> tuple[int, str]:
    """The exit code of the command and what a person at a terminal of 160 columns is told on standard error."""
    reading, writing = pty.openpty()
    environment = {**os.environ, "COLUMNS": "160", "TERM": "xterm"}
    command = [sys.executable, "-m", "optimizer.cli", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=writing, env=environment)
    os.close(writing)
    told = b""
    with contextlib.suppress(OSError), open(reading, "rb", buffering=0) as stream:  # noqa: PTH123 - a descriptor
        while part := stream.read(4096):  # OSError: Linux ends a terminal that nobody writes to any more so
            told += part
    return process.wait(timeout=60), told.decode()


def test_at_a_terminal_faults_are_a_table_and_progress_is_redrawn(tmp_path: Path) -> None:
    code, told = at_a_terminal("validate", write_small_day(tmp_path / "wrong", households=TWO_FAULTS))
    assert code == 2
    assert all(word in told for word in ("nearest", "│ households.csv │ 3", "Mars"))
    code, told = at_a_terminal("plan", write_small_day(tmp_path / "day"), "--out", tmp_path / "plan", "--no-pages")
    assert code == 0, told
    assert all(word in told for word in ("planning for", "unsheltered", "effort"))
    assert '"action"' not in told


# validate


def test_validate_says_what_is_there(tmp_path: Path) -> None:
    result = run("validate", write_small_day(tmp_path / "day"))
    assert result.exit_code == 0
    assert "usable for 02-03-2026: 2 households, 2 sites, 0 housing offers, 20 buses." in result.stdout


def test_validate_names_every_fault(tmp_path: Path) -> None:
    result = run("validate", write_small_day(tmp_path / "day", households=TWO_FAULTS))
    assert result.exit_code == 2
    assert "2 faults" in result.stderr
    assert "row 2, column persons" in result.stderr
    assert "row 3, column origin_id" in result.stderr


def test_validate_json_is_one_object_with_one_shape(tmp_path: Path) -> None:
    wrong = run("validate", "--json", write_small_day(tmp_path / "wrong", households=TWO_FAULTS))
    right_day = write_small_day(tmp_path / "right")
    (right_day / "origins.csv").write_text("origin_id,name,lon,lat,colour\nTA,Ter Apel,7.06,52.87,red\n")
    right = run("validate", "--json", right_day)
    assert (wrong.exit_code, right.exit_code) == (2, 0)
    told_wrong, told_right = json.loads(wrong.stdout), json.loads(right.stdout)
    assert set(told_wrong) == set(told_right) == {"valid", "faults", "warnings"}
    assert (told_wrong["valid"], told_right["valid"]) == (False, True)
    assert [set(f) for f in told_wrong["faults"]] == [{"file", "row", "column", "value", "expected", "nearest"}] * 2
    assert any("colour" in warning for warning in told_right["warnings"])


def test_validate_of_a_folder_without_a_scenario_is_2(tmp_path: Path) -> None:
    result = run("validate", tmp_path)
    assert result.exit_code == 2
    assert "scenario.toml" in result.stderr


# verify


def test_verify_of_a_right_plan_is_0(planned: tuple[Path, Path]) -> None:
    result = run("verify", *planned)
    assert result.exit_code == 0, result.output
    assert "valid" in result.stdout
    assert "unsheltered 1 " in result.stdout


def test_verify_of_a_plan_that_breaks_a_rule_is_1_and_names_it(planned: tuple[Path, Path], copied: Path) -> None:
    text = (copied / "assignments.csv").read_text(encoding="utf-8")
    assert "S1" in text
    (copied / "assignments.csv").write_text(text.replace("S1", "S2"), encoding="utf-8")  # the school is full
    result = run("verify", planned[0], copied)
    assert result.exit_code == 1
    assert "S2" in result.stderr


def test_verify_of_another_scenario_s_plan_is_1(planned: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("verify", write_small_day(tmp_path / "day", places=9), planned[1])
    assert result.exit_code == 1


@pytest.mark.parametrize("file", ["summary.json", "assignments.csv", "trips.csv"])
def test_verify_of_half_a_plan_is_2(planned: tuple[Path, Path], copied: Path, file: str) -> None:
    (copied / file).unlink()
    result = run("verify", planned[0], copied)
    assert result.exit_code == 2
    assert file in result.stderr


def test_verify_with_a_wrong_scenario_is_2(planned: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("verify", write_small_day(tmp_path / "day", households=TWO_FAULTS), planned[1])
    assert result.exit_code == 2


# map


def test_map_writes_the_same_page_again_and_in_english(copied: Path) -> None:
    page = copied / "map.html"
    before = page.read_bytes()
    files = sorted(copied.iterdir())
    page.unlink()
    assert run("map", copied).exit_code == 0
    assert page.read_bytes() == before
    assert run("map", copied, "--lang", "en").exit_code == 0
    assert '<html lang="en"' in page.read_text(encoding="utf-8")
    assert sorted(copied.iterdir()) == files


def test_map_of_no_plan_is_2_and_writes_nothing(tmp_path: Path) -> None:
    result = run("map", tmp_path)
    assert result.exit_code == 2
    assert "summary.json" in result.stderr
    assert list(tmp_path.iterdir()) == []


# sample


SMALL = ("--people", "20", "--status-holders", "10", "--sites", "6", "--buses", "3")


def test_kinds_are_the_sample_s_own() -> None:
    assert list(KINDS) == [str(kind) for kind in DayKind]


def test_every_option_of_sample_changes_the_scenario(tmp_path: Path) -> None:
    assert run("sample", tmp_path / "a", *SMALL, "--date", "2026-03-02").exit_code == 0
    scenario = read_scenario(tmp_path / "a")
    assert scenario.date == date(2026, 3, 2)
    assert sum(h.persons for h in scenario.households if h.seeks_asylum) == 20
    assert sum(h.persons for h in scenario.households if not h.seeks_asylum) == 10
    assert (len(scenario.sites), len(scenario.buses)) == (6, 3)
    for name, options in {"b": ["--seed", "2"], "c": ["--kind", "peak"]}.items():
        assert run("sample", tmp_path / name, *SMALL, "--date", "2026-03-02", *options).exit_code == 0
        assert read_scenario(tmp_path / name).sha256 != scenario.sha256


def test_sample_as_workbook_reads_as_the_same_day(tmp_path: Path) -> None:
    assert run("sample", tmp_path / "csv", *SMALL).exit_code == 0
    assert run("sample", tmp_path / "book", *SMALL, "--xlsx").exit_code == 0
    assert [file.name for file in (tmp_path / "book").iterdir()] == ["scenario.xlsx"]
    assert read_scenario(tmp_path / "book").households == read_scenario(tmp_path / "csv").households


def test_template_is_an_empty_workbook_in_the_language_asked_for(tmp_path: Path) -> None:
    texts = {}
    for lang in ("nl", "en"):
        assert run("sample", tmp_path / lang, "--template", "--lang", lang).exit_code == 0
        book = openpyxl.load_workbook(tmp_path / lang / "scenario.xlsx")
        assert "households" in book.sheetnames
        texts[lang] = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert texts["nl"] != texts["en"]


def test_a_folder_that_holds_something_is_left_alone_unless_overwrite(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for options in ([], ["--xlsx"], ["--template"]):
        result = run("sample", tmp_path, *(() if "--template" in options else SMALL), *options)
        assert result.exit_code == 2
        assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_overwrite_replaces_a_sample_by_another(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert run("sample", tmp_path / "day", *SMALL, "--seed", seed, "--overwrite").exit_code == 0
    assert run("sample", tmp_path / "other", *SMALL, "--seed", "2").exit_code == 0
    assert read_scenario(tmp_path / "day").sha256 == read_scenario(tmp_path / "other").sha256


@pytest.mark.parametrize(
    "options", [["--template", "--people", "5"], ["--days", "367"], ["--people", "-1"], ["--date", "3 maart"]]
)
def test_options_that_cannot_be_kept_are_2(tmp_path: Path, options: list[str]) -> None:
    result = run("sample", tmp_path / "day", *options)
    assert result.exit_code == 2
    assert options[0] in result.stderr or options[0].strip("-") in result.stderr
    assert not (tmp_path / "day").exists()


def test_a_sample_has_a_row_for_each_household(tmp_path: Path) -> None:
    run("sample", tmp_path / "day", *SMALL)
    with (tmp_path / "day" / "households.csv").open(encoding="utf-8", newline="") as stream:
        ids = [row["household_id"] for row in csv.DictReader(stream)]
    assert len(ids) == len(set(ids)) == len(read_scenario(tmp_path / "day").households)


@pytest.mark.parametrize("kept", ["notes.txt", "budget.csv", "photos/holiday.jpg"])
def test_overwrite_replaces_nothing_but_a_scenario(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "mine" / kept
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    for form in ([], ["--xlsx"]):
        result = run("sample", tmp_path / "mine", *SMALL, *form, "--overwrite")
        assert result.exit_code == 2
        assert "holds something else" in result.stderr
    assert file.read_text() == "mine"


def test_a_workbook_takes_the_place_of_the_tables(tmp_path: Path) -> None:
    assert run("sample", tmp_path, *SMALL).exit_code == 0
    assert run("sample", tmp_path, *SMALL, "--xlsx", "--overwrite").exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["scenario.xlsx"]
