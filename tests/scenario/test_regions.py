"""The facts of regions and municipalities, and what a coordinator sees of their boundaries."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import geopandas
import pytest
import shapely

from optimizer.scenario import regions

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
OFFICIAL = SHARED / "facts" / "boundaries" / "official_2023.topo.json"


@pytest.fixture(autouse=True)
def no_official_boundaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNO_DATA_DIR", str(tmp_path))


def test_there_are_25_regions_in_order() -> None:
    assert [r.code for r in regions.region_facts()] == [f"VR{i:02d}" for i in range(1, 26)]
    assert regions.region_facts()[8].name == "Utrecht"


def test_342_municipalities_add_up_to_their_regions() -> None:
    facts = regions.municipality_facts()
    assert len({m.code for m in facts}) == 342
    people = Counter[str]()
    for m in facts:
        people[m.region] += m.inhabitants
    assert people == {r.code: r.inhabitants for r in regions.region_facts()}
    assert sum(people.values()) == 17_586_095


def test_a_former_municipality_leads_to_one_of_today() -> None:
    merged, today = regions.merged_into(), regions.region_of_municipality()
    assert not merged.keys() & today.keys()
    assert set(merged.values()) <= today.keys()
    assert merged["GM0370"] == "GM0439"  # Beemster, Purmerend
    assert merged["GM1684"] == "GM1982"  # Cuijk, Land van Cuijk
    assert merged["GM0457"] == "GM0363"  # Weesp, Amsterdam
    assert {merged[c] for c in ("GM0501", "GM0530", "GM0614")} == {"GM1992"}  # Voorne aan Zee
    assert {merged[c] for c in ("GM0398", "GM0416")} == {"GM1980"}  # Dijk en Waard


def test_a_divided_municipality_names_all_who_took_a_part() -> None:
    haaren = next(m for m in regions.former_municipalities() if m.name == "Haaren")
    assert (haaren.merged_into, haaren.year) == ("GM0824", 2021)
    assert haaren.also == ("GM0757", "GM0855", "GM0865")
    assert all(code in regions.region_of_municipality() for m in regions.former_municipalities() for code in m.also)


def test_the_facts_are_read_without_slow_libraries() -> None:
    code = (
        "import sys; from optimizer.scenario import regions as r; r.municipality_facts(); r.outlines('regions');"
        "print(sorted({'pandas', 'geopandas', 'shapely', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_installed_wheel_finds_its_facts(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    code = "from optimizer.scenario import regions as r; print(r.data_folder(), len(r.outlines('regions')))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(tmp_path / "site" / "optimizer" / "data" / "regions"), "25"]


def test_missing_facts_are_an_error_that_says_where_they_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions.data_folder.cache_clear()
    monkeypatch.setattr(regions, "_FOLDERS", (tmp_path / "one", tmp_path / "two"))
    with pytest.raises(FileNotFoundError, match=r"one nor .*two"):
        regions.data_folder()


@pytest.fixture(scope="module")
def areas() -> geopandas.GeoDataFrame:
    return regions.boundaries("municipalities")


def test_boundaries_carry_the_facts(areas: geopandas.GeoDataFrame) -> None:
    assert areas.crs.to_epsg() == 28992
    assert list(areas.columns) == ["code", "name", "region", "geometry"]
    assert list(areas.code) == [m.code for m in regions.municipality_facts()]
    assert list(regions.boundaries("regions").columns) == ["code", "name", "geometry"]


def test_municipalities_share_their_borders(areas: geopandas.GeoDataFrame) -> None:
    assert areas.is_valid.all()
    assert shapely.coverage_is_valid(areas.geometry.values)


def test_regions_are_their_municipalities_joined(areas: geopandas.GeoDataFrame) -> None:
    joined = areas.dissolve("region", method="coverage").geometry
    whole = regions.boundaries("regions").set_index("code").geometry
    assert shapely.equals(shapely.normalize(joined.values), shapely.normalize(whole[joined.index].values)).all()


def test_outlines_are_the_boundaries_in_degrees(areas: geopandas.GeoDataFrame) -> None:
    drawn = [
        shapely.MultiPolygon([(p[0], p[1:]) for p in polygons])
        for polygons in regions.outlines("municipalities").values()
    ]
    again = geopandas.GeoSeries(drawn, crs=4326).to_crs(28992)
    assert (again.symmetric_difference(areas.geometry).area < 1).all()


def test_every_main_town_lies_in_its_municipality_within_500_metres(areas: geopandas.GeoDataFrame) -> None:
    facts = regions.municipality_facts()
    towns = geopandas.GeoSeries.from_xy([m.lon for m in facts], [m.lat for m in facts], crs=4326).to_crs(28992)
    away = areas.geometry.distance(towns)
    assert {m.name: round(d) for m, d in zip(facts, away, strict=True) if d > 500} == {}


def test_no_slivers_and_no_stray_islands(areas: geopandas.GeoDataFrame) -> None:
    pieces = areas.explode(ignore_index=True)
    assert pieces.area.min() > 4e5
    land = geopandas.GeoSeries([shapely.coverage_union_all(areas.geometry.values)], crs=28992).explode(
        ignore_index=True
    )
    largest = pieces.area.groupby(pieces["code"]).transform("max")
    stray = {
        piece.name: round(piece.geometry.area / 1e6, 1)
        for piece in pieces[pieces.area < largest].itertuples()
        if piece.geometry.area < 14e6
        and piece.geometry.area < 0.85 * land[land.intersects(piece.geometry.representative_point())].iloc[0].area
    }
    assert stray == {}


def test_no_region_has_a_hole_and_the_big_waters_are_out() -> None:
    whole = regions.boundaries("regions")
    assert [
        code
        for code, area in zip(whole.code, whole.geometry, strict=True)
        if shapely.get_num_interior_rings(shapely.get_parts(area)).sum()
    ] == []
    water = {
        "IJsselmeer": (5.4, 52.8),
        "Markermeer": (5.2, 52.55),
        "Oosterschelde": (3.85, 51.64),
        "Waddenzee": (5.3, 53.2),
    }
    points = geopandas.GeoSeries.from_xy(*zip(*water.values(), strict=True), crs=4326).to_crs(28992)
    assert [name for name, point in zip(water, points, strict=True) if whole.intersects(point).any()] == []


def test_the_inhabited_wadden_islands_are_there(areas: geopandas.GeoDataFrame) -> None:
    by_name = areas.set_index("name").geometry
    km2 = {
        name: by_name[name].area / 1e6 for name in ("Texel", "Vlieland", "Terschelling", "Ameland", "Schiermonnikoog")
    }
    assert all(area > 30 for area in km2.values()), km2


def test_boundaries_are_small_and_load_quickly() -> None:
    file = regions.data_folder() / "boundaries.topo.json"
    assert file.stat().st_size < 1_500_000
    seconds = []
    for _ in range(3):
        regions._topology.cache_clear()
        start = time.perf_counter()
        regions.boundaries("municipalities")
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.3


@pytest.mark.shared
@pytest.mark.skipif(not OFFICIAL.is_file(), reason="needs ../shared")
def test_regions_overlap_with_the_official_ones() -> None:
    official = geopandas.read_file(OFFICIAL, layer="vr_features").set_crs(4326, allow_override=True).to_crs(28992)
    theirs = official.set_index("code").geometry.make_valid()
    ours = regions.boundaries("regions").set_index("code").geometry
    common = ours.intersection(theirs).area
    overlap = common / (ours.area + theirs.area - common)
    assert len(overlap) == 25
    assert overlap.median() >= 0.92  # intersection over union
    assert overlap.min() >= 0.77
