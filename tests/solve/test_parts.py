"""A country planned in parts: bounds against brute force, plans against the verifier."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimizer.model.network import Network, build_network
from optimizer.plan.build import build_plan
from optimizer.plan.decision import BusTrip
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import SampleOptions, make_sample, write_sample
from optimizer.solve import shelter as sheltering
from optimizer.solve import solve
from optimizer.solve.answer import by_household, nobody_moves
from optimizer.solve.large.places import bus_models, places
from optimizer.solve.parts import divide as dividing
from optimizer.solve.parts.country import relaxed_country
from optimizer.solve.parts.divide import apportioned, divide
from optimizer.solve.parts.least import least_of_country, pooled
from optimizer.solve.parts.left import with_fewer_trips, with_those_left
from optimizer.solve.parts.whole import answer_of
from optimizer.solve.search import Limits
from optimizer.solve.value import values
from tests.generate import random_scenario
from tests.plan.hand import Day
from tests.solve.brute_force import best_shelter


def limits() -> Limits:
    return Limits(time.monotonic() + 120)


def generated(seed: int, size: str, kind: str, folder: Path) -> Scenario:
    write_sample(random_scenario(seed, size, kind), folder / "day")  # type: ignore[arg-type]  # literals
    return read_scenario(folder / "day")


def sample(folder: Path) -> Scenario:
    options = SampleOptions.of_day("calm", people=200, status_holders=10, sites=40, seed=4)
    write_sample(make_sample(options), folder / "sample")
    return read_scenario(folder / "sample")


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its size, a day is planned in parts of few sites."""
    monkeypatch.setattr(sheltering, "MOST_SITES", -1)
    monkeypatch.setattr(sheltering, "all_slots", lambda *_: None)
    monkeypatch.setattr(dividing, "MOST_SITES", 12)
    monkeypatch.setattr(dividing, "FEW", 0.0)


@pytest.mark.parametrize("kind", ["mixed", "tight"])
@pytest.mark.parametrize("seed", range(400, 425))
def test_no_bound_of_the_country_is_above_the_best_plan(seed: int, kind: str, tmp_path: Path) -> None:
    scenario = generated(seed, "tiny", kind, tmp_path)
    network, best = build_network(scenario), best_shelter(scenario)
    least = least_of_country(scenario, limits(), best[:3])
    assert all(bound <= value + 1e-6 for bound, value in zip(least, best, strict=False))
    where = places(network)
    found = relaxed_country(network, where, bus_models(network, where), best[:3], limits())
    assert found.bound is not None
    assert found.bound <= best[3] + 1e-6


def test_pooled_sites_have_room_for_all_that_their_sites_have(tmp_path: Path) -> None:
    scenario = sample(tmp_path)
    fewer = pooled(scenario)
    assert len(fewer.sites) < len(scenario.sites)
    for total in (
        lambda s: sum(site.occupied for site in s.sites),
        lambda s: sum(max(site.places, site.occupied) for site in s.sites if site.usable(scenario.date)),
        lambda s: sum(site.wheelchair_places for site in s.sites),
        lambda s: sum(site.care_minutes_used for site in s.sites),
    ):
        assert total(fewer) == total(scenario)


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize(("size", "kind"), [("small", "mixed"), ("small", "tight"), ("mid", "loose"), ("mid", "tight")])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_plan_made_in_parts_is_valid(seed: int, size: str, kind: str, tmp_path: Path) -> None:
    scenario = generated(seed, size, kind, tmp_path)
    scenario = replace(scenario, policy=replace(scenario.policy, time_limit_seconds=20.0))
    decision = solve(scenario)
    assert verify(scenario, build_plan(scenario, decision, 0.0)) == ()
    assert all(level.bound is not None and level.bound <= level.value + 1e-6 for level in decision.levels)


@pytest.mark.usefixtures("in_parts")
def test_a_country_in_parts_is_planned_nearly_as_well_as_in_one(tmp_path: Path) -> None:
    scenario = sample(tmp_path)
    first, _, third, fourth, fifth = solve(scenario).levels
    assert (first.value, first.settled, third.settled) == (0, True, True)
    assert fourth.gap <= 0.02
    assert fifth.gap <= 0.4


