"""Where things are: the regions simplified for a national map, the spots for their labels, and coordinates in RD.

RD is the Dutch national grid (EPSG:28992, metres), in which the picture is drawn; the live map takes degrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

import numpy as np
import pyproj
import shapely
from shapely.affinity import scale
from shapely.geometry import MultiPolygon, Polygon

from optimizer.scenario.regions import outlines

RD: Final = 28992
DEGREES: Final = 4326
_TOLERANCE_M: Final = 250  # of the simplified borders; less than a pixel on a national map
_CLEAR_M: Final = 2500  # what a label tries to keep from a site
_LABEL_ASPECT: Final = 2.0  # a label is about twice as wide as it is high

Ring = tuple[tuple[float, float], ...]
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class RegionShape:
    """A region: rings of each of its parts in RD metres and in degrees (longitude first), and where its label goes."""

    code: str
    rd: tuple[tuple[Ring, ...], ...]
    degrees: tuple[tuple[Ring, ...], ...]
    label_rd: tuple[float, float]
    label_degrees: tuple[float, float]


@cache
def _transformer(start: int, end: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(start, end, always_xy=True)


def to_rd(degrees: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points in RD metres from longitude and latitude in degrees (WGS 84)."""
    if not degrees:
        return []
    lon, lat = zip(*degrees, strict=True)
    x, y = _transformer(DEGREES, RD).transform(lon, lat)
    return list(zip(x, y, strict=True))


def region_shapes(obstacles: Sequence[tuple[float, float]]) -> tuple[RegionShape, ...]:
    """The 25 regions; labels keep away from `obstacles` (longitude, latitude) where there is room."""
    areas = outlines("regions")
    borders = [MultiPolygon([(part[0], part[1:]) for part in parts]) for parts in areas.values()]
    simple = shapely.coverage_simplify(_between(borders, DEGREES, RD), _TOLERANCE_M)
    labels = _label_points(list(simple), to_rd(obstacles))
    spots = _between(labels, RD, DEGREES)
    return tuple(
        RegionShape(code, _rings(rd, 0), _rings(degrees, 4), (at.x, at.y), (round(spot.x, 4), round(spot.y, 4)))
        for code, rd, degrees, at, spot in zip(areas, simple, _between(simple, RD, DEGREES), labels, spots, strict=True)
    )


def _between(shapes: Sequence[Shape], start: int, end: int) -> Sequence[Shape]:
    found: Sequence[Shape] = shapely.transform(shapes, _transformer(start, end).transform, interleaved=False)
    return found


def _label_points(regions: list[Polygon | MultiPolygon], obstacles: list[tuple[float, float]]) -> list[shapely.Point]:
    """The middle of the roomiest spot of each region, for a label that is wider than high."""
    points = shapely.points(obstacles) if obstacles else np.array([])
    tree = shapely.STRtree(points)
    return [_roomiest(region, points[tree.query(region)]) for region in regions]


def _roomiest(region: Polygon | MultiPolygon, near: np.ndarray[tuple[int], np.dtype[np.object_]]) -> shapely.Point:
    room = region.difference(shapely.union_all(shapely.buffer(near, _CLEAR_M, quad_segs=2)))
    parts = shapely.get_parts(room if room.area > region.area / 3 else region)
    squeezed = [scale(part, xfact=1 / _LABEL_ASPECT, origin=(0, 0)) for part in parts]
    circles = shapely.maximum_inscribed_circle(squeezed, tolerance=500)
    best = circles[int(np.argmax(shapely.length(circles)))]
    x, y = best.coords[0]
    return shapely.Point(x * _LABEL_ASPECT, y)


def _rings(region: Polygon | MultiPolygon, decimals: int) -> tuple[tuple[Ring, ...], ...]:
    """Outer and inner rings of each part, rounded alike so that shared borders stay shared."""
    return tuple(
        tuple(_ring(ring.coords, decimals) for ring in (part.exterior, *part.interiors))
        for part in shapely.get_parts(region)
    )


def _ring(coordinates: Sequence[tuple[float, ...]], decimals: int) -> Ring:
    return tuple((x, y) for x, y in np.round(np.asarray(coordinates), decimals).tolist())
