"""The geopackage: three layers in RD New that a GIS opens."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio
import pytest

from optimizer.plan.decision import Decision
from optimizer.plan.geopackage import write_geopackage
from tests.plan.hand import DECISION, Day, plan

DAY = Day()


def layer(file: Path, name: str) -> geopandas.GeoDataFrame:
    return pyogrio.read_dataframe(file, layer=name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_geopackage(plan(DAY.scenario), DAY.scenario, tmp_path / "plan.gpkg")
    return tmp_path / "plan.gpkg"


def test_layers(file: Path) -> None:
    kinds = {str(name): str(kind) for name, kind in pyogrio.list_layers(file)}
    assert kinds == {"regions": "MultiPolygon", "sites": "Point", "trips": "LineString"}
    assert {layer(file, name).crs.to_epsg() for name in kinds} == {28992}


def test_regions_have_shapes_and_tallies(file: Path) -> None:
    regions = layer(file, "regions")
    assert len(regions) == 25
    assert regions.geometry.is_valid.all()
    groningen = regions.set_index("vr_code").loc["VR01"]
    assert (groningen["name"], groningen["arrivals"], groningen["occupied_after"], groningen["load"]) == (
        "Groningen",
        7,
        10,
        1.0,
    )


def test_sites_lie_in_their_regions(file: Path) -> None:
    sites, regions = layer(file, "sites"), layer(file, "regions")[["vr_code", "geometry"]]
    found = sites.sjoin(regions, predicate="within")
    assert list(found["vr_code_left"]) == list(found["vr_code_right"]) == ["VR01", "VR03"]
    assert list(sites["opened"]) == [False, True]


def test_trips_run_from_origin_to_stop(file: Path) -> None:
    (trip,) = layer(file, "trips").to_dict("records")
    assert (trip["trip_id"], trip["departs"], trip["arrives"], trip["stops"]) == ("T001", "07:20", "08:20", "S1")
    assert trip["geometry"].length == pytest.approx(50_900, rel=0.01)  # Ter Apel to Groningen, as the crow flies


def test_a_day_with_nothing_on_it(tmp_path: Path) -> None:
    empty = DAY
    for table in ("households", "sites", "housing", "buses", "regions", "travel_times"):
        empty = empty.without(table)
    made = plan(empty.scenario, Decision({}, {}, DECISION.levels))
    write_geopackage(made, empty.scenario, tmp_path / "empty.gpkg")
    assert [len(layer(tmp_path / "empty.gpkg", name)) for name in ("regions", "sites", "trips")] == [25, 0, 0]
