"""Derive the boundaries of municipalities and safety regions from open points and outlines.

No official boundary goes in. Each cell of a 100 m grid goes to the municipality whose postal-code points are
nearest, where crossing a river counts extra and every municipality's reach is fitted to its official land area;
the cells become areas that share their borders, cut off at the coast. data/regions/SOURCES.md tells where the
inputs are from.

    python scripts/derive_boundaries.py --coast countries-coastline-25m/package/map.geo.json \
        --lakes earth-lakes-100m/package/map.geo.json --rivers earth-rivers-100m/package/map.geo.json \
        --postal geonames_postal_nl.csv --land-area land_area.csv --out data/regions/boundaries.topo.json

The same inputs and library versions give the same bytes; it takes about a minute and 2 GB.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio.features
import shapely
from rasterio.transform import from_origin
from scipy import ndimage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely.geometry import shape

from optimizer.scenario.areas.coverage import dissolve, share_borders
from optimizer.scenario.areas.topology import write_topology
from optimizer.scenario.regions import area_names, municipality_facts, region_of_municipality

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

WINDOW = shapely.box(3.0, 50.5, 7.5, 54.0)  # degrees
WEST, SOUTH, EAST, NORTH = 10_000, 303_000, 285_000, 625_000  # metres, EPSG:28992
STEP_DEGREES = 1e-4
SOURCE = {"kind": "derived", "file": "data/regions/boundaries.topo.json", "made_by": "scripts/derive_boundaries.py"}

OPEN_WATER_M2 = 30e6  # smaller lakes belong to municipalities
SHORE_M = 800.0  # tongues of open water narrower than twice this are an artefact of the lake file
SHORE_SMOOTH_M = 400.0
ISLAND_M2 = 5e6  # smaller islands without a postal code are left out
DIKE_M = 250.0  # land narrower than twice this in the water (dams, piers) is left out

RIVER_GAP_M, LAKE_GAP_M = 3_000.0, 1_200.0  # pieces of one river lie this close
RIVER_SPAN_M = 15_000.0
RIVER_LAKE_M2 = 1e6
BANK_KM2 = 6.0  # the least land that counts as a bank of its own
CROSSING_M = 3_000.0  # what crossing a river adds to a distance

NEIGHBOURS = 32  # postal-code points looked at for a cell
SOFTEN_M = 600.0  # points of one municipality help each other over this distance
FIT_ROUNDS, FIT_RATE, FIT_REACH_M = 30, 0.7, 1_000.0
EXCLAVE_KM2 = 15.0  # a smaller piece cut off from its municipality goes to its neighbours
SMOOTH_CELLS = 5.0
BORDER_M, COAST_M = 220.0, 60.0  # tolerance of simplification
SLIVER_DEGREES2 = 1.5e-4  # about 1.1 km2


def to_rd(geometry: Any) -> Any:
    """Degrees (WGS 84) to metres (EPSG:28992)."""
    turn = pyproj.Transformer.from_crs(4326, 28992, always_xy=True)
    return shapely.transform(geometry, turn.transform, interleaved=False)


def to_degrees(geometry: Any) -> Any:
    """Metres (EPSG:28992) to degrees (WGS 84)."""
    turn = pyproj.Transformer.from_crs(28992, 4326, always_xy=True)
    return shapely.transform(geometry, turn.transform, interleaved=False)


def polygons(geometry: Any) -> Iterator[Any]:
    """The polygons of any geometry."""
    return (part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon")


def read_areas(file: Path, country: str | None = None) -> Any:
    """The areas of a GeoJSON file in the window, in metres; of one country (ISO 3166-1 alpha-3) or all."""
    content = json.loads(file.read_bytes())
    if content["type"] == "FeatureCollection":
        found = [f["geometry"] for f in content["features"] if country in (None, f["properties"]["A3"])]
    else:
        found = content["geometries"]
    parts = [part for geometry in found for part in polygons(shape(geometry)) if part.intersects(WINDOW)]
    clipped = shapely.union_all([shapely.make_valid(part).intersection(WINDOW) for part in parts])
    return shapely.make_valid(to_rd(clipped))


def land_outline(coast: Any, lakes: Any, people: Any) -> Any:
    """Land with its rivers and small lakes; open water, dams and small islands without `people` (points) out."""
    shores = lakes.buffer(-SHORE_M, quad_segs=4).buffer(SHORE_M + SHORE_SMOOTH_M, quad_segs=4)
    shores = shores.buffer(-SHORE_SMOOTH_M, quad_segs=4)
    water = shapely.union_all([part for part in polygons(shores) if part.area > OPEN_WATER_M2])
    land = coast.difference(water)
    land = land.intersection(land.buffer(-DIKE_M).buffer(DIKE_M + 1))
    kept = [
        shapely.Polygon(part.exterior, [h for h in part.interiors if shapely.Polygon(h).area > OPEN_WATER_M2])
        for part in polygons(land)
        if part.area > ISLAND_M2 or part.intersects(people)
    ]
    return shapely.union_all(kept).simplify(COAST_M)


def river_net(rivers: Any, lakes: Any, near: Any) -> Any:
    """Rivers, and the lakes they run through, with their pieces joined by straight links."""
    pieces = [part for part in polygons(rivers) if part.intersects(near)]
    count = len(pieces)
    pieces += [part for part in polygons(lakes) if part.area > RIVER_LAKE_M2 and part.intersects(near)]
    parts = np.array(pieces)
    one, other = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=RIVER_GAP_M)
    both_rivers = (one < count) & (other < count)
    linked = (one < other) & (both_rivers | (shapely.distance(parts[one], parts[other]) < LAKE_GAP_M))
    one, other = one[linked], other[linked]
    ends = coo_matrix((np.ones(len(one)), (one, other)), shape=(len(parts), len(parts)))
    groups, group = connected_components(ends, directed=False)
    boxes = np.array([shapely.total_bounds(parts[group == g]) for g in range(groups)])
    long = np.hypot(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])[group] > RIVER_SPAN_M
    links = shapely.shortest_line(parts[one], parts[other])[long[one]]
    return shapely.union_all([*parts[long], *links])


@dataclass(frozen=True)
class Grid:
    """Square cells over the country that are on land; `rows`, `columns` and `centres` of those."""

    step: int
    land: Mask
    rows: Ints
    columns: Ints
    centres: Floats

    @classmethod
    def over(cls, area: Any, step: int) -> Grid:
        """The cells of `step` metres whose centre is in `area`."""
        land = burn(area, step)
        rows, columns = np.nonzero(land)
        centres = np.c_[WEST + (columns + 0.5) * step, NORTH - (rows + 0.5) * step]
        return cls(step, land, rows, columns, centres)

    @property
    def km2(self) -> float:
        """A cell's area."""
        return self.step**2 / 1e6

    def spread(self, values: Ints) -> Ints:
        """Values of the land cells as a grid; -1 elsewhere."""
        out = np.full(self.land.shape, -1)
        out[self.land] = values
        return out


