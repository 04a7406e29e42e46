"""What the map shows, as data: how regions are coloured and how sites, origins and bus lines are drawn.

Colours are names of tokens of `assets/style.css`; sizes are pixels on a map of 600 pixels wide. The live map, the
picture and the legend all draw from these values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final, Literal

from maps.kit.tables import NOTHING
from maps.texts import Texts
from maps.view.day import SiteState
from optimizer.plan.plan import RegionTally

Figure = Literal["circle", "diamond", "square"]


@dataclass(frozen=True, slots=True)
class Band:
    """Regions with a value of at most `most` that are in no earlier band; None: no upper end."""

    key: str
    most: float | None

    @property
    def token(self) -> str:
        """The name of its colour."""
        return f"band-{self.key}"


@dataclass(frozen=True, slots=True)
class RegionLayer:
    """A figure by region; `value` is None where there is none (then `no_value` is the band), infinite for no number."""

    key: str
    value: Callable[[RegionTally], float | None]
    unit: str
    bands: tuple[Band, ...]
    no_value: Band

    def band(self, region: RegionTally) -> Band:
        """The band that a region is in."""
        value = self.value(region)
        if value is None:
            return self.no_value
        return next(band for band in self.bands if band.most is None or value <= band.most)


def load(region: RegionTally) -> float | None:
    """Residents tonight in whole per cent of the agreed places; None: no places and nobody, infinite: no places.

    Rounded to the nearest, except that it is 100 only when it is full exactly, and above 100 only when it is too full.
    """
    if region.places == 0:
        return None if region.occupied_after == 0 else inf
    nearest = (200 * region.occupied_after + region.places) // (2 * region.places)
    if region.occupied_after > region.places:
        return max(101, nearest)
    return nearest if region.occupied_after == region.places else min(99, nearest)


LOAD: Final = RegionLayer(
    key="load",
    value=load,
    unit="\u00a0%",
    bands=(Band("quiet", 49), Band("half", 79), Band("busy", 94), Band("full", 100), Band("over", None)),
    no_value=Band("none", None),
)
REGION_LAYERS: Final = (LOAD,)


def value_text(layer: RegionLayer, region: RegionTally, texts: Texts) -> str:
    """The value of a region in `layer`, without its unit; a dash where there is no number."""
    value = layer.value(region)
    return NOTHING if value is None or value == float("inf") else texts.number(value)


def unit_text(layer: RegionLayer, region: RegionTally) -> str:
    """What stands behind the value: nothing behind a dash."""
    return "" if layer.value(region) in {None, float("inf")} else layer.unit


@dataclass(frozen=True, slots=True)
class Mark:
    """How a point is drawn; `fill` and `line` name colours, `width` and `dash` are those of the outline."""

    figure: Figure
    fill: str
    line: str
    width: float
    dash: tuple[float, ...] = ()


SITE_MARKS: Final = {
    SiteState.IN_USE: Mark("circle", "site", "paper", 1),
    SiteState.OPENED: Mark("circle", "paper", "site", 3.5),
    SiteState.CLOSING: Mark("diamond", "site-closing", "site", 1.5),
    SiteState.EMPTY: Mark("circle", "paper", "site", 1.5),
    SiteState.CAN_OPEN: Mark("circle", "paper", "site", 1.5, (2, 2)),
}
ORIGIN_MARK: Final = Mark("square", "origin", "paper", 1.5)
ORIGIN_RADIUS: Final = 5.0
LINE_COLOUR: Final = "line"
SIZES_SHOWN: Final = (50, 150, 300)  # places, in the legend
LOADS_SHOWN: Final = (25, 50, 150)  # persons aboard, in the legend


def site_radius(places: int) -> float:
    """The area of a site's mark is in proportion to its places, from 36 places up."""
    return round(max(3.0, 0.5 * sqrt(places)), 1)


def line_width(persons: int) -> float:
    """A bus line's width grows with the persons aboard, up to 350."""
    return round(min(10.0, 1.25 + persons / 40), 2)
