"""The map as one drawing in RD (EPSG:28992): numbers for the template `picture.svg`.

The drawing is what is printed and what is there without JavaScript; `assets/map.js` makes the same drawing live.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from maps.drawing.layers import (
    ORIGIN_MARK,
    ORIGIN_RADIUS,
    OUTSIDE_MARK,
    SITE_MARKS,
    Mark,
    line_width,
    outside_radius,
    site_radius,
)
from maps.drawing.shapes import AreaShape, Point, Ring, to_rd
from maps.view.day import Leg, PlaceView, SiteView

PIXEL: Final = 4  # units to a pixel of maps.drawing.layers; assets/map.css knows it too
WIDTH: Final = 600 * PIXEL  # units
MARGIN: Final = 10 * PIXEL  # units


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the country is drawn, in RD metres; every picture is `WIDTH` units wide."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, shapes: Sequence[AreaShape]) -> Frame:
        """The frame that holds these areas."""
        west, south, east, north = zip(*(shape.bounds for shape in shapes), strict=True)
        return cls(min(west), min(south), max(east), max(north))

    @property
    def unit_m(self) -> float:
        """Metres to a unit."""
        return (self.east - self.west) / (WIDTH - 2 * MARGIN)

    @property
    def width(self) -> int:
        """In units."""
        return WIDTH

    @property
    def height(self) -> int:
        """In units."""
        return round((self.north - self.south) / self.unit_m) + 2 * MARGIN

    @property
    def scale(self) -> tuple[int, int]:
        """A round number of kilometres that takes up to a fifth of the width, and its length in units."""
        most_km = self.unit_m * WIDTH / 5 / 1000
        km = max((km for km in (1, 2, 5, 10, 20, 50, 100) if km <= most_km), default=1)
        return km, round(km * 1000 / self.unit_m)

    def at(self, point: Point) -> tuple[int, int]:
        """From RD metres to units: x to the right, y down."""
        x, y = (point[0] - self.west) / self.unit_m, (self.north - point[1]) / self.unit_m
        return round(x) + MARGIN, round(y) + MARGIN

    def path(self, shape: AreaShape) -> str:
        """The outline of an area, each point relative to the one before."""
        return "".join(self._ring(ring) for part in shape.parts for ring in part)

    def _ring(self, ring: Ring) -> str:
        points = [self.at(point) for point in ring[:-1]]
        steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(points)]
        moves = "".join(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}" for dx, dy in _signed(steps))
        return f"M{points[0][0]} {points[0][1]}l{moves.lstrip()}z"


def _signed(steps: Iterable[tuple[int, int]]) -> Iterable[tuple[str, int]]:
    """Steps that lead anywhere; a blank before what has no sign to part it from the number before."""
    return ((f" {dx}" if dx >= 0 else str(dx), dy) for dx, dy in steps if dx or dy)


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """An outline, where its label goes, the label, and the class of its colour."""

    key: str
    path: str
    x: int
    y: int
    label: str
    look: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A straight line from place to place and its width in pixels; `key` is its row in the table of lines."""

    key: str
    x1: int
    y1: int
    x2: int
    y2: int
    width: int


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A mark, where it is, its radius in pixels, the table and row that are about it, and a figure beside it."""

    table: str
    key: str
    mark: Mark
    x: int
    y: int
    radius: float
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn: `back` says nothing, `fine` lies in `areas`, `outside` is shown in a layer of its own."""

    frame: Frame
    areas: tuple[DrawnArea, ...]
    fine: tuple[DrawnArea, ...] = ()
    back: tuple[DrawnArea, ...] = ()
    lines: tuple[DrawnLine, ...] = ()
    points: tuple[DrawnPoint, ...] = ()
    outside: tuple[DrawnPoint, ...] = ()


def draw_areas(
    shapes: Iterable[AreaShape], frame: Frame, labels: dict[str, str], looks: dict[str, str]
) -> tuple[DrawnArea, ...]:
    """Areas with their labels and the classes of their colours, by code; without where there is none."""
    return tuple(
        DrawnArea(
            shape.code,
            frame.path(shape),
            *frame.at(shape.label),
            labels.get(shape.code, ""),
            looks.get(shape.code, "none"),
        )
        for shape in shapes
    )


def draw_lines(legs: Iterable[Leg], places: dict[str, PlaceView], frame: Frame) -> tuple[DrawnLine, ...]:
    """What is driven, the thickest below."""
    spots = _spots(places.values(), frame)
    return tuple(
        DrawnLine(leg.key, *spots[leg.start], *spots[leg.end], line_width(leg.persons))
        for leg in sorted(legs, key=lambda leg: -leg.persons)
    )


def draw_points(sites: Iterable[SiteView], origins: Iterable[PlaceView], frame: Frame) -> tuple[DrawnPoint, ...]:
    """Sites that are or can be open, the largest below, and over them where people wait."""
    shown = sorted((s for s in sites if s.state in SITE_MARKS), key=lambda s: -s.tally.places)
    waiting = tuple(origins)
    spots = _spots([*(s.place for s in shown), *waiting], frame)

    def drawn(table: str, key: str, mark: Mark, radius: float) -> DrawnPoint:
        return DrawnPoint(table, key, mark, *spots[key], radius)

    return (
        *(drawn("sites", s.place.place_id, SITE_MARKS[s.state], site_radius(s.tally.places)) for s in shown),
        *(drawn("origins", o.place_id, ORIGIN_MARK, ORIGIN_RADIUS) for o in waiting),
    )


def draw_outside(places: Iterable[PlaceView], frame: Frame) -> tuple[DrawnPoint, ...]:
    """Where people have no place tonight, and how many."""
    shown = [place for place in places if place.unsheltered]
    spots = _spots(shown, frame)
    return tuple(
        DrawnPoint(
            "origins", p.place_id, OUTSIDE_MARK, *spots[p.place_id], outside_radius(p.unsheltered), p.unsheltered
        )
        for p in shown
    )


def _spots(places: Iterable[PlaceView], frame: Frame) -> dict[str, tuple[int, int]]:
    listed = list(places)
    points = to_rd([(place.lon, place.lat) for place in listed])
    return {place.place_id: frame.at(point) for place, point in zip(listed, points, strict=True)}
