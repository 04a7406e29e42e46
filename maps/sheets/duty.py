"""A bus's day: its trips in driving order, and who rides to each stop, in counts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maps.view.day import DayView, PlaceView, SiteView
from maps.view.region import RegionView
from optimizer.plan.details.values import Arrivals
from optimizer.plan.plan import Trip
from optimizer.scenario.faults import Fault, InputError

LONGEST_SLUG = 24  # characters


@dataclass(frozen=True, slots=True)
class DutyStop:
    """Who gets off where; `arrives` in minutes after midnight, `aboard_after` the persons who ride on."""

    counts: Arrivals
    site: SiteView
    arrives: int
    aboard_after: int


@dataclass(frozen=True, slots=True)
class DutyTrip:
    """One trip: where people board, and its stops in driving order."""

    trip: Trip
    start: PlaceView
    stops: tuple[DutyStop, ...]

    @property
    def minutes(self) -> int:
        """From the departure to the last arrival: driving, getting off on the way, and the driver's breaks."""
        return self.stops[-1].arrives - self.trip.departs

    @property
    def households(self) -> int:
        """Households that board."""
        return sum(stop.counts.households for stop in self.stops)

    @property
    def wheelchairs(self) -> int:
        """Wheelchairs that are taken aboard."""
        return sum(stop.counts.wheelchairs for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Duty:
    """All trips of one bus today."""

    bus_id: str
    trips: tuple[DutyTrip, ...]

    @property
    def persons(self) -> int:
        """Persons who ride, all trips together."""
        return sum(trip.trip.persons for trip in self.trips)

    @property
    def departs(self) -> int:
        """The first departure, in minutes after midnight."""
        return self.trips[0].trip.departs

    @property
    def arrives(self) -> int:
        """The last arrival, in minutes after midnight."""
        return self.trips[-1].stops[-1].arrives

    @property
    def page(self) -> str:
        """Where the bus's list stands in the plan folder."""
        return page_of(self.bus_id)


def page_of(bus_id: str) -> str:
    """`buses/bus-07-1a2b3c4d.html`: what can be read of the id, and a hash that makes it the only one."""
    ascii_id = unicodedata.normalize("NFKD", bus_id).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", ascii_id)[:LONGEST_SLUG].strip("-") or "bus"
    return f"buses/{slug}-{hashlib.sha256(bus_id.encode()).hexdigest()[:8]}.html"


def duties(day: DayView, regions: Sequence[RegionView]) -> tuple[Duty, ...]:
    """Every bus that drives on `day`, in the order of trips.csv; `regions` say who rides to which stop.

    InputError: a stop of which the regions do not say who gets off there.
    """
    coming = {(one.counts.trip_id, one.counts.sequence): one.counts for view in regions for one in view.by_bus}
    sites, places = {site.place.place_id: site for site in day.sites}, day.places
    trips: dict[str, list[DutyTrip]] = {}
    for trip in day.trips:
        stops = tuple(_stops(trip, coming, sites))
        trips.setdefault(trip.bus_id, []).append(DutyTrip(trip, places[trip.origin_id], stops))
    return tuple(
        Duty(bus_id, tuple(sorted(every, key=lambda one: one.trip.sequence))) for bus_id, every in trips.items()
    )


def _stops(
    trip: Trip, coming: dict[tuple[str, int | None], Arrivals], sites: dict[str, SiteView]
) -> Iterator[DutyStop]:
    aboard = trip.persons
    for number, stop in enumerate(trip.stops, 1):
        counts = coming.get((trip.trip_id, number))
        if counts is None or counts.persons != stop.persons:
            expected = f"{stop.persons} persons for stop {number}, as stops.csv has it"
            raise InputError([Fault("arrivals.csv", None, "trip_id", trip.trip_id, expected)])
        aboard -= stop.persons
        yield DutyStop(counts, sites[stop.site_id], stop.arrives, aboard)
