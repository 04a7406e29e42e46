"""When each bus is where: the day of every bus, leg by leg."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from optimizer.plan.cells import exact
from optimizer.plan.decision import BusTrip
from optimizer.plan.plan import Stop, Trip
from optimizer.scenario.entities import Policy, Scenario
from optimizer.scenario.travel import Travel

BREAK_MINUTES = 45
BREAK_AFTER_MINUTES = 270  # Regulation (EC) 561/2006, article 7


@dataclass(frozen=True, slots=True)
class Run:
    """A trip with its times, and the households aboard."""

    trip: Trip
    riders: tuple[str, ...]


@dataclass(slots=True)
class _Clock:
    """A bus's watch: minutes after midnight, minutes driven and breaks taken so far."""

    now: Fraction
    driven: Fraction = Fraction(0)
    breaks: int = 0

    def drive(self, minutes: Fraction) -> None:
        """Drive on; a break that falls due before the end of the leg is taken on the way."""
        self.driven += minutes
        self._rest_until(ceil(self.driven / BREAK_AFTER_MINUTES) - 1)
        self.now += minutes

    def rest_if_due(self) -> None:
        """Take the break that is due before driving on."""
        self._rest_until(self.driven // BREAK_AFTER_MINUTES)

    def _rest_until(self, due: int) -> None:
        if due > self.breaks:
            self.now += BREAK_MINUTES * (due - self.breaks)
            self.breaks = due


def timetable(scenario: Scenario, duties: Mapping[str, tuple[BusTrip, ...]]) -> tuple[Run, ...]:
    """Every trip with its times: buses in the order of the fleet, each in driving order; T001 is the first.

    A bus starts at `day_starts`, drives empty from its station to its first origin, boards, and leaves on a
    whole minute; an arrival is rounded up to one.
    """
    travel, persons = Travel(scenario), {h.id: h.persons for h in scenario.households}
    runs: list[Run] = []
    for bus in scenario.buses:
        clock, at = _Clock(exact(scenario.policy.day_starts)), bus.station_id
        for sequence, trip in enumerate(duties.get(bus.id, ()), 1):
            clock.drive(exact(travel.minutes(at, trip.origin_id)))
            departs = _depart(clock, scenario.policy)
            start = clock.driven
            stops = tuple(_stops(clock, trip, travel, scenario.policy, persons))
            at = trip.stops[-1]
            runs.append(
                Run(
                    Trip(
                        trip_id=f"T{len(runs) + 1:03d}",
                        bus_id=bus.id,
                        sequence=sequence,
                        origin_id=trip.origin_id,
                        departs=departs,
                        drive_minutes=float(clock.driven - start),
                        persons=sum(stop.persons for stop in stops),
                        stops=stops,
                    ),
                    riders=tuple(rider for riders in trip.riders for rider in riders),
                )
            )
    return tuple(runs)


def _depart(clock: _Clock, policy: Policy) -> int:
    clock.rest_if_due()
    clock.now += exact(policy.load_minutes)
    departs = ceil(clock.now)
    clock.now = Fraction(departs)
    return departs


def _stops(clock: _Clock, trip: BusTrip, travel: Travel, policy: Policy, persons: Mapping[str, int]) -> Iterator[Stop]:
    at = trip.origin_id
    for site_id, riders in zip(trip.stops, trip.riders, strict=True):
        clock.drive(exact(travel.minutes(at, site_id)))
        yield Stop(site_id, ceil(clock.now), sum(persons[rider] for rider in riders))
        clock.now += exact(policy.stop_minutes)
        clock.rest_if_due()
        at = site_id
