"""Rows that whole buses keep and fractions of them do not: each says that something happens at least so often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Trip:
    """A trip of a bus model from an origin: `loads` persons set down at most at each of `stops`, in order, and the
    next place the bus goes on to."""

    model: int
    origin: int
    stops: tuple[int, ...]
    loads: tuple[int, ...]
    onward: int


class Cut(Protocol):
    """sum of `share` over the trips (and `start` over the buses that begin their day at an origin) >= `least`."""

    @property
    def least(self) -> float:
        """The right-hand side."""
        ...

    def share(self, trip: Trip) -> float:
        """What one trip counts for."""
        ...

    def start(self, origin: int) -> float:
        """What a bus counts for that begins its day at this origin."""
        ...


@dataclass(frozen=True, slots=True)
class Calls:
    """At least so many trips from `origins` call at one of `sites`: what must come there over the seats of a bus."""

    origins: frozenset[int]
    sites: frozenset[int]
    least: float

    def share(self, trip: Trip) -> float:
        """1 for a trip that calls there."""
        return float(trip.origin in self.origins and not self.sites.isdisjoint(trip.stops))

    def start(self, origin: int) -> float:
        """Nothing."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Fills:
    """Trips from `origins` into one region, each counted by how much of the `rest` it can bring, 1 at most.

    With persons = seats * (least - 1) + rest to come, sum of min(1, load / rest) >= least for whole trips: mixed
    integer rounding (Nemhauser and Wolsey 1990, doi:10.1007/BF01585752) of sum of loads >= persons.
    """

    region: int
    region_of_site: tuple[int, ...]
    origins: frozenset[int]
    rest: int
    least: float

    def share(self, trip: Trip) -> float:
        """min(1, persons set down in the region / rest)."""
        if trip.origin not in self.origins:
            return 0.0
        load = sum(n for j, n in zip(trip.stops, trip.loads, strict=True) if self.region_of_site[j] == self.region)
        return min(1.0, load / self.rest)

    def start(self, origin: int) -> float:
        """Nothing."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Reaches:
    """At least one bus comes to these origins from elsewhere: no round of trips without a station."""

    origins: frozenset[int]
    least: float = 1.0

    def share(self, trip: Trip) -> float:
        """1 for a trip from elsewhere after which the bus goes on to one of them."""
        return float(trip.origin not in self.origins and trip.onward in self.origins)

    def start(self, origin: int) -> float:
        """1 for a bus that begins its day there."""
        return float(origin in self.origins)


@dataclass(frozen=True, slots=True)
class Leaves:
    """Trips from an origin, each counted by how much of the `rest` it can take along, 1 at most: the same rounding of
    the persons who must leave it."""

    origin: int
    rest: int
    least: float

    def share(self, trip: Trip) -> float:
        """min(1, persons aboard / rest)."""
        return min(1.0, sum(trip.loads) / self.rest) if trip.origin == self.origin else 0.0

    def start(self, origin: int) -> float:
        """Nothing."""
        return 0.0


def leaves(origin: int, persons: int, seats: int) -> Leaves:
    """The rounding of `persons` who must leave an origin."""
    least = -(-persons // seats)
    return Leaves(origin, persons - seats * (least - 1), float(least))


def fills(region: int, region_of_site: tuple[int, ...], origins: frozenset[int], persons: int, seats: int) -> Fills:
    """The rounding of `persons` who must come from these origins to a region."""
    least = -(-persons // seats)
    return Fills(region, region_of_site, origins, persons - seats * (least - 1), float(least))
