"""The figures that colour the national map, in the order in which they can be chosen."""

from __future__ import annotations

from typing import Final

from maps.drawing.layers import NO_VALUE, Band, Layer, steps
from maps.view.day import DayView

_SHORT = ("over", "0", "1", "2", "3")  # the least is what to look at

_SHARES = (
    Band("quiet", "0", 49),
    Band("half", "1", 79),
    Band("busy", "2", 94),
    Band("full", "3", 100),
    Band("over", "over", None),
)


def _by_region(key: str, table: str, column: str, bands: tuple[Band, ...]) -> Layer:
    return Layer(key, "regions", table, table, column, bands, NO_VALUE)


def _by_municipality(key: str, column: str, bands: tuple[Band, ...]) -> Layer:
    return Layer(key, "municipalities", "status_holders", "housing", column, bands, NO_VALUE)


LOAD: Final = _by_region("load", "regions", "load", _SHARES)
ARRIVALS: Final = _by_region("arrivals", "regions", "arrivals", steps(0, 24, 74, 149))
FREE: Final = _by_region("free", "regions", "free", steps(0, 24, 74, 149, looks=_SHORT))
STAFF: Final = _by_region("staff", "staff", "staff_share", _SHARES)
CARE: Final = _by_region("care", "staff", "care_share", _SHARES)
OUTSIDE: Final = Layer("outside", "origins", "origins", "origins", "unsheltered", (), Band("none", "plain", None))
OFFERED: Final = _by_municipality("offered", "offered", steps(0, 4, 14, 29))
USED: Final = _by_municipality("used", "used", steps(0, 4, 14, 29))
WAITING: Final = _by_municipality("waiting", "waiting_home", steps(0, 4, 14, 29))
TARGET: Final = _by_municipality("target", "behind", steps(0, 4, 14, 49))

# Of the days after the planned one; the column is the day that is chosen, so it has no name here.
AHEAD_LOAD: Final = _by_region("ahead_load", "ahead_load", "", _SHARES)
AHEAD_ARRIVALS: Final = _by_region("ahead_arrivals", "ahead_arrivals", "", steps(0, 4, 14, 49))

SHELTER: Final = (LOAD, ARRIVALS, FREE, STAFF, CARE, OUTSIDE)
HOUSING: Final = (OFFERED, USED, WAITING)
AHEAD: Final = (AHEAD_LOAD, AHEAD_ARRIVALS)
EVERY_LAYER: Final = (*SHELTER, *HOUSING, TARGET, *AHEAD)


def groups_of(view: DayView) -> tuple[tuple[str, tuple[Layer, ...]], ...]:
    """The layers that this day has figures for, under the text that names each group.

    That of targets only where targets are given, those of later days only where the plan looks ahead.
    """
    groups = (
        ("map.layers.shelter", SHELTER),
        ("map.layers.housing", (*HOUSING, *((TARGET,) if view.targets else ()))),
        ("map.layers.ahead", AHEAD if view.outlook else ()),
    )
    return tuple((text, layers) for text, layers in groups if layers)


def layers_of(view: DayView) -> tuple[Layer, ...]:
    """All layers that this day has figures for."""
    return tuple(layer for _, layers in groups_of(view) for layer in layers)
