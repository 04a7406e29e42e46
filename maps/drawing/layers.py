"""What a map shows, as data: how areas are coloured and how sites, origins and bus lines are drawn.

Names of bands and marks are classes of `assets/map.css`, which has their colours; sizes are pixels on a map of 600
pixels wide. The drawing and the legend both take them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

from maps.kit.tables import Cell, Table
from maps.texts import Few
from maps.view.day import SiteState

Figure = Literal["circle", "diamond", "square"]
Area = Literal["regions", "municipalities", "origins"]


@dataclass(frozen=True, slots=True)
class Band:
    """Values of at most `most` that are in no earlier band; None: no upper end. `look` is how it is coloured."""

    key: str
    look: str
    most: float | None


@dataclass(frozen=True, slots=True)
class Layer:
    """A figure that colours the areas: column `column` of table `table`, whose rows are about those areas.

    The numbers on the map are those of `column` in table `labels`, by region. Bands are in rising order; an area
    whose cell has no number, or that has no row, is in `no_value`. Of a layer of origins areas stay as they are.
    """

    key: str
    area: Area
    table: str
    labels: str
    column: str
    bands: tuple[Band, ...]
    no_value: Band

    @property
    def every_band(self) -> tuple[Band, ...]:
        """All that its legend shows."""
        return (*self.bands, self.no_value)

    def band(self, cell: Cell | None) -> Band:
        """The band of what a table says about an area; None: it says nothing."""
        if cell is None or cell.value is None or isinstance(cell.value, str):
            return self.no_value
        value = 1 if isinstance(cell.value, Few) else cell.value
        return next(band for band in self.bands if band.most is None or value <= band.most)

    def bands_by_area(self, table: Table) -> dict[str, Band]:
        """The band of each area that the table has a row about."""
        column = table.columns.index(self.column)
        return {row.key: self.band(row.cells[column]) for row in table.rows}


def steps(*most: float, looks: tuple[str, ...] = ("0", "1", "2", "3", "4")) -> tuple[Band, ...]:
    """Bands that end at these values, and one without an end; their keys are `b0`, `b1` and so on."""
    ends: tuple[float | None, ...] = (*most, None)
    return tuple(Band(f"b{i}", look, end) for i, (look, end) in enumerate(zip(looks, ends, strict=True)))


NO_VALUE: Final = Band("none", "none", None)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a point is drawn; `look` is its class."""

    figure: Figure
    look: str


SITE_MARKS: Final = {
    SiteState.IN_USE: Mark("circle", "in-use"),
    SiteState.OPENED: Mark("circle", "opened"),
    SiteState.CLOSING: Mark("diamond", "closing"),
    SiteState.EMPTY: Mark("circle", "empty"),
    SiteState.CAN_OPEN: Mark("circle", "can-open"),
}
ORIGIN_MARK: Final = Mark("square", "origin")
ORIGIN_RADIUS: Final = 5.0
OUTSIDE_MARK: Final = Mark("square", "outside")  # people without a place
SIZES_SHOWN: Final = (50, 150, 300)  # places, in the legend
LOADS_SHOWN: Final = (20, 60, 150)  # persons aboard, in the legend
WIDEST_LINE: Final = 10


def site_radius(places: int) -> float:
    """The area of a site's mark is in proportion to its places, from 36 places up."""
    return round(max(3.0, 0.5 * sqrt(places)), 1)


def outside_radius(persons: int) -> float:
    """The area of the mark of people without a place is in proportion to them, from 25 up."""
    return round(max(5.0, sqrt(persons)), 1)


def line_width(persons: int) -> int:
    """A bus line's width grows with the persons aboard, in whole pixels: 1 below 30, 10 from 270 on."""
    return min(WIDEST_LINE, 1 + persons // 30)
