"""Rule 8: who rides where, what a bus carries, drives and may do in a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.cells import exact
from optimizer.plan.plan import Assignment, Outcome, Trip
from optimizer.plan.rules.case import SLACK, Case, Violation, number
from optimizer.plan.rules.times import broken_times
from optimizer.scenario.entities import Bus, Household, Transport


def broken_buses(case: Case) -> Iterator[Violation]:
    """The riders, then each trip, then each bus's day."""
    trips = {trip.trip_id: trip for trip in case.plan.trips}
    if len(trips) != len(case.plan.trips):
        yield Violation("8", "a trip id stands twice in trips.csv")
    aboard: dict[str, list[tuple[Household, str]]] = {trip_id: [] for trip_id in trips}
    for household, assignment in case.assigned:
        yield from _ride(case, household, assignment, trips)
        if assignment.trip_id in aboard:
            aboard[assignment.trip_id].append((household, assignment.destination_id))
    fleet = {bus.id: bus for bus in case.scenario.buses}
    for trip in case.plan.trips:
        yield from _trip(trip, aboard[trip.trip_id], fleet.get(trip.bus_id))
    days = bus_days(case)
    if len(days) > case.scenario.policy.buses_per_day:
        yield Violation("8", f"{len(days)} buses drive, {case.scenario.policy.buses_per_day} may")
    for bus_id, day in days.items():
        if unknown := _unknown_places(case, day):
            yield Violation("8", f"bus {bus_id} calls at {', '.join(unknown)}, which the scenario does not have")
        elif bus_id in fleet:
            yield from _day(case, fleet[bus_id], day)
            yield from broken_times(case, fleet[bus_id], day)


def bus_days(case: Case) -> dict[str, list[Trip]]:
    """The trips of each bus that drives, in driving order."""
    days: dict[str, list[Trip]] = {}
    for trip in sorted(case.plan.trips, key=lambda trip: trip.sequence):
        days.setdefault(trip.bus_id, []).append(trip)
    return days


def minutes_driven(case: Case, bus: Bus, day: list[Trip]) -> Fraction:
    """Minutes from the station through all trips and back to it."""
    at, driven = bus.station_id, Fraction(0)
    for trip in day:
        for place in (trip.origin_id, *(stop.site_id for stop in trip.stops)):
            driven += case.minutes(at, place)
            at = place
    return driven + case.minutes(at, bus.station_id)


def _ride(case: Case, household: Household, assignment: Assignment, trips: dict[str, Trip]) -> Iterator[Violation]:
    to = assignment.destination_id
    goes = assignment.outcome is Outcome.SITE and to in case.sites and to != household.origin_id
    if household.transport is not Transport.BUS or not goes:
        if assignment.trip_id:
            yield Violation("8", f"{household.id} needs no bus and is on trip {assignment.trip_id}")
        return
    trip = trips.get(assignment.trip_id)
    if trip is None or trip.origin_id != household.origin_id or to not in {stop.site_id for stop in trip.stops}:
        text = f"{household.id} has no trip from {household.origin_id} to {to}"
        yield Violation("8", f"{text} (trip {assignment.trip_id!r})")


def _trip(trip: Trip, aboard: list[tuple[Household, str]], bus: Bus | None) -> Iterator[Violation]:
    name, stops = f"trip {trip.trip_id}", [stop.site_id for stop in trip.stops]
    if not 1 <= len(stops) <= 3 or len(set(stops)) < len(stops):
        yield Violation("8", f"{name} has {len(stops)} stops: {', '.join(stops)}")
    dropped: Counter[str] = Counter()
    for household, destination in aboard:
        dropped[destination] += household.persons
    for stop in trip.stops:
        if stop.persons != dropped[stop.site_id]:
            yield Violation("8", f"{name} says {stop.persons} leave at {stop.site_id}, {dropped[stop.site_id]} do")
    persons, wheelchairs = dropped.total(), sum(household.wheelchairs for household, _ in aboard)
    if trip.persons != persons or not persons:
        yield Violation("8", f"{name} says {trip.persons} persons, {persons} are aboard")
    if bus is None:
        yield Violation("8", f"{name} is driven by bus {trip.bus_id}, which the scenario does not have")
    elif persons > bus.seats or wheelchairs > bus.wheelchair_positions:
        most = f"{bus.seats} seats and {bus.wheelchair_positions} positions"
        yield Violation("8", f"{name} carries {persons} persons and {wheelchairs} wheelchairs on {most}")


def _unknown_places(case: Case, day: list[Trip]) -> list[str]:
    places = {place for trip in day for place in (trip.origin_id, *(stop.site_id for stop in trip.stops))}
    return sorted(place for place in places if not case.known_place(place))


def _day(case: Case, bus: Bus, day: list[Trip]) -> Iterator[Violation]:
    policy = case.scenario.policy
    if [trip.sequence for trip in day] != list(range(1, len(day) + 1)):
        yield Violation("8", f"the trips of bus {bus.id} are not numbered 1, 2, 3")
    driven = minutes_driven(case, bus, day)
    stops = sum(len(trip.stops) for trip in day)
    duty = driven + exact(policy.load_minutes) * len(day) + exact(policy.stop_minutes) * stops + 45 * (driven // 270)
    if driven > exact(policy.max_drive_minutes) + SLACK:
        yield Violation("8", f"bus {bus.id} drives {number(driven)} minutes of {policy.max_drive_minutes:g}")
    if duty > exact(policy.max_duty_minutes) + SLACK:
        yield Violation("8", f"bus {bus.id} is on duty {number(duty)} minutes of {policy.max_duty_minutes:g}")
