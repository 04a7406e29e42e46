"""`map.html`: the country on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from maps.ahead.section import AheadSection, ahead_section, ahead_tables
from maps.drawing.layers import (
    LOADS_SHOWN,
    ORIGIN_MARK,
    OUTSIDE_MARK,
    SITE_MARKS,
    SIZES_SHOWN,
    Layer,
    line_width,
    site_radius,
)
from maps.drawing.picture import Frame, Picture, draw_areas, draw_lines, draw_outside, draw_points
from maps.drawing.shapes import NATIONAL_TOLERANCE_M, area_shapes, to_rd
from maps.kit.book import Book, Writer
from maps.kit.page import render
from maps.kit.tables import Table
from maps.national.layers import AHEAD, groups_of, layers_of
from maps.national.tables import (
    area_names,
    housing_table,
    leg_table,
    municipality_table,
    origin_table,
    region_table,
    site_table,
    staff_table,
    trip_table,
)
from maps.national.words import attention, day_details, day_sentence, four_numbers
from maps.texts import Texts
from maps.view.day import DayView, legs
from optimizer.plan.notices import notice_text
from optimizer.scenario.regions import topology

PATH: Final = "map.html"
SCRIPTS: Final = ("workbook.js", "table.js", "zoom.js", "map.js")
# Which tables say something about an area; about anything else its own table does.
DETAILS: Final = {"regions": ("regions", "staff", "housing"), "municipalities": ("status_holders",)}


def national_page(book: Book) -> bytes:
    """The whole page, needing nothing beside it; the same book gives the same bytes."""
    view, texts = book.view, book.texts
    today, later = _tables(view, texts), _by_key(ahead_tables(view, texts))
    tables, layers, ahead = today | later, layers_of(view), ahead_section(view, texts)
    return render(
        "national.html",
        PATH,
        book,
        scripts=SCRIPTS,
        data={"map": _map_data(layers, tables, texts) | {"days": ahead.days if ahead else ()}},
        layers=layers,
        groups=groups_of(view),
        ahead=ahead,
        parts=_parts(today, ahead, texts),
        tables=tables,
        picture=_picture(view, layers[0], tables),
        picture_title=texts("map.picture"),
        legend=_Legend,
        sentence=day_sentence(view, texts),
        details=day_details(view, texts),
        numbers=four_numbers(view),
        notices=attention(view, texts),
        warnings=[notice_text(warning, texts.lang) for warning in view.warnings],
        source=texts(f"map.source.{topology('regions').source['kind']}"),
    )


WRITER: Final = Writer(paths=lambda view: (PATH,), write=lambda book: {PATH: national_page(book)})


def _tables(view: DayView, texts: Texts) -> dict[str, Table]:
    makers = (
        region_table,
        staff_table,
        housing_table,
        municipality_table,
        site_table,
        origin_table,
        leg_table,
        trip_table,
    )
    return _by_key(make(view, texts) for make in makers)


def _by_key(tables: Iterable[Table]) -> dict[str, Table]:
    return {table.key: table for table in tables}


def _parts(today: dict[str, Table], ahead: AheadSection | None, texts: Texts) -> list[tuple[str, str]]:
    """Where on the page everything is, as it stands there: the map, the days ahead as one part, every other table."""
    first, *others = [(key, texts(f"table.{key}")) for key in today]
    later = [("ahead", texts("ahead"))] if ahead else []
    return [("map", texts("nav.map")), first, *later, *others]


class _Legend:
    """What the legend shows beside the bands of the layers."""

    marks: Final = (*((f"state.{state}", mark) for state, mark in SITE_MARKS.items()), ("legend.origin", ORIGIN_MARK))
    sizes: Final = tuple((places, site_radius(places)) for places in SIZES_SHOWN)
    widths: Final = tuple((persons, line_width(persons)) for persons in LOADS_SHOWN)
    outside: Final = OUTSIDE_MARK


def _picture(view: DayView, layer: Layer, tables: dict[str, Table]) -> Picture:
    """The country in the first layer; the browser colours it for the others."""
    obstacles = to_rd([(place.lon, place.lat) for place in view.places.values()])
    regions = area_shapes("regions", NATIONAL_TOLERANCE_M["regions"], obstacles)
    municipalities = area_shapes("municipalities", NATIONAL_TOLERANCE_M["municipalities"])
    frame, places = Frame.around(regions), view.places
    bands = layer.bands_by_area(tables[layer.table])
    return Picture(
        frame=frame,
        areas=draw_areas(regions, frame, _labels(layer, tables), {code: band.look for code, band in bands.items()}),
        fine=draw_areas(municipalities, frame, {shape.code: "–" for shape in municipalities}, {}),
        lines=draw_lines(legs(view.trips), places, frame),
        points=draw_points(view.sites, [place for place in view.waiting_places if place in view.origins], frame),
        outside=draw_outside(places.values(), frame),
    )


def _labels(layer: Layer, tables: dict[str, Table]) -> dict[str, str]:
    """What stands in each region: the layer's column, as the table says it."""
    return {} if layer.area == "origins" else _texts_of(tables[layer.labels], layer.column)


def _texts_of(table: Table, column: str) -> dict[str, str]:
    """What the table says in a column, by row."""
    index = table.columns.index(column)
    return {row.key: row.cells[index].text for row in table.rows}


def _map_data(layers: Sequence[Layer], tables: dict[str, Table], texts: Texts) -> dict[str, Any]:
    """What `map.js` needs beside the tables: how each layer colours and labels, and what is said around it."""
    return {
        "order": [layer.key for layer in layers],
        "layers": {layer.key: _layer_data(layer, tables, texts) for layer in layers},
        "details": DETAILS | {"ahead": [layer.table for layer in AHEAD]},
        "brief": {table.key: table.brief for table in tables.values() if table.brief},
        "names": area_names(),
        "texts": {
            "layer": texts("map.hash"),
            "day": texts("map.hash.day"),
            "label": texts("map.label", region="{region}", layer="{layer}", value="{value}"),
            "live": texts("map.live", layer="{layer}"),
            "close": texts("map.close"),
            "details": texts("map.details", name="{name}"),
            "nothing": texts("map.nothing"),
            "page": texts("map.page", name="{name}"),
            "unknown": texts("map.unknown", name="{name}"),
            "regions": texts("map.search.region", name="{name}"),
            "municipalities": texts("map.search.municipality", name="{name}"),
        },
    }


def _layer_data(layer: Layer, tables: dict[str, Table], texts: Texts) -> dict[str, Any]:
    """How a layer colours and labels; one of later days by the bands, as the day is chosen in the browser."""
    if layer in AHEAD:
        return {
            "word": texts(f"layer.{layer.key}.word"),
            "name": texts(f"layer.{layer.key}.short"),
            "area": layer.area,
            "ahead": layer.table,
            "bands": [[band.most, band.look] for band in layer.bands],
            "fine": {},
            "none": layer.no_value.look,
        }
    looks = {} if layer.area == "origins" else layer.bands_by_area(tables[layer.table])
    return {
        "word": texts(f"layer.{layer.key}.word"),
        "name": texts(f"layer.{layer.key}.short"),
        "area": layer.area,
        "column": layer.column,
        "labels": _labels(layer, tables),
        "looks": {code: band.look for code, band in looks.items()},
        "fine": _texts_of(tables[layer.table], layer.column) if layer.area == "municipalities" else {},
        "none": layer.no_value.look,
    }
