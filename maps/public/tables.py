"""Every figure of the public pages in one table, the layers of the map that read it, and a file for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from maps.drawing.layers import NO_VALUE, Layer, steps
from maps.kit.tables import Cell, Row, Table, cells_of
from maps.public.figures import FEW, PublicDay, PublicRegion, Told, Total
from maps.texts import Few, Texts

CSV_PATH: Final = "figures.csv"
COLUMNS: Final = ("coming", "housed", "places")
# 1 to 4 have a band of their own, which no figure that is told is in.
LAYERS: Final = (
    Layer("coming", "regions", "public", "public", "coming", steps(0, 4, 24, 74), NO_VALUE),
    Layer("housed", "regions", "public", "public", "housed", steps(0, 4, 14, 29), NO_VALUE),
    Layer("agreed", "regions", "public", "public", "places", steps(0, 4, 224, 449), NO_VALUE),
)


def page_of(code: str) -> str:
    """The page of a region, in the public folder."""
    return f"{code}.html"


def public_table(day: PublicDay, texts: Texts) -> Table:
    """All regions, and the country below as far as it can be added up."""
    rows = tuple(
        Row.of(region.code, (region.name, *figure_cells(region, texts)), texts, page_of(region.code))
        for region in day.regions
    )
    places = [region.places for region in day.regions]
    every = sum(number for number in places if isinstance(number, int))
    agreed = None if FEW in places else every
    total = (texts("table.total"), total_text(day.coming, texts), total_text(day.housed, texts), agreed)
    return Table("public", ("region", *COLUMNS), frozenset(COLUMNS), rows, cells_of(total, texts))


def figure_cells(region: PublicRegion, texts: Texts) -> tuple[Cell, Cell, Cell]:
    """What is told of a region, in the order of COLUMNS."""
    coming, housed = (Cell(people_text(figure, texts), figure) for figure in (region.coming, region.housed))
    return coming, housed, Cell.of(region.places, texts)


def people_text(figure: Told, texts: Texts) -> str:
    """How many people: `1.170`, or that they are of fewer than five households."""
    return texts("public.few", n=figure.limit) if isinstance(figure, Few) else texts.number(figure)


def total_text(total: Total, texts: Texts) -> str:
    """`1.170`, or at least so many."""
    return texts.number(total.least) if total.exact else texts("public.least", n=total.least)


def map_labels(layer: Layer, day: PublicDay, texts: Texts) -> dict[str, str]:
    """What stands in each region on the map: the table's figure, and `< 5` for what is not told."""
    return {region.code: texts.number(_figure(region, layer.column)) for region in day.regions}


def _figure(region: PublicRegion, column: str) -> Told:
    return {"coming": region.coming, "housed": region.housed, "places": region.places}[column]


def public_csv(day: PublicDay) -> bytes:
    """The same figures for programs: one a row, `<5` for what is not told; English and UTF-8 in every language."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("date", "area", "name", "figure", "value"))
    writer.writerows((day.date.isoformat(), *row) for row in _csv_rows(day))
    return text.getvalue().encode()


def _csv_rows(day: PublicDay) -> Iterator[tuple[str, str, str, str]]:
    for region in day.regions:
        for column in COLUMNS:
            yield region.code, region.name, column, _csv_value(_figure(region, column))
    yield "NL", "Nederland", "unsheltered", _csv_value(day.unsheltered)


def _csv_value(figure: Told) -> str:
    return f"<{figure.limit}" if isinstance(figure, Few) else str(figure)