def burn(area: Any, step: int, *, touched: bool = False) -> Mask:
    """Which cells of `step` metres have their centre in `area` (or touch it)."""
    size = ((NORTH - SOUTH) // step, (EAST - WEST) // step)
    turn = from_origin(WEST, NORTH, step, step)
    burnt = rasterio.features.rasterize([(area, 1)], out_shape=size, transform=turn, all_touched=touched)
    return np.asarray(burnt, dtype=bool)


def nearest_value(values: Ints, known: Mask) -> Ints:
    """Every cell's value, taken from the nearest known cell where it is not known itself."""
    row, column = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return np.asarray(values[row, column])


def banks(grid: Grid, net: Any) -> Ints:
    """A number for each stretch of land between rivers, over the whole grid."""
    pieces, _ = ndimage.label(grid.land & ~burn(net.buffer(60), grid.step, touched=True))
    large = np.bincount(pieces.ravel()) * grid.km2 >= BANK_KM2
    large[0] = False
    return nearest_value(pieces, large[pieces])


@dataclass(frozen=True)
class Points:
    """Postal-code points and main towns: where (metres) and of which municipality (index)."""

    at: Floats
    owner: Ints

    @classmethod
    def read(cls, postal: Path, codes: list[str]) -> Points:
        """From the postal-code table and the project's own main towns."""
        with postal.open(newline="", encoding="utf-8") as stream:
            found = [(float(r["lon"]), float(r["lat"]), r["gm_code"]) for r in csv.DictReader(stream)]
        found += [(m.lon, m.lat, m.code) for m in municipality_facts()]
        at = shapely.get_coordinates(to_rd(shapely.points([(lon, lat) for lon, lat, _ in found])))
        return cls(at, np.array([codes.index(code) for *_, code in found]))


def effective_distances(grid: Grid, points: Points, bank: Ints) -> tuple[Floats, Ints]:
    """For each cell: distance to its nearest points, lessened by near points of the same owner; and the owners."""
    distance, index = cKDTree(points.at).query(grid.centres, k=NEIGHBOURS)
    owner = points.owner[index]
    softened = np.empty_like(distance)
    for start in range(0, len(distance), 100_000):
        part = slice(start, start + 100_000)
        nearest = distance[part, :1]
        pull = np.exp((nearest - distance[part]) / SOFTEN_M)
        total = sum((owner[part] == owner[part, i, None]) * pull[:, i, None] for i in range(NEIGHBOURS))
        softened[part] = nearest - SOFTEN_M * np.log(total)
    row = np.clip((NORTH - points.at[:, 1]) // grid.step, 0, bank.shape[0] - 1).astype(int)
    column = np.clip((points.at[:, 0] - WEST) // grid.step, 0, bank.shape[1] - 1).astype(int)
    across = bank[row, column][index] != bank[grid.rows, grid.columns][:, None]
    return softened + CROSSING_M * across, owner


def choose(distance: Floats, owner: Ints, reach: Floats) -> Ints:
    """The owner of least distance minus reach, cell by cell."""
    best = (distance - reach[owner]).argmin(axis=1)
    return np.asarray(owner[np.arange(len(owner)), best])


def fit_reach(distance: Floats, owner: Ints, dry: Mask, km2: Floats, cell_km2: float) -> Floats:
    """Metres that each municipality reaches further, so that its dry cells come to its land area."""
    target = km2 * (dry.sum() * cell_km2 / km2.sum())
    reach = np.zeros(len(km2))
    for _ in range(FIT_ROUNDS):
        got = np.bincount(choose(distance, owner, reach)[dry], minlength=len(km2)) * cell_km2
        reach += FIT_RATE * (target - got) * 1e6 / (3.2 * np.sqrt(np.pi * target * 1e6))
        reach = np.clip(reach, -FIT_REACH_M, FIT_REACH_M)
        reach -= np.median(reach)
    return reach


def smooth(labels: Ints) -> Ints:
    """Let each cell join what prevails around it (Gaussian weights); -1 stays -1."""
    best, winner = np.zeros(labels.shape), labels.copy()
    margin = int(4 * SMOOTH_CELLS)
    boxes = ndimage.find_objects(labels + 1)
    for label, box in enumerate(boxes):
        wide = tuple(slice(max(s.start - margin, 0), s.stop + margin) for s in box)
        weight = ndimage.gaussian_filter((labels[wide] == label).astype(float), SMOOTH_CELLS)
        more = (weight > best[wide]) & (labels[wide] >= 0)
        best[wide][more] = weight[more]
        winner[wide][more] = label
    return winner


def join_strays(labels: Ints, grid: Grid) -> Ints:
    """Give every small piece that is cut off from its municipality to what is around it; whole islands stay."""
    islands, _ = ndimage.label(grid.land)
    known = labels >= 0
    for label, box in enumerate(ndimage.find_objects(labels + 1)):
        pieces, count = ndimage.label(labels[box] == label)
        sizes = np.bincount(pieces.ravel(), minlength=count + 1) * grid.km2
        sizes[0] = 0
        for piece in range(1, count + 1):
            inside = pieces == piece
            island = islands[box][inside][0]
            whole = (islands == island).sum() * grid.km2 if sizes[piece] < EXCLAVE_KM2 else 0
            if piece != sizes.argmax() and sizes[piece] < min(EXCLAVE_KM2, 0.9 * whole):
                known[box][inside] = False
    return np.where(labels >= 0, nearest_value(labels, known & (labels >= 0)), -1)


def to_areas(labels: Ints, grid: Grid, outline: Any, codes: list[str]) -> dict[str, Any]:
    """The areas of labelled cells by code: smoother, cut off at the outline, in degrees on the storage grid."""
    turn = from_origin(WEST, NORTH, grid.step, grid.step)
    cells = rasterio.features.shapes(labels.astype(np.int32), mask=labels >= 0, transform=turn)
    areas: dict[int, list[Any]] = {}
    for cell, label in cells:
        areas.setdefault(int(label), []).append(shape(cell))
    rough = [shapely.union_all(parts) for _, parts in sorted(areas.items())]
    fine = shapely.coverage_simplify(rough, BORDER_M)
    inner = shapely.union_all(shapely.boundary(fine)).intersection(outline.buffer(grid.step))
    country = to_degrees(outline)
    shapely.prepare(country)

    def code_at(point: Any) -> str:
        x, y = shapely.get_coordinates(to_rd(point))[0]
        label = int(labels[int((NORTH - y) // grid.step), int((x - WEST) // grid.step)])
        return codes[label] if label >= 0 and country.contains(point) else ""

    lines = shapely.geometrycollections([*shapely.get_parts(to_degrees(inner)), country.boundary])
    return share_borders(lines, code_at, STEP_DEGREES, SLIVER_DEGREES2)


def derive(arguments: argparse.Namespace) -> dict[str, Any]:
    """Every municipality's area by code, in degrees on the storage grid."""
    facts = municipality_facts()
    codes = [m.code for m in facts]
    with arguments.land_area.open(newline="", encoding="utf-8") as stream:
        land_km2 = {row["gm_code"]: float(row["land_km2"]) for row in csv.DictReader(stream)}
    lakes, rivers = read_areas(arguments.lakes), read_areas(arguments.rivers)
    points = Points.read(arguments.postal, codes)
    outline = land_outline(read_areas(arguments.coast, "NLD"), lakes, shapely.multipoints(points.at))
    net = river_net(rivers, lakes, outline.buffer(6_000))

    coarse = Grid.over(outline, 200)
    distance, owner = effective_distances(coarse, points, banks(coarse, net))
    dry = ~burn(lakes, coarse.step)[coarse.land]
    reach = fit_reach(distance, owner, dry, np.array([land_km2[c] for c in codes]), coarse.km2)

    fine = Grid.over(outline.buffer(300), 100)
    distance, owner = effective_distances(fine, points, banks(Grid.over(outline, 100), net))
    labels = fine.spread(choose(distance, owner, reach))
    labels = join_strays(smooth(join_strays(labels, fine)), fine)
    return to_areas(labels, fine, outline, codes)


def main() -> None:
    """Read the arguments, derive, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("coast", "lakes", "rivers", "postal", "land-area", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    municipalities = derive(arguments)
    regions = dissolve(municipalities, region_of_municipality())
    write_topology(
        arguments.out, {"municipalities": municipalities, "regions": regions}, area_names(), STEP_DEGREES, SOURCE
    )


if __name__ == "__main__":
    main()
