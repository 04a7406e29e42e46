"""Trips on their own, without the duties they belong to: a simpler relaxation, quick where driving is what counts."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network
from optimizer.solve.pricing import MOST_COLUMNS, Column, Load, Offer, Prices, load_of, one_a_site
from optimizer.solve.trips import Places, TripMenu


@dataclass(frozen=True, slots=True)
class BusModel:
    """Buses with the same seats and wheelchair positions, wherever they are stationed."""

    seats: int
    positions: int
    count: int


def bus_models(network: Network) -> tuple[BusModel, ...]:
    """The fleet pooled by seats and positions."""
    counts: dict[tuple[int, int], int] = {}
    for kind in network.fleet:
        key = (kind.seats, kind.positions)
        counts[key] = counts.get(key, 0) + len(kind.buses)
    return tuple(BusModel(*key, count) for key, count in counts.items())


class TripPricer:
    """Prices single trips. A trip costs its way and the least way on from its last stop to anywhere a bus may
    have to be next; whatever duty it is in, the bus drives at least that. Likewise it takes at least `share`
    of a bus's day.
    """

    def __init__(self, network: Network, where: Places, room: Ints, tightness: float) -> None:
        self._network, self._where, self._tightness = network, where, tightness
        self.models = bus_models(network)
        self._menus = [TripMenu(o, room[o], where) for o in range(len(where.origins))]
        onward = np.concatenate([where.site_to_origin, where.site_to_station], axis=1)
        self._onward: Floats = onward.min(axis=1) if onward.size else np.zeros(len(onward))
        riding = np.array(network.arc_rides, dtype=bool)
        riders = [network.classes[c] for c in sorted(set(network.arc_class[riding].tolist()))]
        self.waiting = [sum(c.persons * c.count for c in riders if c.origin == o) for o in where.origins]

    def offers(self, prices: Prices) -> list[Offer]:
        """For each bus model the trips worth adding, and the most that a bus's day can gain with any trips."""
        return [self._offer(m, prices) for m in range(len(self.models))]

    def column(self, model: int, loads: tuple[Load, ...]) -> Column:
        """A column of one trip."""
        where, (load,) = self._where, loads
        stops = [j for j, _ in load.stops]
        drive = where.origin_to_site[load.origin, stops[0]]
        drive += sum(where.site_to_site[i, j] for i, j in itertools.pairwise(stops))
        minutes = float(drive + self._onward[stops[-1]])
        return Column(model, minutes, loads, drivable=True)

    def some_kind(self, model: int) -> int:
        """A bus type of the model, the first in the fleet."""
        wanted = self.models[model]
        alike = ((kind.seats, kind.positions) == (wanted.seats, wanted.positions) for kind in self._network.fleet)
        return next(k for k, same in enumerate(alike) if same)

    def share(self, column: Column) -> float:
        """Least part of a bus's day that the trip takes up, by driving or by duty."""
        return float(self._shares(np.array([column.minutes]))[0])

    def _shares(self, minutes: Floats) -> Floats:
        policy = self._network.scenario.policy
        duty = minutes + policy.load_minutes + policy.stop_minutes
        return self._tightness * np.maximum(minutes / policy.max_drive_minutes, duty / policy.max_duty_minutes)

    def _offer(self, m: int, prices: Prices) -> Offer:
        model, best = self.models[m], 0.0
        picks: list[tuple[float, Column]] = []
        for o, menu in enumerate(self._menus):
            bonus = model.positions * float(prices.position[o])
            trips = menu.priced(prices.person[o], min(model.seats, self.waiting[o]), bonus, prices.minute)
            if not len(trips.value):
                continue
            onward = self._onward[trips.end]
            share = self._shares(trips.drive + onward)
            gain = trips.value - prices.minute * onward - prices.bus[m] * share
            best = max(best, float((gain / share).max()))
            picks += [(float(gain[i]), self.column(m, (load_of(o, trips, i),))) for i in one_a_site(trips, gain)]
        picks.sort(key=lambda pick: -pick[0])
        return Offer(tuple(column for _, column in picks[: 2 * MOST_COLUMNS]), best)
