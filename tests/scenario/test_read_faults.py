"""Every folder of tests/data/faults has one class of fault; its expected.json is the whole report."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from optimizer.scenario.faults import InputError
from optimizer.scenario.read import read_scenario

FOLDERS = sorted(folder for folder in (Path(__file__).parents[1] / "data" / "faults").iterdir() if folder.is_dir())


def test_there_are_many() -> None:
    assert len(FOLDERS) >= 70


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_whole_report(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario(folder)
    assert [asdict(fault) for fault in caught.value.faults] == json.loads((folder / "expected.json").read_text("utf-8"))


def test_no_such_path(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario(tmp_path / "nothing")
    (fault,) = caught.value.faults
    assert fault.file == str(tmp_path / "nothing")
    assert "a folder" in fault.expected


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "scenario.ods").write_text("x")
    with pytest.raises(InputError, match=r"an \.xlsx workbook"):
        read_scenario(tmp_path / "scenario.ods")


def test_a_file_without_permission_or_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").mkdir()
    (tmp_path / "households.csv").symlink_to(tmp_path / "households.csv")
    with pytest.raises(InputError) as caught:
        read_scenario(tmp_path)
    assert {fault.file for fault in caught.value.faults} == {"scenario.toml", "households.csv"}
