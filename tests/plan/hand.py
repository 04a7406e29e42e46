"""A day small enough to count by hand, as contract tables, with a plan that keeps every rule."""

from __future__ import annotations

import copy
import csv
import importlib.util
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.plan import Assignment, Plan
from optimizer.plan.write import write_tables
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from tests.plan.greedy import ZERO_LEVELS, plan_of

TODAY = date(2026, 3, 2)
Tables = dict[str, list[dict[str, Any]]]

# Ter Apel to S1 is an hour, to S2 (which may open) forty minutes, from S1 to S2 half an hour.
TABLES: Tables = {
    "policy": [{"key": "date", "value": TODAY}],
    "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
    "sites": [
        {
            "site_id": "S1",
            "name": "Hall",
            "vr_code": "VR01",
            "gm_code": "GM0014",
            "lon": 6.567,
            "lat": 53.219,
            "places": 12,
            "occupied": 3,
            "care_level": 2,
            "wheelchair_places": 1,
            "minors": True,
            "staff_fixed": 1,
        },
        {
            "site_id": "S2",
            "name": "School",
            "vr_code": "VR03",
            "gm_code": "GM0114",
            "lon": 6.907,
            "lat": 52.779,
            "tranche": "additional",
            "places": 8,
            "status": "can_open",
        },
    ],
    "households": [
        {"household_id": "A1", "kind": "asylum_seeker", "persons": 4, "origin_id": "TA"},
        {
            "household_id": "A2",
            "kind": "asylum_seeker",
            "persons": 2,
            "origin_id": "TA",
            "care_level": 2,
            "wheelchairs": 1,
        },
        {"household_id": "A3", "kind": "asylum_seeker", "persons": 1, "origin_id": "TA", "minor_alone": True},
        {"household_id": "A4", "kind": "asylum_seeker", "persons": 3, "origin_id": "TA", "transport": "own"},
        {
            "household_id": "H1",
            "kind": "status_holder",
            "persons": 2,
            "linked_municipality": "GM0014",
            "wheelchairs": 1,
        },
        {"household_id": "H2", "kind": "status_holder", "persons": 3, "linked_municipality": "GM0014"},
        {
            "household_id": "H3",
            "kind": "status_holder",
            "persons": 5,
            "linked_municipality": "GM0014",
            "ready_on": date(2026, 3, 3),
        },
    ],
    "housing": [
        {"offer_id": "W1", "gm_code": "GM0014", "type": "home", "persons": 2, "units": 1, "wheelchair": True},
        {"offer_id": "W2", "gm_code": "GM0037", "type": "interim", "persons": 4},
    ],
    "buses": [
        {"bus_id": "B1", "station_id": "TA", "seats": 10, "wheelchair_positions": 1},
        {"bus_id": "B2", "station_id": "TA", "seats": 50, "wheelchair_positions": 2},
    ],
    "regions": [
        {
            "vr_code": "VR01",
            "base_places": 10,
            "additional_places": 0,
            "own_staff": 0.5,
            "state_staff_max": 1,
            "hired_staff_max": 2,
            "care_minutes": 80,
        }
    ],
    "travel_times": [
        {"from_id": a, "to_id": b, "minutes": minutes}
        for one, other, minutes in (("TA", "S1", 60), ("TA", "S2", 40), ("S1", "S2", 30))
        for a, b in ((one, other), (other, one))
    ],
}
# S1 gets 7 persons by bus (10 of 12 places, 10 of 10 of the tranche, 7 care-minute persons: 6 + 10 + 50 = 66 of 80),
# S2 gets three by their own means; staff of VR01: 1 + 10 / 7.5 = 2.33 of 0.5 own + 1 state + 1 hired.
DECISION = Decision(
    destination={"A1": "S1", "A2": "S1", "A3": "S1", "A4": "S2", "H1": "W1", "H2": "W2"},
    duties={"B1": (BusTrip("TA", ("S1",), (("A1", "A2", "A3"),)),)},
    levels=ZERO_LEVELS,
)


_FOLDERS = TemporaryDirectory(prefix="days-")
_NUMBERS = count()


class Day:
    """Tables that can be changed cell by cell, and what comes of them."""

    def __init__(self, tables: Tables | None = None) -> None:
        self.tables = copy.deepcopy(TABLES if tables is None else tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Day) and self.tables == other.tables

    def __hash__(self) -> int:
        return hash(repr(self.tables))

    def set(self, table: str, key: str, **cells: object) -> Day:
        """A copy in which the row whose first cell is `key` has these cells; a new row where there is none."""
        changed = Day(self.tables)
        rows = changed.tables[table]
        first = next(iter(TABLES[table][0]))
        row = next((row for row in rows if row[first] == key), None)
        if row is None:
            rows.append({first: key, **cells})
        else:
            row.update(cells)
        return changed

    def policy(self, **values: object) -> Day:
        """A copy with these values of the policy."""
        changed = self
        for key, value in values.items():
            changed = changed.set("policy", key, value=value)
        return changed

    def without(self, table: str, *keys: str) -> Day:
        """A copy without these rows; without any, if no key is given."""
        changed = Day(self.tables)
        first = next(iter(TABLES[table][0]))
        changed.tables[table] = [row for row in changed.tables[table] if keys and row[first] not in keys]
        return changed

    def write(self) -> tuple[Path, Scenario]:
        """A scenario folder with these tables, and what is read from it; the same tables are written once."""
        return _written(self)

    @property
    def scenario(self) -> Scenario:
        """What is read from the tables."""
        return self.write()[1]


@cache
def _written(day: Day) -> tuple[Path, Scenario]:
    folder = Path(_FOLDERS.name) / str(next(_NUMBERS))
    write_sample(day.tables, folder)
    return folder, read_scenario(folder)


def plan(scenario: Scenario, decision: Decision = DECISION) -> Plan:
    """The plan of the decision, with its levels worked out."""
    return plan_of(scenario, decision)


def without(decision: Decision, *households: str) -> Decision:
    """The decision with nobody sending these households anywhere; trips that nobody rides are not driven."""
    destination = {household: place for household, place in decision.destination.items() if household not in households}
    duties = {}
    for bus, trips in decision.duties.items():
        kept = tuple(
            replace(trip, riders=tuple(tuple(r for r in riders if r not in households) for riders in trip.riders))
            for trip in trips
        )
        duties[bus] = tuple(trip for trip in kept if any(trip.riders))
    return replace(decision, destination=destination, duties={bus: trips for bus, trips in duties.items() if trips})


def reassigned(household_id: str, **fields: object) -> Callable[[Plan], Plan]:
    """A change to a plan: other fields in the assignment of one household."""

    def change(made: Plan) -> Plan:
        def changed(assignment: Assignment) -> Assignment:
            return replace(assignment, **fields) if assignment.household_id == household_id else assignment

        return replace(made, assignments=tuple(map(changed, made.assignments)))

    return change


def check_plan(shared: Path, written: tuple[Path, Scenario], made: Plan, out: Path) -> list[str]:
    """What the shared checker, which knows nothing of this project, finds broken; the plan is written to `out`."""
    asked, scenario = written
    checker = _checker(shared)
    out.mkdir(exist_ok=True)
    write_tables(made, scenario, out)
    broken, *_ = checker.check(checker.Scenario(asked), out, _regions(shared))
    return list(broken)


@cache
def _checker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_plan", shared / "tools" / "check_plan.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _regions(shared: Path) -> dict[str, str]:
    with (shared / "facts" / "municipalities.csv").open(newline="", encoding="utf-8") as stream:
        return {row["gm_code"]: row["vr_code"] for row in csv.DictReader(stream)}
