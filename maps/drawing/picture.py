"""The map as a still picture in RD (EPSG:28992): numbers for the template `picture.svg`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from maps.drawing.layers import (
    ORIGIN_MARK,
    ORIGIN_RADIUS,
    SITE_MARKS,
    Mark,
    RegionLayer,
    line_width,
    site_radius,
    value_text,
)
from maps.drawing.shapes import RegionShape, Ring, to_rd
from maps.texts import Texts
from maps.view.day import DayView, legs

UNIT_M: Final = 100.0  # metres a unit of the picture
MARGIN: Final = 40  # units around the country
PIXELS: Final = 600  # width at which the sizes of maps.layers hold


@dataclass(frozen=True, slots=True)
class PictureRegion:
    """A region's outline, colour and label."""

    key: str
    path: str
    fill: str
    x: int
    y: int
    value: str


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A straight line and its width."""

    x1: int
    y1: int
    x2: int
    y2: int
    width: float


@dataclass(frozen=True, slots=True)
class PicturePoint:
    """A mark, where it is, and its size."""

    mark: Mark
    x: int
    y: int
    radius: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, in drawing order; `pixel` is a pixel of maps.layers in units."""

    width: int
    height: int
    pixel: float
    regions: tuple[PictureRegion, ...]
    lines: tuple[PictureLine, ...]
    points: tuple[PicturePoint, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """From RD metres to units: x to the right from `west`, y down from `north`."""

    west: float
    north: float

    def at(self, point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - self.west) / UNIT_M) + MARGIN, round((self.north - point[1]) / UNIT_M) + MARGIN

    def path(self, parts: Sequence[Sequence[Ring]]) -> str:
        """The outline of a region, each point relative to the one before."""
        return "".join(self._ring(ring) for part in parts for ring in part)

    def _ring(self, ring: Ring) -> str:
        points = [self.at(point) for point in ring[:-1]]
        steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(points)]
        moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy)
        return f"M{points[0][0]} {points[0][1]}l{moves}z"


def draw(
    view: DayView, layer: RegionLayer, shapes: Sequence[RegionShape], colours: dict[str, str], texts: Texts
) -> Picture:
    """The same map as the live one: regions, bus lines, sites, origins, and a value in every region."""
    corners = [point for shape in shapes for part in shape.rd for point in part[0]]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    grid = _Grid(west, north)
    width, height = (round(size / UNIT_M) + 2 * MARGIN for size in (east - west, north - south))
    pixel = round(width / PIXELS, 2)
    at = _spots(view, grid)
    return Picture(
        width=width,
        height=height,
        pixel=pixel,
        regions=_regions(view, layer, shapes, grid, colours, texts),
        lines=tuple(
            PictureLine(*at[leg.start], *at[leg.end], round(line_width(leg.persons) * pixel, 1))
            for leg in sorted(legs(view.trips), key=lambda leg: -leg.persons)
        ),
        points=tuple(_points(view, at, pixel)),
    )


def _spots(view: DayView, grid: _Grid) -> dict[str, tuple[int, int]]:
    places = view.places
    return dict(zip(places, map(grid.at, to_rd([(p.lon, p.lat) for p in places.values()])), strict=True))


def _regions(
    view: DayView, layer: RegionLayer, shapes: Sequence[RegionShape], grid: _Grid, colours: dict[str, str], texts: Texts
) -> tuple[PictureRegion, ...]:
    tallies = {region.vr_code: region for region in view.regions}

    def drawn(shape: RegionShape) -> PictureRegion:
        tally = tallies[shape.code]
        value, fill = value_text(layer, tally, texts), colours[layer.band(tally).token]
        return PictureRegion(shape.code, grid.path(shape.rd), fill, *grid.at(shape.label_rd), value)

    return tuple(map(drawn, shapes))


def _points(view: DayView, at: dict[str, tuple[int, int]], pixel: float) -> list[PicturePoint]:
    sites = sorted((s for s in view.sites if s.state in SITE_MARKS), key=lambda s: -s.tally.places)
    marks = [(s.place.place_id, SITE_MARKS[s.state], site_radius(s.tally.places)) for s in sites]
    marks += [(origin.place_id, ORIGIN_MARK, ORIGIN_RADIUS) for origin in view.origins]
    return [PicturePoint(mark, *at[key], round(radius * pixel, 1)) for key, mark, radius in marks]
