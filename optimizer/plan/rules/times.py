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
    """The day of one bus: when each trip can leave at the earliest, and when it arrives after it did."""
    policy = case.scenario.policy
    free, driven, at = exact(policy.day_starts), Fraction(0), bus.station_id
    for trip in day:
        leg = case.minutes(at, trip.origin_id)
        earliest = free + leg + _rests(driven + leg) - _rests(driven) + exact(policy.load_minutes)
        if trip.departs + SLACK < earliest:
            text = f"departs {clock_text(trip.departs)}, its bus can at {clock_text(ceil(earliest))}"
            yield Violation("times", f"trip {trip.trip_id} {text}")
        driven += leg
        now, start, at = Fraction(trip.departs), driven, trip.origin_id
        for stop in trip.stops:
            leg, at = case.minutes(at, stop.site_id), stop.site_id
            arrives = now + leg + max(0, _rests_on_the_way(driven + leg) - _rests(driven))
            if not arrives - SLACK <= stop.arrives < arrives + 1:
                text = f"arrives at {stop.site_id} {clock_text(stop.arrives)}, it can at {clock_text(ceil(arrives))}"
                yield Violation("times", f"trip {trip.trip_id} {text}")
            now += leg + _rests(driven + leg) - _rests(driven) + exact(policy.stop_minutes)
            driven += leg
        free = now
        if abs(exact(trip.drive_minutes) - (driven - start)) > SLACK:
            text = f"drives {number(driven - start)} minutes, not {trip.drive_minutes:g}"
            yield Violation("times", f"trip {trip.trip_id} {text}")


def _rests(driven: Fraction) -> int:
    """Minutes a driver must have rested before driving on after so many minutes at the wheel."""
    return 45 * (driven // 270)


def _rests_on_the_way(driven: Fraction) -> int:
    """The same on arrival: a rest that falls due just then comes after it."""
    return 45 * max(0, ceil(driven / 270) - 1)
