"""Areas that share their borders, kept as TopoJSON: every border is stored, and read, once.

Reading needs neither shapely nor geopandas. Format: https://github.com/topojson/topojson-specification
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # degrees, WGS 84, longitude first
GridPoint = tuple[int, int]  # whole steps of the grid
Ring = list[int]  # indices of arcs; ~i is arc i backwards
Polygon = list[Ring]  # the shell first, then the holes
Layer = dict[str, list[Polygon]]  # by code


@dataclass(frozen=True, slots=True)
class Topology:
    """Borders (`arcs`) and, layer by layer, the areas that are made of them."""

    arcs: list[list[Point]]
    layers: dict[str, Layer]
    source: dict[str, str]  # where the borders come from, in words

    def polygons(self, layer: str) -> dict[str, list[list[list[Point]]]]:
        """Each area by code as polygons of closed rings, the shell first."""
        return {
            code: [[join_arcs(self.arcs, ring) for ring in polygon] for polygon in area]
            for code, area in self.layers[layer].items()
        }


def join_arcs(arcs: Sequence[Sequence[Point]], ring: Ring) -> list[Point]:
    """One closed ring out of its arcs; neighbouring arcs share an end point."""
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def read_topology(file: Path) -> Topology:
    """Read a file that `write_topology` wrote."""
    content = json.loads(file.read_bytes())
    (step_x, step_y), (west, south) = content["transform"]["scale"], content["transform"]["translate"]

    def degrees(arc: list[GridPoint]) -> list[Point]:
        steps = accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        return [(round(west + x * step_x, 6), round(south + y * step_y, 6)) for x, y in steps]

    layers = {
        name: {area["properties"]["code"]: area["arcs"] for area in layer["geometries"]}
        for name, layer in content["objects"].items()
    }
    return Topology([degrees(arc) for arc in content["arcs"]], layers, content["source"])


def write_topology(
    file: Path,
    layers: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    step: float,
    source: Mapping[str, str],
) -> None:
    """Write shapely (multi)polygons, by layer and code, rounded to `step` degrees.

    The first layer has to be a coverage on that grid (borders noded), the others unions of its areas. `names`
    gives each code its name. The same areas give the same bytes.
    """
    south_west = (3, 50)
    rings = {
        name: {code: list(_grid_polygons(area, south_west, step)) for code, area in sorted(areas.items())}
        for name, areas in layers.items()
    }
    cutter = _Cutter(
        ring for areas in rings.values() for area in areas.values() for polygon in area for ring in polygon
    )
    objects = {
        name: {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "MultiPolygon",
                    "properties": {"code": code, "name": names[code]},
                    "arcs": [[cutter.cut(ring) for ring in polygon] for polygon in area],
                }
                for code, area in areas.items()
            ],
        }
        for name, areas in rings.items()
    }
    content = {
        "type": "Topology",
        "source": dict(source),
        "transform": {"scale": [step, step], "translate": south_west},
        "objects": objects,
        "arcs": [_deltas(arc) for arc in cutter.arcs],
    }
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _grid_polygons(area: Any, origin: GridPoint, step: float) -> Iterator[list[list[GridPoint]]]:
    for polygon in getattr(area, "geoms", [area]):
        yield [
            [(round((x - origin[0]) / step), round((y - origin[1]) / step)) for x, y in ring.coords[:-1]]
            for ring in (polygon.exterior, *polygon.interiors)
        ]


def _deltas(arc: Sequence[GridPoint]) -> list[list[int]]:
    return [list(arc[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc))]


class _Cutter:
    """Cuts rings where three or more borders meet, and keeps each border once, whichever way it is walked."""

    def __init__(self, rings: Iterator[list[GridPoint]]) -> None:
        self.arcs: list[tuple[GridPoint, ...]] = []
        self._index: dict[tuple[GridPoint, ...], int] = {}
        neighbours: defaultdict[GridPoint, set[GridPoint]] = defaultdict(set)
        for ring in rings:
            for a, b in pairwise([*ring, ring[0]]):
                neighbours[a].add(b)
                neighbours[b].add(a)
        self._junctions = {point for point, around in neighbours.items() if len(around) > 2}

    def cut(self, ring: list[GridPoint]) -> Ring:
        """The arcs of an open ring (its first point is not repeated)."""
        cuts = [i for i, point in enumerate(ring) if point in self._junctions] or [ring.index(min(ring))]
        turned = ring[cuts[0] :] + ring[: cuts[0]] + [ring[cuts[0]]]
        ends = [*(i - cuts[0] for i in cuts), len(ring)]
        return [self._arc(tuple(turned[a : b + 1])) for a, b in pairwise(ends)]

    def _arc(self, arc: tuple[GridPoint, ...]) -> int:
        back = arc[::-1]
        if arc in self._index:
            return self._index[arc]
        if back in self._index:
            return ~self._index[back]
        self._index[arc] = len(self.arcs)
        self.arcs.append(arc)
        return len(self.arcs) - 1
