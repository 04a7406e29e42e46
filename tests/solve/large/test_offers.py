"""The best trip at given prices, against every trip and every load there is."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest

from optimizer.model.network import Network, build_network
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.large.places import BusModel, Places, places
from optimizer.solve.large.trips.cuts import Calls, Cut, Fills, Trip, leaves
from optimizer.solve.large.trips.master import Prices
from optimizer.solve.large.trips.pricing import Pricer
from tests.generate import random_scenario

SEATS = 5


def few_places(seed: int, folder: Path) -> tuple[Network, Places]:
    write_sample(random_scenario(seed, "tiny", "loose"), folder)
    network = build_network(read_scenario(folder))
    return network, places(network)


def some_prices(dice: random.Random, network: Network, where: Places) -> Prices:
    origins, sites = len(where.origins), len(network.scenario.sites)
    cuts: list[tuple[Cut, float]] = [
        (leaves(o, dice.randint(1, 12), SEATS), dice.uniform(0, 200)) for o in range(origins)
    ]
    regions, everybody = network.region_of_site, frozenset(range(origins))
    cuts += [(Fills(v, regions, everybody, dice.randint(1, 5), 1.0), dice.uniform(0, 90)) for v in set(regions)]
    cuts.append((Calls(everybody, frozenset([dice.randrange(sites)]), 1.0), dice.uniform(0, 50)))
    person = np.array([[dice.uniform(-20, 40) for _ in range(sites)] for _ in range(origins)])
    place = np.array([[dice.uniform(-30, 30) for _ in range(origins + len(where.stations))]])
    return Prices(person, place, np.array([1.1]), np.array([3.0]), np.array([2.0]), tuple(cuts))


def reduced_cost(trip: Trip, prices: Prices, where: Places) -> float:
    way = [where.origin_to_site[trip.origin, trip.stops[0]], where.site_to_next[trip.stops[-1], trip.onward]]
    way += [where.site_to_site[a, b] for a, b in itertools.pairwise(trip.stops)]
    worth = sum(prices.person[trip.origin, j] * n for j, n in zip(trip.stops, trip.loads, strict=True))
    worth += sum(price * cut.share(trip) for cut, price in prices.cuts)
    service = prices.trip[0] + prices.stop[0] * len(trip.stops)
    places_passed = prices.place[0][trip.onward] - prices.place[0][trip.origin]
    return float(prices.minute[0] * sum(way) + service + places_passed - worth)


def every_trip(room: np.ndarray, waiting: int, origin: int, nexts: int) -> list[Trip]:
    reached = np.flatnonzero(room[origin]).tolist()
    found = []
    for size in (1, 2, 3):
        for stops in itertools.permutations(reached, size):
            for loads in itertools.product(*(range(int(room[origin, j]) + 1) for j in stops)):
                if sum(loads) <= min(SEATS, waiting):
                    found += [Trip(0, origin, stops, loads, onward) for onward in range(nexts)]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_trip_is_cheaper_than_the_cheapest_offer(seed: int, tmp_path: Path) -> None:
    network, where = few_places(seed, tmp_path / "day")
    dice = random.Random(seed)
    prices = some_prices(dice, network, where)
    sites = len(network.scenario.sites)
    room = np.array([[dice.randint(0, 4) for _ in range(sites)] for _ in where.origins], dtype=np.int64)
    waiting = tuple(dice.randint(3, 9) for _ in where.origins)
    model = BusModel(SEATS, 2, (1,) * len(where.stations))
    trips, least = Pricer(network, where, (model,), room, waiting).offers(prices)
    nexts = len(where.origins) + len(where.stations)
    every = [t for o in range(len(where.origins)) for t in every_trip(room, waiting[o], o, nexts)]
    cheapest = min((reduced_cost(trip, prices, where) for trip in every), default=0.0)
    assert least == pytest.approx(min(0.0, cheapest), abs=1e-6)
    offered = min((reduced_cost(trip, prices, where) for trip in trips), default=0.0)
    assert offered == pytest.approx(min(0.0, cheapest), abs=1e-6)
