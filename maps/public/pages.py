"""The public pages: the start, the map, a page for each region, the words, and a file for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from maps.drawing.picture import Frame, Picture, draw_areas
from maps.drawing.shapes import NATIONAL_TOLERANCE_M, area_shapes
from maps.glossary.page import PATH as GLOSSARY
from maps.glossary.page import glossary_page
from maps.kit.book import Book
from maps.kit.page import render
from maps.kit.tables import Table
from maps.public.figures import LEAST, PublicDay, PublicRegion, withheld
from maps.public.tables import CSV_PATH, LAYERS, map_labels, page_of, people_text, public_csv, public_table, total_text
from maps.texts import Few, Texts
from optimizer.scenario.regions import topology

START: Final = "index.html"
MAP: Final = "map.html"
TABLE_SCRIPTS: Final = ("workbook.js", "table.js")
MAP_SCRIPTS: Final = (*TABLE_SCRIPTS, "zoom.js", "map.js")
TERMS: Final = (
    "concept",
    "version",
    "asylum_seeker",
    "status_holder",
    "household",
    "region",
    "site",
    "agreed_places",
    "outside",
    "housing",
    "interim",
    "not_told",
)


def public_pages(day: PublicDay, texts: Texts, house: Mapping[str, str]) -> dict[str, bytes]:
    """Every file of the public folder, by path in it. The same figures give the same bytes, whatever the plan."""
    paths = {START, MAP, GLOSSARY, CSV_PATH, *(page_of(region.code) for region in day.regions)}
    book, table = Book(withheld(day), texts, frozenset(paths), house), public_table(day, texts)
    return {
        START: _start(day, book, table),
        MAP: _map(day, book, table),
        GLOSSARY: glossary_page(book, TERMS),
        CSV_PATH: public_csv(day),
        **{page_of(region.code): _region(region, book, table) for region in day.regions},
    }


def _start(day: PublicDay, book: Book, table: Table) -> bytes:
    return render(
        "public_start.html",
        START,
        book,
        scripts=TABLE_SCRIPTS,
        sentences=_sentences(day, book.texts),
        numbers=_numbers(day, book.texts),
        table_of_regions=table,
        csv=CSV_PATH,
        map=MAP,
        least=LEAST,
    )


def _sentences(day: PublicDay, texts: Texts) -> tuple[str, str]:
    """Who has no place, and how many come."""
    if isinstance(day.unsheltered, Few):
        outside = texts("public.outside.few", n=day.unsheltered.limit)
    else:
        outside = texts.count("public.outside", day.unsheltered) if day.unsheltered else texts("public.outside.nobody")
    if not day.coming.least:
        return outside, texts("public.coming.nobody")
    key = "public.coming" if day.coming.exact else "public.coming.least"
    return outside, texts.count(key, day.coming.least)


def _numbers(day: PublicDay, texts: Texts) -> Iterator[tuple[str, str, str, bool]]:
    """Name, label, figure, and whether it is an alarm."""
    yield "coming", texts.count("public.number.coming", day.coming.least), total_text(day.coming, texts), False
    yield "unsheltered", texts("public.number.unsheltered"), people_text(day.unsheltered, texts), bool(day.unsheltered)
    yield "housed", texts.count("public.number.housed", day.housed.least), total_text(day.housed, texts), False


def _region(region: PublicRegion, book: Book, table: Table) -> bytes:
    texts = book.texts
    cells = dict(zip(table.columns, table.row(region.code).cells, strict=True))
    numbers = (
        ("coming", texts("public.number.here"), cells["coming"].text, False),
        ("housed", texts.count("public.number.housed", cells["housed"].number or 0), cells["housed"].text, False),
        ("agreed", texts("public.number.agreed"), cells["places"].text, False),
    )
    return render(
        "public_region.html",
        page_of(region.code),
        book,
        name=region.name,
        numbers=numbers,
        on_map=f"{MAP}#{region.code}",
        start=START,
        least=LEAST,
    )


def _map(day: PublicDay, book: Book, table: Table) -> bytes:
    texts = book.texts
    return render(
        "public_map.html",
        MAP,
        book,
        scripts=MAP_SCRIPTS,
        data={"map": _map_data(day, table, texts)},
        layers=LAYERS,
        table_of_regions=table,
        picture=_picture(day, table, texts),
        picture_title=texts("public.map.picture"),
        least=LEAST,
        source=texts(f"map.source.{topology('regions').source['kind']}"),
    )


def _picture(day: PublicDay, table: Table, texts: Texts) -> Picture:
    """The country in the first layer: regions, and nothing of sites, buses or municipalities."""
    shapes, layer = area_shapes("regions", NATIONAL_TOLERANCE_M["regions"]), LAYERS[0]
    frame, looks = Frame.around(shapes), {code: band.look for code, band in layer.bands_by_area(table).items()}
    return Picture(frame, draw_areas(shapes, frame, map_labels(layer, day, texts), looks))


def _map_data(day: PublicDay, table: Table, texts: Texts) -> dict[str, Any]:
    """What `map.js` needs beside the table."""
    return {
        "order": [layer.key for layer in LAYERS],
        "layers": {
            layer.key: {
                "word": texts(f"layer.{layer.key}.word"),
                "name": texts(f"layer.{layer.key}.short"),
                "area": "regions",
                "column": layer.column,
                "labels": map_labels(layer, day, texts),
                "looks": {code: band.look for code, band in layer.bands_by_area(table).items()},
                "fine": {},
                "none": layer.no_value.look,
            }
            for layer in LAYERS
        },
        "details": {"regions": [table.key]},
        "brief": {},
        "names": {region.code: region.name for region in day.regions},
        "texts": {
            "layer": texts("map.hash"),
            "label": texts("map.label", region="{region}", layer="{layer}", value="{value}"),
            "live": texts("map.live", layer="{layer}"),
            "close": texts("map.close"),
            "details": texts("map.details", name="{name}"),
            "nothing": texts("map.nothing"),
            "page": texts("map.page", name="{name}"),
            "unknown": texts("public.search.unknown", name="{name}"),
            "regions": "{name}",
        },
    }
