"""How buses go on from trip to trip, in rows that the relaxed and the whole day share."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from optimizer.model.fleet import BREAK_AFTER, BREAK_MINUTES
from optimizer.model.incremental import Entry
from optimizer.model.linear import LinearModel, expression
from optimizer.scenario.entities import Policy
from optimizer.solve.large.crowd import NONE
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.cuts import Trip

LATER = 1.0 + BREAK_MINUTES / BREAK_AFTER  # duty minutes a driving minute from the first break on
Start = tuple[int, int, int]  # bus model, station, origin


@dataclass(slots=True)
class Buses:
    """Rows: each bus goes on from where it is (`balance`, by model and next place); buses and their time by model.

    Duty time is counted twice, once without breaks and once with a break's share from the first one on; both hold
    for the sum of all buses. Driving is also followed from trip to trip: what the buses that go from o on to p have
    driven since their stations is a flow, `driven` keeps it whole at o, `enough` below what they still may drive, and
    `at_least` above what their last trip and the nearest station take.
    """

    where: Places
    models: tuple[BusModel, ...]
    policy: Policy
    balance: list[list[int]] = field(default_factory=list)
    fleet: list[list[int]] = field(default_factory=list)
    any_bus: int = -1
    driving: list[int] = field(default_factory=list)
    duty: list[int] = field(default_factory=list)
    duty_with_breaks: list[int] = field(default_factory=list)
    driven: list[list[int]] = field(default_factory=list)
    enough: list[list[list[int]]] = field(default_factory=list)
    at_least: list[list[list[int]]] = field(default_factory=list)

    def limit(self, place: int) -> float:
        """Most that a bus may have driven when it comes to a next place: there it has at least one more trip."""
        home = self.where.least_home[place] if place < len(self.where.origins) else 0.0
        return max(0.0, self.policy.max_drive_minutes - home)

    def starts(self) -> list[Start]:
        """Where a bus can begin its day."""
        origins = range(len(self.where.origins))
        stationed = [(m, s) for m, model in enumerate(self.models) for s, count in enumerate(model.at) if count]
        return [(m, s, o) for m, s in stationed for o in origins]

    def start_minutes(self, start: Start) -> float:
        """Driving from the station to the first origin."""
        return float(self.where.station_to_origin[start[1], start[2]])

    def start_entries(self, start: Start) -> list[Entry]:
        """What a bus that begins its day this way adds to each row."""
        (m, s, o), minutes, policy = start, self.start_minutes(start), self.policy
        return [
            *([(self.driven[m][o], -minutes)] if self.driven else []),
            (self.balance[m][o], -1.0),
            (self.balance[m][len(self.where.origins) + s], 1.0),
            (self.fleet[m][s], 1.0),
            (self.any_bus, 1.0),
            (self.driving[m], minutes - policy.max_drive_minutes),
            (self.duty[m], minutes - policy.max_duty_minutes),
            (self.duty_with_breaks[m], LATER * minutes - policy.max_duty_minutes - BREAK_MINUTES),
        ]

    def minutes(self, trip: Trip) -> float:
        """Driving from the trip's origin to its last stop and on to the next place."""
        where, stops = self.where, trip.stops
        between = sum(where.site_to_site[i, j] for i, j in itertools.pairwise(stops))
        return float(where.origin_to_site[trip.origin, stops[0]] + between + where.site_to_next[stops[-1], trip.onward])

    def trip_entries(self, trip: Trip) -> list[Entry]:
        """What a trip adds to each row."""
        m, minutes = trip.model, self.minutes(trip)
        service = self.policy.load_minutes + self.policy.stop_minutes * len(trip.stops)
        going_on = [(self.balance[m][trip.origin], 1.0), (self.balance[m][trip.onward], -1.0)]
        return [
            *(going_on if trip.origin != trip.onward else []),
            *(self._follow(trip, minutes) if self.driven else []),
            (self.driving[m], minutes),
            (self.duty[m], minutes + service),
            (self.duty_with_breaks[m], LATER * minutes + service),
        ]

    def _follow(self, trip: Trip, minutes: float) -> list[Entry]:
        m, o, onward = trip.model, trip.origin, trip.onward
        return [
            (self.driven[m][o], -minutes),
            (self.enough[m][o][onward], -self.limit(onward)),
            (self.at_least[m][o][onward], -(minutes + self.reach(m, o))),
        ]

    def reach(self, model: int, origin: int) -> float:
        """Least driving from a station of the model to an origin."""
        return min(float(self.where.station_to_origin[s, origin]) for s, n in enumerate(self.models[model].at) if n)


def buses(linear: LinearModel, where: Places, models: tuple[BusModel, ...], policy: Policy, *, follow: bool) -> Buses:
    """The rows of all buses, with no trip in them yet; `follow` adds the rows of driving from trip to trip."""
    places = len(where.origins) + len(where.stations)
    model = Buses(
        where,
        models,
        policy,
        [[linear.row(NONE, low=0, high=0) for _ in range(places)] for _ in models],
        [[linear.row(NONE, high=count) for count in model.at] for model in models],
        linear.row(NONE, high=policy.buses_per_day),
        [linear.row(NONE, high=0) for _ in models],
        [linear.row(NONE, high=0) for _ in models],
        [linear.row(NONE, high=0) for _ in models],
    )
    for _ in models if follow else ():
        _follow_driving(model, linear)
    return model


def _follow_driving(model: Buses, linear: LinearModel) -> None:
    """Minutes driven so far by the buses that go from each origin on to each next place."""
    origins, places = len(model.where.origins), len(model.where.origins) + len(model.where.stations)
    most = model.policy.max_drive_minutes * model.policy.buses_per_day
    so_far = linear.variables(origins * places, 0, most, integer=False).reshape(origins, places)
    model.driven.append(
        [linear.row(expression(so_far[o]) + expression(so_far[:, o], -1.0), low=0, high=0) for o in range(origins)]
    )
    model.enough.append(
        [[linear.row(expression(so_far[o, p : p + 1]), high=0) for p in range(places)] for o in range(origins)]
    )
    model.at_least.append(
        [[linear.row(expression(so_far[o, p : p + 1]), low=0) for p in range(places)] for o in range(origins)]
    )
