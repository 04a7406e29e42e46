"""Where things are, in RD (EPSG:28992, metres): outlines of regions and municipalities, and where labels go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from shapely.affinity import scale
from shapely.geometry import MultiPolygon, Polygon

from optimizer.scenario.regions import Kind, outlines

RD: Final = 28992
DEGREES: Final = 4326
NATIONAL_TOLERANCE_M: Final = {"regions": 250, "municipalities": 400}  # about a pixel on a national map
_CLEAR_M: Final = 2500  # what a label tries to keep from a site
_LABEL_ASPECT: Final = 2.0  # a label is about twice as wide as it is high
_APART_M: Final = (24_000, 10_000)  # across and along the map, between labels of three figures on a phone

Ring = tuple[tuple[float, float], ...]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class AreaShape:
    """A region or municipality: rings of each of its parts, the shell first, and where its label goes; RD metres."""

    code: str
    parts: tuple[tuple[Ring, ...], ...]
    label: Point

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        xs, ys = zip(*(point for part in self.parts for point in part[0]), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@cache
def _to_rd() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(DEGREES, RD, always_xy=True)


def to_rd(degrees: Sequence[Point]) -> list[Point]:
    """Points in RD metres from longitude and latitude in degrees (WGS 84)."""
    if not degrees:
        return []
    lon, lat = zip(*degrees, strict=True)
    x, y = _to_rd().transform(lon, lat)
    return list(zip(x, y, strict=True))


def area_shapes(kind: Kind, tolerance_m: float, obstacles: Sequence[Point] = ()) -> tuple[AreaShape, ...]:
    """All regions or municipalities, simplified by `tolerance_m` so that neighbours keep the same border.

    Labels keep away from `obstacles` (RD metres) where there is room, and those of regions from one another.
    """
    areas = outlines(kind)
    borders = [MultiPolygon([(part[0], part[1:]) for part in parts]) for parts in areas.values()]
    metres = shapely.transform(borders, _to_rd().transform, interleaved=False)
    simple = list(shapely.coverage_simplify(metres, tolerance_m))
    labels = _label_points(simple, obstacles, apart=kind == "regions")
    return tuple(
        AreaShape(code, _rings(area), (round(at.x, 1), round(at.y, 1)))
        for code, area, at in zip(areas, simple, labels, strict=True)
    )


def _label_points(areas: list[Any], obstacles: Sequence[Point], *, apart: bool) -> list[shapely.Point]:
    """The middle of the roomiest spot of each area, for a label that is wider than high; small areas choose first."""
    points = shapely.points(obstacles) if obstacles else np.array([])
    tree = shapely.STRtree(points)
    placed: dict[int, shapely.Point] = {}
    for index in sorted(range(len(areas)), key=lambda index: float(areas[index].area)):
        near = shapely.buffer(points[tree.query(areas[index])], _CLEAR_M, quad_segs=2)
        others = [_around(label) for label in placed.values()] if apart else []
        placed[index] = _roomiest(areas[index], ([*near, *others], others, []))
    return [placed[index] for index in range(len(areas))]


def _around(label: shapely.Point) -> Polygon:
    """Where no other label goes."""
    across, along = _APART_M
    return shapely.box(label.x - across, label.y - along, label.x + across, label.y + along)


def _roomiest(area: Polygon | MultiPolygon, taken: Sequence[Sequence[Polygon]]) -> shapely.Point:
    """Of what must be kept free, `taken` in order of wish, the first that leaves enough of the area."""
    rooms = (area.difference(shapely.union_all(polygons)) for polygons in taken)
    parts = shapely.get_parts(next(room for room in rooms if room.area > area.area / 6))
    squeezed = [scale(part, xfact=1 / _LABEL_ASPECT, origin=(0, 0)) for part in parts]
    circles = shapely.maximum_inscribed_circle(squeezed, tolerance=500)
    best = circles[int(np.argmax(shapely.length(circles)))]
    x, y = best.coords[0]
    return shapely.Point(x * _LABEL_ASPECT, y)


def _rings(area: Polygon | MultiPolygon) -> tuple[tuple[Ring, ...], ...]:
    """Outer and inner rings of each part, to a metre, so that shared borders stay shared."""
    return tuple(
        tuple(_ring(ring.coords) for ring in (part.exterior, *part.interiors)) for part in shapely.get_parts(area)
    )


def _ring(coordinates: Sequence[Point]) -> Ring:
    return tuple((x, y) for x, y in np.round(np.asarray(coordinates), 0).tolist())
