"""On generated scenarios, and on plans broken at random, the verifier and the shared checker say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.plan.plan import Plan
from optimizer.plan.read import read_plan
from optimizer.plan.texts import reason_text
from optimizer.plan.verify import verify
from optimizer.plan.write import write_tables
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from tests.generate import Size, Tightness, random_scenario
from tests.plan.greedy import greedy_plan
from tests.plan.hand import check_plan

KINDS: list[tuple[Size, Tightness]] = [
    (size, tightness) for size in ("tiny", "small", "mid") for tightness in ("loose", "mixed", "tight")
]
SCENARIOS = range(45)
FOLDERS = TemporaryDirectory(prefix="generated-")


@cache
def generated(seed: int) -> tuple[Path, Scenario]:
    size, tightness = KINDS[seed % len(KINDS)]
    folder = Path(FOLDERS.name) / str(seed)
    write_sample(random_scenario(seed, size, tightness), folder)
    return folder, read_scenario(folder)


@cache
def greedy(seed: int) -> Plan:
    return greedy_plan(generated(seed)[1])


@pytest.mark.parametrize("seed", SCENARIOS)
def test_greedy_plans_are_valid_and_read_back(seed: int, tmp_path: Path) -> None:
    _, scenario = generated(seed)
    made = greedy(seed)
    assert verify(scenario, made) == ()
    write_tables(made, scenario, tmp_path)
    assert read_plan(tmp_path) == made


@pytest.mark.shared
@pytest.mark.parametrize("seed", SCENARIOS)
def test_shared_checker_finds_greedy_plans_valid(seed: int, tmp_path: Path, shared: Path) -> None:
    assert check_plan(shared, generated(seed), greedy(seed), tmp_path) == []


@pytest.mark.parametrize("seed", SCENARIOS)
def test_every_unplaced_household_has_a_reason_in_both_languages(seed: int) -> None:
    made = greedy(seed)
    assert [u.household_id for u in made.unplaced] == [a.household_id for a in made.assignments if a.reason]
    for unplaced in made.unplaced:
        dutch, english = reason_text(unplaced.reason, "nl"), reason_text(unplaced.reason, "en")
        assert dutch != english
        assert "{" not in dutch + english


def test_the_generated_plans_have_something_in_them() -> None:
    plans = [greedy(seed) for seed in SCENARIOS]
    assert sum(len(made.trips) for made in plans) > 50
    assert sum(len(made.overloads) for made in plans) > 10
    assert len({unplaced.reason.code for made in plans for unplaced in made.unplaced}) > 12
    assert any(made.counts.housed for made in plans)
    assert any(made.counts.stay for made in plans)


def changes(made: Plan, draw: st.DataObject, scenario: Scenario) -> Iterator[Plan]:
    """One figure or id of the plan changed to something that stands elsewhere in it."""
    places = sorted({s.id for s in scenario.sites} | {o.id for o in scenario.offers})
    trips = ["", *(trip.trip_id for trip in made.trips)]
    at = draw.draw(st.integers(0, max(0, len(made.assignments) - 1)))
    if made.assignments:
        moved = replace(made.assignments[at], destination_id=draw.draw(st.sampled_from(places)) if places else "")
        riding = replace(made.assignments[at], trip_id=draw.draw(st.sampled_from(trips)))
        for changed in (moved, riding):
            yield replace(made, assignments=(*made.assignments[:at], changed, *made.assignments[at + 1 :]))
    if made.trips:
        at = draw.draw(st.integers(0, len(made.trips) - 1))
        trip = made.trips[at]
        stop = replace(trip.stops[0], persons=trip.stops[0].persons + 1)
        for fields in (
            {"bus_id": draw.draw(st.sampled_from([bus.id for bus in scenario.buses]))},
            {"origin_id": draw.draw(st.sampled_from([origin.id for origin in scenario.origins]))},
            {"stops": (*trip.stops, *trip.stops)},
            {"stops": (stop, *trip.stops[1:])},
        ):
            yield replace(made, trips=(*made.trips[:at], replace(trip, **fields), *made.trips[at + 1 :]))
    if made.regions:
        at = draw.draw(st.integers(0, len(made.regions) - 1))
        region = made.regions[at]
        staff = replace(region, state_staff=draw.draw(st.integers(0, 40)))
        yield replace(made, regions=(*made.regions[:at], staff, *made.regions[at + 1 :]))
    at = draw.draw(st.integers(0, 4))
    value = draw.draw(st.integers(0, 9)) + 0.5
    levels = (*made.levels[:at], replace(made.levels[at], value=value), *made.levels[at + 1 :])
    yield replace(made, levels=levels)


@pytest.mark.shared
@settings(max_examples=60, deadline=None)
@given(seed=st.sampled_from(SCENARIOS), draw=st.data())
def test_what_the_shared_checker_finds_is_found(shared: Path, seed: int, draw: st.DataObject) -> None:
    _, scenario = generated(seed)
    for broken in changes(greedy(seed), draw, scenario):
        with TemporaryDirectory() as out:
            if found := check_plan(shared, generated(seed), broken, Path(out)):
                assert verify(scenario, broken), found
