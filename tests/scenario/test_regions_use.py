"""Official boundaries in the place of the derived ones: what is taken, what is refused, and the way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from shapely.affinity import translate

from optimizer.scenario import regions, regions_use
from optimizer.scenario.areas.topology import write_topology
from optimizer.scenario.faults import InputError
from optimizer.scenario.regions_use import boundaries_in_use, use_boundaries

SHARED = Path(__file__).parents[3] / "shared"
Areas = dict[str, geopandas.GeoDataFrame]
Shift = Callable[[regions.Kind], float]
OFFICIAL = SHARED / "facts" / "boundaries" / "official_2023.topo.json"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data" / "cno"
    monkeypatch.setenv("CNO_DATA_DIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def derived() -> Areas:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNO_DATA_DIR", "absent")
        return {"regions": regions.boundaries("regions"), "municipalities": regions.boundaries("municipalities")}


@pytest.fixture(scope="module")
def moved(derived: Areas) -> Areas:
    """Both kinds as CBS names its columns, 100 m to the east of the derived ones, so that they can be told apart."""
    return {
        kind: geopandas.GeoDataFrame(
            {"statcode": areas["code"], "statnaam": areas["name"]},
            geometry=[translate(area, 100) for area in areas.geometry],
            crs=28992,
        )
        for kind, areas in derived.items()
    }


@pytest.fixture
def shift(derived: Areas) -> Shift:
    """How far the boundaries in use lie to the east of the derived ones, in metres."""
    return lambda kind: float(regions.boundaries(kind).total_bounds[0] - derived[kind].total_bounds[0])


def faults_of(file: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        use_boundaries(file)
    assert not boundaries_in_use().official
    return [str(fault) for fault in caught.value.faults]


def test_without_anything_the_derived_ones_are_in_use() -> None:
    assert not boundaries_in_use().official
    assert "derived from open data" in str(boundaries_in_use())


def test_a_geopackage_with_municipalities_gives_both_kinds(moved: Areas, tmp_path: Path, shift: Shift) -> None:
    file = tmp_path / "cbs.gpkg"
    moved["municipalities"].to_file(file, layer="gemeente_gegeneraliseerd_2023", engine="pyogrio")
    used = use_boundaries(file)
    assert used.official
    assert "cbs.gpkg" in str(used)
    assert shift("municipalities") == pytest.approx(100, abs=5)
    assert shift("regions") == pytest.approx(100, abs=5)
    areas = regions.boundaries("municipalities")
    assert shapely.coverage_is_valid(areas.geometry.values)
    joined = areas.dissolve("region", method="coverage").geometry
    whole = regions.boundaries("regions").set_index("code").geometry
    assert (joined.symmetric_difference(whole).area < 1).all()


def test_the_generalised_layers_of_a_geopackage_are_taken(moved: Areas, tmp_path: Path) -> None:
    file = tmp_path / "cbs.gpkg"
    fine = moved["regions"].set_geometry(moved["regions"].translate(50))
    fine.to_file(file, layer="veiligheidsregio_niet_gegeneraliseerd_2023", engine="pyogrio")
    moved["regions"].to_file(file, layer="veiligheidsregio_gegeneraliseerd_2023", engine="pyogrio")
    moved["municipalities"].to_file(file, layer="gemeente_gegeneraliseerd_2023", engine="pyogrio")
    used = use_boundaries(file)
    assert used.source["layers"] == "veiligheidsregio_gegeneraliseerd_2023, gemeente_gegeneraliseerd_2023"


def test_geojson_with_regions_alone_leaves_the_municipalities(moved: Areas, tmp_path: Path, shift: Shift) -> None:
    file = tmp_path / "regions.geojson"
    moved["regions"].to_crs(4326).to_file(file, driver="GeoJSON", engine="pyogrio")
    assert "the project's own stay" in str(use_boundaries(file))
    assert shift("regions") == pytest.approx(100, abs=5)
    assert shift("municipalities") == 0


def test_geojson_may_name_another_crs(moved: Areas, tmp_path: Path, shift: Shift) -> None:
    file = tmp_path / "regions.geojson"
    moved["regions"].to_crs(3035).to_file(file, driver="GeoJSON", engine="pyogrio")
    assert json.loads(file.read_text())["crs"]["properties"]["name"].endswith("3035")
    use_boundaries(file)
    assert shift("regions") == pytest.approx(100, abs=5)


def test_topojson_is_read(moved: Areas, tmp_path: Path, shift: Shift) -> None:
    file = tmp_path / "regions.topo.json"
    areas = moved["regions"].to_crs(4326).set_index("statcode").geometry.to_dict()
    write_topology(file, {"areas": areas}, regions.area_names(), 1e-5, {})
    use_boundaries(file)
    assert shift("regions") == pytest.approx(100, abs=5)


def test_reset_goes_back(moved: Areas, tmp_path: Path, shift: Shift) -> None:
    file = tmp_path / "regions.gpkg"
    moved["regions"].to_file(file, engine="pyogrio")
    use_boundaries(file)
    assert not use_boundaries(None).official
    assert shift("regions") == 0
    assert not use_boundaries(None).official  # twice is no fault


def test_a_former_municipality_joins_what_it_merged_into(moved: Areas, tmp_path: Path) -> None:
    old = moved["municipalities"].copy()
    purmerend = old.index[old.statcode == "GM0439"][0]
    west, south, east, north = old.geometry[purmerend].bounds
    half = shapely.box(west, south, (west + east) / 2, north)
    beemster = {"statcode": "GM0370", "statnaam": "Beemster", "geometry": old.geometry[purmerend].intersection(half)}
    old.loc[purmerend, "geometry"] = old.geometry[purmerend].difference(half)
    file = tmp_path / "2021.gpkg"
    geopandas.GeoDataFrame(pd.concat([old, geopandas.GeoDataFrame([beemster], crs=28992)])).to_file(
        file, engine="pyogrio"
    )
    use_boundaries(file)
    areas = regions.boundaries("municipalities").set_index("code").geometry
    assert areas["GM0439"].area == pytest.approx(moved["municipalities"].geometry[purmerend].area, rel=0.01)


def test_the_water_part_of_a_municipality_is_left_out(moved: Areas, tmp_path: Path) -> None:
    wet = moved["municipalities"].assign(water="NEE")
    lake = wet[wet.statcode == "GM0995"].assign(water="JA")
    lake = lake.set_geometry(lake.translate(-20_000, 5_000))
    file = tmp_path / "wet.gpkg"
    geopandas.GeoDataFrame(pd.concat([wet, lake])).to_file(file, engine="pyogrio")
    use_boundaries(file)
    lelystad = regions.boundaries("municipalities").set_index("code").geometry["GM0995"]
    assert lelystad.area == pytest.approx(wet[wet.statcode == "GM0995"].area.iloc[0], rel=0.01)


def test_every_missing_region_is_named_and_nothing_changes(moved: Areas, tmp_path: Path, own_folder: Path) -> None:
    file = tmp_path / "regions.gpkg"
    moved["regions"][~moved["regions"].statcode.isin(["VR07", "VR19"])].to_file(file, engine="pyogrio")
    found = faults_of(file)
    assert len(found) == 2
    assert "VR07 Gelderland-Midden is missing" in found[0]
    assert "VR19 Zeeland is missing" in found[1]
    assert not own_folder.exists()


def test_a_refused_file_leaves_the_official_ones_in_use(moved: Areas, tmp_path: Path, own_folder: Path) -> None:
    good, bad = tmp_path / "good.gpkg", tmp_path / "bad.gpkg"
    moved["regions"].to_file(good, engine="pyogrio")
    moved["regions"].iloc[1:].to_file(bad, engine="pyogrio")
    use_boundaries(good)
    before = {path: path.read_bytes() for path in own_folder.iterdir()}
    with pytest.raises(InputError):
        use_boundaries(bad)
    assert {path: path.read_bytes() for path in own_folder.iterdir()} == before


def test_a_broken_write_leaves_the_old_ones(
    moved: Areas, tmp_path: Path, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "good.gpkg"
    moved["regions"].to_file(file, engine="pyogrio")
    use_boundaries(file)
    before = {path: path.read_bytes() for path in own_folder.iterdir()}

    def half(target: Path, *_: object) -> None:
        target.write_text('{"type":')
        raise OSError("disk full")

    monkeypatch.setattr(regions_use, "write_topology", half)
    with pytest.raises(OSError, match="disk full"):
        use_boundaries(file)
    assert {path: path.read_bytes() for path in own_folder.iterdir()} == before


def test_swapped_codes_are_seen_by_their_main_towns(moved: Areas, tmp_path: Path) -> None:
    swapped = moved["regions"].copy()
    swapped["statcode"] = swapped.statcode.replace({"VR01": "VR24", "VR24": "VR01"})
    file = tmp_path / "swapped.gpkg"
    swapped.to_file(file, engine="pyogrio")
    found = faults_of(file)
    assert len(found) == 2
    assert "Groningen in it" in found[0]
    assert "Maastricht in it" in found[1]


def test_regions_that_are_not_their_municipalities_are_refused(moved: Areas, tmp_path: Path) -> None:
    other = moved["regions"].copy()
    other.loc[4, "geometry"] = other.geometry[4].buffer(-1_500)
    file = tmp_path / "both.gpkg"
    other.to_file(file, layer="regions", engine="pyogrio")
    moved["municipalities"].to_file(file, layer="municipalities", engine="pyogrio")
    (found,) = faults_of(file)
    assert "VR05" in found


def test_invalid_areas_are_repaired_and_named(moved: Areas, tmp_path: Path) -> None:
    broken = moved["regions"].copy()
    shell = list(max(shapely.get_parts(broken.geometry[3]), key=shapely.area).exterior.coords)
    x, y = shell[5]
    bow = [*shell[:6], (x + 900, y), (x, y + 900), (x + 900, y + 900), (x, y), *shell[6:]]
    broken.loc[3, "geometry"] = shapely.Polygon(bow)
    assert not broken.geometry[3].is_valid
    file = tmp_path / "broken.gpkg"
    broken.to_file(file, engine="pyogrio")
    assert use_boundaries(file).source["repaired"] == "VR04"
    assert regions.boundaries("regions").is_valid.all()


def test_an_area_without_polygons_is_refused(moved: Areas, tmp_path: Path) -> None:
    broken = moved["regions"].copy()
    broken.loc[3, "geometry"] = None
    file = tmp_path / "broken.geojson"
    broken.to_crs(4326).to_file(file, driver="GeoJSON", engine="pyogrio")
    (found,) = faults_of(file)
    assert "row 4" in found
    assert "VR04" in found


def test_an_unknown_municipality_is_named(moved: Areas, tmp_path: Path) -> None:
    new = moved["municipalities"].copy()
    new.loc[0, "statcode"] = "GM9999"
    file = tmp_path / "new.gpkg"
    new.to_file(file, engine="pyogrio")
    found = faults_of(file)
    assert any("GM9999" in fault for fault in found)
    assert any("GM0014 Groningen is missing" in fault for fault in found)


def test_a_layout_with_a_municipality_that_was_divided_later_is_refused(moved: Areas, tmp_path: Path) -> None:
    old = moved["municipalities"].copy()
    old.loc[old.statcode == "GM0824", "statcode"] = "GM0788"  # Haaren went to four others
    file = tmp_path / "2020.gpkg"
    old.to_file(file, engine="pyogrio")
    assert any("GM0788" in fault for fault in faults_of(file))


def test_metres_without_a_crs_are_refused(moved: Areas, tmp_path: Path) -> None:
    file = tmp_path / "metres.geojson"
    file.write_text(moved["regions"].to_json(drop_id=True))
    content = json.loads(file.read_text())
    content.pop("crs", None)
    file.write_text(json.dumps(content))
    (found,) = faults_of(file)
    assert "coordinate reference system" in found


VRT = """<OGRVRTDataSource>
  <OGRVRTLayer name="a"><SrcDataSource>other.gpkg</SrcDataSource></OGRVRTLayer>
