"""Days counted by hand: what binds, and what happens when nothing goes."""

from __future__ import annotations

import pytest

from optimizer.plan.build import build_plan
from optimizer.plan.plan import Outcome, Plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.solve import solve
from tests.plan.hand import Day

EVERYBODY = {"A1": "S1", "A2": "S1", "A3": "S1", "A4": "S2", "H1": "W1", "H2": "W2"}


def planned(scenario: Scenario) -> Plan:
    """The verified plan of a day."""
    plan = build_plan(scenario, solve(scenario), 0.0)
    assert verify(scenario, plan) == ()
    return plan


def destinations(plan: Plan) -> dict[str, str]:
    return {a.household_id: a.destination_id for a in plan.assignments if a.destination_id}


def unplaced(plan: Plan) -> set[str]:
    return {a.household_id for a in plan.assignments if a.outcome is Outcome.UNPLACED}


def test_everybody_has_a_place_and_one_bus_drives() -> None:
    plan = planned(Day().scenario)
    assert destinations(plan).keys() == EVERYBODY.keys()
    assert [level.settled for level in plan.levels] == [True] * 5
    assert plan.levels[0].value == plan.levels[1].value == 0


def test_no_bus_leaves_the_bus_riders_outside_and_the_others_go() -> None:
    plan = planned(Day().policy(buses_per_day=0).scenario)
    assert unplaced(plan) == {"A1", "A2", "A3"}
    assert plan.levels[0].value == 7
    assert all("bus" in a.reason for a in plan.assignments if a.household_id == "A1")


def test_no_staff_opens_nothing() -> None:
    day = Day().set("regions", "VR01", own_staff=0, state_staff_max=0, hired_staff_max=0)
    day = day.set("regions", "VR03", own_staff=0, state_staff_max=0, hired_staff_max=0)
    plan = planned(day.scenario)
    assert unplaced(plan) == {"A1", "A2", "A3", "A4"}
    assert any("VR01" in overload for overload in map(str, plan.overloads))  # its three residents need staff too


def test_nobody_to_place_is_a_plan() -> None:
    plan = planned(Day().without("households").scenario)
    assert plan.assignments == ()
    assert plan.trips == ()
    assert plan.levels[0].value == 0


def test_an_over_full_site_takes_nobody_and_says_so() -> None:
    plan = planned(Day().set("sites", "S1", occupied=13).scenario)
    assert "S1" not in destinations(plan).values()
    assert plan.overloads


def test_a_pin_that_is_possible_is_kept_and_one_that_is_not_has_a_reason() -> None:
    assert destinations(planned(Day().set("households", "A1", pinned_to="S2").scenario))["A1"] == "S2"
    plan = planned(Day().set("households", "A2", pinned_to="S2").scenario)  # S2 has no care
    assert "A2" in unplaced(plan)
    assert "Decided for S2" in next(a.reason for a in plan.assignments if a.household_id == "A2")


def test_what_not_to_forbids_is_never_used() -> None:
    plan = planned(Day().set("households", "A1", not_to="S1").scenario)
    assert destinations(plan)["A1"] == "S2"


def test_residents_of_a_closing_site_are_moved_and_cost_no_relocation() -> None:
    day = Day().set("sites", "S2", status="open", closes_on="2026-03-02").set("households", "A1", origin_id="S2")
    plan = planned(day.scenario)
    assert destinations(plan)["A1"] == "S1"
    assert plan.levels[4].value < 1_000  # 4 persons at 60 each would be there else


def test_residents_of_an_open_site_stay_without_a_bus() -> None:
    day = Day().set("regions", "VR01", base_places=225).set("households", "A1", origin_id="S1")  # no load to even out
    plan = planned(day.without("households", "A2", "A3", "A4").scenario)
    assert destinations(plan)["A1"] == "S1"
    assert plan.trips == ()


@pytest.mark.parametrize(("care_minutes", "placed"), [(66, True), (65, False)])
def test_care_minutes_bind_to_the_minute(care_minutes: int, placed: bool) -> None:
    day = Day().without("households", "A4").set("sites", "S2", status="closed")
    day = day.set("regions", "VR01", care_minutes=care_minutes)  # 3 residents 6, A1 8, A2 50, A3 2: 66
    assert (unplaced(planned(day.scenario)) == set()) is placed


@pytest.mark.parametrize(("seats", "trips"), [(7, 1), (6, 2)])
def test_a_bus_comes_twice_when_seats_are_short(seats: int, trips: int) -> None:
    day = Day().set("buses", "B1", seats=seats).without("buses", "B2").set("sites", "S2", status="closed")
    plan = planned(day.without("households", "A4").scenario)
    assert unplaced(plan) == set()
    assert len(plan.trips) == trips


@pytest.mark.parametrize(("minutes", "placed"), [(120, True), (119, False)])
def test_driving_binds_to_the_minute(minutes: int, placed: bool) -> None:
    day = Day().policy(max_drive_minutes=minutes).set("sites", "S2", status="closed").without("households", "A4")
    assert (unplaced(planned(day.scenario)) == set()) is placed  # Ter Apel to S1 and back: two hours


def test_listed_minutes_of_any_fineness_are_taken() -> None:
    day = Day()
    for i, row in enumerate(day.tables["travel_times"]):
        row["minutes"] += 0.1234567890123 / (i + 1)
    plan = planned(day.scenario)
    assert unplaced(plan) == set()
    assert all(level.bound is not None and level.bound <= level.value for level in plan.levels)
