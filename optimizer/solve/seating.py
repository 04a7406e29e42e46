"""Who rides which trip, when the trips are decided: whole households over given routes, level after level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.fleet import Route
from optimizer.model.linear import Expression, Floats, Ints, LinearModel, LinearResult, expression
from optimizer.model.network import Network
from optimizer.solve.answer import Ride
from optimizer.solve.program import EFFORT, DayLevels, day_levels


@dataclass(frozen=True, slots=True)
class PlannedTrip:
    """A trip by a bus of a type; with `minutes` it may be left out, and costs so much driving when it is not."""

    kind: int
    route: Route
    minutes: float | None = None


@dataclass(slots=True)
class Seating:
    """The day in whole households over given trips: a linear model that HiGHS closes well."""

    network: Network
    levels: DayLevels
    trips: tuple[PlannedTrip, ...]
    load: list[tuple[Ints, Ints]]  # per trip: arcs and their columns
    driving: Expression  # minutes of the trips that may be left out, one term a trip

    @property
    def linear(self) -> LinearModel:
        """The model's variables and rows."""
        return self.levels.day.linear

    def keep(self, level: int, value: float) -> None:
        """Let a level get no worse than `value` from now on."""
        self.linear.row(self.levels.totals[level], high=value + 1e-6)

    def settle(self, level: int, *, seconds: float, gap: float, nodes: int | None = None) -> LinearResult:
        """Minimise one level; only the driving of trips that may be left out is counted."""
        total = self.levels.totals[level]
        if level == EFFORT:
            total = total + self.driving.times(self.network.scenario.policy.effort.drive_minute)
        return self.linear.minimize(total, seconds=seconds, gap=gap, nodes=nodes)

    def rides(self, solution: Floats) -> list[Ride]:
        """The trips with what they carry; stops and trips without anybody are still there."""
        found = []
        for trip, (arcs, columns) in zip(self.trips, self.load, strict=True):
            counts = np.round(solution[columns]).astype(int)
            found.append(Ride(trip.route, {int(a): int(n) for a, n in zip(arcs, counts, strict=True) if n}))
        return found

    def others(self, solution: Floats) -> dict[int, int]:
        """Households on arcs that take no bus."""
        walks = np.flatnonzero(~np.array(self.network.arc_rides, dtype=bool))
        counts = np.round(solution[self.levels.day.flow[walks]]).astype(int)
        return {int(a): int(n) for a, n in zip(walks, counts, strict=True) if n}


def seating(network: Network, trips: tuple[PlannedTrip, ...]) -> Seating:
    """The model of one day over the given trips."""
    levels = day_levels(network, integer=True)
    model = Seating(network, levels, trips, [], expression([], 0.0))
    riding = np.array(network.arc_rides, dtype=bool)
    origin = np.array([c.origin for c in network.classes], dtype=object)[network.arc_class]
    site = np.array([s.id for s in network.scenario.sites], dtype=object)[network.arc_site]
    carried: dict[int, list[int]] = {a: [] for a in np.flatnonzero(riding).tolist()}
    for trip in trips:
        arcs = np.flatnonzero(riding & (origin == trip.route.origin) & np.isin(site, trip.route.stops))
        columns = _board(model, trip, arcs)
        model.load.append((arcs, columns))
        for a, column in zip(arcs.tolist(), columns.tolist(), strict=True):
            carried[a].append(column)
    for a, riders in carried.items():
        flow = int(levels.day.flow[a])
        if riders:
            model.linear.row(expression([*riders, flow], [*([1.0] * len(riders)), -1.0]), low=0, high=0)
        else:
            model.linear.high[flow] = 0.0
    return model


def _board(model: Seating, trip: PlannedTrip, arcs: Ints) -> Ints:
    """Households on each arc that ride the trip, within its seats and wheelchair positions, if it is driven."""
    network, linear = model.network, model.linear
    wheelchairs = np.array([c.wheelchairs for c in network.classes], dtype=float)[network.arc_class[arcs]]
    columns = linear.variables(len(arcs), 0, network.arc_count[arcs].tolist(), integer=True)
    bus = network.fleet[trip.kind]
    aboard = [
        (expression(columns, network.arc_persons[arcs]), bus.seats),
        (expression(columns, wheelchairs), bus.positions),
    ]
    if trip.minutes is None:
        for total, most in aboard:
            linear.row(total, high=most)
        return columns
    driven = linear.variables(1, 0, 1, integer=True)
    for total, most in aboard:
        linear.row(total + expression(driven, -float(most)), high=0)
    model.driving = model.driving + expression(driven, trip.minutes)
    return columns
