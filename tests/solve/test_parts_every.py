"""The cheapest of all trips, against listing them."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest

from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.cuts import Leaves
from optimizer.solve.large.trips.master import Prices
from optimizer.solve.parts.every import EveryTrip

SITES, ORIGINS, STATIONS = 7, 2, 2


def _day(seed: int) -> tuple[Places, tuple[BusModel, ...], np.ndarray, tuple[int, ...], Prices]:
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 100, (SITES, 2))
    origins, stations = rng.uniform(0, 100, (ORIGINS, 2)), rng.uniform(0, 100, (STATIONS, 2))

    def far(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.ceil(np.hypot(*(a[:, None, :] - b[None, :, :]).transpose(2, 0, 1)))

    where = Places(
        tuple(f"o{i}" for i in range(ORIGINS)),
        tuple(f"s{i}" for i in range(STATIONS)),
        far(origins, at),
        far(at, at),
        np.concatenate([far(at, origins), far(at, stations)], axis=1),
        far(stations, origins),
        np.zeros(ORIGINS),
    )
    models = (BusModel(9, 1, (2, 0)), BusModel(5, 1, (1, 1)))
    room = rng.integers(0, 6, (ORIGINS, SITES))
    prices = Prices(
        rng.uniform(5, 40, (ORIGINS, SITES)),
        rng.uniform(-10, 10, (2, ORIGINS + STATIONS)),
        rng.uniform(0.8, 1.5, 2),
        rng.uniform(0, 20, 2),
        rng.uniform(0, 10, 2),
        (),
    )
    return where, models, room, (20, 4), prices


def _listed(o: int, m: int, day: tuple) -> float:
    """The least reduced cost of all trips of an origin and bus model, trip by trip and seat by seat."""
    where, models, room, waiting, prices = day
    least = 0.0
    homes = [p for p in range(ORIGINS + STATIONS) if p < ORIGINS or models[m].at[p - ORIGINS]]
    for count in (1, 2, 3):
        for stops in permutations(np.flatnonzero(room[o]).tolist(), count):
            minutes = where.origin_to_site[o, stops[0]]
            minutes += sum(where.site_to_site[i, j] for i, j in pairwise(stops))
            on = min(prices.minute[m] * where.site_to_next[stops[-1], p] + prices.place[m][p] for p in homes)
            left, worth = min(models[m].seats, waiting[o]), 0.0
            for j in sorted(stops, key=lambda j: -prices.person[o, j]):
                load = min(int(room[o, j]), left)
                worth, left = worth + load * prices.person[o, j], left - load
            cost = prices.minute[m] * minutes + on + prices.trip[m] + prices.stop[m] * count - prices.place[m][o]
            least = min(least, cost - worth)
    return least


@pytest.mark.parametrize("seed", range(12))
def test_no_trip_is_cheaper_than_what_is_told(seed: int) -> None:
    day = _day(seed)
    where, models, room, waiting, prices = day
    trips, least = EveryTrip(where, models, room, waiting).offers(prices)
    for o in range(ORIGINS):
        assert least[o] == pytest.approx(min(_listed(o, m, day) for m in range(len(models))))
    assert (least < 0).any() == bool(trips)
    for trip in trips:
        assert sum(trip.loads) <= min(models[trip.model].seats, waiting[trip.origin])
        assert all(0 <= n <= room[trip.origin, j] for j, n in zip(trip.stops, trip.loads, strict=True))
        assert len(set(trip.stops)) == len(trip.stops)


def test_prices_of_cuts_are_refused() -> None:
    where, models, room, waiting, prices = _day(0)
    with_cut = Prices(prices.person, prices.place, prices.minute, prices.trip, prices.stop, ((Leaves(0, 1, 1.0), 2.0),))
    with pytest.raises(ValueError, match="1 cuts"):
        EveryTrip(where, models, room, waiting).offers(with_cut)
