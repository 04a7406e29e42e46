"""What happens when the clock or the planner stops the search."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.model.network import Network, build_network
from optimizer.plan.build import build_plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario, Transport
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import SampleOptions, make_sample, write_sample
from optimizer.solve import solve
from optimizer.solve.answer import nobody_moves
from optimizer.solve.large.day import solve_large
from optimizer.solve.progress import OutOfTime, Progress
from optimizer.solve.search import Limits
from optimizer.solve.shelter import shelter
from optimizer.solve.stage import Proof
from optimizer.solve.value import values
from tests.plan.hand import Day


def calm_day(tmp_path: Path) -> Scenario:
    write_sample(make_sample(SampleOptions.of_day("calm", people=120, status_holders=50, sites=25)), tmp_path / "day")
    return read_scenario(tmp_path / "day")


def riders_of(tmp_path: Path) -> Network:
    """Those who are at the main origin and need a bus: buses take time to plan well."""
    scenario = calm_day(tmp_path)
    centre = scenario.origins[0].id
    riders = tuple(h for h in scenario.households if h.origin_id == centre and h.transport is Transport.BUS)
    return build_network(replace(scenario, households=riders))


def test_with_no_time_at_all_everybody_goes_to_the_nearest_site_with_room(tmp_path: Path) -> None:
    network = riders_of(tmp_path)
    found = shelter(network, Limits(time.monotonic() - 1), lambda *_: None)
    assert found.values[0] == 0  # nobody outside, and buses drive for it
    assert [proof.bound for proof in found.proofs] == [0, 0, 0, 0]


def test_where_no_bus_takes_anybody_and_there_is_no_time_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = riders_of(tmp_path)
    nobody = nobody_moves(network), tuple(Proof(value, 0.0) for value in values(network, nobody_moves(network)))
    monkeypatch.setattr("optimizer.solve.shelter.nearest_first", nobody_moves)
    monkeypatch.setattr("optimizer.solve.shelter.solve_large", lambda *_: nobody)  # a fast machine finds more than that
    with pytest.raises(OutOfTime):
        shelter(network, Limits(time.monotonic() - 1), lambda *_: None)


def test_where_nobody_can_go_no_time_is_needed() -> None:
    network = build_network(Day().policy(buses_per_day=0).without("households", "A4").scenario)
    answer, proofs = solve_large(network, Limits(time.monotonic() + 60), lambda *_: None)
    assert answer.flow() == {}
    assert (proofs[0].value, proofs[0].bound) == (7, 7)


def test_who_interrupts_gets_the_best_plan_so_far_with_true_bounds(tmp_path: Path) -> None:
    scenario = calm_day(tmp_path)
    seen: list[Progress] = []

    def first_plan_is_there() -> bool:
        return any(told.phase == "plan 1" for told in seen)

    decision = solve(scenario, progress=seen.append, interrupted=first_plan_is_there)
    assert verify(scenario, build_plan(scenario, decision, 0.0)) == ()
    assert not any(told.phase.startswith("improvement") for told in seen)
    assert all(level.bound is not None and level.bound <= level.value + 1e-6 for level in decision.levels)
    assert decision.levels[0].value < sum(h.persons for h in scenario.households if h.seeks_asylum)