def parts_of(network: Network) -> tuple[Scenario, list[dividing.Part]]:
    where = places(network)
    models = bus_models(network, where)
    least = least_of_country(network.scenario, limits())
    guide = relaxed_country(network, where, models, least, limits(), prove=False)
    return network.scenario, divide(network, where, models, guide.relaxed, 60.0)


@pytest.mark.usefixtures("in_parts")
def test_parts_share_out_households_regions_and_buses_once(tmp_path: Path) -> None:
    network = build_network(sample(tmp_path))
    scenario, parts = parts_of(network)
    assert len(parts) > 2
    everybody = [h for part in parts for h in part.households]
    reached = {h for c, cls in enumerate(network.classes) if (network.arc_class == c).any() for h in cls.members}
    assert len(everybody) == len(set(everybody))
    assert set(everybody) == reached
    buses = [bus.id for part in parts for bus in part.buses]
    assert len(buses) == len(set(buses)) <= len(scenario.buses)
    assert sum(part.most_buses for part in parts) <= scenario.policy.buses_per_day
    for one in parts:
        assert all(one is two or one.regions.isdisjoint(two.regions) for two in parts)
        assert {site.region for site in one.scenario(scenario).sites} <= {scenario.regions[v].code for v in one.regions}


@pytest.mark.parametrize(
    ("shares", "total", "expected"),
    [
        ([1.0, 1.0, 2.0], 4, [1, 1, 2]),
        ([0.5, 0.3, 0.2], 1, [1, 0, 0]),
        ([0.0, 0.0], 3, [2, 1]),
        ([0.6, 0.4], 0, [0, 0]),
    ],
)
def test_what_is_apportioned_adds_up(shares: list[float], total: int, expected: list[int]) -> None:
    assert apportioned(np.array(shares), total) == expected


def test_an_answer_by_household_is_the_answer_again(tmp_path: Path) -> None:
    network = build_network(sample(tmp_path))
    answer = with_those_left(network, nobody_moves(network))
    assert answer.flow()
    again = answer_of(network, *by_household(network, answer))
    assert (values(network, again), again.flow()) == (values(network, answer), answer.flow())


def test_whoever_is_left_gets_the_last_place_and_nobody_more() -> None:
    day = Day()
    network = build_network(day.scenario)
    answer = with_those_left(network, nobody_moves(network))
    again = with_those_left(network, answer)
    assert answer.flow() == again.flow()
    for j, free in enumerate(network.free):
        placed = sum(
            network.classes[network.arc_class[a]].persons * n
            for a, n in answer.flow().items()
            if network.arc_site[a] == j
        )
        assert placed <= free
    assert values(network, answer)[0] < sum(c.weight * c.count for c in network.classes)


def staffed() -> Scenario:
    """The day counted by hand, with staff enough: S1 has seven places left."""
    scenario = Day().scenario
    return replace(scenario, regions=tuple(replace(region, own_staff=20.0) for region in scenario.regions))


def test_others_make_room_for_who_can_go_nowhere_else() -> None:
    # The four of A1 weigh most and take the site that is open already; six are pinned to it.
    scenario = staffed()
    first = next(h for h in scenario.households if h.id == "A1")
    pinned = replace(first, id="P", persons=6, pinned_to="S1")
    network = build_network(replace(scenario, households=(replace(first, priority=2), pinned)))
    answer = with_those_left(network, nobody_moves(network))
    destination, duties = by_household(network, answer)
    assert destination == {"A1": "S2", "P": "S1"}
    assert values(network, answer)[0] == 0
    assert sum(len(duty) for duty in duties.values()) >= 1


def test_a_trip_of_few_is_given_up_for_seats_on_another() -> None:
    scenario = staffed()
    first = next(h for h in scenario.households if h.id == "A1")
    network = build_network(replace(scenario, households=(first, replace(first, id="B", persons=2))))
    apart = {"A1": "S1", "B": "S1"}
    trips = tuple(BusTrip("TA", ("S1",), ((h,),)) for h in apart)
    answer = answer_of(network, apart, {scenario.buses[0].id: trips})
    fewer = with_fewer_trips(network, answer, 0.0)
    assert sum(len(duty) for kind in fewer.duties for duty in kind) == 1
    assert fewer.flow() == answer.flow()
    assert values(network, fewer)[3] < values(network, answer)[3]