</OGRVRTDataSource>"""
EMPTY = {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vrt.geojson", VRT.encode()),
        ("vrt.gpkg", VRT.encode()),
        ("cut.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("deep.geojson", b'{"a":' * 100_000),
        ("half.gpkg", b"SQLite format 3\x00" + bytes(200)),
        ("other.json", b'{"type": "Feature"}'),
        ("list.json", b"[1, 2]"),
        ("empty.geojson", json.dumps(EMPTY).encode()),
        ("arcs.json", b'{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[3]]}}}'),
        ("nothing.gpkg", b""),
    ],
)
def test_what_is_no_map_of_areas_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    (found,) = faults_of(file)
    assert name in found


@pytest.mark.parametrize("place", [".", "absent.gpkg"])
def test_only_a_regular_file_is_read(place: str, tmp_path: Path) -> None:
    (found,) = faults_of(tmp_path / place)
    assert "on this computer" in found


def test_damaged_official_boundaries_say_how_to_go_back(own_folder: Path) -> None:
    own_folder.mkdir(parents=True)
    (own_folder / "boundaries.topo.json").write_text('{"type":')
    with pytest.raises(InputError, match="cno regions reset"):
        regions.boundaries("regions")
    use_boundaries(None)
    assert len(regions.boundaries("regions")) == 25


@pytest.mark.shared
@pytest.mark.skipif(not OFFICIAL.is_file(), reason="needs ../shared")
def test_the_official_file_is_taken() -> None:
    used = use_boundaries(OFFICIAL)
    assert used.official
    official = geopandas.read_file(OFFICIAL, layer="gm_features").set_crs(4326, allow_override=True).to_crs(28992)
    theirs = official.set_index("code").geometry.make_valid()
    ours = regions.boundaries("municipalities").set_index("code").geometry
    assert shapely.coverage_is_valid(ours.values)
    assert (ours.symmetric_difference(theirs).area < 0.02 * theirs.area).all()
