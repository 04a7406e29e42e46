"""`cno outlook`: the days ahead under several inflows, what is likely, what runs out, and what would help."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_day import write_small_day

from optimizer.cli import cno
from optimizer.questions.outlook.write import FILES, columns
from optimizer.questions.whatif import COLUMNS

INFLOW = "date,origin_id,persons\n2026-03-03,TA,{0}\n2026-03-04,TA,{0}\n2026-03-05,TA,{0}\n"


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cno, ["outlook", *map(str, arguments)])


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four days: five people today in a hall of twenty, then two (`few`) or nine (`many`) a day, each of them alone."""
    folder = tmp_path_factory.mktemp("week")
    day = write_small_day(folder / "day", places=20, policy="days = 4\n")
    (day / "inflow.csv").write_text(INFLOW.format(1), encoding="utf-8")
    (day / "mix.csv").write_text("persons,share\n1,1\n", encoding="utf-8")
    for name, persons in (("few", 2), ("many", 9)):
        (folder / f"{name}.csv").write_text(INFLOW.format(persons), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(week: Path) -> tuple[Path, Result]:
    out = week / "ahead"
    files = [week / "few.csv", week / "many.csv"]
    return out, ask(week / "day", "--inflow", *files, "--samples", "5", "--out", out, "--jobs", "1")


def test_it_writes_its_tables_with_their_columns(made: tuple[Path, Result]) -> None:
    out, result = made
    assert result.exit_code == 0, result.output
    assert {file.name for file in out.iterdir()} == set(FILES)
    for name, expected in columns().items():
        assert tuple((out / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")) == expected


def test_the_expected_course_is_counted_by_hand(made: tuple[Path, Result]) -> None:
    found = {(row["inflow_name"], row["date"]): row for row in rows(made[0] / "bands_country.csv")}
    assert [found["few", f"2026-03-0{n}"]["waiting"] for n in (2, 3, 4, 5)] == ["0", "0", "0", "0"]
    # 5 + 9 = 14, then 6 of 9 fit, then none
    assert [found["many", f"2026-03-0{n}"]["waiting"] for n in (2, 3, 4, 5)] == ["0", "0", "3", "12"]
    regions = {(r["inflow_name"], r["date"]): r for r in rows(made[0] / "bands_regions.csv") if r["vr_code"] == "VR01"}
    assert [regions["many", f"2026-03-0{n}"]["occupied"] for n in (2, 3, 4, 5)] == ["5", "14", "20", "20"]


def test_the_band_holds_the_middle_and_today_is_known(made: tuple[Path, Result]) -> None:
    for row in rows(made[0] / "bands_country.csv"):
        low, middle, high = (float(row[f"inflow_{name}"]) for name in ("low", "middle", "high"))
        assert low <= middle <= high
        assert low < high or row["date"] == "2026-03-02"
    assert len(rows(made[0] / "bands_regions.csv")) == 2 * 4 * 25


def test_it_says_what_runs_out_and_when(made: tuple[Path, Result]) -> None:
    found = {(row["inflow_name"], row["what"], row["vr_code"]): row for row in rows(made[0] / "runs_out.csv")}
    assert found["few", "somebody is outside", ""]["expected"] == ""
    assert found["many", "somebody is outside", ""]["expected"] == "2026-03-04"
    assert found["many", "places", "VR01"]["expected"] == "2026-03-04"
    assert 0 < float(found["many", "somebody is outside", ""]["samples_share"]) <= 1
    assert "somebody is outside" in made[1].stdout


def test_what_would_prevent_it_is_worked_out(made: tuple[Path, Result]) -> None:
    found = rows(made[0] / "prevents.csv")
    assert {row["inflow_name"] for row in found} == {"many"}
    best = found[0]
    assert best["what"] == "50 more places at S1"
    assert (best["person_nights_outside"], best["person_nights_outside_with"]) == ("15", "0")
    assert (best["first_day_outside"], best["first_day_outside_with"]) == ("2026-03-04", "")
    assert "15 person-nights outside down to 0" in made[1].stdout


def test_processes_change_no_byte(week: Path, made: tuple[Path, Result], tmp_path: Path) -> None:
    files = ["--inflow", week / "few.csv", "--inflow", week / "many.csv"]
    assert ask(week / "day", *files, "--samples", "5", "--out", tmp_path / "two", "--jobs", "2").exit_code == 0
    for name in FILES:
        assert (made[0] / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_seed_gives_other_samples_round_the_same_plan(week: Path, made: tuple[Path, Result]) -> None:
    out = week / "seed"
    assert (
        ask(week / "day", "--inflow", week / "many.csv", "--samples", "5", "--seed", "2", "--out", out).exit_code == 0
    )
    first = [row for row in rows(made[0] / "bands_country.csv") if row["inflow_name"] == "many"]
    other = rows(out / "bands_country.csv")
    assert [row["waiting"] for row in first] == [row["waiting"] for row in other]
    assert [row["inflow_middle"] for row in first] != [row["inflow_middle"] for row in other]
    assert json.loads((out / "outlook.json").read_text(encoding="utf-8"))["seed"] == 2


def test_without_samples_there_is_no_band(week: Path, tmp_path: Path) -> None:
    assert ask(week / "day", "--inflow", week / "few.csv", "--samples", "0", "--out", tmp_path / "o").exit_code == 0
    assert {row["waiting_middle"] for row in rows(tmp_path / "o" / "bands_country.csv")} == {""}
    assert {row["samples_share"] for row in rows(tmp_path / "o" / "runs_out.csv")} == {""}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("date,origin_id,persons\n2026-03-03,Mars,9\n", "bad.csv, row 2, column origin_id: 'Mars'"),
        ("date,origin_id,persons\n2026-03-03,TA,-9\n", "bad.csv, row 2, column persons: '-9'"),
        ("date,persons\n2026-03-03,9\n", "bad.csv, column origin_id"),
    ],
)
def test_a_wrong_inflow_is_2_with_its_own_name(week: Path, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "bad.csv").write_text(content, encoding="utf-8")
    result = ask(week / "day", "--inflow", tmp_path / "bad.csv", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_asked_is_2(week: Path, tmp_path: Path) -> None:
    few = week / "few.csv"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "few.csv").write_text(INFLOW.format(3), encoding="utf-8")
    day = write_small_day(tmp_path / "day")
    for arguments, words in (
        ((day, "--inflow", few), "set days"),
        ((week / "day", "--inflow", few, tmp_path / "other" / "few.csv"), "Two inflows are called few"),
        ((week / "day", "--inflow", few, "--dask", "tcp://a:1", "--jobs", "2"), "leave one out"),
    ):
        result = ask(*arguments, "--out", tmp_path / "out")
        assert (result.exit_code, words in result.stderr) == (2, True), result.output
    (tmp_path / "held").mkdir()
    (tmp_path / "held" / "thesis.txt").write_text("mine")
    assert ask(week / "day", "--inflow", few, "--out", tmp_path / "held").exit_code == 2


def test_every_file_and_column_is_documented() -> None:
    docs = Path(__file__).resolve().parents[3] / "docs"
    page = (docs / "outlook.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"`{name}`" not in page] == []
    told = {name for table in ("runs_out", "prevents") for name in columns()[table]}
    assert [name for name in sorted(told - {"vr_code"}) if f"`{name}`" not in page] == []
    comparison = section_of((docs / "commands.md").read_text(encoding="utf-8"), "cno whatif")
    assert [name for name in COLUMNS if f"`{name}`" not in comparison] == []


def section_of(page: str, title: str) -> str:
    return page.split(f"## {title}\n")[1].split("\n## ", maxsplit=1)[0]
