"""A sample on disk: the contract's files, the same bytes, whole or not at all."""

from __future__ import annotations

import csv
import datetime
import tomllib
from pathlib import Path

import pytest

from optimizer.scenario.sample import SampleOptions, make_sample, write_sample
from optimizer.scenario.sample.folder import policy_toml
from optimizer.scenario.tables import DAY_TABLES

SMALL = SampleOptions(people=20, status_holders=20, sites=10, buses=2)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_folder_holds_every_table_with_its_columns(tmp_path: Path) -> None:
    write_sample(make_sample(SMALL), tmp_path / "day")
    assert set(bytes_of(tmp_path / "day")) == {"scenario.toml", *(f"{name}.csv" for name in DAY_TABLES)}
    for name, schema in DAY_TABLES.items():
        with (tmp_path / "day" / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
            assert csv.DictReader(stream).fieldnames == list(schema.to_schema().columns)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(make_sample(SMALL), tmp_path / name)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_policy_is_toml_with_its_effort() -> None:
    rows = [
        {"key": "date", "value": datetime.date(2023, 3, 6)},
        {"key": "day_starts", "value": "07:00"},
        {"key": "interim_in_region", "value": False},
        {"key": "effort.own_minute", "value": 0.2},
        {"key": "care_minutes", "value": [2, 10.5]},
    ]
    assert tomllib.loads(policy_toml(rows)) == {
        "date": datetime.date(2023, 3, 6),
        "policy": {
            "day_starts": "07:00",
            "interim_in_region": False,
            "care_minutes": [2, 10.5],
            "effort": {"own_minute": 0.2},
        },
    }


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        write_sample(make_sample(SMALL), tmp_path)
    assert bytes_of(tmp_path) == {"mine.txt": b"keep"}


def test_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "day").write_text("keep", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not a folder"):
        write_sample(make_sample(SMALL), tmp_path / "day", overwrite=True)


def test_overwriting_leaves_nothing_of_the_old_sample(tmp_path: Path) -> None:
    write_sample(make_sample(SMALL), tmp_path / "day")
    (tmp_path / "day" / "inflow.csv").write_text("old", encoding="utf-8")
    write_sample(make_sample(SampleOptions(people=3, status_holders=0, sites=2)), tmp_path / "day", overwrite=True)
    assert "inflow.csv" not in bytes_of(tmp_path / "day")
    assert [path.name for path in tmp_path.iterdir()] == ["day"]


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    write_sample(make_sample(SMALL), tmp_path)
    assert (tmp_path / "scenario.toml").is_file()


def test_write_that_fails_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    write_sample(make_sample(SMALL), tmp_path / "day")
    before = bytes_of(tmp_path / "day")
    broken = make_sample(SMALL)
    broken["travel_times"].append({"no such column": 1})
    with pytest.raises(ValueError, match="no such column"):
        write_sample(broken, tmp_path / "day", overwrite=True)
    assert bytes_of(tmp_path / "day") == before
    assert [path.name for path in tmp_path.iterdir()] == ["day"]


@pytest.mark.parametrize("name", [".", "day"])
def test_relative_folders_are_taken_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    write_sample(make_sample(SMALL), Path(name))
    assert (tmp_path / name / "households.csv").is_file()
