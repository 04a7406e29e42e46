"""The map of one region: its municipalities and sites, on the land around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import shapely
from shapely.geometry import MultiPolygon, Polygon

from maps.drawing.picture import (
    MARGIN,
    WIDTH,
    DrawnArea,
    DrawnPoint,
    Frame,
    draw_areas,
    draw_points,
)
from maps.drawing.shapes import AreaShape, Point, Ring, area_shapes, to_rd
from maps.view.day import DayView
from maps.view.region import RegionView
from optimizer.scenario.regions import municipality_facts

TOLERANCE_M: Final = 120  # of the borders; a pixel or two on the map of a region
_TALLEST: Final = 1.1  # height of a map over its width, at most
_LETTER: Final = 25  # units that a letter of a municipality's name takes
_NOTE_LETTER: Final = 60  # units that a letter beside a site takes, at most, on a phone
_NOTE_SIZE: Final = 13  # pixels of a text beside a site, as in map.css
_PHONE_PIXEL: Final = 8  # units that a pixel of it takes, at most, on a phone

Area: TypeAlias = Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Land:
    """Municipalities by region, and the outline of each region, all with the same borders; RD metres."""

    municipalities: Mapping[str, tuple[AreaShape, ...]]
    regions: Mapping[str, Area]


@dataclass(frozen=True, slots=True)
class Note:
    """A text beside a site, `below` a point in units by so many times its own size, which changes with the window."""

    key: str
    x: int
    y: int
    below: float
    text: str


@dataclass(frozen=True, slots=True)
class RegionPicture:
    """All that is drawn, in drawing order: `back` is the land around, `outline` the region's own border."""

    frame: Frame
    back: tuple[DrawnArea, ...]
    areas: tuple[DrawnArea, ...]
    outline: str
    points: tuple[DrawnPoint, ...]
    notes: tuple[Note, ...]


def land_of(day: DayView) -> Land:
    """The municipalities, with labels that keep away from the day's sites, and the regions they make up."""
    region_of = {facts.code: facts.region for facts in municipality_facts()}
    shapes = area_shapes("municipalities", TOLERANCE_M, to_rd([(s.place.lon, s.place.lat) for s in day.sites]))
    members: dict[str, list[AreaShape]] = {}
    for shape in shapes:
        members.setdefault(region_of[shape.code], []).append(shape)
    outlines = {code: shapely.coverage_union_all([_area(shape) for shape in group]) for code, group in members.items()}
    return Land({code: tuple(group) for code, group in members.items()}, outlines)


def draw_region(view: RegionView, land: Land) -> RegionPicture:
    """The region in its municipalities with its numbered sites, and its neighbours around it."""
    members = land.municipalities[view.code]
    frame = _frame(members, to_rd([(site.place.lon, site.place.lat) for site in view.sites]))
    clipped = {
        code: shapely.clip_by_rect(area, *_seen(frame)) for code, area in land.regions.items() if code != view.code
    }
    around = [_shape(code, area) for code, area in clipped.items() if not area.is_empty]
    points = draw_points(view.sites, (), frame)
    return RegionPicture(
        frame=frame,
        back=draw_areas(around, frame, {}, {}),
        areas=draw_areas(members, frame, _names(members, frame), {shape.code: "plain" for shape in members}),
        outline=frame.path(_shape(view.code, land.regions[view.code])),
        points=points,
        notes=tuple(_notes(view, points)),
    )


def _frame(members: Sequence[AreaShape], sites: Sequence[Point]) -> Frame:
    """Around the region and all its sites; a tall one gets land beside it, so that it is not taller than a screen."""
    area = Frame.around(members)
    xs, ys = [area.west, area.east, *(x for x, _ in sites)], [area.south, area.north, *(y for _, y in sites)]
    missing = max(0.0, (max(ys) - min(ys)) / _TALLEST - (max(xs) - min(xs))) / 2
    return Frame(min(xs) - missing, min(ys), max(xs) + missing, max(ys))


def _seen(frame: Frame) -> tuple[float, float, float, float]:
    """West, south, east and north of all that is in the picture, its margin too; RD metres."""
    margin = MARGIN * frame.unit_m
    return frame.west - margin, frame.south - margin, frame.east + margin, frame.north + margin


def _names(members: Sequence[AreaShape], frame: Frame) -> dict[str, str]:
    """The names of the municipalities that are wide enough for them, where the label goes."""
    names = {facts.code: facts.name for facts in municipality_facts()}
    return {s.code: names[s.code] for s in members if _room_for(s, frame) >= len(names[s.code]) * _LETTER}


def _room_for(shape: AreaShape, frame: Frame) -> float:
    """How wide the area is at its label, in units."""
    (x, y), (west, _, east, _) = shape.label, shape.bounds
    across = shapely.intersection(_area(shape), shapely.LineString([(west, y), (east, y)]))
    here = [part for part in shapely.get_parts(across) if part.distance(shapely.Point(x, y)) < 1]
    return max((2 * min(x - p.bounds[0], p.bounds[2] - x) for p in here), default=0.0) / frame.unit_m


def _notes(view: RegionView, points: Sequence[DrawnPoint]) -> Iterator[Note]:
    """Beside each site that is drawn: its number in the table, and behind a plus how many people come."""
    drawn, kept = {point.key: point for point in points}, view.kept_by_site
    for number, site in enumerate(view.sites, 1):
        point = drawn.get(site.place.place_id)
        if point is not None:
            come = site.tally.arrivals - kept[point.key]
            text = f"{number}: +{come}" if come else str(number)
            yield Note(point.key, *_beside(point, text), text)


def _beside(point: DrawnPoint, text: str) -> tuple[int, int, float]:
    """Above the mark, or below where the picture ends above it; within the picture on both sides."""
    away, half = point.radius + 10, len(text) * _NOTE_LETTER // 2
    side = -1 if point.y - away * _PHONE_PIXEL > _NOTE_LETTER else 1
    return min(max(point.x, half), WIDTH - half), point.y, round(side * away / _NOTE_SIZE, 2)


def _area(shape: AreaShape) -> Area:
    return MultiPolygon([(part[0], part[1:]) for part in shape.parts])


def _shape(code: str, area: Area) -> AreaShape:
    parts = [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]
    rings = tuple(tuple(_ring(ring) for ring in (part.exterior, *part.interiors)) for part in parts)
    return AreaShape(code, rings, (0.0, 0.0))


def _ring(ring: shapely.LinearRing) -> Ring:
    return tuple((x, y) for x, y in shapely.get_coordinates(ring).tolist())
