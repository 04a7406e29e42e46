"""How far samples lie apart: low, middle and high of each figure, by region and day and for the country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from optimizer.plan.outlook import NationalRow, Outlook, OutlookRow

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
REGION_FIGURES: Final = ("occupied", "arrivals", "to_coa", "state_staff", "hired_staff", "care_minutes_used")
COUNTRY_FIGURES: Final = (
    "inflow",
    "waiting",
    "arrivals",
    "unsheltered",
    "to_coa",
    "ready",
    "housed",
    "coa_places_left",
    "buses_used",
)
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Course:
    """The expected days of one inflow, rows in order of day and region."""

    regions: tuple[OutlookRow, ...]
    country: tuple[NationalRow, ...]

    @classmethod
    def of(cls, outlook: Outlook) -> Course:
        """That of a plan."""
        return cls(outlook.regions, outlook.country)


@dataclass(frozen=True, slots=True)
class Band:
    """A figure in the plan of the expected inflow, and three quantiles of its samples (None: there are none)."""

    expected: float
    low: float | None
    middle: float | None
    high: float | None

    @property
    def cells(self) -> tuple[float | None, float | None, float | None, float | None]:
        """As a row of a table has them."""
        return self.expected, self.low, self.middle, self.high


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie, between two of them in proportion.

    Definition 7 of Hyndman and Fan (1996), that of Excel's PERCENTILE.INC and of numpy: at place share * (n - 1) of
    the values in order, counted from 0. ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values have no quantile")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return round(ordered[below] + (place - below) * (ordered[above] - ordered[below]), DECIMALS)


def band(expected: float, samples: Sequence[float]) -> Band:
    """The band of a figure."""
    if not samples:
        return Band(expected, None, None, None)
    return Band(expected, *(quantile(samples, share) for share in (LOW, MIDDLE, HIGH)))


def region_bands(expected: Course, samples: Sequence[Course]) -> Iterator[tuple[OutlookRow, dict[str, Band]]]:
    """Every row of a region and day, with the band of each of its figures."""
    for at, row in enumerate(expected.regions):
        others = [sample.regions[at] for sample in samples]
        yield row, {f: band(getattr(row, f), [getattr(other, f) for other in others]) for f in REGION_FIGURES}


def country_bands(expected: Course, samples: Sequence[Course]) -> Iterator[tuple[NationalRow, dict[str, Band]]]:
    """Every day of the country, with the band of each of its figures."""
    for at, row in enumerate(expected.country):
        others = [sample.country[at] for sample in samples]
        yield row, {f: band(getattr(row, f), [getattr(other, f) for other in others]) for f in COUNTRY_FIGURES}
