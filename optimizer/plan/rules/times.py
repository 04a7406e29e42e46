"""The times of trips.csv and stops.csv: nobody leaves before boarding, nor arrives before the drive is done."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from optimizer.plan.cells import clock_text, exact
from optimizer.plan.plan import Trip
from optimizer.plan.rules.case import SLACK, Case, Violation, number
from optimizer.scenario.entities import Bus


def broken_times(case: Case, bus: Bus, day: list[Trip]) -> Iterator[Violation]:
    """The day of one bus; each trip's arrivals follow from its own departure, which the trips before it allow.

    By the time a bus has driven D minutes it has rested 45 minutes for every full 270 of them; a rest that
    falls due on arrival comes after it.
    """
    policy = case.scenario.policy
    load, stop_minutes = exact(policy.load_minutes), exact(policy.stop_minutes)
    free, rested, driven, at = exact(policy.day_starts), Fraction(0), Fraction(0), bus.station_id
    for trip in day:
        driven += case.minutes(at, trip.origin_id)
        earliest = free + case.minutes(at, trip.origin_id) + 45 * (driven // 270) - rested + load
        if trip.departs + SLACK < earliest:
            text = f"departs {clock_text(trip.departs)}, its bus can at {clock_text(ceil(earliest))}"
            yield Violation("times", f"trip {trip.trip_id} {text}")
        start, now, rested, at = driven, Fraction(trip.departs), Fraction(45 * (driven // 270)), trip.origin_id
        for stop in trip.stops:
            leg = case.minutes(at, stop.site_id)
            driven += leg
            due = Fraction(45 * max(0, ceil(driven / 270) - 1))
            now += leg + max(Fraction(0), due - rested)
            rested, at = max(rested, due), stop.site_id
            if not now - SLACK <= stop.arrives < now + 1:
                text = f"arrives at {stop.site_id} {clock_text(stop.arrives)}, it can at {clock_text(ceil(now))}"
                yield Violation("times", f"trip {trip.trip_id} {text}")
            now += stop_minutes
            now, rested = now + 45 * (driven // 270) - rested, Fraction(45 * (driven // 270))
        free = now
        if abs(exact(trip.drive_minutes) - (driven - start)) > SLACK:
            yield Violation("times", f"trip {trip.trip_id} drives {number(driven - start)}, not {trip.drive_minutes:g}")
