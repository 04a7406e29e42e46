"""Whether a bus could take a household, at all and on top of the plan's trips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.plan import Reason
from optimizer.plan.reasons.listing import one
from optimizer.scenario.entities import Bus, Household, Scenario, Site
from optimizer.scenario.travel import Travel

MOST_STOPS = 3
SLACK_MINUTES = 1e-6
Route = tuple[str, tuple[str, ...]]  # origin and stops of one trip


class Rides:
    """The fleet and what the plan has it drive."""

    def __init__(self, scenario: Scenario, decision: Decision) -> None:
        self._policy, self._buses = scenario.policy, scenario.buses if scenario.policy.buses_per_day > 0 else ()
        self._travel = Travel(scenario)
        self._households = {household.id: household for household in scenario.households}
        self._duties = {bus_id: trips for bus_id, trips in decision.duties.items() if trips}
        self._reach: dict[tuple[str, str, int, int], bool] = {}

    def why_none(self, household: Household, sites: Sequence[Site]) -> Reason | None:
        """Why no bus could bring `household` to any of `sites` even if it had nothing else to do; None: one could."""
        if not self._buses:
            return Reason("no_bus")
        most_seats = max(bus.seats for bus in self._buses)
        if most_seats < household.persons:
            return Reason("no_bus_large_enough", (*one("persons", household.persons), *one("seats", most_seats)))
        most = max(bus.wheelchair_positions for bus in self._buses if bus.seats >= household.persons)
        if most < household.wheelchairs:
            return Reason("no_wheelchair_on_bus", (*one("needed", household.wheelchairs), *one("most", most)))
        if any(self.reach(household, site.id) for site in sites):
            return None
        nearest = min(sites, key=lambda site: self._travel.minutes(household.origin_id, site.id))
        minutes = round(self._travel.minutes(household.origin_id, nearest.id))
        return Reason("bus_too_far", (*one("nearest", nearest.id), *one("minutes", minutes)))

    def reach(self, household: Household, site_id: str) -> bool:
        """Whether some bus that did nothing else could bring `household` to the site within a day's duty."""
        key = (household.origin_id, site_id, household.persons, household.wheelchairs)
        if key not in self._reach:
            route = [(household.origin_id, (site_id,))]
            self._reach[key] = any(_holds(bus, household) and self._fits(bus, route) for bus in self._buses)
        return self._reach[key]

    def room(self, household: Household, site_id: str) -> bool:
        """Whether the plan's buses could take `household` to the site too: a seat, one more stop or one more trip."""
        spare_drivers = self._policy.buses_per_day > len(self._duties)
        return any(
            self._fits(bus, routes)
            for bus in self._buses
            if bus.id in self._duties or spare_drivers
            for routes in self._with(bus, household, site_id)
        )

    def _with(self, bus: Bus, household: Household, site_id: str) -> Iterator[list[Route]]:
        """The bus's day with `household` added in every simple way that its seats allow."""
        trips = self._duties.get(bus.id, ())
        day = [(trip.origin_id, trip.stops) for trip in trips]
        for at, trip in enumerate(trips):
            if trip.origin_id == household.origin_id and _holds(bus, household, self._aboard(trip)):
                for stops in _with_stop(trip.stops, site_id):
                    yield [*day[:at], (trip.origin_id, stops), *day[at + 1 :]]
        if _holds(bus, household):
            for at in range(len(day) + 1):
                yield [*day[:at], (household.origin_id, (site_id,)), *day[at:]]

    def _aboard(self, trip: BusTrip) -> list[Household]:
        return [self._households[rider] for riders in trip.riders for rider in riders]

    def _fits(self, bus: Bus, day: Sequence[Route]) -> bool:
        places = [bus.station_id, *(place for origin, stops in day for place in (origin, *stops)), bus.station_id]
        drive = sum(self._travel.minutes(a, b) for a, b in pairwise(places))
        policy = self._policy
        service = sum(policy.load_minutes + policy.stop_minutes * len(stops) for _, stops in day)
        duty = drive + service + 45 * (drive // 270)
        return drive <= policy.max_drive_minutes + SLACK_MINUTES and duty <= policy.max_duty_minutes + SLACK_MINUTES


def _holds(bus: Bus, household: Household, aboard: Sequence[Household] = ()) -> bool:
    everyone = (household, *aboard)
    return (
        sum(h.persons for h in everyone) <= bus.seats
        and sum(h.wheelchairs for h in everyone) <= bus.wheelchair_positions
    )


def _with_stop(stops: tuple[str, ...], site_id: str) -> Iterator[tuple[str, ...]]:
    if site_id in stops:
        yield stops
    elif len(stops) < MOST_STOPS:
        for at in range(len(stops) + 1):
            yield (*stops[:at], site_id, *stops[at:])
