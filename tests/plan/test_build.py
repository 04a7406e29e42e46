"""The plan of a decision, counted by hand: times, tallies, staff and overloads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.plan.build import build_plan
from optimizer.plan.cells import exact
from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.figures.tallies import cheapest_staff, staff_need
from optimizer.plan.plan import LEVEL_NAMES, Assignment, Counts, Level, Outcome, Overload, Plan, SiteTally, Status
from optimizer.scenario.entities import Effort, Region
from tests.plan.hand import DECISION, Day, plan, without

DAY = Day()


def times(made: Plan) -> list[tuple[str, int, list[int]]]:
    """Trip, departure and arrivals; minutes after midnight."""
    return [(trip.trip_id, trip.departs, [stop.arrives for stop in trip.stops]) for trip in made.trips]


def test_assignments() -> None:
    made = plan(DAY.scenario)
    rest = [replace(assignment, reason="") for assignment in made.assignments]
    assert rest == [
        Assignment("A1", Outcome.SITE, "S1", "VR01", "GM0014", "T001"),
        Assignment("A2", Outcome.SITE, "S1", "VR01", "GM0014", "T001"),
        Assignment("A3", Outcome.SITE, "S1", "VR01", "GM0014", "T001"),
        Assignment("A4", Outcome.SITE, "S2", "VR03", "GM0114"),
        Assignment("H1", Outcome.HOME, "W1", "VR01", "GM0014"),
        Assignment("H2", Outcome.HOME, "W2", "VR01", "GM0037"),
        Assignment("H3", Outcome.STAY),
    ]
    assert made.counts == Counts(households=7, persons=20, sheltered=10, housed=5, stay=5, unplaced=0)
    assert (made.status, made.buses_used, made.overloads) == (Status.FEASIBLE, 1, ())


def test_optimal_only_if_every_level_is_settled() -> None:
    settled = tuple(Level(name, 0.0, 0.0, 0.0, 0.1, settled=True) for name in LEVEL_NAMES)
    assert build_plan(DAY.scenario, replace(DECISION, levels=settled), 1.0).status is Status.OPTIMAL
    but_one = (*settled[:4], replace(settled[4], settled=False))
    assert build_plan(DAY.scenario, replace(DECISION, levels=but_one), 1.0).status is Status.FEASIBLE


@pytest.mark.parametrize(
    "decision",
    [
        Decision({"A9": "S1"}, {}, DECISION.levels),
        Decision({"A1": "W1"}, {}, DECISION.levels),
        Decision({"H1": "S1"}, {}, DECISION.levels),
        Decision({}, {"B9": ()}, DECISION.levels),
        Decision({}, {"B1": (BusTrip("TA", ("S1",), (("A9",),)),)}, DECISION.levels),
    ],
)
def test_unknown_ids_are_refused(decision: Decision) -> None:
    with pytest.raises(ValueError, match="the decision"):
        build_plan(DAY.scenario, decision, 1.0)


def test_first_trip_boards_from_seven() -> None:
    made = plan(DAY.scenario)
    assert times(made) == [("T001", 7 * 60 + 20, [8 * 60 + 20])]
    assert (made.trips[0].drive_minutes, made.trips[0].persons) == (60.0, 7)


def test_two_trips_of_two_stops_and_an_empty_start() -> None:
    day = DAY.set("buses", "B1", station_id="S2").set("households", "A4", transport="bus").policy(day_starts="06:30")
    trips = (BusTrip("TA", ("S2", "S1"), (("A4",), ("A2", "A3"))), BusTrip("TA", ("S1",), (("A1",),)))
    made = plan(day.scenario, replace(DECISION, duties={"B1": trips}))
    # 6:30, 40 to Ter Apel, 20 boarding: 7:30; 40 to S2: 8:10; 10 there and 30 on: 8:50; 10 there, 60 back, 20: 10:20.
    assert times(made) == [("T001", 450, [490, 530]), ("T002", 620, [680])]
    assert [trip.drive_minutes for trip in made.trips] == [70.0, 60.0]
    assert [trip.sequence for trip in made.trips] == [1, 2]


def test_trips_are_numbered_by_fleet_then_by_driving() -> None:
    duties = {"B2": (BusTrip("TA", ("S1",), (("A1",),)),), "B1": (BusTrip("TA", ("S1",), (("A2", "A3"),)),)}
    made = plan(DAY.scenario, replace(DECISION, duties=duties))
    assert [(trip.trip_id, trip.bus_id) for trip in made.trips] == [("T001", "B1"), ("T002", "B2")]


@pytest.mark.parametrize(
    ("minutes", "arrives"),
    [(269, 440 + 269), (270, 440 + 270), (271, 440 + 271 + 45), (540, 440 + 540 + 45), (541, 440 + 541 + 90)],
)
def test_a_break_before_the_271st_minute(minutes: int, arrives: int) -> None:
    day = DAY.set("travel_times", "TA", minutes=minutes)
    assert times(plan(day.scenario)) == [("T001", 440, [arrives])]


def test_a_break_that_is_due_at_the_origin_is_taken_before_leaving() -> None:
    day = DAY.set("buses", "B1", station_id="S2")
    day.tables["travel_times"][3]["minutes"] = 270  # S2 to Ter Apel
    # 7:00, 270 driven: 11:30; 45 break and 20 boarding: 12:35; an hour to S1.
    assert times(plan(day.scenario)) == [("T001", 12 * 60 + 35, [13 * 60 + 35])]


def test_fractions_of_a_minute_are_rounded_up() -> None:
    day = DAY.set("travel_times", "TA", minutes=60.1).policy(load_minutes=20.5)
    made = plan(day.scenario)
    assert times(made) == [("T001", 441, [502])]
    assert made.trips[0].drive_minutes == 60.1


def test_site_tallies() -> None:
    assert plan(DAY.scenario).sites == (
        SiteTally("S1", True, False, 12, 3, 7, 10),
        SiteTally("S2", True, True, 8, 0, 3, 3),
    )
    assert plan(DAY.scenario, without(DECISION, "A4")).sites[1] == SiteTally("S2", False, False, 8, 0, 0, 0)


def test_region_tallies() -> None:
    made = plan(DAY.scenario)
    first, third = made.regions[0], made.regions[2]
    assert len(made.regions) == 25
    assert (first.vr_code, first.places, first.occupied_before, first.arrivals, first.occupied_after) == (
        "VR01",
        10,
        3,
        7,
        10,
    )
    assert (first.state_staff, first.hired_staff, first.care_minutes_used) == (1, 1, 3 * 2 + 4 * 2 + 2 * 25 + 1 * 2)
    assert (third.vr_code, third.state_staff, third.hired_staff) == ("VR03", 1, 0)


def region(**fields: object) -> Region:
    known = {"own_staff": 0.0, "state_staff_max": 3, "hired_staff_max": 2, "care_minutes": None, **fields}
    return Region("VR01", "Groningen", 225, 225, **known)  # type: ignore[arg-type]  # fields of mixed types


@pytest.mark.parametrize(
    ("need", "own", "expected"),
    [("2", 2.0, (0, 0)), ("2.1", 2.0, (1, 0)), ("3", 0.0, (3, 0)), ("3.5", 0.0, (3, 1)), ("9", 0.0, (3, 2))],
)
def test_the_cheaper_staff_first(need: str, own: float, expected: tuple[int, int]) -> None:
    staff = cheapest_staff(region(own_staff=own), exact(float(need)), Effort())
    assert (staff.state, staff.hired) == expected


def test_hired_staff_first_where_it_is_cheaper() -> None:
    staff = cheapest_staff(region(), exact(3), Effort(state_staff=30, hired_staff=10))
    assert (staff.state, staff.hired) == (1, 2)


def test_staff_is_counted_exactly() -> None:
    sites = DAY.set("sites", "S1", staff_fixed=0.1).set("sites", "S2", staff_fixed=0.2).scenario.sites
    need = staff_need(sites, {"S2": 3}, exact(15))  # six people
    assert 0.1 + 0.2 + 6 / 15 > 0.7
    assert need == exact(0.7)
    assert cheapest_staff(region(own_staff=0.7), need, Effort()).state == 0


def test_overloads_are_told_with_figures() -> None:
    day = DAY.set("sites", "S1", occupied=14, staff_fixed=2, care_minutes_used=90.5)
    made = plan(day.scenario, without(DECISION, "A1", "A2", "A3"))
    text = "tranche_base 14/10; staff 3.87/3.5; care_minutes 90.5/80; site_places 14/12 S1"
    assert made.regions[0].overload == text
    assert "; ".join(map(str, Overload.parse_all(text))) == text
    assert (made.regions[0].state_staff, made.regions[0].hired_staff) == (1, 2)
    assert made.overloads == (
        "VR01 Groningen: 14 residents on 10 places of the first tranche",
        "VR01 Groningen: residents need 3.87 staff, 3.5 can be had",
        "VR01 Groningen: residents take 90.5 care minutes of 80",
        "VR01 Groningen: site S1 holds 14 residents on 12 places",
    )


def test_just_full_is_no_overload() -> None:
    day = DAY.set("sites", "S1", occupied=10, places=10, staff_fixed=2, care_minutes_used=80)
    assert plan(day.scenario, without(DECISION, "A1", "A2", "A3")).overloads == ()
