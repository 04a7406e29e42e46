"""Borders that are stored once, and areas that are made to share them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.scenario.areas.coverage import dissolve, share_borders
from optimizer.scenario.areas.topology import read_topology, write_topology

STEP = 1e-4
NAMES = {"A": "Aa", "B": "Bé", "R": "Both"}
WEST, EAST = shapely.box(5, 52, 5.1, 52.1), shapely.box(5.1, 52, 5.2, 52.1)


def polygons_again(file: Path, layer: str) -> dict[str, shapely.MultiPolygon]:
    found = read_topology(file).polygons(layer)
    return {code: shapely.MultiPolygon([(p[0], p[1:]) for p in polygons]) for code, polygons in found.items()}


def test_a_border_between_two_areas_is_stored_once(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    write_topology(file, {"parts": {"A": WEST, "B": EAST}}, NAMES, STEP, {"kind": "test"})
    topology = read_topology(file)
    assert len(topology.arcs) == 3  # the west, the border, the east
    assert topology.source == {"kind": "test"}
    (a,), (b,) = (polygon for (polygon,) in topology.layers["parts"].values())
    assert len({i for i in a if ~i in b or i in b}) == 1
    assert json.loads(file.read_text(encoding="utf-8"))["objects"]["parts"]["geometries"][1]["properties"] == {
        "code": "B",
        "name": "Bé",
    }


def test_a_whole_is_made_of_the_same_borders_as_its_parts(tmp_path: Path) -> None:
    file = tmp_path / "both.json"
    parts = {"A": WEST, "B": EAST}
    write_topology(file, {"parts": parts, "whole": dissolve(parts, {"A": "R", "B": "R"})}, NAMES, STEP, {})
    assert len(read_topology(file).arcs) == 3
    assert polygons_again(file, "whole")["R"].equals(shapely.box(5, 52, 5.2, 52.1))


def test_an_enclave_and_its_hole_are_one_border(tmp_path: Path) -> None:
    file = tmp_path / "enclave.json"
    inner = shapely.box(5.02, 52.02, 5.05, 52.05)
    write_topology(file, {"parts": {"A": WEST.difference(inner), "B": inner}}, NAMES, STEP, {})
    assert len(read_topology(file).arcs) == 2
    again = polygons_again(file, "parts")
    assert again["A"].equals(WEST.difference(inner))
    assert again["B"].equals(inner)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1), st.data())
def test_any_coverage_comes_back_as_it_was(cells: set[tuple[int, int]], data: st.DataObject) -> None:
    owner = {cell: data.draw(st.sampled_from("AB")) for cell in sorted(cells)}
    areas = {
        code: shapely.union_all(
            [
                shapely.box(5 + x / 100, 52 + y / 100, 5 + (x + 1) / 100, 52 + (y + 1) / 100)
                for (x, y), of in owner.items()
                if of == code
            ],
            grid_size=STEP,
        )
        for code in sorted(set(owner.values()))
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        write_topology(file, {"parts": areas}, NAMES, STEP, {})
        again = polygons_again(file, "parts")
    assert all(again[code].symmetric_difference(area).area < 1e-12 for code, area in areas.items())


def halves(gap_from: float) -> dict[str, shapely.Polygon]:
    """Two areas and the box around them, with a gap from `gap_from` to 5.1 degrees, made to share their borders."""
    west, east, both = shapely.box(5, 52, gap_from, 52.1), EAST, shapely.box(5, 52, 5.2, 52.1)

    def label_at(point: shapely.Point) -> str:
        return "A" if west.contains(point) else "B" if east.contains(point) else ""

    lines = shapely.geometrycollections([area.boundary for area in (west, east, both)])
    return share_borders(lines, label_at, STEP, sliver=1e-4)


def test_a_narrow_gap_is_closed() -> None:
    areas = halves(gap_from=5.0999)
    assert shapely.coverage_is_valid(list(areas.values()))
    assert shapely.coverage_union_all(list(areas.values())).equals(shapely.box(5, 52, 5.2, 52.1))


def test_a_wide_gap_stays() -> None:
    areas = halves(gap_from=5.05)
    assert sum(area.area for area in areas.values()) == pytest.approx(0.05 * 0.1 + 0.1 * 0.1)
