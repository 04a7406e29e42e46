"""`map.html`: the country on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maps.drawing.layers import (
    LOAD,
    LOADS_SHOWN,
    ORIGIN_MARK,
    SITE_MARKS,
    SIZES_SHOWN,
    RegionLayer,
    line_width,
    site_radius,
    value_text,
)
from maps.drawing.leaflet import live_map
from maps.drawing.picture import draw
from maps.drawing.shapes import RegionShape, region_shapes
from maps.kit.page import colours, render
from maps.kit.tables import Table
from maps.national.tables import (
    leg_table,
    level_table,
    origin_table,
    region_table,
    site_table,
    staff_table,
    trip_table,
)
from maps.national.words import attention, day_details, day_sentence, four_numbers
from maps.texts import Lang, Texts
from maps.view.day import DayView
from optimizer.scenario.regions import topology


def national_page(view: DayView, lang: Lang = "nl") -> str:
    """The whole page as HTML, needing nothing beside it; the same view gives the same bytes."""
    texts, layer, palette = Texts(lang), LOAD, colours()
    tables = _tables(view, layer, texts)
    shapes = region_shapes([(place.lon, place.lat) for place in view.places.values()])
    live = live_map(view, layer, tables, shapes, palette, texts)
    start = f"startMap({live.map_name}, {live.regions_name});"
    return render(
        "national.html",
        [f"{live.script}\n{start}"],
        t=texts,
        view=view,
        layer=layer,
        colours=palette,
        tables=tables,
        live=live,
        picture=draw(view, layer, shapes, palette, texts),
        legend=_legend(layer),
        sentence=day_sentence(view, texts),
        details=day_details(view, texts),
        numbers=four_numbers(view),
        notices=attention(view, texts),
        source=texts(f"map.source.{topology('regions').source['kind']}"),
        data=_page_data(view, layer, tables["regions"], shapes, texts),
    )


def _tables(view: DayView, layer: RegionLayer, texts: Texts) -> dict[str, Table]:
    tables = (
        region_table(view, layer, texts),
        staff_table(view, texts),
        site_table(view, texts),
        origin_table(view, texts),
        leg_table(view, texts),
        trip_table(view, texts),
        level_table(view, texts),
    )
    return {table.key: table for table in tables}


def _legend(layer: RegionLayer) -> dict[str, Any]:
    return {
        "bands": (*layer.bands, layer.no_value),
        "marks": (*((f"state.{state}", mark) for state, mark in SITE_MARKS.items()), ("legend.origin", ORIGIN_MARK)),
        "sizes": tuple((places, site_radius(places)) for places in SIZES_SHOWN),
        "widths": tuple((persons, line_width(persons)) for persons in LOADS_SHOWN),
    }


def _page_data(
    view: DayView, layer: RegionLayer, regions: Table, shapes: Sequence[RegionShape], texts: Texts
) -> dict[str, Any]:
    """What the page's own script needs: the planned day, its texts, and the label of each region, seen and aloud."""
    spots = {shape.code: shape.label_degrees for shape in shapes}
    return {
        "date": view.date.isoformat(),
        "texts": {
            "yesterday": texts("stale.one"),
            "older": texts("stale.more", days="{days}"),
            "made": texts("header.made.time", year="{year}", month="{month}", day="{day}", time="{time}"),
            "close": texts("map.close"),
            "details": texts("map.details"),
            "zoomIn": texts("map.zoom_in"),
            "zoomOut": texts("map.zoom_out"),
        },
        "regions": {
            region.vr_code: {
                "aloud": texts(
                    "map.label", region=regions.row(region.vr_code).cells[0], value=regions.row(region.vr_code).cells[1]
                ),
                "value": value_text(layer, region, texts),
                "at": spots[region.vr_code][::-1],
            }
            for region in view.regions
        },
    }
