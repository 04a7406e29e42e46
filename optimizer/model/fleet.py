"""Buses that are alike, and what a bus duty may do (rule 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, permutations

from optimizer.scenario.entities import Policy, Scenario
from optimizer.scenario.travel import Travel

BREAK_AFTER = 270  # minutes of driving, Regulation (EC) 561/2006, article 7
BREAK_MINUTES = 45
MOST_STOPS = 3


@dataclass(frozen=True, slots=True)
class BusType:
    """Buses with the same station, seats and wheelchair positions."""

    station: str
    seats: int
    positions: int
    buses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A trip's way: from one origin past one to three stops, in driving order."""

    origin: str
    stops: tuple[str, ...]

    @property
    def end(self) -> str:
        """Where the trip ends."""
        return self.stops[-1]


def bus_types(scenario: Scenario) -> tuple[BusType, ...]:
    """The fleet pooled by station, seats and positions, in the order of buses.csv."""
    alike: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for bus in scenario.buses:
        alike[bus.station_id, bus.seats, bus.wheelchair_positions].append(bus.id)
    return tuple(BusType(*key, tuple(ids)) for key, ids in alike.items())


def drive_minutes(route: Route, travel: Travel) -> float:
    """Minutes from the route's origin to its last stop."""
    places = (route.origin, *route.stops)
    return sum(travel.minutes(a, b) for a, b in pairwise(places))


def duty_drive_minutes(station: str, routes: Iterable[Route], travel: Travel) -> float:
    """Minutes a bus drives over a whole duty, from its station and back to it."""
    at, total = station, 0.0
    for route in routes:
        total += travel.minutes(at, route.origin) + drive_minutes(route, travel)
        at = route.end
    return total + travel.minutes(at, station)


def within_duty(drive: float, trips: int, stops: int, policy: Policy) -> bool:
    """Whether a day of so much driving, so many trips and stops keeps to rule 8."""
    duty = drive + trips * policy.load_minutes + stops * policy.stop_minutes + BREAK_MINUTES * (drive // BREAK_AFTER)
    return drive <= policy.max_drive_minutes + 1e-9 and duty <= policy.max_duty_minutes + 1e-9


def best_route(origin: str, stops: Iterable[str], station: str, travel: Travel) -> Route:
    """The stops in the order that drives least, counting the way back to the station."""
    return min(
        (Route(origin, order) for order in permutations(stops)),
        key=lambda r: (drive_minutes(r, travel) + travel.minutes(r.end, station), r.stops),
    )
