"""The relaxation's bound of level 5 against brute force, and what the levels force."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from optimizer.model.network import build_network
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.large.day import LargeDay
from optimizer.solve.large.places import bus_models, places
from optimizer.solve.large.totals import Counting, least_levels, whole_levels
from optimizer.solve.large.trips.relaxation import Relaxing
from optimizer.solve.search import Limits
from tests.generate import random_scenario
from tests.solve.brute_force import best_shelter


@pytest.mark.parametrize("fine", [False, True], ids=["persons", "classes"])
@pytest.mark.parametrize("seed", range(300, 330))
def test_no_bound_is_above_the_best_plan(seed: int, fine: bool, tmp_path: Path) -> None:
    write_sample(random_scenario(seed, "tiny", "mixed"), tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    network, limits = build_network(scenario), Limits(time.monotonic() + 60)
    best = best_shelter(scenario)
    bounds = least_levels(network, limits)
    assert bounds[0] <= best[0] + 1e-6
    kept = (best[0], best[1], best[2])
    where = places(network)
    if where.origins:
        counting = Counting(network, where.origins, kept, limits)
        relaxing = Relaxing(network, where, bus_models(network, where), counting.count(), counting, fine=fine)
        found = relaxing.run(limits)
        assert found.bound is not None
        assert found.bound <= best[3] + 1e-6


@pytest.mark.parametrize("kind", ["mixed", "tight"])
@pytest.mark.parametrize("seed", range(300, 320))
def test_no_bound_in_whole_households_is_above_the_best_plan(seed: int, kind: str, tmp_path: Path) -> None:
    write_sample(random_scenario(seed, "tiny", kind), tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    network, limits = build_network(scenario), Limits(time.monotonic() + 60)
    best = best_shelter(scenario)
    least = least_levels(network, limits)
    found = whole_levels(network, limits, least)
    bounds, aims = found.bounds, found.aims
    for level in range(3):
        assert least[0] <= bounds[0] + 1e-6
        assert bounds[level] <= best[level] + 1e-6
        if round(best[level], 6) > round(aims[level], 6):
            break  # the buses forbid what the others rules allow: what follows is for plans that reach the aim


@pytest.mark.parametrize("seed", [11, 34, 49, 57, 61, 77])
def test_where_a_level_misses_its_bound_the_next_bounds_do_not_take_it_for_granted(seed: int, tmp_path: Path) -> None:
    write_sample(random_scenario(seed, "tiny", "tight"), tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    network, limits = build_network(scenario), Limits(time.monotonic() + 60)
    best = best_shelter(scenario)
    assert least_levels(network, limits)[2] > best[2] + 1e-6  # who keeps level 1 at its bound pays with level 4
    day = LargeDay(network, limits, lambda *_: None)
    _, proofs = day.solve()
    if round(proofs[0].value, 6) == round(best[0], 6):
        assert day.true_bounds()[2] <= best[2] + 1e-6
    assert day.true_bounds()[0] <= best[0] + 1e-6
    given = least_levels(network, limits, best[:3])
    assert all(bound <= value + 1e-6 for bound, value in zip(given, best, strict=False))
