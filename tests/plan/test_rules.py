"""Every rule: a smallest plan that keeps it, and one that breaks it, by our verifier and by the shared checker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.plan import Level, Outcome, Plan, RegionTally, Status
from optimizer.plan.verify import PlanInvalidError, Violation, recompute_levels, verify
from tests.plan.hand import DECISION, TODAY, Day, check_plan, plan, reassigned, without

YESTERDAY, TOMORROW = date(2026, 3, 1), date(2026, 3, 3)


@dataclass(frozen=True)
class Planted:
    """A plan that is right for `allowed` and wrong for `forbidden`, or once `change` has been at it."""

    rule: str
    allowed: Day = Day()  # noqa: RUF009 - a Day is copied on every change
    forbidden: Day | None = None
    decision: Decision = DECISION
    worse: Decision | None = None
    change: Callable[[Plan], Plan] | None = None
    checker: str | None = ""  # how the shared checker's finding begins, if not as the rule; None: it does not look

    def plant(self) -> tuple[Day, Plan]:
        """The wrong plan, and the day it is wrong for."""
        made = plan(self.allowed.scenario, self.worse or self.decision)
        return self.forbidden or self.allowed, self.change(made) if self.change is not None else made


def bus(*trips: BusTrip, of: str = "B1") -> Decision:
    return replace(DECISION, duties={of: trips})


def first_trip(**fields: object) -> Callable[[Plan], Plan]:
    def change(made: Plan) -> Plan:
        return replace(made, trips=(replace(made.trips[0], **fields), *made.trips[1:]))

    return change


def first_stop(**fields: object) -> Callable[[Plan], Plan]:
    def change(made: Plan) -> Plan:
        trip = made.trips[0]
        return first_trip(stops=(replace(trip.stops[0], **fields), *trip.stops[1:]))(made)

    return change


def region(code: str, **fields: object) -> Callable[[Plan], Plan]:
    def change(made: Plan) -> Plan:
        def changed(tally: RegionTally) -> RegionTally:
            return replace(tally, **fields) if tally.vr_code == code else tally

        return replace(made, regions=tuple(map(changed, made.regions)))

    return change


def level(name: str, **fields: object) -> Callable[[Plan], Plan]:
    def change(made: Plan) -> Plan:
        def changed(value: Level) -> Level:
            return replace(value, **fields) if value.name == name else value

        return replace(made, levels=tuple(map(changed, made.levels)))

    return change


def drop_last(made: Plan) -> Plan:
    return replace(made, assignments=made.assignments[:-1])


def swap_first(made: Plan) -> Plan:
    first, second, *rest = made.assignments
    return replace(made, assignments=(second, first, *rest))


def no_trips(made: Plan) -> Plan:
    return replace(made, trips=(), buses_used=0)


def add_an_empty_trip(made: Plan) -> Plan:
    stop = replace(made.trips[0].stops[0], persons=0, arrives=760)
    empty = replace(made.trips[0], trip_id="T002", sequence=2, departs=700, persons=0, stops=(stop,))
    return replace(made, trips=(*made.trips, empty))


def give_all_trips_one_id(made: Plan) -> Plan:
    return replace(made, trips=tuple(replace(trip, trip_id="T001") for trip in made.trips))


DAY = Day()
NOBODY = Decision({}, {}, DECISION.levels)
KEEPS_AT_HOME = DAY.set("households", "A4", origin_id="S2")
TWO_BUSES = replace(
    DECISION,
    duties={
        "B1": (BusTrip("TA", ("S1",), (("A2",),)),),
        "B2": (BusTrip("TA", ("S1",), (("A1", "A3"),)),),
    },
)
TWO_STOPS = replace(
    without(DECISION, "A1"),
    destination={**DECISION.destination, "A1": "S2"},
    duties={"B1": (BusTrip("TA", ("S1", "S2"), (("A2", "A3"), ("A1",))),)},
)
LONG_DRIVE = DAY.set("travel_times", "TA", minutes=135).set("travel_times", "S1", minutes=135)
FOUR_SITES = DAY
for number in (3, 4, 5):
    FOUR_SITES = FOUR_SITES.set(
        "sites", f"S{number}", name="Tent", vr_code="VR03", gm_code="GM0106", lon=6.56, lat=52.99, places=9
    )
FOUR_STOPS = replace(
    DECISION,
    duties={"B1": (BusTrip("TA", ("S1", "S3", "S4", "S5"), (("A1", "A2", "A3"), (), (), ())),)},
)
THREE_STOPS = replace(DECISION, duties={"B1": (BusTrip("TA", ("S1", "S3", "S4"), (("A1", "A2", "A3"), (), ())),)})

CASES = {
    "a household left out": Planted("1", change=drop_last),
    "households in another order": Planted("1", change=swap_first),
    "an asylum seeker stays": Planted(
        "1", change=reassigned("A4", outcome=Outcome.STAY, destination_id="", vr_code="", gm_code="")
    ),
    "a ready status holder stays": Planted(
        "1", change=reassigned("H2", outcome=Outcome.STAY, destination_id="", vr_code="", gm_code="")
    ),
    "one who is not ready is unplaced": Planted(
        "1", change=reassigned("H3", outcome=Outcome.UNPLACED, reason="No home."), checker=None
    ),
    "unplaced without a reason": Planted(
        "reason", decision=without(DECISION, "A4"), change=reassigned("A4", reason=""), checker="A4: unplaced"
    ),
    "a status holder in a site": Planted("2", change=reassigned("H1", outcome=Outcome.SITE, destination_id="S1")),
    "an asylum seeker in a home": Planted("2", change=reassigned("A4", outcome=Outcome.HOME, destination_id="W2")),
    "a site that does not exist": Planted("2", change=reassigned("A4", destination_id="S9")),
    "a closed site": Planted("2", DAY, DAY.set("sites", "S2", status="closed")),
    "a site that opens tomorrow": Planted(
        "2", DAY.set("sites", "S2", opens_on=TODAY), DAY.set("sites", "S2", opens_on=TOMORROW)
    ),
    "a site that closes today": Planted(
        "2", DAY.set("sites", "S2", closes_on=TOMORROW), DAY.set("sites", "S2", closes_on=TODAY)
    ),
    "places of a site": Planted("3", DAY.set("sites", "S1", places=10), DAY.set("sites", "S1", places=9)),
    "base tranche": Planted("3", DAY, DAY.set("regions", "VR01", base_places=9)),
    "additional tranche": Planted(
        "3",
        DAY.set("regions", "VR03", base_places=0, additional_places=3),
        DAY.set("regions", "VR03", base_places=0, additional_places=2),
    ),
    "staff: just enough": Planted(
        "4", DAY.set("regions", "VR01", own_staff=0.34), DAY.set("regions", "VR01", own_staff=0.33)
    ),
    "staff over the maximum": Planted("4", change=region("VR01", state_staff=2, hired_staff=0)),
    "fixed staff": Planted("4", DAY.set("sites", "S1", staff_fixed=1.16), DAY.set("sites", "S1", staff_fixed=1.17)),
    "people per staff": Planted("4", DAY.policy(people_per_staff=6.7), DAY.policy(people_per_staff=6.6)),
    "care level": Planted("5", DAY, DAY.set("sites", "S1", care_level=1)),
    "wheelchair places": Planted("5", DAY, DAY.set("sites", "S1", wheelchair_places=0)),
    "unaccompanied minor": Planted("5", DAY, DAY.set("sites", "S1", minors=False)),
    "care minutes": Planted(
        "5", DAY.set("regions", "VR01", care_minutes=66), DAY.set("regions", "VR01", care_minutes=65.9)
    ),
    "an over-full site takes people": Planted("6", DAY, DAY.set("sites", "S1", places=2), checker="rule 3"),
    "an over-full tranche takes people": Planted("6", DAY, DAY.set("regions", "VR01", base_places=2), checker="rule 3"),
    "a region short of staff takes people": Planted("6", DAY, DAY.set("sites", "S1", staff_fixed=4), checker="rule 4"),
    "a region short of care takes people": Planted(
        "6", DAY, DAY.set("sites", "S1", care_minutes_used=81), checker="rule 5"
    ),
    "a region short of staff uses it all": Planted(
        "6",
        DAY.set("sites", "S1", staff_fixed=4),
        decision=without(DECISION, "A1", "A2", "A3"),
        change=region("VR01", hired_staff=1),
        checker="rule 4",
    ),
    "an overload that is not told": Planted(
        "6",
        DAY.set("sites", "S1", places=2),
        decision=without(DECISION, "A1", "A2", "A3"),
        change=region("VR01", overload=""),
        checker=None,
    ),
    "a home too small": Planted("7", DAY, DAY.set("housing", "W1", persons=1)),
    "two households in one unit": Planted(
        "7",
        DAY.set("housing", "W1", units=2, persons=3),
        DAY.set("housing", "W1", units=1, persons=3),
        decision=replace(DECISION, destination={**DECISION.destination, "H2": "W1"}),
    ),
    "an interim facility over-full": Planted(
        "7", DAY.set("housing", "W2", persons=3), DAY.set("housing", "W2", persons=2)
    ),
    "a home without a wheelchair": Planted("7", DAY, DAY.set("housing", "W1", wheelchair=False)),
    "a home in another municipality": Planted("7", DAY, DAY.set("housing", "W1", gm_code="GM0037")),
    "interim in another region": Planted("7", DAY, DAY.set("housing", "W2", gm_code="GM0114")),
    "interim elsewhere, not allowed": Planted("7", DAY, DAY.policy(interim_in_region=False)),
    "not available yet": Planted(
        "7", DAY.set("housing", "W1", available_on=TODAY), DAY.set("housing", "W1", available_on=TOMORROW)
    ),
    "not available any more": Planted(
        "7", DAY.set("housing", "W1", available_until=TOMORROW), DAY.set("housing", "W1", available_until=TODAY)
    ),
    "nobody drives them": Planted("8", change=no_trips),
    "the trip of another origin": Planted("8", DAY, DAY.set("households", "A1", origin_id="S2"), checker="rule 8"),
    "a trip that does not stop there": Planted("8", change=first_stop(site_id="S2")),
    "who keeps its site rides": Planted("8", KEEPS_AT_HOME, change=reassigned("A4", trip_id="T001"), checker=None),
    "seats": Planted("8", DAY.set("buses", "B1", seats=7), DAY.set("buses", "B1", seats=6)),
    "wheelchair positions": Planted("8", DAY, DAY.set("buses", "B1", wheelchair_positions=0)),
    "four stops": Planted("8", FOUR_SITES, decision=THREE_STOPS, worse=FOUR_STOPS),
    "one stop twice": Planted(
        "8",
        decision=TWO_STOPS,
        worse=bus(BusTrip("TA", ("S1", "S1"), (("A1", "A2"), ("A3",)))),
    ),
    "an empty trip": Planted("8", change=add_an_empty_trip),
    "persons of a trip": Planted("8", change=first_trip(persons=6), checker=None),
    "persons of a stop": Planted("8", change=first_stop(persons=6)),
    "more buses than may drive": Planted(
        "8", DAY.policy(buses_per_day=2), DAY.policy(buses_per_day=1), decision=TWO_BUSES
    ),
    "a bus that is not there": Planted("8", change=first_trip(bus_id="B9")),
    "a trip id twice": Planted("8", decision=TWO_BUSES, change=give_all_trips_one_id),
    "trips of a bus numbered wrong": Planted("8", change=first_trip(sequence=2), checker=None),
    "driving": Planted("8", DAY.policy(max_drive_minutes=120), DAY.policy(max_drive_minutes=119)),
    "driving from the station and back": Planted(
        "8",
        DAY.set("buses", "B1", station_id="S2").policy(max_drive_minutes=130),  # 40 + 60 + 30
        DAY.set("buses", "B1", station_id="S2").policy(max_drive_minutes=129),
    ),
    "duty": Planted("8", DAY.policy(max_duty_minutes=150), DAY.policy(max_duty_minutes=149)),  # 120 + 20 + 10
    "duty with its break": Planted(
        "8",
        LONG_DRIVE.policy(max_duty_minutes=345),  # 135 there, 135 back, 20 + 10, 45 for the full 270
        LONG_DRIVE.policy(max_duty_minutes=344),
    ),
    "duty just below a break": Planted(
        "8",
        LONG_DRIVE.set("travel_times", "S1", minutes=134).policy(max_duty_minutes=299),
        LONG_DRIVE.set("travel_times", "S1", minutes=134).policy(max_duty_minutes=298),
    ),
    "a pin not kept": Planted(
        "9", DAY.set("households", "A4", pinned_to="S2"), DAY.set("households", "A4", pinned_to="S1")
    ),
    "a forbidden place": Planted(
        "9", DAY.set("households", "A4", not_to="S1"), DAY.set("households", "A4", not_to="S2 S1")
    ),
    "a forbidden home": Planted("9", DAY, DAY.set("households", "H2", not_to="W2")),
    "level 1 told wrong": Planted("level", decision=without(DECISION, "A4"), change=level("unsheltered", value=2.0)),
    "level 2 told wrong": Planted("level", decision=without(DECISION, "H2"), change=level("unhoused", value=2.0)),
    "level 3 told wrong": Planted("level", change=level("displaced", value=0.0)),
    "level 4 told wrong": Planted("level", change=level("uneven", value=0.0)),
    "level 5 told wrong": Planted("level", change=level("effort", value=120.0)),
    "a bound above the value": Planted("level", change=level("displaced", bound=4.0, gap=0.0)),
    "a gap that is none": Planted("level", change=level("displaced", bound=2.0, gap=0.0), checker=None),
    "settled without a bound": Planted("level", change=level("displaced", settled=True), checker=None),
    "settled at a wide gap": Planted(
        "level", change=level("displaced", bound=2.0, gap=1 / 3, settled=True), checker=None
    ),
    "a level left out": Planted(
        "level", change=lambda made: replace(made, levels=made.levels[1:]), checker="summary.json levels"
    ),
    "departs before it is boarded": Planted("times", change=first_trip(departs=439), checker=None),  # 7:19
    "arrives before it can": Planted("times", change=first_stop(arrives=499), checker=None),
    "arrives long after it can": Planted("times", change=first_stop(arrives=501), checker=None),
    "drive minutes told wrong": Planted("times", change=first_trip(drive_minutes=59.0), checker=None),
    "site tally": Planted("tally", change=lambda made: replace(made, sites=made.sites[1:]), checker="sites.csv"),
    "residents of a region told wrong": Planted("tally", change=region("VR01", occupied_after=9), checker=None),
    "care minutes told wrong": Planted("tally", change=region("VR01", care_minutes_used=65.0), checker=None),
    "region of a destination told wrong": Planted("tally", change=reassigned("A1", vr_code="VR03"), checker=None),
    "another day": Planted("summary", change=lambda made: replace(made, date=TOMORROW), checker=None),
    "another scenario": Planted("summary", change=lambda made: replace(made, scenario_sha256="0"), checker=None),
    "optimal though not proven": Planted(
        "summary", change=lambda made: replace(made, status=Status.OPTIMAL), checker=None
    ),
    "persons counted wrong": Planted(
        "summary", change=lambda made: replace(made, counts=replace(made.counts, sheltered=9)), checker=None
    ),
    "buses counted wrong": Planted("summary", change=lambda made: replace(made, buses_used=2), checker=None),
    "an overload too many": Planted("summary", change=lambda made: replace(made, overloads=("VR01",)), checker=None),
}
PROSE = {"summary", "tally", "level", "times"}  # what else a planted fault may make untrue


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def planted(request: pytest.FixtureRequest) -> Planted:
    case = request.param
    assert isinstance(case, Planted)
    return case


def rules(violations: tuple[Violation, ...]) -> set[str]:
    return {violation.rule for violation in violations}


def test_allowed(planted: Planted) -> None:
    scenario = planted.allowed.scenario
    assert verify(scenario, plan(scenario, planted.decision)) == ()


def test_forbidden(planted: Planted) -> None:
    day, made = planted.plant()
    found = rules(verify(day.scenario, made))
    assert planted.rule in found
    assert found - PROSE <= {planted.rule}


@pytest.mark.shared
def test_shared_checker_agrees(planted: Planted, tmp_path: Path, shared: Path) -> None:
    right = plan(planted.allowed.scenario, planted.decision)
    assert check_plan(shared, planted.allowed.write(), right, tmp_path) == []
    day, made = planted.plant()
    broken = check_plan(shared, day.write(), made, tmp_path)
    if planted.checker is None:
        assert broken == []
    else:
        said = f"rule {planted.rule}" if planted.rule.isdigit() else planted.rule
        assert [text for text in broken if text.startswith(planted.checker or said)], broken


def test_every_rule_is_planted() -> None:
    planted = {case.rule for case in CASES.values()}
    assert planted == {*"123456789", "reason", "times", "tally", "level", "summary"}
    assert {case.rule for case in CASES.values() if case.checker is not None} >= set("123456789")


def test_levels_counted_by_hand() -> None:
    scenario = DAY.scenario
    # displaced: H2 (3) in GM0037; uneven: VR01 10 people on 10 places, one in each band: 0 + 1 + 4 + .. + 81 = 285,
    # VR03 3 people on 450 places: none; effort: 120 bus minutes, 40 * 0.2 own, 30 state and
    # 60 hired staff in VR01, 30 state staff in VR03 (3 / 7.5), 240 to open S2.
    assert recompute_levels(scenario, plan(scenario)) == {
        "unsheltered": 0,
        "unhoused": 0,
        "displaced": 3,
        "uneven": 285,
        "effort": 120 + 8 + 30 + 60 + 30 + 240,
    }


def test_levels_of_an_empty_plan() -> None:
    late = DAY.set("households", "H1", linked_on=date(2025, 11, 23))  # 14 weeks are over on 1 March
    scenario = late.set("households", "A2", priority=2).set("households", "A1", priority=1).scenario
    # unsheltered: 4 * 3 + 2 * 10 + 1 + 3; unhoused: 2 * 2 + 3; uneven: 3 people on 10 places: 0 + 1 + 4;
    # effort: 1 + 3 / 7.5 = 1.4 staff, 0.5 own, so 1 state.
    assert recompute_levels(scenario, plan(scenario, NOBODY)) == {
        "unsheltered": 36,
        "unhoused": 7,
        "displaced": 0,
        "uneven": 5,
        "effort": 30,
    }


def test_one_day_earlier_is_not_overdue() -> None:
    scenario = DAY.set("households", "H1", linked_on=date(2025, 11, 24)).scenario
    assert recompute_levels(scenario, plan(scenario, NOBODY))["unhoused"] == 5


def test_relocation_counts_moves_unless_the_site_closes() -> None:
    moved = DAY.set("households", "A4", origin_id="S1", moves=2)
    scenario = moved.scenario
    stays_open = recompute_levels(scenario, plan(scenario))["effort"]
    scenario = moved.set("sites", "S1", closes_on=TODAY, occupied=0).scenario
    closes = recompute_levels(scenario, plan(scenario, without(DECISION, "A1", "A2", "A3")))["effort"]
    # 30 own minutes at 0.2 both times; S1 open: 3 persons * (1 + 2) * 60, a bus 120, staff 30 + 60;
    # S2 takes 30 for its staff and 240 to open, both times
    assert (stays_open, closes) == (120 + 6 + 90 + 30 + 240 + 540, 6 + 30 + 240)


def test_groups_count_those_outside_their_most_used_region() -> None:
    day = DAY
    for household in ("A1", "A2", "A4"):
        day = day.set("households", household, group_id="G")
    scenario = day.scenario
    assert recompute_levels(scenario, plan(scenario))["displaced"] == 3 + 3  # A4 in VR03, and H2


def test_keeping_its_site_needs_no_bus_and_counts_as_arrival() -> None:
    scenario = DAY.set("households", "A1", origin_id="S1").scenario
    made = plan(scenario, replace(DECISION, duties=without(DECISION, "A1").duties))
    assert verify(scenario, made) == ()
    assert (made.assignments[0].trip_id, made.sites[0].arrivals) == ("", 7)


def test_invalid_plan_names_every_violation() -> None:
    error = PlanInvalidError((Violation("3", "site S1 holds 9 of 8"), Violation("times", "trip T001 is late")))
    assert str(error) == "rule 3: site S1 holds 9 of 8\ntimes: trip T001 is late"


def test_the_verifier_shares_no_arithmetic_with_who_makes_plans() -> None:
    script = "import sys, optimizer.plan.verify; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    makers = ("optimizer.plan.build", "optimizer.plan.figures", "optimizer.plan.reasons", "optimizer.scenario.travel")
    assert "optimizer.plan.rules.levels" in done.stdout.split()
    assert [name for name in done.stdout.split() if name.startswith((*makers, "optimizer.model", "ortools"))] == []
