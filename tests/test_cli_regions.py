"""`cno regions`: official boundaries in, what is used, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_day import write_small_day

from optimizer.cli import cno
from optimizer.scenario.regions import boundaries, own_boundaries_file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cno, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNO_DATA_DIR", str(tmp_path / "data"))


def region_file(folder: Path, *, without: str = "") -> Path:
    """A GeoPackage with the 25 regions as CBS names the columns."""
    frame = boundaries("regions").rename(columns={"code": "statcode", "name": "statnaam"})
    file = folder / "regions.gpkg"
    frame[frame["statcode"] != without].to_file(file, layer="regions", engine="pyogrio")
    return file


def test_use_show_and_reset(tmp_path: Path) -> None:
    own = run("regions", "show")
    assert (own.exit_code, "the project's own" in own.stdout) == (0, True)
    used = run("regions", "use", region_file(tmp_path))
    assert used.exit_code == 0, used.output
    assert "official, from regions.gpkg" in used.stdout
    assert run("regions", "show").stdout == used.stdout
    assert run("regions", "reset").stdout == own.stdout


def test_a_file_without_a_region_is_2_names_it_and_changes_nothing(tmp_path: Path) -> None:
    result = run("regions", "use", region_file(tmp_path, without="VR13"))
    assert result.exit_code == 2
    assert "VR13" in result.stderr
    assert not own_boundaries_file().exists()


def test_a_file_that_is_no_geography_is_2(tmp_path: Path) -> None:
    file = tmp_path / "regions.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    assert run("regions", "use", file).exit_code == 2
    assert run("regions", "use", tmp_path / "none.gpkg").exit_code == 2


def test_damaged_official_boundaries_stop_show_and_plan_with_the_way_out(tmp_path: Path) -> None:
    file = own_boundaries_file()
    file.parent.mkdir(parents=True)
    file.write_text("{")
    shown = run("regions", "show")
    planned = run("plan", write_small_day(tmp_path / "day"), "--out", tmp_path / "plan")
    for result in (shown, planned):
        assert result.exit_code == 2, result.output
        assert "cno regions reset" in result.stderr
    assert not (tmp_path / "plan").exists()
    assert run("regions", "reset").exit_code == 0
    assert run("regions", "show").exit_code == 0
