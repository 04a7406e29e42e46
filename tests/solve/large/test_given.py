"""Trips for given persons, and stops for those left out, by hand."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from optimizer.model.network import build_network
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.answer import nobody_moves
from optimizer.solve.large.day import LargeDay
from optimizer.solve.large.given import seated_anywhere, trips_for
from optimizer.solve.large.mend import with_more_stops
from optimizer.solve.large.places import BusModel, Places, bus_models, places
from optimizer.solve.large.totals import least_levels, whole_levels
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.search import Limits
from tests.generate import random_scenario
from tests.solve.brute_force import best_shelter

MODEL = BusModel(50, 2, (2,))


def on_a_line(sites: int) -> Places:
    """One origin at 0, sites at 10, 20, ... minutes from it, the station at the origin."""
    at = 10.0 * np.arange(1, sites + 1)
    home = np.column_stack([at, at])
    return Places(("o",), ("o",), at[None, :], abs(at[:, None] - at[None, :]), home, np.zeros((1, 1)), np.array([20.0]))


def test_what_fills_a_bus_goes_alone_and_the_rest_in_company() -> None:
    trips = trips_for({(0, 0): 60, (0, 1): 20}, on_a_line(3), (MODEL,), 3)
    loads = {(trip.stops, trip.loads) for trip in trips}
    assert ((0,), (50,)) in loads
    assert ((0, 1), (10, 20)) in loads
    assert all(set(stops) <= {0, 1} for stops, _ in loads)


def test_no_trip_takes_more_than_a_bus_holds_and_none_stops_for_nobody() -> None:
    trips = trips_for({(0, 0): 30, (0, 1): 30, (0, 2): 30}, on_a_line(3), (MODEL,), 3)
    assert all(sum(trip.loads) <= 50 and min(trip.loads) > 0 for trip in trips)
    assert {j for trip in trips for j in trip.stops} == {0, 1, 2}


@pytest.mark.parametrize("seed", range(320, 335))
def test_households_placed_first_keep_the_levels(seed: int, tmp_path: Path) -> None:
    write_sample(random_scenario(seed, "tiny", "tight"), tmp_path / "day")
    network, limits = build_network(read_scenario(tmp_path / "day")), Limits(time.monotonic() + 60)
    where = places(network)
    whole = whole_levels(network, limits, least_levels(network, limits))
    given = seated_anywhere(network, where, whole, {}, limits)
    assert given is not None
    riding = sum(c.persons * c.count for c in network.classes if c.by_bus)
    assert sum(given.values()) <= riding
    assert all(persons <= network.free[site] for (_, site), persons in given.items())
    trips = trips_for(given, where, bus_models(network, where), len(network.scenario.sites))
    assert {(trip.origin, j) for trip in trips for j in trip.stops} == set(given)


def test_who_is_left_out_gets_a_stop_on_a_trip_that_has_one_to_spare(tmp_path: Path) -> None:
    write_sample(random_scenario(1, "small", "loose"), tmp_path / "day")
    network = build_network(read_scenario(tmp_path / "day"))
    where = places(network)
    sites: dict[int, set[int]] = {}
    for a in np.flatnonzero(np.array(network.arc_rides, dtype=bool)).tolist():
        origin = where.origins.index(network.classes[int(network.arc_class[a])].origin)
        sites.setdefault(origin, set()).add(int(network.arc_site[a]))
    origin = max(sites, key=lambda o: len(sites[o]))
    assert len(sites[origin]) > 1
    short = Trip(0, origin, (min(sites[origin]),), (1,), len(where.origins))
    [(_, _, [longer])] = with_more_stops(network, where, [(0, 0, [short])], nobody_moves(network))
    assert set(short.stops) < set(longer.stops) <= sites[origin]
    assert sum(longer.loads) == 1


@pytest.mark.parametrize("seed", range(335, 347))
def test_a_large_day_is_never_better_than_the_best_and_its_bounds_never_above(seed: int, tmp_path: Path) -> None:
    write_sample(random_scenario(seed, "tiny", "tight"), tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    best = tuple(round(value, 6) for value in best_shelter(scenario))
    day = LargeDay(build_network(scenario), Limits(time.monotonic() + 60), lambda *_: None)
    _, proofs = day.solve()
    found = tuple(round(proof.value, 6) for proof in proofs)
    assert found >= best
    for level, bound in enumerate(day.true_bounds()):
        if found[:level] == best[:level]:
            assert bound <= best[level] + 1e-6
