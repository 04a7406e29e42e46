"""The live map: folium writes the script, and nothing of it comes from the internet.

folium puts what it is given into JavaScript and once more through a template. So names and figures go in as GeoJSON
properties only, escaped by `markup`, and are shown by GeoJsonTooltip and GeoJsonPopup; nothing else carries data.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink

from maps.drawing.layers import (
    LINE_COLOUR,
    ORIGIN_MARK,
    ORIGIN_RADIUS,
    SITE_MARKS,
    Mark,
    RegionLayer,
    line_width,
    site_radius,
)
from maps.drawing.shapes import RegionShape
from maps.kit.tables import Row, Table
from maps.texts import Texts
from maps.view.day import DayView, PlaceView, legs

BUNDLED: Final = {"leaflet", "leaflet_css"}  # stands in maps/assets and goes into the page as text
NOT_NEEDED: Final = {
    "jquery",
    "bootstrap",
    "awesome_markers",
    "bootstrap_css",
    "glyphicons_css",
    "awesome_markers_font_css",
    "awesome_markers_css",
    "awesome_rotate_css",
}
_Json = dict[str, Any]
_TARGET: Final = 12  # pixels; half the size of what a finger or pointer has to hit


class UnknownLinkError(RuntimeError):
    """This version of folium asks for a file that is not bundled; the page would ask the internet for it."""


@dataclass(frozen=True, slots=True)
class LiveMap:
    """The map's element, the script that fills it, and the script's names of the map and of its regions."""

    html: str
    script: str
    map_name: str
    regions_name: str


class BundledFigure(Figure):
    """A figure whose links are all bundled or not needed, and whose names are counted instead of random."""

    def parts(self) -> tuple[str, str]:
        """Element and script of what is in the figure. UnknownLinkError: a link that is not known by its name."""
        _number(self)
        for child in self._children.values():
            child.render()
        for name, child in self.header._children.items():
            if isinstance(child, JavascriptLink | CssLink) and name not in BUNDLED | NOT_NEEDED:
                raise UnknownLinkError(
                    f"folium asks for {name!r} ({child.url}): bundle it in maps/assets or list it as not needed"
                )
        return self.html.render(), self.script.render()


def _number(root: Element) -> None:
    """Give every element a number for a name: the same map gives the same bytes."""
    queue, count = [root], 0
    while queue:
        element = queue.pop(0)
        element._id, count = str(count), count + 1
        queue.extend(element._children.values())


def markup(text: str) -> str:
    """Text as the HTML of a GeoJSON property: it shows as it is, runs nowhere, and its direction stays its own."""
    return f"<bdi>{html.escape(text).replace('{', '&#123;').replace('}', '&#125;')}</bdi>"


def live_map(
    view: DayView,
    layer: RegionLayer,
    tables: dict[str, Table],
    shapes: Sequence[RegionShape],
    colours: dict[str, str],
    texts: Texts,
) -> LiveMap:
    """The map of the country: regions, bus lines, sites and origins; the page's own script puts the values in."""
    drawing = _Drawing(view, tables, colours, texts)
    figure = BundledFigure()
    country = folium.Map(
        location=(52.2, 5.3),
        zoom_start=7,
        min_zoom=6,
        max_zoom=13,
        tiles=None,
        max_bounds=True,
        min_lat=48.5,
        max_lat=56.5,
        min_lon=0.0,
        max_lon=11.0,
        zoom_control=False,
        zoom_snap=0,
        scroll_wheel_zoom=False,
        attribution_control=False,
    )
    figure.add_child(country)
    regions = drawing.regions(layer, shapes)
    for part in (regions, *drawing.lines(), *drawing.sites(), *drawing.origins()):
        country.add_child(part)
    element, script = figure.parts()
    return LiveMap(element, script, country.get_name(), regions.get_name())


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Turns the day into folium's layers; a layer without features is left out."""

    view: DayView
    tables: dict[str, Table]
    colours: dict[str, str]
    texts: Texts

    def regions(self, layer: RegionLayer, shapes: Sequence[RegionShape]) -> folium.GeoJson:
        """The regions in the colours of the layer."""
        tallies = {region.vr_code: region for region in self.view.regions}
        fills = {shape.code: self.colours[layer.band(tallies[shape.code]).token] for shape in shapes}
        border, table = self.colours["border"], self.tables["regions"]

        def style(feature: _Json) -> _Json:
            fill = fills[feature["id"]]
            return {"fillColor": fill, "fillOpacity": 1, "color": border, "weight": 1, "className": "region"}

        outlines = [{"type": "MultiPolygon", "coordinates": shape.degrees} for shape in shapes]
        features = [_feature(s.code, o, table.row(s.code), table) for s, o in zip(shapes, outlines, strict=True)]
        return self._geo_json(features, style, table, smooth_factor=0)

    def lines(self) -> list[folium.GeoJson]:
        """The bus lines, the thickest below, and over them what a pointer hits."""
        places, table = self.view.places, self.tables["legs"]
        driven = sorted(zip(legs(self.view.trips), table.rows, strict=True), key=lambda pair: -pair[0].persons)
        ways = [[_degrees(places[leg.start]), _degrees(places[leg.end])] for leg, _ in driven]
        geometries = [{"type": "LineString", "coordinates": way} for way in ways]
        widths = [line_width(leg.persons) for leg, _ in driven]
        colour = self.colours[LINE_COLOUR]
        shown: list[_Json] = [{"color": colour, "weight": w, "opacity": 0.85, "interactive": False} for w in widths]
        hit: list[_Json] = [{"weight": max(_TARGET, w), "opacity": 0} for w in widths]
        return self._shown_and_hit(geometries, [row for _, row in driven], shown, hit, table)

    def sites(self) -> list[folium.GeoJson]:
        """The sites that are or can be open, the largest below."""
        sites = sorted((s for s in self.view.sites if s.state in SITE_MARKS), key=lambda s: -s.tally.places)
        radii = [site_radius(site.tally.places) for site in sites]
        shown = [self._mark(SITE_MARKS[s.state], radius) for s, radius in zip(sites, radii, strict=True)]
        return self._points([site.place for site in sites], shown, self.tables["sites"])

    def origins(self) -> list[folium.GeoJson]:
        """Where people wait."""
        shown = [self._mark(ORIGIN_MARK, ORIGIN_RADIUS) for _ in self.view.origins]
        return self._points(self.view.origins, shown, self.tables["origins"])

    def _mark(self, mark: Mark, radius: float) -> _Json:
        dash = {"dashArray": " ".join(map(str, mark.dash))} if mark.dash else {}
        return {
            "radius": radius,
            "figure": mark.figure,
            "color": self.colours[mark.line],
            "weight": mark.width,
            "fill": True,
            "fillColor": self.colours[mark.fill],
            "fillOpacity": 1,
            "interactive": False,
            **dash,
        }

    def _points(self, places: Sequence[PlaceView], shown: list[_Json], table: Table) -> list[folium.GeoJson]:
        geometries: list[_Json] = [{"type": "Point", "coordinates": _degrees(place)} for place in places]
        rows = [table.row(place.place_id) for place in places]
        hit = [{"radius": max(_TARGET, s["radius"]), "stroke": False, "fill": True, "fillOpacity": 0} for s in shown]
        return self._shown_and_hit(geometries, rows, shown, hit, table, marker=folium.CircleMarker())

    def _shown_and_hit(
        self,
        geometries: list[_Json],
        rows: list[Row],
        shown: list[_Json],
        hit: list[_Json],
        table: Table,
        **options: Any,
    ) -> list[folium.GeoJson]:
        """What is seen, and over it what a pointer hits; features are numbered, as an id is a planner's own text."""
        if not geometries:
            return []
        bare = [{"type": "Feature", "id": str(i), "properties": {}, "geometry": g} for i, g in enumerate(geometries)]
        full = [_feature(str(i), g, row, table) for i, (g, row) in enumerate(zip(geometries, rows, strict=True))]
        drawn = folium.GeoJson(_collection(bare), style_function=lambda f: shown[int(f["id"])], **options)
        return [drawn, self._geo_json(full, lambda f: hit[int(f["id"])], table, **options)]

    def _geo_json(
        self, features: list[_Json], style: Callable[[_Json], _Json], table: Table, **options: Any
    ) -> folium.GeoJson:
        brief, every = (self._named(columns) for columns in (table.brief or table.columns, table.columns))
        return folium.GeoJson(
            _collection(features),
            style_function=style,
            tooltip=folium.GeoJsonTooltip(*brief, class_name="details"),
            popup=folium.GeoJsonPopup(*every, class_name="details", localize=False, max_width=220, min_width=160),
            **options,
        )

    def _named(self, columns: Sequence[str]) -> tuple[list[str], list[str]]:
        return list(columns), [self.texts(f"column.{column}") for column in columns]


def _collection(features: list[_Json]) -> _Json:
    return {"type": "FeatureCollection", "features": features}


def _feature(key: str, geometry: _Json, row: Row, table: Table) -> _Json:
    properties = dict(zip(table.columns, map(markup, row.cells), strict=True))
    return {"type": "Feature", "id": key, "properties": properties, "geometry": geometry}


def _degrees(place: PlaceView) -> tuple[float, float]:
    return place.lon, place.lat
