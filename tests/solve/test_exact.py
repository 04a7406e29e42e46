"""Small days against brute force: every assignment, every way to drive it."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.model.network import build_network
from optimizer.plan.build import build_plan
from optimizer.plan.verify import recompute_levels, verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve import solve
from optimizer.solve.large.day import solve_large
from optimizer.solve.search import Limits
from tests.generate import Tightness, random_scenario
from tests.solve.brute_force import best_levels, best_shelter

TIGHTNESS: tuple[Tightness, ...] = ("loose", "mixed", "tight")


def tiny(seed: int, tightness: Tightness) -> Scenario:
    with TemporaryDirectory(prefix="tiny-") as folder:
        write_sample(random_scenario(seed, "tiny", tightness), Path(folder) / "day")
        return read_scenario(Path(folder) / "day")


@given(seed=st.integers(10_000, 99_999), tightness=st.sampled_from(TIGHTNESS))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_every_level_equals_brute_force_and_is_proven(seed: int, tightness: Tightness) -> None:
    scenario = tiny(seed, tightness)
    decision = solve(scenario)
    expected = pytest.approx(best_levels(scenario), abs=1e-6)
    assert tuple(level.value for level in decision.levels) == expected
    assert tuple(level.bound for level in decision.levels) == expected
    assert all(level.settled for level in decision.levels)
    plan = build_plan(scenario, decision, 0.0)
    assert verify(scenario, plan) == ()
    assert tuple(recompute_levels(scenario, plan).values()) == expected


@given(seed=st.integers(10_000, 99_999), tightness=st.sampled_from(TIGHTNESS))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_way_of_large_days_never_claims_more_than_is_true(seed: int, tightness: Tightness) -> None:
    """On tiny days its bounds lie below the true optimum of their level, and its values nowhere better."""
    scenario = tiny(seed, tightness)
    network = build_network(scenario)
    _, proofs = solve_large(network, Limits(time.monotonic() + 60), lambda *_: None)
    best = best_shelter(scenario)
    values = tuple(round(proof.value, 6) for proof in proofs)
    assert values >= tuple(round(value, 6) for value in best)
    for level, proof in enumerate(proofs):
        assert proof.bound <= proof.value + 1e-6
        if values[:level] == tuple(round(value, 6) for value in best[:level]):
            assert proof.bound <= best[level] + 1e-6
